"""``tidewaiter license``: is a license required, and by which law."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.options import (
    AsOfOpt,
    EncodingOpt,
    FileArg,
    FormatOpt,
    MapOpt,
    QuietOpt,
    WorkspaceOpt,
    open_workspace,
)
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.reports import determination_text
from tidewaiter.sources.orders import read_orders
from tidewaiter.workspace import good_rows


def license_(
    file: FileArg,
    screen: Annotated[
        bool, typer.Option("--screen/--no-screen", help="Screen the parties, or use only stated listings.")
    ] = True,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the proof of each answer as text, instead of --format.")
    ] = False,
    as_of: AsOfOpt = None,
    mapping: MapOpt = None,
    encoding: EncodingOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Determine the license requirement of each transaction: required, not required, undetermined or not subject."""
    messages = Messages(quiet=quiet)
    space = open_workspace(workspace)
    orders = good_rows(read_orders(file, mapping=mapping, encoding=encoding, warn=messages.note), messages.reject)
    answers = space.license(orders, as_of=as_of, screen=screen)
    tracked = messages.track(answers, "transactions")
    if explain:
        for answer in tracked:
            typer.echo(determination_text(answer))
    else:
        write_answers(tracked, format_)
    raise typer.Exit(messages.exit_code())
