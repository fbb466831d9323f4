"""Spellings of parties for tests: a few columns said, the rest null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from tidewaiter.networks.companies.resolution import Resolution, resolve
from tidewaiter.networks.companies.spellings import numbered
from tidewaiter.networks.stages import SPELLINGS
from tidewaiter.screening.reader import Reader


def spellings_of(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return a table of ``SPELLINGS``; rows are numbered in the order of their text."""
    day = dt.date(2023, 5, 1)
    said = [{"records": 1, "first": day, "last": day, **row} for row in rows]
    return numbered(
        pa.table(
            {f.name: pa.array([row.get(f.name) for row in said], f.type) for f in SPELLINGS if f.name != "spelling"}
        )
    )


def resolved(rows: Sequence[Mapping[str, Any]]) -> tuple[pa.Table, Resolution]:
    """Return the spellings and the companies found."""
    table = spellings_of(rows)
    return table, resolve(table, Reader())


def companies_of(rows: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """Return the company of each row, in the order given."""
    table, found = resolved(rows)
    names = ("name", "alias", "country", "address", "tax_id", "phone", "email")
    place = {tuple(row[name] for name in names): row["spelling"] for row in table.to_pylist()}
    number = [place[tuple(row.get(name) for name in names)] for row in rows]
    company = found.resolved["company"].to_pylist()
    assert np.array_equal(np.asarray(found.resolved["spelling"]), np.arange(table.num_rows))
    return [company[each] for each in number]
