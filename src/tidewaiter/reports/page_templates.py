"""The templates of pages of companies and of the service: escaped, in the one style, with the words of a page."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import jinja2
from markupsafe import Markup

from tidewaiter.model import country_name
from tidewaiter.reports.terminal import visible

#: From the first letter written from right to left to the last, where no other letters are between: numbers and marks
#: that follow it in a sentence must not be drawn into it.
_RIGHTWARD = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]"
_RIGHT_TO_LEFT = re.compile(rf"{_RIGHTWARD}(?:[^A-Za-z\u00c0-\u058f]*{_RIGHTWARD})?")


@cache
def page_templates() -> jinja2.Environment:
    """Return the templates; unknown names in them are errors, and unknown values are left empty."""
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
