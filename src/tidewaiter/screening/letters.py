"""Weighted edit distance between sound codes, for many word pairs at once.

The cost of reading one sound for another depends on the scripts compared: ``data/letter_costs.csv`` names, for each
script, the pairs cheaper than a full edit (vowels for each other, ``k`` for ``q``; in Arabic and Hebrew a vowel that
was not written).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.scripts import Script
from tidewaiter.screening.vocabulary import CODES, SYMBOLS
from tidewaiter.screening.words import read_table

#: Pairs worked on at once, so that their tables stay in the processor's cache.
_BLOCK = 1024

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[Any]


@cache
def costs() -> Floats:
    """Return edit costs by script, sound of the native reading and sound of the Latin spelling; code 0 is a gap."""
    table = np.ones((len(Script), CODES, CODES), dtype=np.float32)
    diagonal = np.arange(CODES)
    table[:, diagonal, diagonal] = 0.0
    number = {symbol: code for code, symbol in enumerate(SYMBOLS, 1)} | {"": 0}
    for row in read_table("letter_costs.csv"):
        script = Script[row["script"].upper()]
        table[script, number[row["native"]], number[row["latin"]]] = float(row["cost"])
    return table


def weighted_distance(
    left: npt.NDArray[np.uint8], right: npt.NDArray[np.uint8], script: npt.NDArray[np.uint8]
) -> Floats:
    """Return the least total cost of turning each left word into its right word.

    Args:
        left: Codes of the words in ``script``, one row a word, padded with 0.
        right: Codes of the words they are compared with.
        script: Whose letter costs apply, one a pair.

    The table of Wagner and Fischer (1974) is filled one anti-diagonal at a time for a block of pairs together, words of
    like length in one block.
    """
    rows, columns = np.count_nonzero(left, axis=1), np.count_nonzero(right, axis=1)
    order = np.lexsort((columns, rows))
    out = np.zeros(len(left), dtype=np.float32)
    for start in range(0, len(left), _BLOCK):
        block = order[start : start + _BLOCK]
        out[block] = _distance(left[block], right[block], script[block], rows[block], columns[block])
    return out


def _distance(left: Codes, right: Codes, script: Codes, rows: Codes, columns: Codes) -> Floats:
    """Return the distances of a block of pairs; a row of the arrays inside is a place in the word, a column a pair."""
    height, width = int(rows.max()), int(columns.max())
    table = costs().ravel()
    # Where the costs of a left sound begin in the table, and which of them is the right sound's.
    here = ((script.astype(np.int64) * CODES)[:, None] + left[:, :height]).T * CODES
    there = right[:, :width].T.astype(np.int64)
    gap_left = table[here]
    gap_right = table[script.astype(np.int64) * (CODES * CODES) + there]
    out = np.zeros(len(left), dtype=np.float32)
    before, last = np.full((2, height + 1, len(left)), np.inf, dtype=np.float32)
    last[0] = 0.0
    total = rows + columns
    for k in range(1, height + width + 1):
        now = np.full((height + 1, len(left)), np.inf, dtype=np.float32)
        low, high = max(0, k - width), min(k, height)
        # Cell (i, k - i) is reached from above, from the left, and from above on the left.
        np.add(last[max(low, 1) - 1 : high], gap_left[max(low, 1) - 1 : high], out=now[max(low, 1) : high + 1])
        end = min(high, k - 1)
        if low <= end:
            across = gap_right[k - end - 1 : k - low][::-1]
            np.minimum(now[low : end + 1], last[low : end + 1] + across, out=now[low : end + 1])
        first = max(low, 1)
        if first <= end:
            exchanged = table[here[first - 1 : end] + there[k - end - 1 : k - first][::-1]]
            np.minimum(now[first : end + 1], before[first - 1 : end] + exchanged, out=now[first : end + 1])
        done = np.flatnonzero(total == k)
        out[done] = now[rows[done], done]
        before, last = last, now
    return out
