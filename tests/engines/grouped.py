"""Work on groups that any engine may be handed: module level, so that another process finds it."""

from __future__ import annotations

import pyarrow as pa

SCHEMA = pa.schema([("who", pa.int64()), ("calls", pa.int64()), ("total", pa.float64()), ("last", pa.string())])
ROWS = pa.table(
    {
        "who": pa.array([n % 97 if n % 11 else None for n in range(5_000)], pa.int64()),
        "value": pa.array([float(n) if n % 7 else None for n in range(5_000)], pa.float64()),
        "name": [f"name {n:05}" for n in range(5_000)],
    }
)


def totals(table: pa.Table) -> pa.Table:
    """Add up each group; whoever sees a group in two pieces gives two rows for it."""
    found = table.group_by("who").aggregate([("name", "count"), ("value", "sum"), ("name", "max")])
    return pa.table(
        {
            "last": found["name_max"],
            "who": found["who"],
            "calls": found["name_count"],
            "total": found["value_sum"],
        }
    )


def failing(table: pa.Table) -> pa.Table:
    """Fail."""
    raise ValueError(f"{table.num_rows} rows")
