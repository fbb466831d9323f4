"""Weighted edit distance between sound codes, for many word pairs at once.

The cost of reading one sound for another depends on the scripts compared: ``data/letter_costs.csv`` names, for each
script, the pairs cheaper than a full edit (vowels for each other, ``k`` for ``q``; in Arabic and Hebrew a vowel that
was not written).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.scripts import Script
from tidewaiter.screening.vocabulary import CODES, SYMBOLS
from tidewaiter.screening.words import read_table

#: Pairs worked on at once, so that their tables stay in the processor's cache.
_BLOCK = 256

Floats = npt.NDArray[np.float32]


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

    The table of Wagner and Fischer (1974) is filled one anti-diagonal at a time for a block of pairs together.
    """
    blocks = [slice(start, start + _BLOCK) for start in range(0, len(left), _BLOCK)]
    parts = [_distance(left[block], right[block], script[block]) for block in blocks]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def _distance(left: npt.NDArray[np.uint8], right: npt.NDArray[np.uint8], script: npt.NDArray[np.uint8]) -> Floats:
    pairs = len(left)
    left_length, right_length = np.count_nonzero(left, axis=1), np.count_nonzero(right, axis=1)
    rows, columns = int(left_length.max()), int(right_length.max())
    left, right = left[:, :rows], right[:, :columns]
    table = costs()
    gap_left = table[script[:, None], left, 0]
    gap_right = table[script[:, None], 0, right]
    skewed = _skew(table[script[:, None, None], left[:, :, None], right[:, None, :]])
    out = np.zeros(pairs, dtype=np.float32)
    before = np.full((pairs, rows + 1), np.inf, dtype=np.float32)
    last = before.copy()
    last[:, 0] = 0.0
    total = left_length + right_length
    for k in range(1, rows + columns + 1):
        now = np.full((pairs, rows + 1), np.inf, dtype=np.float32)
        low, high = max(0, k - columns), min(k, rows)
        if high >= 1:
            start = max(low, 1)
            now[:, start : high + 1] = last[:, start - 1 : high] + gap_left[:, start - 1 : high]
        if low <= min(high, k - 1):
            end = min(high, k - 1)
            across = gap_right[:, k - end - 1 : k - low][:, ::-1]
            np.minimum(now[:, low : end + 1], last[:, low : end + 1] + across, out=now[:, low : end + 1])
            start = max(low, 1)
            if start <= end:
                both = before[:, start - 1 : end] + skewed[:, start - 1 : end, k - 2]
                np.minimum(now[:, start : end + 1], both, out=now[:, start : end + 1])
        done = total == k
        if done.any():
            out[done] = now[done, left_length[done]]
        before, last = last, now
    return out


def _skew(cells: Floats) -> Floats:
    """Return a view in which column k of row i is cell (i, k - i), so that an anti-diagonal is one column."""
    pairs, rows, columns = cells.shape
    padded = np.zeros((pairs, rows, rows + columns), dtype=np.float32)
    padded[:, :, :columns] = cells
    item = padded.itemsize
    width = rows + columns
    return np.lib.stride_tricks.as_strided(
        padded, shape=(pairs, rows, width - 1), strides=(rows * width * item, (width - 1) * item, item), writeable=False
    )
