"""``tidewaiter leads``: the companies that may carry controlled goods on, the first to look at first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.engine import Engine, EngineOpt, MasterOpt, MemoryOpt
from tidewaiter.cli.options import AsOfOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace, parse_day
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.model import Lead
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion, no_lead
from tidewaiter.workspace.networks import Networks, Work

#: Company files written with ``--html`` when no limit is given: a page each for as many as a team reads.
PAGES = 100
#: What a stage is called where a person waits for it.
_STAGES = {
    "spellings": "reading the parties of the records",
    "resolved": "resolving companies",
    "movements": "reading movements",
    "legs": "joining declarations of one movement",
    "links": "following goods through companies",
    "chains": "following goods to the destination",
    "facts": "drawing facts of companies",
    "listed": "screening companies against the lists",
}


def networks_of(workspace: Path | None) -> Networks:
    """Return the companies of a workspace."""
    return open_workspace(workspace).networks


def work_of(engine: str, master: str | None, memory: str | None, say: Callable[[str], None]) -> Work:
    """Return where the work runs: on all cores of this machine, or on Spark."""
    return Work(
        engine=engine,
        workers=None,
        memory=memory,
        master=master,
        began=lambda stage: say(_STAGES[stage]) if stage in _STAGES else None,
    )


DestinationOpt = Annotated[
    str, typer.Option("--destination", metavar="COUNTRY", help="Where goods may be diverted to.")
]
GoodsOpt = Annotated[str, typer.Option("--goods", metavar="GOODS", help="chpl, chpl:1, hs:8542,870323 or a file.")]
OriginsOpt = Annotated[
    str, typer.Option("--origins", metavar="COUNTRIES", help="coalition, US, EU or countries separated by commas.")
]
GoodsAsOfOpt = Annotated[
    dt.date | None,
    typer.Option("--goods-as-of", parser=parse_day, metavar="DATE", help="Day of the goods list; the newest without."),
]
SinceOpt = Annotated[
    dt.date | None,
    typer.Option(
        "--since", parser=parse_day, metavar="DATE", help="Day the goods are controlled from; the law says without."
    ),
]


def leads(
    destination: DestinationOpt = "RU",
    goods: GoodsOpt = "chpl",
    origins: OriginsOpt = "coalition",
    as_of: AsOfOpt = None,
    goods_as_of: GoodsAsOfOpt = None,
    since: SinceOpt = None,
    engine: EngineOpt = Engine.DUCKDB,
    master: MasterOpt = None,
    memory: MemoryOpt = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first leads.")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="DIR", help="Also write a page for each company, and an index.")
    ] = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Rank the companies whose shipments look like diversion, each with reasons, records and what would clear it."""
    asked = LeadQuestion(
        destination=destination,
        goods=goods,
        origins=origins,
        as_of=as_of,
        goods_as_of=goods_as_of,
        since=since,
        engine=engine,
        limit=limit,
    )
    networks = networks_of(workspace)
    messages = Messages(quiet=quiet)
    with messages.working("following goods") as say:
        every = list(networks.leads(asked, work=work_of(engine, master, memory, say)))
    if not every:
        messages.note(no_lead(asked))
    found: Iterable[Lead] = every
    if html is not None:
        found = _with_pages(every, networks.company_file, html, limit or PAGES, asked)
    write_answers(found, format_)


def _with_pages(
    found: Sequence[Lead], company_file: Callable[[str], CompanyFile], folder: Path, most: int, asked: LeadQuestion
) -> Iterator[Lead]:
    from tidewaiter.reports.company_page import write_company_page, write_index  # noqa: PLC0415  charts are loaded when one is drawn

    file: CompanyFile | None = None
    for number, lead in enumerate(found):
        if number < most:
            file = company_file(lead.company_id)
            write_company_page(file, folder)
        yield lead
    write_index(found[:most], folder, of=file, asked=asked)
