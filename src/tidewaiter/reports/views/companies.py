"""Companies in a terminal: a line each, and one in full with what joined its spellings."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.model import Company
from tidewaiter.networks.companies.company_file import CompanyFile, Edge, Spelling
from tidewaiter.reports.views.hubs import money
from tidewaiter.reports.views.page import QUIET, Column, Page

#: Spellings and edges shown; the JSON has all.
_MOST = 12


def show_companies(companies: Iterator[Company], page: Page) -> None:
    """Print companies, a line each."""
    columns = (
        Column("company"), Column("names", whole=False), Column("in"), Column("records", "right"),
        Column("shipped", "right"), Column("first"), Column("last"), Column("listed", whole=False),
    )  # fmt: skip
    count = page.table(columns, (_line(company) for company in companies))
    if not count:
        page.say("No companies.", QUIET)


def show_written(files: Iterator[CompanyFile], page: Page) -> None:
    """Print companies in full: how each is written, and what joined these ways of writing."""
    for file in files:
        show_companies(iter([file.company]), page)
        page.blank()
        page.say(f"Written in {len(file.spellings)} ways, those most on record first")
        page.table(
            (Column("records", "right"), Column("name", whole=False), Column("address", whole=False), Column("tax id")),
            (
                (str(s.records), s.name or s.alias or "", s.address or "", s.tax_id or "")
                for s in file.spellings[:_MOST]
            ),
        )
        for joined, title in ((True, "Joined by"), (False, "Nearly joined with others")):
            edges = [edge for edge in file.edges if edge.joined is joined]
            if edges:
                page.blank()
                page.say(f"{title}, {len(edges)} pairs: log odds of being one company, and what they are made of")
                page.table(
                    (Column("log odds", "right"), Column("pair", whole=False), Column("why", whole=False)),
                    map(_edge, edges[:_MOST]),
                )


def _line(company: Company) -> tuple[str, ...]:
    names = list(company.names[:2])
    more = len(company.names) - len(names)
    return (
        company.company_id,
        "; ".join(names) + (f"; and {more} more" if more else "") + (" (forwarder)" if company.forwarder else ""),
        company.country or "?",
        str(company.records),
        money(company.value_usd),
        str(company.first_seen or ""),
        str(company.last_seen or ""),
        "; ".join(f"{listing.list} {listing.score:.2f}" for listing in company.linked_listings),
    )


def _edge(edge: Edge) -> tuple[str, ...]:
    other = _said(edge.other) + (f" ({edge.company_id})" if not edge.joined and edge.company_id else "")
    why = "; ".join(
        f"{feature} {weight:+.1f}" for feature, weight in zip(edge.features, edge.weights, strict=True) if weight
    )
    return ("" if edge.weight is None else f"{edge.weight:+.1f}", f"{_said(edge.one)} = {other}", why)


def _said(spelling: Spelling) -> str:
    return ", ".join(part for part in (spelling.name or spelling.alias, spelling.address, spelling.tax_id) if part)
