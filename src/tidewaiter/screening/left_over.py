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
        letters: Of all words of the name.
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
) -> tuple[Rest, Rest, float]:
    """Take a word that is the first letters of words of the other name, and those words, from what is left over.

    Returns:
        What is left of either name, and the share of the letters of both that is explained so.
    """
    used, used_other = places_of(left, room.left, pairs), places_of(right, room.right, pairs)
    at, start, end = acronym_within(left, one, used, right, other, used_other)
    if at >= 0:
        return _explained(rest, left, one, (at, at + 1), other_rest, right, other, (start, end))
    at, start, end = acronym_within(right, other, used_other, left, one, used)
    if at >= 0:
        return _explained(rest, left, one, (start, end), other_rest, right, other, (at, at + 1))
    return rest, other_rest, 0.0


@compiled
def _explained(
    rest: Rest,
    left: NameTable,
    one: Record,
    places: tuple[int, int],
    other_rest: Rest,
    right: NameTable,
    other: Record,
    other_places: tuple[int, int],
) -> tuple[Rest, Rest, float]:
    letters = _letters_between(left, one, *places) + _letters_between(right, other, *other_places)
    share = letters / max(rest.letters + other_rest.letters, 1.0)
    return _less(rest, left, one, *places), _less(other_rest, right, other, *other_places), share


@compiled
def _less(rest: Rest, table: NameTable, name: Record, start: int, end: int) -> Rest:
    weight, telling = weight_between(table, name, start, end)
    return Rest(max(rest.weight - weight, 0.0), max(rest.words - telling, 0.0), rest.number, rest.letters)


@compiled
def _letters_between(table: NameTable, name: Record, start: int, end: int) -> float:
    letters = 0.0
    for at in range(name.first + start, name.first + end):
        letters += float(table.words[table.elements[at].word].letters_in)
    return letters
