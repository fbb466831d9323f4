"""Names and words that are the first letters of other words, compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import Array, Record, compiled
from tidewaiter.screening.names import NameTable
from tidewaiter.screening.vocabulary import CODE
from tidewaiter.screening.words import Kind

#: Letters of a word that may stand for words; two only do where they are known to be letters.
_FEWEST, _MOST = 2, 6
_NUMBER, _STOP = int(Kind.NUMBER), int(Kind.STOP)
_NONE = (-1, 0, 0)


@compiled
def is_acronym(name: Record, of: Record) -> bool:
    """Tell whether a name as a whole is the first letters of another."""
    return bool(of.acronym != 0 and name.key == of.acronym)


@compiled
def acronym_within(
    left: NameTable, one: Record, used: np.uint32, right: NameTable, other: Record, used_other: np.uint32
) -> tuple[int, int, int]:
    """Return which word of a name is the first letters of neighbouring words of another: PLA, People's Liberation Army.

    Args:
        left: Table of the name whose words may be such letters.
        one: That ``NAME``.
        used: Places of its words that something answers already; ``used_other`` those of the other name.
        right: Table of the other name.
        other: The other ``NAME``.

    Returns:
        Number of the word, and of the first word it stands for and of the one after the last; -1 when there is none.
    """
    for at in range(np.int64(one.words_in)):
        element = left.elements[one.first + at]
        word = left.words[element.word]
        size = np.int64(word.letters_in)
        if element.place & used or not _FEWEST <= size <= _MOST or word.kind in (_NUMBER, _STOP):
            continue
        if size == _FEWEST and not word.flags & CODE:
            continue
        letters = left.text[word.letters_at : word.letters_at + size]
        for start in range(np.int64(other.words_in) - size + 1):
            end = _spelt_out(letters, right, other, used_other, start)
            if end > 0:
                return at, start, end
    return _NONE


@compiled
def _spelt_out(letters: Array, table: NameTable, name: Record, used: np.uint32, start: int) -> int:
    """Return where the free words from a place on end that begin with these letters, stop words left out; else 0."""
    found = 0
    for place in range(start, np.int64(name.words_in)):
        element = table.elements[name.first + place]
        word = table.words[element.word]
        if element.place & used:
            return 0
        # A word that is letters itself is no word that two letters stand for: MB is not MP Bak.
        spelt = word.letters_in > 1 and (len(letters) > _FEWEST or not word.flags & CODE)
        if word.first == letters[found] and spelt:
            found += 1
        elif found == 0 or word.kind != _STOP:
            return 0
        if found == len(letters):
            return place + 1
    return 0


@compiled
def weight_between(table: NameTable, name: Record, start: int, end: int) -> tuple[float, float]:
    """Return the weight of some neighbouring words of a name, and how many of them are telling."""
    weight = telling = 0.0
    for place in range(start, end):
        element = table.elements[name.first + place]
        weight += element.weight
        telling += element.telling
    return weight, telling


@compiled
def places_of(table: NameTable, elements: npt.NDArray[np.int64], count: int) -> np.uint32:
    """Return the set of the places that some elements of a name cover."""
    places = np.uint32(0)
    for at in range(count):
        places |= table.elements[elements[at]].place
    return places
