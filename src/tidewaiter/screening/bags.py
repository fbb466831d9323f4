"""Bags of letters as bits: a lower bound of the edit distance of two words, without comparing them letter by letter.

A bag holds how often a word has each letter, in unary, in the bits of one number: ``aab`` is ``11`` for a and ``01``
for b. One edit (a swap of neighbours included) puts at most one letter into a bag and takes at most one out, so what
either bag has beyond the other is never more than the edits between the words.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Bags = npt.NDArray[np.uint64]
_BITS = 64


def bags(letters: npt.NDArray[np.uint8], slot: npt.NDArray[np.uint8], slots: int) -> Bags:
    """Return the bag of each row of letters.

    Args:
        letters: Codes, one row a word, padded with 0.
        slot: Slot of each code; letters that share one count as the same. Codes in slot ``slots`` are left out.
        slots: How many slots there are; each has ``64 // slots`` bits, and what a word has more often is not counted.
    """
    bits = _BITS // slots
    chosen = slot[letters].astype(np.int64)
    chosen[letters == 0] = slots
    rows, width = np.arange(len(letters))[:, None], slots + 1
    counts = np.bincount((chosen + rows * width).ravel(), minlength=len(letters) * width).reshape(-1, width)[:, :slots]
    unary = (np.uint64(1) << np.minimum(counts, bits).astype(np.uint64)) - np.uint64(1)
    shift = (np.arange(slots) * bits).astype(np.uint64)
    return np.asarray(np.bitwise_or.reduce(unary << shift, axis=1), dtype=np.uint64)


def slots_of(alphabet: dict[str, int], groups: tuple[str, ...], codes: int) -> npt.NDArray[np.uint8]:
    """Return the slot of each letter code: the group its letter is in; all that are in none share the one after."""
    slot = np.full(codes, len(groups), dtype=np.uint8)
    for number, group in enumerate(groups):
        for letter in group:
            slot[alphabet[letter]] = number
    return slot


def least_edits(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return the fewest edits there can be between words of these bags."""
    return np.asarray(np.maximum(np.bitwise_count(left & ~right), np.bitwise_count(right & ~left)))
