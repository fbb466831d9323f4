"""Whose child a person is, as far as the name says it: X son of Y is not Y son of X. Compiled."""

from __future__ import annotations

import numpy as np

from tidewaiter.screening.alignment import Room
from tidewaiter.screening.compiled import compiled
from tidewaiter.screening.names import NameTable
from tidewaiter.screening.vocabulary import RELATION


@compiled
def crossed(left: NameTable, right: NameTable, room: Room, pairs: int) -> bool:
    """Tell whether the words on either side of a ``bin`` are exchanged in the other name.

    Args:
        left: Table of one name; ``right`` of the other.
        room: Where the pairs of words that answer each other stand, in the order of the left name's words.
        pairs: How many there are.
    """
    for pair in range(pairs):
        e, f = room.left[pair], room.right[pair]
        if not left.words[left.elements[e].word].flags & right.words[right.elements[f].word].flags & RELATION:
            continue
        before = after = np.int64(-1)
        for other in range(pairs):
            if room.left[other] == e - 1:
                before = room.right[other]
            if room.left[other] == e + 1:
                after = room.right[other]
        if before == f + 1 and after == f - 1:
            return True
    return False
