"""``tidewaiter leads``: the companies that may carry controlled goods on, the first to look at first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.engine import Engine, EngineOpt, MasterOpt, MemoryOpt
from tidewaiter.cli.options import AsOfOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace, parse_day
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.model import Lead
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion
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


def leads(
    destination: Annotated[
        str, typer.Option("--destination", metavar="COUNTRY", help="Where goods may be diverted to.")
    ] = "RU",
    goods: Annotated[
        str, typer.Option("--goods", metavar="GOODS", help="chpl, chpl:1, hs:8542,870323 or a file.")
    ] = "chpl",
    origins: Annotated[
        str, typer.Option("--origins", metavar="COUNTRIES", help="coalition, US, EU or countries separated by commas.")
    ] = "coalition",
    as_of: AsOfOpt = None,
    goods_as_of: Annotated[
        dt.date | None,
        typer.Option(
            "--goods-as-of", parser=parse_day, metavar="DATE", help="Day of the goods list; the newest without."
        ),
    ] = None,
    since: Annotated[
        dt.date | None,
        typer.Option(
            "--since", parser=parse_day, metavar="DATE", help="Day the goods are controlled from; the law says without."
        ),
    ] = None,
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
    with Messages(quiet=quiet).working("following goods") as say:
        found: Iterable[Lead] = list(networks.leads(asked, work=work_of(engine, master, memory, say)))
    if html is not None:
        found = _with_pages(found, networks.company_file, html, limit or PAGES)
    write_answers(found, format_)


def _with_pages(
    found: Iterable[Lead], company_file: Callable[[str], CompanyFile], folder: Path, most: int
) -> Iterator[Lead]:
    from tidewaiter.reports.company_page import write_company_page, write_index  # noqa: PLC0415  charts are loaded when one is drawn

    written: list[Lead] = []
    for lead in found:
        if len(written) < most:
            write_company_page(company_file(lead.company_id), folder)
            written.append(lead)
        yield lead
    write_index(written, folder)
