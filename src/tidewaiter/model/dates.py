"""Dates as the law and the lists use them: whole dates, partial dates and periods."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

_PARTIAL = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def _partial(text: str) -> str:
    if not _PARTIAL.match(text):
        raise ValueError("expected a date as YYYY, YYYY-MM or YYYY-MM-DD")
    if len(text) == 10:
        date.fromisoformat(text)
    elif len(text) == 7 and not 1 <= int(text[5:]) <= 12:
        raise ValueError("the month must be 01 to 12")
    return text


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, int) else value


#: A date known to the day, the month or only the year, kept as ISO text: ``1975``, ``1975-04``, ``1975-04-30``.
PartialDate = Annotated[str, BeforeValidator(_text), AfterValidator(_partial)]


def earliest(partial: str) -> date:
    """Return the first day a partial date can mean."""
    return date.fromisoformat(partial + "-01-01"[len(partial) - 4 :] if len(partial) < 10 else partial)
