"""``tidewaiter progress`` and ``tidewaiter displacement``: whether a hub gets better, or its trade only moves."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.hubs import DestinationOpt, GoodsOpt, OriginsOpt, SourceOpt, VintageOpt, question
from tidewaiter.cli.options import AsOfOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.workspace.hubs import BASELINE, WINDOW, HubQuestion

MonthsOpt = Annotated[
    str | None, typer.Option("--months", metavar="FROM:TO", help="Months to look at; all that were imported without.")
]


def progress(
    hub: Annotated[str, typer.Argument(metavar="HUB", help="Code or name of the country.")],
    agreed: Annotated[
        str | None,
        typer.Option(
            "--agreed",
            "--baseline",
            metavar="FROM:TO",
            help="Months whose level counts as where things stood; without, the year before the last twelve months.",
        ),
    ] = None,
    destination: DestinationOpt = "RU",
    goods: GoodsOpt = "chpl",
    origins: OriginsOpt = "coalition",
    months: MonthsOpt = None,
    events: Annotated[
        bool, typer.Option("--events", help="What happened around each event, instead of the ledger.")
    ] = False,
    alerts: Annotated[bool, typer.Option("--alerts", help="Only months whose state changed.")] = False,
    as_of: AsOfOpt = None,
    vintage: VintageOpt = None,
    source: SourceOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Keep a ledger of a hub: each month improved, worse, unchanged, displaced, or no data."""
    asked = _asked(destination=destination, goods=goods, origins=origins, as_of=as_of, vintage=vintage, source=source)
    with Messages(quiet=quiet).working("keeping the ledger"):
        found = open_workspace(workspace).hubs.progress(hub, asked, agreed=agreed, months=months)
    if events:
        write_answers(found.effects, format_)
    else:
        write_answers([entry for entry in found.ledger if entry.alert or not alerts], format_)


def displacement(
    hub: Annotated[str, typer.Option("--from", metavar="HUB", help="Code or name of the hub that fell.")],
    destination: DestinationOpt = "RU",
    goods: GoodsOpt = "chpl",
    origins: OriginsOpt = "coalition",
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help="First month of the fall; the deepest without.")
    ] = None,
    within: Annotated[int, typer.Option("--within", min=2, max=24, help="Months compared on either side.")] = 6,
    months: MonthsOpt = None,
    as_of: AsOfOpt = None,
    vintage: VintageOpt = None,
    source: SourceOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Say which routes rose when a hub fell, beyond chance and by how much of the fall."""
    asked = _asked(destination=destination, goods=goods, origins=origins, as_of=as_of, vintage=vintage, source=source)
    with Messages(quiet=quiet).working("comparing routes"):
        found = open_workspace(workspace).hubs.displacement(hub, asked, month=month, within=within, months=months)
    write_answers([found], format_)


def _asked(**options: object) -> HubQuestion:
    return question(baseline=BASELINE, window=WINDOW, **options)  # type: ignore[arg-type]  # the options of a command
