"""``tidewaiter law``: the carried rules, their history, and how much of the law they are."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from tidewaiter.cli.options import AsOfOpt, FormatOpt, parse_day
from tidewaiter.cli.output import write_answers
from tidewaiter.law import law_changes, load_law, modelled_parts, show_rules

app = typer.Typer(help="The carried law: its rules, what changed between two days, and what is modelled.")


@app.command()
def show(
    section: Annotated[str, typer.Argument(metavar="SECTION", help="A section such as 746.8, a part, or a rule id.")],
    as_of: AsOfOpt = None,
    format_: FormatOpt = None,
) -> None:
    """Show the rules of a section, one line a period in which they stood unchanged."""
    write_answers(show_rules(load_law(), section, as_of=as_of), format_)


@app.command()
def diff(
    before: Annotated[dt.date, typer.Argument(metavar="DATE", parser=parse_day, help="The earlier day.")],
    after: Annotated[dt.date, typer.Argument(metavar="DATE", parser=parse_day, help="The later day.")],
    format_: FormatOpt = None,
) -> None:
    """Show what changed from one day to a later one: rules, supplement codes, coalition countries, country groups."""
    write_answers(law_changes(load_law(), before, after), format_)


@app.command()
def coverage(format_: FormatOpt = None) -> None:
    """Show how much of each part is modelled, partly modelled or only pointed to, and what is missing."""
    write_answers(modelled_parts(load_law()), format_)
