"""``tidewaiter hubs``: which countries became hubs, ranked with intervals; one of them in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from tidewaiter.cli.options import AsOfOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace, parse_day
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.flows.answers import HubAssessment
from tidewaiter.model import country_name, resolve_country
from tidewaiter.workspace.hubs import BASELINE, WINDOW, HubQuestion

app = typer.Typer(help="Hubs: where goods leak through, from trade statistics.", invoke_without_command=True)

DestinationOpt = Annotated[
    str, typer.Option("--destination", metavar="COUNTRY", help="Where goods may be diverted to.")
]
GoodsOpt = Annotated[str, typer.Option("--goods", metavar="GOODS", help="chpl, chpl:1, hs:8542,870323 or a file.")]
OriginsOpt = Annotated[
    str, typer.Option("--origins", metavar="COUNTRIES", help="coalition, US, EU or countries separated by commas.")
]
BaselineOpt = Annotated[str, typer.Option("--baseline", metavar="FROM:TO", help="Months before.")]
WindowOpt = Annotated[str, typer.Option("--window", metavar="FROM:TO", help="Months asked about.")]
VintageOpt = Annotated[
    dt.date | None,
    typer.Option("--vintage", parser=parse_day, metavar="DATE", help="Data as they were known on this day."),
]
SourceOpt = Annotated[
    str | None, typer.Option("--source", metavar="NAMES", help="Only these sources, separated by commas.")
]
LevelOpt = Annotated[float, typer.Option("--level", min=0.5, max=0.99, help="Level of the intervals.")]
PictureOpt = Annotated[
    Path | None,
    typer.Option("--picture", metavar="FILE", help="Also draw it: .svg, .png or .html."),
]
_DEFAULT = HubQuestion()
DrawsOpt = Annotated[int, typer.Option("--draws", min=50, max=5000, help="Draws of the bootstrap.")]
SeedOpt = Annotated[int, typer.Option("--seed", help="Seed of the draws: the same gives the same intervals.")]


def question(
    *,
    destination: str,
    goods: str,
    origins: str,
    baseline: str,
    window: str,
    as_of: dt.date | None,
    vintage: dt.date | None,
    source: str | None,
    level: float = 0.9,
    draws: int = 200,
    seed: int = _DEFAULT.seed,
) -> HubQuestion:
    """Return the question the options ask."""
    return HubQuestion(
        destination=destination,
        goods=goods,
        origins=origins,
        baseline=baseline,
        window=window,
        as_of=as_of,
        vintage=vintage,
        sources=None if source is None else tuple(name.strip() for name in source.split(",")),
        level=level,
        draws=draws,
        seed=seed,
    )


@app.callback()
def hubs(
    context: typer.Context,
    destination: DestinationOpt = "RU",
    goods: GoodsOpt = "chpl",
    origins: OriginsOpt = "coalition",
    baseline: BaselineOpt = BASELINE,
    window: WindowOpt = WINDOW,
    as_of: AsOfOpt = None,
    vintage: VintageOpt = None,
    source: SourceOpt = None,
    level: LevelOpt = 0.9,
    draws: DrawsOpt = 200,
    seed: SeedOpt = _DEFAULT.seed,
    picture: PictureOpt = None,
    flows: Annotated[
        Path | None,
        typer.Option("--flows", metavar="FILE", help="Draw origins, hubs and destination."),
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", help="Draw the hubs on a map of the world."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first hubs.")] = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Rank the countries that may have become hubs, best first, each with intervals, grade and traps."""
    if context.invoked_subcommand:
        return
    asked = question(
        destination=destination, goods=goods, origins=origins, baseline=baseline, window=window, as_of=as_of,
        vintage=vintage, source=source, level=level, draws=draws, seed=seed,
    )  # fmt: skip
    with Messages(quiet=quiet).working("comparing"):
        found = open_workspace(workspace).hubs.rank(asked)
    _draw(found, resolve_country(destination).code, ranking=picture, flows=flows, world=map_)
    write_answers(found[:limit], format_)


def _draw(
    found: Sequence[HubAssessment], destination: str, *, ranking: Path | None, flows: Path | None, world: Path | None
) -> None:
    if (ranking or flows or world) is None:
        return
    from tidewaiter.reports import hub_charts as charts  # noqa: PLC0415  charts are loaded when one is drawn
    from tidewaiter.reports.hub_map import hub_map  # noqa: PLC0415

    if ranking is not None:
        charts.write_picture(charts.ranking_chart(found), ranking)
    if flows is not None:
        charts.write_picture(charts.flow_chart(found, country_name(destination)), flows)
    if world is not None:
        charts.write_picture(hub_map(found, destination), world)


@app.command()
def show(
    hub: Annotated[str, typer.Argument(metavar="HUB", help="Code or name of the country.")],
    destination: DestinationOpt = "RU",
    goods: GoodsOpt = "chpl",
    origins: OriginsOpt = "coalition",
    baseline: BaselineOpt = BASELINE,
    window: WindowOpt = WINDOW,
    as_of: AsOfOpt = None,
    vintage: VintageOpt = None,
    source: SourceOpt = None,
    picture: PictureOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Show one hub in full: goods, months, origins, events, and what would change the conclusion."""
    asked = question(
        destination=destination, goods=goods, origins=origins, baseline=baseline, window=window, as_of=as_of,
        vintage=vintage, source=source,
    )  # fmt: skip
    with Messages(quiet=quiet).working("comparing"):
        found = open_workspace(workspace).hubs.show(hub, asked)
    if picture is not None:
        from tidewaiter.reports.hub_charts import write_picture  # noqa: PLC0415  charts are loaded when one is drawn
        from tidewaiter.reports.hub_series import hub_chart  # noqa: PLC0415

        write_picture(hub_chart(found), picture)
    write_answers([found], format_)


@app.command()
def explain(
    hub: Annotated[str, typer.Argument(metavar="HUB", help="Code or name of the country.")],
    direction: Annotated[
        Literal["exports", "imports"], typer.Option("--direction", help="What it sent on, or what came to it.")
    ] = "exports",
    destination: DestinationOpt = "RU",
    goods: GoodsOpt = "chpl",
    origins: OriginsOpt = "coalition",
    baseline: BaselineOpt = BASELINE,
    window: WindowOpt = WINDOW,
    as_of: AsOfOpt = None,
    source: SourceOpt = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Say how much of a hub's excess the chains of shipment records explain, by goods, greatest first, and in total."""
    asked = question(
        destination=destination, goods=goods, origins=origins, baseline=baseline, window=window, as_of=as_of,
        vintage=None, source=source,
    )  # fmt: skip
    with Messages(quiet=quiet).working("following goods"):
        found = open_workspace(workspace).explain_hub(hub, asked, direction=direction)
    write_answers(found, format_)
