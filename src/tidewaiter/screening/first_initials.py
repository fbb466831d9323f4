"""What an initial in place of a first name speaks against two people's names being one. Compiled."""

from __future__ import annotations

import numpy as np

from tidewaiter.screening.alignment import Room
from tidewaiter.screening.compiled import Array, Record, compiled
from tidewaiter.screening.names import NameTable
from tidewaiter.screening.words import Kind

#: What an initial that nothing answers, and one that answers a word behind the others, counts in initials matched.
_UNANSWERED, _BEHIND = 2.0, 0.5
_INITIAL = int(Kind.INITIAL)


@compiled
def initials_against(left: NameTable, one: Record, right: NameTable, other: Record, room: Room, pairs: int) -> float:
    """Return what a first name that is an initial speaks against two people's names being one, in initials matched.

    It stands for the first given name: one that nothing answers is another name, and one that stands ahead of the word
    beside it and answers a word behind what that one answers is more often another name than the family name first.
    """
    against = 0.0
    if _leads(left, one):
        against += _initial_against(one, room.left, right, room.right, pairs)
    if _leads(right, other):
        against += _initial_against(other, room.right, left, room.left, pairs)
    return against


@compiled
def _leads(table: NameTable, name: Record) -> bool:
    return bool(name.words_in > 1 and table.words[table.elements[name.first].word].kind == _INITIAL)


@compiled
def _initial_against(name: Record, own: Array, other_table: NameTable, others: Array, pairs: int) -> float:
    answer = last = np.uint32(0)
    for pair in range(pairs):
        place = other_table.elements[others[pair]].place
        if own[pair] == name.first:
            answer = place
        else:
            last = max(last, place)
    if answer == 0:
        return _UNANSWERED
    return _BEHIND if answer > last > 0 else 0.0
