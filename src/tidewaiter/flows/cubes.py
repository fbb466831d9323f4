"""Rows of flows as arrays: columns as numbers, and sums on the axes reporter, partner, goods and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.flows.panel import Floats, Indices
from tidewaiter.model import UsageError

#: Columns of the table a panel is built from; ``net_kg`` may be missing.
FLOW_COLUMNS = ("reporter", "partner", "flow", "family", "period", "value")
#: What is added up.
Amount = Literal["value", "kg", "weighed"]


@dataclass(frozen=True, slots=True)
class Column:
    """A text column as numbers: `codes` names them, `at` is the place of each row's value in `codes`."""

    codes: tuple[str, ...]
    at: Indices

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> Column:
        """Return a text column as numbers; null is an empty text."""
        encoded = pc.cast(column, pa.string()).combine_chunks().dictionary_encode()
        names = tuple("" if name is None else name for name in encoded.dictionary.to_pylist())
        return cls((*names, ""), encoded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False).astype(np.intp))

    def places(self, axis: Mapping[str, int]) -> Indices:
        """Return each row's place on an axis, -1 where it is not on it."""
        table = np.array([axis.get(code, -1) for code in self.codes], dtype=np.intp)
        return table[self.at]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of exports and imports inside the panel's periods."""

    columns: Mapping[str, Column]
    value: Floats
    net_kg: Floats
    period: Indices

    @classmethod
    def read(cls, flows: pa.Table, periods: Sequence[str]) -> Rows:
        """Return the rows of a table inside some periods.

        Raises:
            UsageError: when a column is missing.
        """
        missing = [name for name in FLOW_COLUMNS if name not in flows.column_names]
        if missing:
            raise UsageError(f"the table of flows has no column {missing[0]!r}: aggregate flows before ranking hubs.")
        at = Column.of(flows["period"]).places(axis(periods))
        kept = np.flatnonzero(at >= 0)
        table = flows.take(pa.array(kept)) if len(kept) < flows.num_rows else flows
        columns = {name: Column.of(table[name]) for name in ("reporter", "partner", "flow", "family")}
        kg = table["net_kg"] if "net_kg" in table.column_names else pa.chunked_array([pa.nulls(len(kept))])
        return cls(columns, _numbers(table["value"]), _numbers(kg), at[kept])

    def amount(self, of: Amount) -> Floats:
        """Return value, weight, or the value of the rows whose weight is known: only they have a unit value."""
        if of == "weighed":
            return np.where(self.net_kg > 0, self.value, 0.0)
        return self.net_kg if of == "kg" else self.value

    def names(self, column: str) -> frozenset[str]:
        """Return the values a column has."""
        return frozenset(self.columns[column].codes) - {""}


def _numbers(column: pa.ChunkedArray) -> Floats:
    floats: Floats = pc.cast(column, pa.float64()).fill_null(0.0).to_numpy()
    return floats


@dataclass(frozen=True, slots=True)
class Cubes:
    """Sums of rows on the axes reporter, partner, goods and period."""

    rows: Rows
    family: Mapping[str, int]
    periods: int
    goods: int | None = None

    @property
    def width(self) -> int:
        """How many goods there are."""
        return len(self.family) if self.goods is None else self.goods

    def sum(
        self, flow: str, reporters: Mapping[str, int], partners: Mapping[str, int], *, of: Amount = "value"
    ) -> Floats:
        """Return sums of shape (reporters, partners, goods, periods)."""
        columns = self.rows.columns
        a, b = columns["reporter"].places(reporters), columns["partner"].places(partners)
        k, f = columns["family"].places(self.family), columns["flow"].places({flow: 0})
        use = (a >= 0) & (b >= 0) & (k >= 0) & (f >= 0)
        shape = (length(reporters), length(partners), self.width, self.periods)
        flat = np.ravel_multi_index((a[use], b[use], k[use], self.rows.period[use]), shape) if use.any() else a[:0]
        weights = self.rows.amount(of)[use]
        sums: Floats = np.bincount(flat, weights=weights, minlength=int(np.prod(shape))).astype(float)
        return sums.reshape(shape)


def length(axis: Mapping[str, int]) -> int:
    """Return how many places an axis has."""
    return max(axis.values(), default=-1) + 1


def axis(codes: Sequence[str]) -> dict[str, int]:
    """Return the place of each code."""
    return {code: place for place, code in enumerate(codes)}
