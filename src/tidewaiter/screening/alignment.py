"""Which word of one name answers which word of the other, for many name pairs at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from tidewaiter.screening.names import MOST_WORDS, NameTable, crossed, crossed_joins
from tidewaiter.screening.similarity import may_agree, word_similarity

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]

#: Likeness from which two words joined answer one.
_LEAST_JOINED = 0.75
#: Weight that may be left over on both sides of a pair worth aligning.
_MOST_UNANSWERED = 0.5
#: Likeness of the names written without spaces from which they are aligned in any case.
_WRITTEN_ALIKE = 0.58


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


@dataclass(frozen=True, slots=True)
class WordPairs:
    """Likeness of elements of two tables, one row a pair of elements of one name pair.

    Only those that are alike at all.
    """

    pair: npt.NDArray[np.int64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    alike: Floats

    def of_pairs(self, kept: npt.NDArray[np.bool_]) -> WordPairs:
        """Return the rows of some of the name pairs, which are numbered anew."""
        rows = np.flatnonzero(kept[self.pair])
        number = np.cumsum(kept) - 1
        return WordPairs(number[self.pair[rows]], self.left[rows], self.right[rows], self.alike[rows])


def word_pairs(left: NameTable, right: NameTable, i: Ints, j: Ints) -> WordPairs:
    """Compare every word of name ``i[n]`` with every word of name ``j[n]``."""
    return _compared(left, right, crossed(left, right, i, j))


def align(left: NameTable, right: NameTable, i: Ints, j: Ints, words: WordPairs | None = None) -> Alignment:
    """Match the words of name ``i[n]`` with the words of name ``j[n]``, best pairs first, each word at most once.

    Adjacent words joined compete with the single words they cover, so that ``van der bilt`` answers ``vanderbilt``.

    Args:
        left: Table that ``i`` numbers; ``right`` the one ``j`` numbers.
        words: What ``word_pairs`` returns for the same names, where it is known already.
    """
    single = words or word_pairs(left, right, i, j)
    joined = _clear(_compared(left, right, crossed_joins(left, right, i, j)))
    pair, e, f, alike = (
        np.concatenate([getattr(single, name), getattr(joined, name)]) for name in ("pair", "left", "right", "alike")
    )
    worth = alike * alike * np.minimum(left.weight[e], right.weight[f])
    order = np.lexsort((f, e, -worth, pair))
    return _greedy(left, right, WordPairs(pair[order], e[order], f[order], alike[order]), len(i))


def _clear(words: WordPairs) -> WordPairs:
    """Keep the joins that are clear: what stands apart and is misspelt besides is more often two words."""
    kept = words.alike >= _LEAST_JOINED
    return WordPairs(words.pair[kept], words.left[kept], words.right[kept], words.alike[kept])


def plausible(left: NameTable, right: NameTable, i: Ints, j: Ints, words: WordPairs) -> npt.NDArray[np.bool_]:
    """Tell which name pairs are worth scoring.

    Few words of either are left over, or the names written together are alike.

    Args:
        left: Table that ``i`` numbers; ``right`` the one ``j`` numbers.
        words: What ``word_pairs`` returns for these names.
    """
    rest = np.minimum(_unanswered(left, i, words.pair, words.left), _unanswered(right, j, words.pair, words.right))
    out = rest <= _MOST_UNANSWERED
    doubtful = np.flatnonzero(~out)
    names, others = i[doubtful], j[doubtful]
    written = cpdist(
        left.joined.take(names),
        right.joined.take(others),
        scorer=OSA.normalized_similarity,
        dtype=np.float32,
        score_cutoff=_WRITTEN_ALIKE,
    )
    out[doubtful] = (written >= _WRITTEN_ALIKE) | (left.whole.take(names) == right.whole.take(others))
    return np.asarray(out)


def _unanswered(table: NameTable, names: Ints, pair: Ints, element: Ints) -> npt.NDArray[np.float64]:
    """Weight of the words of each name that no word of the other is like."""
    seen = np.zeros((len(names), MOST_WORDS), dtype=np.float32)
    seen[pair, element - table.offset[names[pair]]] = table.weight[element]
    return np.asarray(table.total[names].astype(np.float64) - seen.sum(axis=1))


def _compared(left: NameTable, right: NameTable, cells: tuple[Ints, Ints, Ints]) -> WordPairs:
    """Compare each distinct word pair once."""
    pair, e, f = cells
    a, b = left.token[e], right.token[f]
    kept = may_agree(left.words, right.words, a, b)
    pair, e, f = pair[kept], e[kept], f[kept]
    size = len(right.words)
    each, where = np.unique(a[kept].astype(np.int64) * size + b[kept], return_inverse=True)
    alike = word_similarity(left.words, right.words, each // size, each % size)[where]
    kept = np.flatnonzero(alike > 0)
    return WordPairs(pair[kept], e[kept], f[kept], alike[kept])


def _greedy(left: NameTable, right: NameTable, words: WordPairs, pairs: int) -> Alignment:
    pair, e, f = words.pair, words.left, words.right
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
    return Alignment(pair[taken], e[taken], f[taken], words.alike[taken])
