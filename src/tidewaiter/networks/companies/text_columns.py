"""Columns of text as numbers: one a distinct text, `NONE` where there is none.

Millions of rows share far fewer texts, so that whatever is done to a text is done once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.companies.reading import Ints

NONE = -1


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of text.

    Attributes:
        values: The distinct texts, in the order in which rows first have them.
        at: Which of them each row has; `NONE` for none.
    """

    values: pa.Array
    at: Ints

    def changed(self, change: Callable[[pa.Array], pa.Array]) -> Texts:
        """Return the column with each text changed to another one, or to null."""
        return texts_of(change(self.values), self.at)


def texts(column: pa.ChunkedArray | pa.Array) -> Texts:
    """Return a column of text, which may be in Arrow's dictionaries already."""
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries().combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column.cast(pa.string()))
    return texts_of(column.dictionary.cast(pa.string()), _numbers(column))


def texts_of(values: pa.Array, at: Ints) -> Texts:
    """Return the column whose rows have some of these texts, of which some may be equal, null or nobody's."""
    encoded = pc.dictionary_encode(values)
    number = taken(_numbers(encoded), at)
    used, first = np.unique(number, return_index=True)
    first, used = first[used != NONE], used[used != NONE]
    order = np.argsort(first)
    rank = np.full(len(encoded.dictionary), NONE)
    rank[used[order]] = np.arange(len(used))
    return Texts(encoded.dictionary.take(pa.array(used[order])), taken(rank, number))


def together(columns: Sequence[Texts]) -> tuple[pa.Array, list[Ints]]:
    """Return the distinct texts of some columns, and their numbers in each."""
    every = pc.dictionary_encode(pa.concat_arrays([column.values for column in columns]))
    ends = np.cumsum([len(column.values) for column in columns])[:-1]
    return every.dictionary, [
        taken(numbers, column.at) for numbers, column in zip(np.split(_numbers(every), ends), columns, strict=True)
    ]


def hashed(column: Texts) -> Ints:
    """Return a number for the text of each row that is equal for equal texts of any table; 0 for none."""
    digests = (
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for text in column.values.to_pylist()
    )
    number = np.frombuffer(b"".join(digests), dtype=np.int64)
    return np.where(column.at == NONE, 0, taken(number, column.at))


def taken(values: Ints, at: Ints) -> Ints:
    """Return values at some places, `NONE` where there is no place."""
    if not len(values):
        return np.full(len(at), NONE)
    return np.where(at == NONE, NONE, values[np.maximum(at, 0)])


def _numbers(encoded: pa.DictionaryArray) -> Ints:
    return np.asarray(pc.fill_null(encoded.indices.cast(pa.int64()), NONE))
