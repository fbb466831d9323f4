"""Days as whole numbers, counted alike on every engine."""

from __future__ import annotations

import narwhals as nw


def ordinal(name: str) -> nw.Expr:
    """Return a day as a whole number, as `datetime.date.toordinal` counts: engines subtract days in different ways."""
    day = nw.col(name)
    before = day.dt.year().cast(nw.Int64) - 1
    leap = before // 4 - before // 100 + before // 400
    return before * 365 + leap + day.dt.ordinal_day().cast(nw.Int64)
