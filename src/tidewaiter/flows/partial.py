"""Periods that were not over when their data came out: a part of a period is neither a fall nor a rise, but no data."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tidewaiter.flows.window import over_before

#: Source, reporter, flow and period.
Statement = tuple[str, str, str, str]


def partial_periods(stated: Iterable[Mapping[str, Any]]) -> dict[Statement, dt.date]:
    """Return the statements that hold a part of their period, and the day their latest data are of.

    Args:
        stated: ``source, reporter, flow, period`` and ``known``, the day the data came out, else of their import.
    """
    latest: dict[Statement, dt.date] = {}
    for row in stated:
        key = (row["source"], row["reporter"], row["flow"], row["period"])
        latest[key] = max(row["known"], latest.get(key, row["known"]))
    return {key: day for key, day in latest.items() if not over_before(key[-1], day)}


def partial_note(partial: Mapping[Statement, dt.date]) -> str:
    """Return what must be said of periods that were left out."""
    days: dict[str, set[dt.date]] = defaultdict(set)
    reporters: dict[str, set[str]] = defaultdict(set)
    for (_, reporter, _, period), day in partial.items():
        days[period].add(day)
        reporters[period].add(reporter)
    said = [
        f"{period} of {_some(sorted(reporters[period]))} (data of {max(days[period]).isoformat()})"
        for period in sorted(days)
    ]
    return f"not over when the data came out, a part and no data: {'; '.join(said)}"


def _some(codes: list[str]) -> str:
    return ", ".join(codes) if len(codes) <= 5 else f"{len(codes)} reporters"
