"""The page of one company: why it is looked at, what would clear it, its chains, and every record. No script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import jinja2
from markupsafe import Markup

from tidewaiter.model import country_name
from tidewaiter.model.networks import Lead, SignState
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.signs import BY_ID
from tidewaiter.reports.lead_charts import chain_graph, time_line, ways_of
from tidewaiter.reports.terminal import visible

#: Reasons of a lead on the list; its page has all.
_SHOWN = 4
#: From the first letter written from right to left to the last, where no other letters are between: numbers and marks
#: that follow it in a sentence must not be drawn into it.
_RIGHTWARD = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]"
_RIGHT_TO_LEFT = re.compile(rf"{_RIGHTWARD}(?:[^A-Za-z\u00c0-\u058f]*{_RIGHTWARD})?")
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


def company_page(file: CompanyFile) -> str:
    """Return the page of a company as HTML that needs no script, no network and no other file."""
    return (
        _environment()
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


def write_index(leads: Sequence[Lead], folder: Path, *, of: CompanyFile | None = None, goods: str = "") -> Path:
    """Write the list of the leads, with a link to the page of each.

    Args:
        leads: The leads, the best first.
        folder: The folder, which is made.
        of: The file of one of them, which says what was asked: the day, the destination, and since when.
        goods: The goods as they were asked for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    page = (
        _environment()
        .get_template("leads.html")
        .render(leads=leads, page_name=page_name, states=SignState, of=of, goods=goods, shown=_SHOWN)
    )
    path.write_text(page, encoding="utf-8")
    return path


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("tidewaiter.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )
    style = resources.files("tidewaiter.reports").joinpath("templates", "report.css").read_text(encoding="utf-8")
    more = resources.files("tidewaiter.reports").joinpath("templates", "company.css").read_text(encoding="utf-8")
    environment.globals.update(style=Markup(style + more))  # noqa: S704 - files of this package
    environment.filters.update(country=_country, usd=_usd, share=lambda value: f"{100 * value:.0f} %")
    return environment


def _printable(value: object) -> object:
    """Write out control characters of strangers' text, keep its direction to itself, leave unknown values empty."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _RIGHT_TO_LEFT.sub("\u2068\\g<0>\u2069", visible(value))
    return value


def _country(code: str | None) -> str:
    return country_name(code) if code and len(code) == 2 else (code or "unknown")


def _usd(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"
