"""Rows of unequal length laid end to end, without a Python loop over rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[Any]
#: What the rows hold, end to end, and where each begins, with the end of the last.
Rows = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]


def ranges(first: Ints, count: Ints) -> npt.NDArray[np.int64]:
    """Return ``first[n], first[n] + 1, ...`` for ``count[n]`` numbers, for every n, end to end."""
    count = count.astype(np.int64)
    before = np.cumsum(count) - count
    return np.asarray(np.arange(count.sum()) + np.repeat(first - before, count))


def starts(count: Ints) -> npt.NDArray[np.int64]:
    """Return where each row begins, and where the last one ends."""
    at = np.zeros(len(count) + 1, dtype=np.int64)
    count.cumsum(out=at[1:])
    return at


def sizes(at: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return how long each row is, given where it begins, and where the last one ends."""
    return at[1:] - at[:-1]


def bytes_of(texts: Sequence[str], most: int) -> Rows:
    """Return ASCII texts in bytes, each cut at a length."""
    cut = [text[:most] for text in texts]
    # A copy, because compiled code tells arrays that can be written to from others.
    letters = np.frombuffer("".join(cut).encode("ascii", "replace"), dtype=np.uint8).copy()
    return letters, starts(np.fromiter(map(len, cut), np.int64, len(cut)))


def distinct(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the distinct numbers in order; for millions of them a sort is many times faster than ``np.unique``."""
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return ordered[first]
