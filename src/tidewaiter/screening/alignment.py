"""Which word of one name answers which word of the other, for many name pairs at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.names import NameTable, crossed
from tidewaiter.screening.similarity import word_similarity

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The word pairs chosen, one row each, ordered by name pair.

    Attributes:
        pair: Number of the name pair.
        left: Element of the left table; ``right`` of the right table.
        alike: Likeness of the two words in (0, 1].
    """

    pair: npt.NDArray[np.int64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    alike: Floats


def align(left: NameTable, right: NameTable, i: Ints, j: Ints) -> Alignment:
    """Match the words of name ``i[n]`` with the words of name ``j[n]``, best pairs first, each word at most once.

    Adjacent words joined compete with the single words they cover, so that ``van der bilt`` answers ``vanderbilt``.
    """
    pair, e, f = crossed(left, right, i, j)
    single = _is_single(left, e) | _is_single(right, f)
    pair, e, f = pair[single], e[single], f[single]
    alike = _similarities(left, right, left.token[e], right.token[f])
    kept = alike > 0
    pair, e, f, alike = pair[kept], e[kept], f[kept], alike[kept]
    worth = alike * alike * np.minimum(left.weight[e], right.weight[f])
    order = np.lexsort((f, e, -worth, pair))
    return _greedy(left, right, pair[order], e[order], f[order], alike[order], len(i))


def _is_single(table: NameTable, element: Ints) -> npt.NDArray[np.bool_]:
    place = table.place[element]
    return (place & (place - 1)) == 0


def _similarities(left: NameTable, right: NameTable, a: Ints, b: Ints) -> Floats:
    """Compare each distinct word pair once."""
    code = a.astype(np.int64) * len(right.words) + b
    distinct, where = np.unique(code, return_inverse=True)
    values = word_similarity(left.words, right.words, distinct // len(right.words), distinct % len(right.words))
    return values[where]


def _greedy(
    left: NameTable, right: NameTable, pair: Ints, e: Ints, f: Ints, alike: Floats, pairs: int
) -> Alignment:
    used_left, used_right = np.zeros(pairs, dtype=np.uint32), np.zeros(pairs, dtype=np.uint32)
    rows = np.arange(len(pair))
    chosen: list[npt.NDArray[np.int64]] = []
    while len(rows):
        first = np.ones(len(rows), dtype=np.bool_)
        first[1:] = pair[rows[1:]] != pair[rows[:-1]]
        best = rows[first]
        chosen.append(best)
        used_left[pair[best]] |= left.place[e[best]]
        used_right[pair[best]] |= right.place[f[best]]
        free = (used_left[pair[rows]] & left.place[e[rows]] == 0) & (used_right[pair[rows]] & right.place[f[rows]] == 0)
        rows = rows[free]
    taken = np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.int64)
    return Alignment(pair[taken], e[taken], f[taken], alike[taken])
