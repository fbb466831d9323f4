"""Which word of one name answers which word of the other, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.acronyms import acronym_within, places_of
from tidewaiter.screening.bags import beyond
from tidewaiter.screening.compiled import Array, Record, compiled, lent
from tidewaiter.screening.edits import edit_distance
from tidewaiter.screening.names import MOST_WORDS, NameTable
from tidewaiter.screening.similarity import LEAST, Shared, Text, may_agree, may_be_heard, shared, word_likeness
from tidewaiter.screening.vocabulary import same_bytes

#: Likeness from which two words joined answer one: what stands apart and is misspelt besides is more often two words.
_LEAST_JOINED = 0.75
#: Likeness from which two words joined make a pair of names worth scoring that nothing else speaks for.
_SURELY_JOINED = 0.9
#: Weight that may be left over on both sides of a pair worth aligning.
_MOST_UNANSWERED = 0.5
#: Likeness of the names written without spaces from which they are aligned in any case.
_WRITTEN_ALIKE = 0.58
#: Room for rounding.
_SLACK = 1e-9
#: Most pairs of words, single and joined, of two names.
_MOST_EDGES = 3 * MOST_WORDS * MOST_WORDS
#: Pairs of words whose likeness is remembered; a power of two.
REMEMBERED = 1 << 14
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Room(NamedTuple):
    """Room to compare names in, so that it is not made anew for each pair; not to be used by two threads at once.

    Attributes:
        shared: What the comparison of words needs.
        left: Element of the left table of each pair of words that is alike; ``right`` of the right table.
        alike: Likeness of each, in (0, 1].
        words: Pairs of words compared last, and ``likeness`` what came of it.
    """

    shared: Shared
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    alike: npt.NDArray[np.float64]
    words: npt.NDArray[np.int64]
    likeness: npt.NDArray[np.float64]


def room_to_compare(pairs: int) -> Room:
    """Return room for comparing a number of pairs of names."""
    remembered = min(REMEMBERED, 1 << max(int(pairs) * 8, 1).bit_length())
    edges = np.zeros(_MOST_EDGES, dtype=np.int64)
    return Room(
        shared(),
        edges,
        edges.copy(),
        np.zeros(_MOST_EDGES),
        np.full(remembered, -1, dtype=np.int64),
        np.zeros(remembered),
    )


@compiled
def lent_room(room: Room) -> Room:
    """Return room whose arrays are ``compiled.lent``."""
    costs, reach, scratch, letters, row = room.shared
    common = Shared(lent(costs), lent(reach), lent(scratch), lent(letters), lent(row))
    return Room(common, lent(room.left), lent(room.right), lent(room.alike), lent(room.words), lent(room.likeness))


@compiled
def answering_words(left: NameTable, i: int, right: NameTable, j: int, room: Room) -> int:
    """Find the pairs of single words of two names that are alike; return how many there are."""
    one, other = left.names[i], right.names[j]
    return _alike_elements(left, one.first, one.words_in, right, other.first, other.words_in, room, 0, LEAST)


@compiled
def plausible(left: NameTable, i: int, right: NameTable, j: int, room: Room, edges: int) -> bool:
    """Tell whether a pair of names is worth scoring: few words of either are left over, or they are written alike."""
    if _answered(left, i, right, j, room, edges):
        return True
    if edges > 0:
        more = _joins_that_answer(left, i, right, j, room, edges)
        if more > edges and _answered(left, i, right, j, room, more):
            return True
    if _sound_alike(left, i, right, j, room):
        return True
    return same_bytes(written_whole(left, i), written_whole(right, j)) or _abbreviated(left, i, right, j, room, edges)


@compiled
def _sound_alike(left: NameTable, i: int, right: NameTable, j: int, room: Room) -> bool:
    """Tell whether two names are alike without spaces; most are not, as their lengths and their bags tell."""
    one, other = left.names[i], right.names[j]
    shortest, longest = min(one.joined_in, other.joined_in), max(one.joined_in, other.joined_in)
    most = int((1 - _WRITTEN_ALIKE) * longest + _SLACK)
    if longest - shortest > most or beyond(one.bag, other.bag) > most:
        return False
    return bool(edit_distance(sounds_joined(left, i), sounds_joined(right, j), room.shared.scratch, most) <= most)


@compiled
def _answered(left: NameTable, i: int, right: NameTable, j: int, room: Room, edges: int) -> bool:
    """Tell whether little of either name is left over."""
    rest = _unanswered(left, left.names[i], room.left, edges)
    return bool(min(rest, _unanswered(right, right.names[j], room.right, edges)) <= _MOST_UNANSWERED)


@compiled
def _joins_that_answer(left: NameTable, i: int, right: NameTable, j: int, room: Room, edges: int) -> int:
    """Write the pairs of two words joined and a word that answer, of words that nothing else does, behind the others.

    The names may be in another order (``Hasan Nasr Allah`` and ``Nasrallah, Hasan``), so that they are not alike as
    wholes. Returns how many pairs there are now.
    """
    one, other = left.names[i], right.names[j]
    used, used_other = places_of(left, room.left, edges), places_of(right, room.right, edges)
    joins, other_joins = np.int64(one.elements_in) - one.words_in, np.int64(other.elements_in) - other.words_in
    first, second = one.first + one.words_in, other.first + other.words_in
    edges = _free_answers(left, first, joins, used, right, other.first, other.words_in, used_other, room, edges)
    return _free_answers(left, one.first, one.words_in, used, right, second, other_joins, used_other, room, edges)


@compiled
def _free_answers(
    left: NameTable,
    first: int,
    count: int,
    used: np.uint32,
    right: NameTable,
    second: int,
    other_count: int,
    used_other: np.uint32,
    room: Room,
    edges: int,
) -> int:
    """Write the pairs of elements that are alike, one a join, of whose words nothing is used; return how many now."""
    for e in range(first, first + count):
        if left.elements[e].place & used:
            continue
        for f in range(second, second + other_count):
            if not right.elements[f].place & used_other:
                edges = _alike_elements(left, e, 1, right, f, 1, room, edges, _SURELY_JOINED)
    return edges


@compiled
def _abbreviated(left: NameTable, i: int, right: NameTable, j: int, room: Room, edges: int) -> bool:
    """Tell whether a word of either name is the first letters of words of the other that nothing else answers."""
    one, other = left.names[i], right.names[j]
    if edges == 0 or one.person or other.person:
        return False
    used, used_other = places_of(left, room.left, edges), places_of(right, room.right, edges)
    return bool(
        acronym_within(left, one, used, right, other, used_other)[0] >= 0
        or acronym_within(right, other, used_other, left, one, used)[0] >= 0
    )


@compiled
def sounds_joined(table: NameTable, name: int) -> Array:
    """Return the sounds of a name without spaces and legal forms."""
    found = table.names[name]
    return table.text[found.joined_at : found.joined_at + found.joined_in]


@compiled
def written_whole(table: NameTable, name: int) -> Array:
    """Return the letters of a name without spaces."""
    found = table.names[name]
    return table.text[found.whole_at : found.whole_at + found.whole_in]


@compiled
def align(left: NameTable, i: int, right: NameTable, j: int, room: Room, edges: int) -> int:
    """Match the words of two names, best pairs first, each word at most once; return how many pairs were chosen.

    Adjacent words joined compete with the single words they cover, so that ``van der bilt`` answers ``vanderbilt``. The
    pairs chosen come first in the room afterwards, in the order of the left name's elements.
    """
    one, other = left.names[i], right.names[j]
    joins, other_joins = np.int64(one.elements_in) - one.words_in, np.int64(other.elements_in) - other.words_in
    first, second = one.first + one.words_in, other.first + other.words_in
    edges = _alike_elements(left, first, joins, right, other.first, other.words_in, room, edges, _LEAST_JOINED)
    edges = _alike_elements(left, one.first, one.words_in, right, second, other_joins, room, edges, _LEAST_JOINED)
    used, used_other = np.uint32(0), np.uint32(0)
    chosen = 0
    while True:
        best = _best(left, right, room, chosen, edges, used, used_other)
        if best < 0:
            break
        used |= left.elements[room.left[best]].place
        used_other |= right.elements[room.right[best]].place
        _swap(room, chosen, best)
        chosen += 1
    _in_order(room, chosen)
    return chosen


@compiled
def _best(
    left: NameTable, right: NameTable, room: Room, chosen: int, edges: int, used: Record, used_other: Record
) -> int:
    """Return the pair worth most among those whose words are free; the first elements decide between equals."""
    best, most = -1, -1.0
    for edge in range(chosen, edges):
        e, f = room.left[edge], room.right[edge]
        one, other = left.elements[e], right.elements[f]
        if one.place & used or other.place & used_other:
            continue
        worth = room.alike[edge] * room.alike[edge] * min(one.weight, other.weight)
        if worth > most:
            best, most = edge, worth
        elif worth == most and (e, f) < (room.left[best], room.right[best]):
            best = edge
    return best


@compiled
def _swap(room: Room, one: int, other: int) -> None:
    room.left[one], room.left[other] = room.left[other], room.left[one]
    room.right[one], room.right[other] = room.right[other], room.right[one]
    room.alike[one], room.alike[other] = room.alike[other], room.alike[one]


@compiled
def _in_order(room: Room, count: int) -> None:
    for last in range(1, count):
        at = last
        while at and room.left[at - 1] > room.left[at]:
            _swap(room, at - 1, at)
            at -= 1


@compiled
def _alike_elements(
    left: NameTable,
    first: int,
    count: int,
    right: NameTable,
    second: int,
    other_count: int,
    room: Room,
    edges: int,
    least: float,
) -> int:
    """Write the pairs of elements that are alike behind those in the room; return how many there are now.

    The likeness of two words is remembered: the same words meet again and again in the names of one search.
    """
    spelt, other_spelt = Text(left.text, left.groups), Text(right.text, right.groups)
    for e in range(first, first + count):
        a = left.elements[e].word
        one = left.words[a]
        for f in range(second, second + other_count):
            b = right.elements[f].word
            other = right.words[b]
            if not may_agree(one, other, least):
                continue
            pair = np.int64(a) * len(right.words) + b
            slot = (np.uint64(pair) * _SPREAD) >> np.uint64(40) & np.uint64(len(room.words) - 1)
            if room.words[slot] != pair:
                if not may_be_heard(one, spelt, other, other_spelt, room.shared, least):
                    continue
                room.words[slot] = pair
                room.likeness[slot] = word_likeness(one, spelt, other, other_spelt, room.shared)
            alike = room.likeness[slot]
            if alike >= least:
                room.left[edges], room.right[edges], room.alike[edges] = e, f, alike
                edges += 1
    return edges


@compiled
def _unanswered(table: NameTable, name: Record, elements: npt.NDArray[np.int64], edges: int) -> float:
    """Return the weight of the words of a name that no word of the other is like."""
    seen, rest = np.uint32(0), float(name.total)
    for edge in range(edges):
        element = table.elements[elements[edge]]
        if not seen & element.place:
            seen |= element.place
            rest -= element.weight
    return rest
