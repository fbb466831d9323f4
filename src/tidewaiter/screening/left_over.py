"""What nothing answers of two names once their words are matched, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tidewaiter.screening.acronyms import acronym_within, places_of, weight_between
from tidewaiter.screening.alignment import Room
from tidewaiter.screening.compiled import Array, Record, compiled
from tidewaiter.screening.names import NameTable
from tidewaiter.screening.words import Kind

_NUMBER = int(Kind.NUMBER)


class Rest(NamedTuple):
    """What nothing answers of a name.

    Attributes:
        weight: Of its words; ``words`` how many of them are telling.
        number: Whether a number is among them.
        letters: Of all words of the name, less those that an acronym explains.
    """

    weight: float
    words: float
    number: bool
    letters: float


@compiled
def left_over(table: NameTable, name: Record, elements: Array, pairs: int) -> Rest:
    """Return what nothing answers of a name."""
    weight, words, numbers = np.float64(name.total), float(name.telling_in), np.int64(name.numbers_in)
    for pair in range(pairs):
        element = table.elements[elements[pair]]
        weight -= element.weight
        words -= element.telling
        numbers -= table.words[element.word].kind == _NUMBER
    letters = _letters_between(table, name, 0, int(name.words_in))
    return Rest(max(weight, 0.0), max(words, 0.0), bool(numbers > 0), letters)


@compiled
def without_acronym(
    left: NameTable,
    one: Record,
    rest: Rest,
    right: NameTable,
    other: Record,
    other_rest: Rest,
    room: Room,
    pairs: int,
) -> tuple[Rest, Rest, bool]:
    """Take a word that is the first letters of words of the other name, and those words, from what is left over."""
    used, used_other = places_of(left, room.left, pairs), places_of(right, room.right, pairs)
    at, start, end = acronym_within(left, one, used, right, other, used_other)
    if at >= 0:
        return _less(rest, left, one, at, at + 1), _less(other_rest, right, other, start, end), True
    at, start, end = acronym_within(right, other, used_other, left, one, used)
    if at >= 0:
        return _less(rest, left, one, start, end), _less(other_rest, right, other, at, at + 1), True
    return rest, other_rest, False


@compiled
def _less(rest: Rest, table: NameTable, name: Record, start: int, end: int) -> Rest:
    weight, telling = weight_between(table, name, start, end)
    letters = rest.letters - _letters_between(table, name, start, end)
    return Rest(max(rest.weight - weight, 0.0), max(rest.words - telling, 0.0), rest.number, letters)


@compiled
def _letters_between(table: NameTable, name: Record, start: int, end: int) -> float:
    letters = 0.0
    for at in range(name.first + start, name.first + end):
        letters += float(table.words[table.elements[at].word].letters_in)
    return letters
