"""Dates as people write them. A date with two readings is refused with both."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from tidewaiter.sources.orders.values import FaultError, text

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO_TIME = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})$")
_DAY_MONTH = re.compile(r"^(\d{1,2})[\s.-]+([a-z]+)\.?,?[\s-]+(\d{4})$")
_MONTH_DAY = re.compile(r"^([a-z]+)\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})$")
_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{2}))?$")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_ISO_REMEDY = "Write dates as YYYY-MM-DD, such as 2024-08-07."


def day(value: object) -> dt.date | None:
    """Return a whole date, or None when unknown.

    ISO, dates with a month in words, and numbers in one possible order are read; dots mean day first, as wherever they
    are used. ``03/04/2024`` is refused with both readings.
    """
    if isinstance(value, dt.datetime):
        return _plausible(value.date(), value.isoformat())
    if isinstance(value, dt.date):
        return _plausible(value, value.isoformat())
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise FaultError(f"{value!r} is a number, not a date{_serial(value)}.", _ISO_REMEDY)
    said = text(value)
    return None if said is None else _day(said)


def partial_day(value: object) -> str | None:
    """Return a date known to the day, month or year as ISO text, or None when unknown."""
    if isinstance(value, int) and not isinstance(value, bool) and _FIRST_YEAR <= value <= _LAST_YEAR:
        return str(value)
    said = text(value) if not isinstance(value, dt.date) else None
    if said is not None and (found := _PARTIAL.match(said)):
        if not (_FIRST_YEAR <= int(found[1]) <= _LAST_YEAR and 1 <= int(found[2] or 1) <= 12):
            raise FaultError(f"{said!r} is not a date.", "Write YYYY, YYYY-MM or YYYY-MM-DD.")
        return said
    whole = day(value)
    return None if whole is None else whole.isoformat()


@lru_cache(maxsize=4096)
def _day(said: str) -> dt.date:
    if iso := _ISO_TIME.match(said):
        said = iso[1]
    if found := _YEAR_FIRST.match(said) or _COMPACT.match(said):
        return _calendar(said, int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.match(said):
        return _year_last(said, int(found[1]), int(found[3]), int(found[4]), dotted=found[2] == ".")
    words = said.casefold()
    if (found := _DAY_MONTH.match(words)) and found[2] in _MONTHS:
        return _calendar(said, int(found[3]), _MONTHS[found[2]], int(found[1]))
    if (found := _MONTH_DAY.match(words)) and found[1] in _MONTHS:
        return _calendar(said, int(found[3]), _MONTHS[found[1]], int(found[2]))
    raise FaultError(f"{said!r} is not a date{_serial(said)}.", _ISO_REMEDY)


def _year_last(said: str, first: int, second: int, year: int, *, dotted: bool) -> dt.date:
    if dotted or first > 12 or first == second:
        return _calendar(said, year, second, first)
    if second > 12:
        return _calendar(said, year, first, second)
    readings = f"{year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
    raise FaultError(f"{said!r} can mean {readings}.", _ISO_REMEDY)


def _calendar(said: str, year: int, month: int, day_: int) -> dt.date:
    try:
        return _plausible(dt.date(year, month, day_), said)
    except FaultError:
        raise
    except ValueError:
        raise FaultError(f"{said!r} is not a day of the calendar.", _ISO_REMEDY) from None


def _plausible(found: dt.date, said: str) -> dt.date:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise FaultError(f"{said!r} is outside the years {_FIRST_YEAR} to {_LAST_YEAR}.", _ISO_REMEDY)
    return found


def _serial(value: object) -> str:
    """Say what a spreadsheet's day number would mean, when a value looks like one."""
    try:
        number = float(str(value))
    except ValueError:
        return ""
    if not 20000 <= number <= 75000:
        return ""
    return f" (a spreadsheet's day number? it would be {dt.date(1899, 12, 30) + dt.timedelta(days=int(number))})"
