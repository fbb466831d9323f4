"""Dates as the lists print them: US numerals, ``11 Aug 1960``, ``17 March 2025``, ``23.2.2024``, ``circa 1962``."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_US = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4})(?!\d)")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?!\d)")
_MONTH_YEAR = re.compile(r"\b([A-Za-z]{3,9})\.?,? +(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<![\d/.])(1[89]\d{2}|20\d{2})(?!\d)")


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def us_date(text: str, near: int | None = None) -> dt.date | None:
    """Read a date in US numerals, ``9/17/81`` or ``09/17/1981``; None when there is none in the text.

    Args:
        text: The text holding the date.
        near: Year the date should be close to; a two-digit year takes the century nearest to it (default: 1940 to
            2039).
    """
    match = _US.search(text)
    if match is None:
        return None
    month, day, year = (int(g) for g in match.groups())
    if len(match[3]) == 2:
        year += 1900 if abs(1900 + year - (near or 1990)) <= abs(2000 + year - (near or 1990)) else 2000
    return _date(year, month, day)


@lru_cache(maxsize=65536)
def whole_date(text: str, *, day_first: bool = False) -> dt.date | None:
    """Read a whole date in any style the lists use; None when the text holds no whole date.

    Args:
        text: The text holding the date; the first one counts.
        day_first: Read ``04/07/2018`` as 4 July (European lists) instead of 7 April.
    """
    if match := _ISO.search(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.search(text):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if day_first and (match := _US.search(text)) and len(match[3]) == 4:
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if found := us_date(text):
        return found
    if (match := _DAY_FIRST.search(text)) and (month := _MONTHS.get(match[2].lower())):
        return _date(int(match[3]), month, int(match[1]))
    if (match := _MONTH_FIRST.search(text)) and (month := _MONTHS.get(match[1].lower())):
        return _date(int(match[3]), month, int(match[2]))
    return None


@lru_cache(maxsize=65536)
def partial_date(text: str, *, day_first: bool = False) -> str | None:
    """Read a date known to the day, month or year as ISO text (``1962-03``); None when there is not even a year.

    Placeholders of unknown days and months (``00/00/1980``, ``dd/mm/1980``) leave the year.
    """
    whole = whole_date(text, day_first=day_first)
    if whole is not None:
        return whole.isoformat()
    if (match := _MONTH_YEAR.search(text)) and (month := _MONTHS.get(match[1].lower())):
        return f"{match[2]}-{month:02d}"
    years = re.search(r"(?<!\d)(?:00|dd)/(00|mm|\d{2})/(\d{4})", text, re.IGNORECASE)
    if years:
        return f"{years[2]}-{years[1]}" if years[1].isdigit() and 1 <= int(years[1]) <= 12 else years[2]
    bare = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if bare and 1 <= int(bare[2]) <= 12:
        return text.strip()
    year = _YEAR.search(text)
    return year[1] if year else None


def partial_dates(texts: object, *, day_first: bool = False) -> tuple[str, ...]:
    """Return each readable date of several texts once, in the order given."""
    items = texts if isinstance(texts, list | tuple) else [texts]
    found = (partial_date(str(t), day_first=day_first) for t in items if t)
    return tuple(dict.fromkeys(d for d in found if d))
