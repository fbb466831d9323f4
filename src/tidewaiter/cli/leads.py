"""``tidewaiter leads``: the companies that may carry controlled goods on, the first to look at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, cast

import typer

from tidewaiter.cli.options import AsOfOpt, FormatOpt, QuietOpt, WorkspaceOpt, open_workspace
from tidewaiter.cli.output import write_answers
from tidewaiter.cli.progress import Messages
from tidewaiter.model.networks import Lead
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.workspace import Workspace

#: Company files written with ``--html`` when no limit is given: a page each for as many as a team reads.
PAGES = 100


class Networks(Protocol):
    """What a workspace answers of companies."""

    def leads(self, question: LeadQuestion) -> Iterable[Lead]:
        """Return the leads, the best first."""
        ...

    def company_file(self, company_id: str) -> CompanyFile:
        """Return the file of a company of the last run."""
        ...


def networks_of(space: Workspace) -> Networks:
    """Return the companies of a workspace."""
    return cast("Networks", cast("Any", space).networks)


def leads(
    destination: Annotated[
        str, typer.Option("--destination", metavar="COUNTRY", help="Where goods may be diverted to.")
    ] = "RU",
    goods: Annotated[
        str, typer.Option("--goods", metavar="GOODS", help="chpl, chpl:1, hs:8542,870323 or a file.")
    ] = "chpl",
    as_of: AsOfOpt = None,
    engine: Annotated[Literal["duckdb", "spark"], typer.Option("--engine", help="Where the work runs.")] = "duckdb",
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Only the first leads.")] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="DIR", help="Also write a page for each company, and an index.")
    ] = None,
    format_: FormatOpt = None,
    workspace: WorkspaceOpt = None,
    quiet: QuietOpt = False,
) -> None:
    """Rank the companies whose shipments look like diversion, each with reasons, records and what would clear it."""
    asked = LeadQuestion(destination=destination, goods=goods, as_of=as_of, engine=engine, limit=limit)
    networks = networks_of(open_workspace(workspace))
    with Messages(quiet=quiet).working("following goods"):
        found = networks.leads(asked)
    if html is not None:
        found = _with_pages(found, networks, html, limit or PAGES)
    write_answers(found, format_)


def _with_pages(found: Iterable[Lead], networks: Networks, folder: Path, most: int) -> Iterator[Lead]:
    from tidewaiter.reports.company_page import write_company_page, write_index  # noqa: PLC0415  charts are loaded when one is drawn

    written: list[Lead] = []
    for lead in found:
        if len(written) < most:
            write_company_page(networks.company_file(lead.company_id), folder)
            written.append(lead)
        yield lead
    write_index(written, folder)
