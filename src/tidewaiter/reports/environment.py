"""What all templates have in common: everything is escaped, and texts of strangers cannot disturb a page."""

from __future__ import annotations

import re
from importlib import resources

import jinja2
from markupsafe import Markup

from tidewaiter.reports.terminal import visible

#: From the first letter written from right to left to the last, where no other letters are between: numbers and marks
#: that follow it in a sentence must not be drawn into it.
_RIGHTWARD = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]"
_RIGHT_TO_LEFT = re.compile(rf"{_RIGHTWARD}(?:[^A-Za-z\u00c0-\u058f]*{_RIGHTWARD})?")


def environment(*styles: str) -> jinja2.Environment:
    """Return an environment of the templates; unknown names in them are errors, and unknown values are left empty.

    Args:
        styles: Files of ``templates/`` that make up the global ``style``, one after the other.
    """
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("tidewaiter.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printable,
    )
    folder = resources.files("tidewaiter.reports").joinpath("templates")
    sheet = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in styles)
    made.globals.update(style=Markup(sheet))  # noqa: S704 - files of this package
    return made


def _printable(value: object) -> object:
    """Write out control characters of strangers' text, keep its direction to itself, leave unknown values empty."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _RIGHT_TO_LEFT.sub("\u2068\\g<0>\u2069", visible(value))
    return value
