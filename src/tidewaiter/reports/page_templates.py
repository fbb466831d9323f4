"""The templates of pages of companies and of the service, with the words of a page."""

from __future__ import annotations

from functools import cache

import jinja2

from tidewaiter.model import country_name
from tidewaiter.reports.environment import environment


@cache
def page_templates() -> jinja2.Environment:
    """Return the templates."""
    made = environment("report.css", "company.css")
    made.filters.update(country=_country, usd=_usd, share=lambda value: f"{100 * value:.0f} %")
    return made


def _country(code: str | None) -> str:
    return country_name(code) if code and len(code) == 2 else (code or "unknown")


def _usd(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"
