"""Edit distances of two words of letters, compiled: plain (with swaps) and with a cost for each exchange."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import compiled
from tidewaiter.screening.sound_costs import CODE

Letters = npt.NDArray[np.uint8]
#: Letters of the shorter word up to which one machine word holds a column of the table.
_BITS = 64
#: More letters than any word has.
_FAR = 1 << 16
_ONE, _NONE, _ALL = np.uint64(1), np.uint64(0), np.uint64(0xFFFF_FFFF_FFFF_FFFF)


@compiled
def edit_distance(left: Letters, right: Letters, scratch: npt.NDArray[np.uint64], most: int = _FAR) -> int:
    """Return the optimal string alignment distance: letters put in, taken out, exchanged, or swapped with the next.

    The bit-parallel algorithm of Hyyrö (2003), "A bit-vector algorithm for computing Levenshtein and Damerau edit
    distances", where the shorter word has no more than 64 letters; else the table is filled cell by cell.

    Args:
        left: A word in bytes.
        right: The word it is compared with.
        scratch: 256 zeros, which are zeros again afterwards.
        most: Distance beyond which it is only known that it is beyond it.
    """
    if len(left) > len(right):
        left, right = right, left
    while len(left) and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while len(left) and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    if not len(left):
        return len(right)
    if len(left) > _BITS:
        return _by_cells(left, right)
    for at in range(len(left)):
        scratch[left[at]] |= _ONE << np.uint64(at)
    last = _ONE << np.uint64(len(left) - 1)
    distance = len(left)
    rises, falls, diagonal, before = _ALL, _NONE, _NONE, _NONE
    for at in range(len(right)):
        same = scratch[right[at]]
        swapped = (((~diagonal) & same) << _ONE) & before
        diagonal = (((same & rises) + rises) ^ rises) | same | falls | swapped
        across_rises, across_falls = falls | ~(diagonal | rises), diagonal & rises
        if across_rises & last:
            distance += 1
        elif across_falls & last:
            distance -= 1
        across_rises = (across_rises << _ONE) | _ONE
        rises = (across_falls << _ONE) | ~(diagonal | across_rises)
        falls = across_rises & diagonal
        before = same
        # Each letter to come takes away one at the most.
        if distance - (len(right) - 1 - at) > most:
            distance -= len(right) - 1 - at
            break
    for at in range(len(left)):
        scratch[left[at]] = _NONE
    return distance


@compiled
def _by_cells(left: Letters, right: Letters) -> int:
    width = len(right)
    rows = np.zeros((3, width + 1), dtype=np.int64)
    for column in range(width + 1):
        rows[0, column] = column
    for at in range(1, len(left) + 1):
        now, last, older = rows[at % 3], rows[(at - 1) % 3], rows[(at - 2) % 3]
        now[0] = at
        for column in range(1, width + 1):
            best = last[column - 1] + (left[at - 1] != right[column - 1])
            best = min(best, last[column] + 1, now[column - 1] + 1)
            if at > 1 and column > 1 and left[at - 1] == right[column - 2] and left[at - 2] == right[column - 1]:
                best = min(best, older[column - 2] + 1)
            now[column] = best
    return int(rows[len(left) % 3, width])


@compiled
def likeness(left: Letters, right: Letters, scratch: npt.NDArray[np.uint64]) -> float:
    """Return 1 less the edit distance as a share of the longer word; 1 for two empty words."""
    longest = max(len(left), len(right))
    return 1.0 - edit_distance(left, right, scratch) / longest if longest else 1.0


@compiled
def costly_distance(
    left: Letters,
    right: Letters,
    costs: npt.NDArray[Any],
    most: float,
    row: npt.NDArray[np.float64],
) -> float:
    """Return the least total cost of turning one word into the other (Wagner and Fischer, 1974).

    Args:
        left: A word in bytes, read from another script.
        right: The Latin spelling it is compared with.
        costs: Of exchanging a code (``sound_costs``) of ``left`` (row) for one of ``right`` (column); 0 is a gap.
        most: Cost beyond which the words are not compared any further.
        row: Room for one number more than ``right`` has letters.

    Returns:
        The cost, or a number above ``most`` where it is above it.
    """
    row[0] = 0.0
    for column in range(1, len(right) + 1):
        row[column] = row[column - 1] + costs[0, CODE[right[column - 1]]]
    for letter in left:
        own = CODE[letter]
        corner = row[0]
        row[0] += costs[own, 0]
        least = row[0]
        for column in range(1, len(right) + 1):
            other = CODE[right[column - 1]]
            best = min(corner + costs[own, other], row[column] + costs[own, 0], row[column - 1] + costs[0, other])
            corner = row[column]
            row[column] = best
            least = min(least, best)
        if least > most:
            return float(least)
    return float(row[len(right)])
