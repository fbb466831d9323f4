"""``tidewaiter pull``: official statistics over the network, into the table of flows."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tidewaiter.cli.options import FormatOpt, QuietOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.flows.window import parse_span, periods_between
from tidewaiter.model import UnknownCountryError, UsageError, parse_hs, resolve_country
from tidewaiter.sources.pull import BaciPull, CensusPull, ComextPull, ComtradePull, Fetcher, Pull
from tidewaiter.sources.pull.baci import URL as BACI_URL
from tidewaiter.sources.pull.census import URL as CENSUS_URL
from tidewaiter.sources.pull.comext import URL as COMEXT_URL
from tidewaiter.sources.pull.comtrade import URL as COMTRADE_URL

app = typer.Typer(help="Fetch official statistics over the network.", no_args_is_help=True)

_GoodsOpt = Annotated[str, typer.Option("--goods", metavar="CODES", help="HS codes, separated by commas.")]
_MonthsOpt = Annotated[str, typer.Option("--months", metavar="FROM:TO", help="Months asked for.")]
_FlowsOpt = Annotated[str, typer.Option("--flows", metavar="X,M", help="Directions, separated by commas.")]
_AgainOpt = Annotated[bool, typer.Option("--again", help="Fetch what is there, too: a revision.")]
_PaceOpt = Annotated[float, typer.Option("--pace", min=0, help="Least seconds between two requests.")]


@app.command()
def comtrade(
    reporters: Annotated[str, typer.Option("--reporters", metavar="COUNTRIES", help="Separated by commas.")],
    goods: _GoodsOpt,
    months: _MonthsOpt,
    partners: Annotated[
        str, typer.Option("--partners", metavar="COUNTRIES", help="Separated by commas; all without.")
    ] = "",
    flows: _FlowsOpt = "X,M",
    annual: Annotated[bool, typer.Option("--annual", help="Years instead of months.")] = False,
    again: _AgainOpt = False,
    pace: _PaceOpt = 6.0,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Fetch UN Comtrade and import it. Key: COMTRADE_API_KEY; without one the preview answers, 500 rows at a time."""
    span = parse_span(months, "span of months")
    question = ComtradePull(
        reporters=_countries(reporters),
        partners=_countries(partners),
        flows=_parts(flows),
        goods=_codes(goods),
        periods=periods_between(span.first, span.last, annual=annual),
        key=os.environ.get("COMTRADE_API_KEY") or None,
        url=os.environ.get("TIDEWAITER_COMTRADE_URL", COMTRADE_URL),
    )
    _run(question, again=again, pace=pace, format_=format_, workspace=workspace, quiet=quiet)


@app.command()
def census(
    goods: _GoodsOpt,
    months: _MonthsOpt,
    flows: _FlowsOpt = "X,M",
    again: _AgainOpt = False,
    pace: _PaceOpt = 1.0,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Fetch US trade from the US Census and import it. Key: CENSUS_API_KEY."""
    span = parse_span(months, "span of months")
    question = CensusPull(
        flows=_parts(flows),
        goods=_codes(goods),
        periods=periods_between(span.first, span.last, annual=False),
        key=os.environ.get("CENSUS_API_KEY") or None,
        url=os.environ.get("TIDEWAITER_CENSUS_URL", CENSUS_URL),
    )
    _run(question, again=again, pace=pace, format_=format_, workspace=workspace, quiet=quiet)


@app.command()
def comext(
    goods: _GoodsOpt,
    months: _MonthsOpt,
    reporters: Annotated[
        str, typer.Option("--reporters", metavar="COUNTRIES", help="EU members separated by commas; all without.")
    ] = "",
    partners: Annotated[
        str, typer.Option("--partners", metavar="COUNTRIES", help="Separated by commas; all without.")
    ] = "",
    flows: _FlowsOpt = "X,M",
    again: _AgainOpt = False,
    pace: _PaceOpt = 3.0,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Fetch trade of EU members from Eurostat Comext and import it. No key; codes of two to eight digits, in euro."""
    span = parse_span(months, "span of months")
    question = ComextPull(
        reporters=_countries(reporters),
        partners=_countries(partners),
        flows=_parts(flows),
        goods=_codes(goods),
        periods=periods_between(span.first, span.last, annual=False),
        url=os.environ.get("TIDEWAITER_COMEXT_URL", COMEXT_URL),
    )
    _run(question, again=again, pace=pace, format_=format_, workspace=workspace, quiet=quiet)


@app.command()
def baci(
    release: Annotated[str, typer.Option("--release", metavar="RELEASE", help="As CEPII names it, such as 202401b.")],
    years: Annotated[str, typer.Option("--years", metavar="FROM:TO", help="Years asked for.")],
    goods: Annotated[
        str, typer.Option("--goods", metavar="CODES", help="HS codes, separated by commas; all without.")
    ] = "",
    edition: Annotated[
        str, typer.Option("--edition", metavar="HS", help="HS edition of the codes: 92, 96, 02, 07, 12, 17 or 22.")
    ] = "17",
    again: _AgainOpt = False,
    pace: _PaceOpt = 6.0,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Fetch a release of CEPII BACI, unpack years and goods of it, and import them. The archive is kept."""
    span = parse_span(years, "span of years")
    question = BaciPull(
        edition=edition,
        release=release,
        years=periods_between(span.first, span.last, annual=True),
        goods=_codes(goods),
        url=os.environ.get("TIDEWAITER_BACI_URL", BACI_URL),
    )
    _run(question, again=again, pace=pace, format_=format_, workspace=workspace, quiet=quiet)


def _run(
    question: Pull | BaciPull, *, again: bool, pace: float, format_: FormatOpt, workspace: WorkspaceOpt, quiet: bool
) -> None:
    messages = Messages(quiet=quiet)
    done = open_workspace(workspace).flows.pull(
        question, Fetcher(pace=pace), again=again, rejected=messages.reject, warn=messages.note
    )
    write_answers(messages.track(done, "pieces"), format_)
    raise typer.Exit(messages.exit_code())


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _countries(text: str) -> tuple[str, ...]:
    try:
        return tuple(resolve_country(part).code for part in _parts(text))
    except UnknownCountryError as error:
        raise UsageError(str(error)) from None


def _codes(text: str) -> tuple[str, ...]:
    try:
        return tuple(parse_hs(part).code for part in _parts(text))
    except ValueError as error:
        raise UsageError(f"--goods: {error}") from None
