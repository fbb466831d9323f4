"""Spans of months, and which periods of a panel fall into them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.model import UsageError

_SPAN = re.compile(r"^(\d{4})(?:-(\d{2}))?(?::(\d{4})(?:-(\d{2}))?)?$")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive months, both ends included, counted from year 0 (``12 * year + month - 1``)."""

    first: int
    last: int

    @property
    def months(self) -> int:
        """How many months there are."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        """Return the span as it is written on the command line."""
        return f"{month_name(self.first)}:{month_name(self.last)}"


def parse_span(text: str, what: str = "window") -> Span:
    """Read ``2019-01:2021-12``, ``2019:2021``, ``2022-03`` or ``2022``.

    Raises:
        UsageError: when it is no span, or ends before it starts.
    """
    match = _SPAN.match(text.strip())
    if match is None:
        raise UsageError(f"{text!r} is no {what}: write it as 2019-01:2021-12.")
    year, month, end_year, end_month = match.groups()
    first = _index(year, month or "01", text, what)
    if end_year is None:
        last = _index(year, month or "12", text, what)
    else:
        last = _index(end_year, end_month or "12", text, what)
    if last < first:
        raise UsageError(f"{text!r} is no {what}: it ends before it starts.")
    return Span(first, last)


def _index(year: str, month: str, text: str, what: str) -> int:
    number = int(month)
    if not 1 <= number <= _MONTHS:
        raise UsageError(f"{text!r} is no {what}: a month is 01 to 12.")
    return int(year) * _MONTHS + number - 1


def month_name(index: int) -> str:
    """Return a month index as ``2022-03``."""
    return f"{index // _MONTHS:04d}-{index % _MONTHS + 1:02d}"


def period_index(period: str) -> int:
    """Return the index of the first month of a period written ``2022-03`` or ``2022``."""
    return int(period[:4]) * _MONTHS + (int(period[5:7]) - 1 if len(period) > 4 else 0)


def over_before(period: str, day: dt.date) -> bool:
    """Tell whether all months of a period, ``2022-03`` or ``2022``, were over before a day."""
    months = 1 if len(period) > 4 else _MONTHS
    return period_index(period) + months <= day.year * _MONTHS + day.month - 1


def periods_between(first: int, last: int, *, annual: bool) -> tuple[str, ...]:
    """Return every period from one month index to another, whether or not data exist for it."""
    if annual:
        return tuple(f"{year:04d}" for year in range(first // _MONTHS, last // _MONTHS + 1))
    return tuple(month_name(month) for month in range(first, last + 1))


def inside(periods: Sequence[str], span: Span, *, share: float = 1.0) -> npt.NDArray[np.bool_]:
    """Tell which periods lie in a span, shape (periods,).

    Args:
        periods: ``2022-03`` or ``2022``.
        span: Months asked for.
        share: Least share of a period's months that must lie in the span; matters for years only.
    """
    found = np.zeros(len(periods), dtype=bool)
    for place, period in enumerate(periods):
        length = 1 if len(period) > 4 else _MONTHS
        start = period_index(period)
        within = min(start + length - 1, span.last) - max(start, span.first) + 1
        found[place] = within >= share * length
    return found
