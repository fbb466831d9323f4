"""How alike two names are as they are written, whatever their words do in them. Compiled."""

from __future__ import annotations

import numpy as np

from tidewaiter.screening.alignment import Room, sounds_joined, written_whole
from tidewaiter.screening.bags import beyond
from tidewaiter.screening.compiled import Array, Record, compiled
from tidewaiter.screening.edits import edit_distance, likeness
from tidewaiter.screening.names import NameTable
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.vocabulary import same_bytes

#: Likeness from which names written together, legal forms included, count.
WHOLE = 0.9
#: What the likeness of two people's names counts that are written in another order.
_TURNED = 0.95
#: Letters up to which the only word of a name is compared as written: by sound, AAA would be AAH.
_FEW_LETTERS = 3
_LATIN = int(Script.LATIN)


@compiled
def as_written(left: NameTable, i: int, right: NameTable, j: int, room: Room) -> float:
    """Return how alike the names are without spaces, with their legal forms where that makes them nearly the same."""
    one_name, other_name = left.names[i], right.names[j]
    if not (one_name.person or other_name.person) and one_name.words_in == other_name.words_in == 1:
        word = left.words[left.elements[one_name.first].word]
        other_word = right.words[right.elements[other_name.first].word]
        few = max(word.letters_in, other_word.letters_in) <= _FEW_LETTERS
        if few and word.script == other_word.script == _LATIN:
            return 1 - spelt_apart(word, left, other_word, right, room)
    heard, other_heard = sounds_joined(left, i), sounds_joined(right, j)
    joined = likeness(heard, other_heard, room.shared.scratch)
    if one_name.person and other_name.person and joined < _TURNED:
        turned = _in_turn(left, one_name, heard, other_name, other_heard, room)
        joined = max(joined, turned, _in_turn(right, other_name, other_heard, one_name, heard, room))
    one, other = written_whole(left, i), written_whole(right, j)
    # A long legal form is no part of what is mistyped.
    size = max(len(heard), len(other_heard), 1)
    if 1 - abs(len(one) - len(other)) / size < WHOLE:
        return joined
    whole = 1.0 if same_bytes(one, other) else 1 - edit_distance(one, other, room.shared.scratch) / size
    return max(joined, whole) if whole >= WHOLE else joined


@compiled
def _in_turn(table: NameTable, one: Record, heard: Array, other: Record, other_heard: Array, room: Room) -> float:
    """Return how alike two people's names are with the last words of one put first: family names come first or last.

    Args:
        table: Where the one name stands whose words are put in another order.
        one: That ``NAME``, and ``heard`` its sounds without spaces.
        other: The other ``NAME``, and ``other_heard`` its sounds.
        room: Room to work in.
    """
    longest = max(len(heard), len(other_heard))
    if one.words_in < 2 or beyond(one.bag, other.bag) > (1 - WHOLE) * longest:
        return 0.0
    turned, best, at = room.shared.room[: len(heard)], 0.0, 0
    for place in range(np.int64(one.words_in) - 1):
        at += int(table.words[table.elements[one.first + place].word].sounds_in)
        if at >= len(heard):
            break
        turned[: len(heard) - at], turned[len(heard) - at :] = heard[at:], heard[:at]
        best = max(best, likeness(turned, other_heard, room.shared.scratch))
    return _TURNED * best


@compiled
def spelt_apart(one: Record, left: NameTable, other: Record, right: NameTable, room: Room) -> float:
    """Return how far two words are from alike as written, whatever they sound like."""
    spelt = left.text[one.letters_at : one.letters_at + one.letters_in]
    other_spelt = right.text[other.letters_at : other.letters_at + other.letters_in]
    return 1 - likeness(spelt, other_spelt, room.shared.scratch)
