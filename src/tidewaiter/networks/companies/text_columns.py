"""Columns of text as numbers: one a distinct text, `NONE` where there is none."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.companies.reading import Ints

NONE = -1


def whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return a column of text as one array."""
    one = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return one.cast(pa.string())


def numbered_texts(columns: list[pa.ChunkedArray | pa.Array]) -> tuple[pa.Array, list[Ints]]:
    """Return the distinct texts of some columns, and their numbers in each."""
    every = pc.dictionary_encode(pa.concat_arrays([whole(column) for column in columns]))
    numbers = np.asarray(pc.fill_null(every.indices.cast(pa.int64()), NONE))
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return every.dictionary, np.split(numbers, ends)


def taken(values: Ints, at: Ints) -> Ints:
    """Return values at some places, `NONE` where there is no place."""
    if not len(values):
        return np.full(len(at), NONE)
    return np.where(at == NONE, NONE, values[np.maximum(at, 0)])
