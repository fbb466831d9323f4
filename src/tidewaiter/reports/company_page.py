"""The page of one company: why it is looked at, what would clear it, its chains, and every record. No script."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from tidewaiter.model.networks import Lead, SignState
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion, no_lead
from tidewaiter.networks.signs import BY_ID
from tidewaiter.reports.lead_charts import chain_graph, time_line, ways_of
from tidewaiter.reports.page_templates import page_templates

#: Reasons of a lead on the list; its page has all.
_SHOWN = 4
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


def company_page(file: CompanyFile) -> str:
    """Return the page of a company as HTML that needs no script, no network and no other file."""
    return (
        page_templates()
        .get_template("company.html")
        .render(
            file=file,
            lead=file.lead,
            company=file.company,
            titles={sign_id: sign.title for sign_id, sign in BY_ID.items()},
            meanings={sign_id: sign.meaning for sign_id, sign in BY_ID.items()},
            states=SignState,
            time_line=time_line(file),
            chain_graph=chain_graph(file),
            ways=ways_of(file),
        )
    )


def page_name(company_id: str) -> str:
    """Return the file name of a company's page: its id, without what a file name should not have."""
    return f"{_UNSAFE.sub('_', company_id)}.html"


def write_company_page(file: CompanyFile, folder: Path) -> Path:
    """Write the page of a company into a folder, which is made, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / page_name(file.company.company_id)
    path.write_text(company_page(file), encoding="utf-8")
    return path


def write_index(
    leads: Sequence[Lead], folder: Path, *, of: CompanyFile | None = None, asked: LeadQuestion | None = None
) -> Path:
    """Write the list of the leads into a folder, with a link to the page of each beside it, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    path.write_text(index_page(leads, link=page_name, of=of, asked=asked), encoding="utf-8")
    return path


def index_page(
    leads: Sequence[Lead],
    *,
    link: Callable[[str], str],
    of: CompanyFile | None = None,
    asked: LeadQuestion | None = None,
) -> str:
    """Return the list of the leads as HTML that needs no script, no network and no other file.

    Args:
        leads: The leads, the best first.
        link: Returns where the page of a company is, by its id.
        of: The file of one of them, which says what was asked: the day, the destination, and since when.
        asked: The question.
    """
    return (
        page_templates()
        .get_template("leads.html")
        .render(
            leads=leads,
            link=link,
            states=SignState,
            of=of,
            goods=asked.goods if asked else "",
            nothing=no_lead(asked) if asked else "No lead.",
            shown=_SHOWN,
        )
    )
