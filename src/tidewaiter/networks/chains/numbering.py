"""Numbers for the rows of a table that is too large to sort in one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw


def numbered(frame: nw.LazyFrame[Any], number: str, *, day: str, order: Sequence[str]) -> nw.LazyFrame[Any]:
    """Number rows from 0 by day, then by other columns, which together tell any two rows of a day apart.

    Days are counted first, then rows within each day, so that no machine of a cluster has to sort all rows.

    Args:
        number: Name of the new column.
        day: Column of days, without nulls.
        order: Columns that decide within a day.
    """
    one = frame.with_columns(row_of_day=nw.lit(1, nw.Int64))
    counted = one.group_by(day).agg(nw.col("row_of_day").sum().alias("rows_of_day"))
    before = counted.select(day, before=nw.col("rows_of_day").cum_sum().over(order_by=day) - nw.col("rows_of_day"))
    placed = one.with_columns(row_of_day=nw.col("row_of_day").cum_sum().over(day, order_by=list(order)))
    made = placed.join(before, on=day, how="left")
    return made.with_columns((nw.col("before") + nw.col("row_of_day") - 1).cast(nw.Int64).alias(number)).drop(
        "before", "row_of_day"
    )
