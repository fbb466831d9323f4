"""How alike two names are as they are written, whatever their words do in them. Compiled."""

from __future__ import annotations

import numpy as np

from tidewaiter.screening.alignment import Room, sounds_joined, written_whole
from tidewaiter.screening.bags import beyond
from tidewaiter.screening.compiled import Array, Record, compiled
from tidewaiter.screening.edits import costly_distance, edit_distance, likeness
from tidewaiter.screening.names import NameTable
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.vocabulary import MOST_LETTERS, same_bytes

#: Likeness from which names written together, legal forms included, count.
WHOLE = 0.9
#: What the likeness of two people's names counts that are written in another order.
_TURNED = 0.95
#: Letters up to which the only word of a name is compared as written: by sound, AAA would be AAH.
_FEW_LETTERS = 3
_LATIN, _ARABIC, _HEBREW = map(int, (Script.LATIN, Script.ARABIC, Script.HEBREW))


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
    read = _script_read(left, one_name, right, other_name)
    joined = _alike(heard, other_heard, read, room)
    if one_name.person and other_name.person and joined < _TURNED:
        turned = _in_turn(left, one_name, heard, other_name, other_heard, read, room)
        joined = max(joined, turned, _in_turn(right, other_name, other_heard, one_name, heard, -read, room))
    one, other = written_whole(left, i), written_whole(right, j)
    # A long legal form is no part of what is mistyped.
    size = max(len(heard), len(other_heard), 1)
    if 1 - abs(len(one) - len(other)) / size < WHOLE:
        return joined
    whole = 1.0 if same_bytes(one, other) else 1 - edit_distance(one, other, room.shared.scratch) / size
    return max(joined, whole) if whole >= WHOLE else joined


@compiled
def _script_read(left: NameTable, one: Record, right: NameTable, other: Record) -> int:
    """Return the script of the one name of two that is in one without vowels: above 0 the left, below 0 the right.

    0 where neither is or both are.
    """
    if one.words_in == 0 or other.words_in == 0:
        return 0
    script = np.int64(left.words[left.elements[one.first].word].script)
    other_script = np.int64(right.words[right.elements[other.first].word].script)
    if other_script == _LATIN and script in (_ARABIC, _HEBREW):
        return int(script)
    if script == _LATIN and other_script in (_ARABIC, _HEBREW):
        return int(-other_script)
    return 0


@compiled
def _alike(heard: Array, other_heard: Array, read: int, room: Room) -> float:
    """Return how alike two names sound as wholes; by the costs of its script where one was read without its vowels.

    A reading is never so near that where words are divided is all that differs.
    """
    plain = likeness(heard, other_heard, room.shared.scratch)
    longest = max(len(heard), len(other_heard))
    if read == 0 or longest > MOST_LETTERS:
        return plain
    mean = (len(heard) + len(other_heard)) / 2
    costs = room.shared.costs[abs(read)]
    if read > 0:
        cost = costly_distance(heard, other_heard, costs, mean, room.shared.row)
    else:
        cost = costly_distance(other_heard, heard, costs, mean, room.shared.row)
    return max(plain, min(1 - 2 * cost / max(mean, 1.0), WHOLE))


@compiled
def _in_turn(
    table: NameTable, one: Record, heard: Array, other: Record, other_heard: Array, read: int, room: Room
) -> float:
    """Return how alike two people's names are with the last words of one put first: family names come first or last.

    Args:
        table: Where the one name stands whose words are put in another order.
        one: That ``NAME``, and ``heard`` its sounds without spaces.
        other: The other ``NAME``, and ``other_heard`` its sounds.
        read: As ``_script_read`` tells, the one name being the left.
        room: Room to work in.
    """
    longest = max(len(heard), len(other_heard))
    if one.words_in < 2 or (read == 0 and beyond(one.bag, other.bag) > (1 - WHOLE) * longest):
        return 0.0
    turned, best, at = room.shared.room[: len(heard)], 0.0, 0
    for place in range(np.int64(one.words_in) - 1):
        at += int(table.words[table.elements[one.first + place].word].sounds_in)
        if at >= len(heard):
            break
        turned[: len(heard) - at], turned[len(heard) - at :] = heard[at:], heard[:at]
        best = max(best, _alike(turned, other_heard, read, room))
    return _TURNED * best


@compiled
def spelt_apart(one: Record, left: NameTable, other: Record, right: NameTable, room: Room) -> float:
    """Return how far two words are from alike as written, whatever they sound like."""
    spelt = left.text[one.letters_at : one.letters_at + one.letters_in]
    other_spelt = right.text[other.letters_at : other.letters_at + other.letters_in]
    return 1 - likeness(spelt, other_spelt, room.shared.scratch)
