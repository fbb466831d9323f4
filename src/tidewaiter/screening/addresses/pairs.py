"""Many addresses, and any pairs of them compared, as `compare` compares two: by building and unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.addresses.compare import AddressForm, normalise_address
from tidewaiter.screening.compiled import Array, compiled, lent
from tidewaiter.screening.keys import skeleton, text_key
from tidewaiter.screening.ragged import starts
from tidewaiter.screening.sounds import sound

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

#: How far two addresses agree: not at all or unknown, in most words but not in the house number, in words and with no
#: house number to compare, in the building, in the building and the unit.
OTHER, STREET, PLACE, BUILDING, UNIT = range(5)
#: Consonants of a word by which it is known in every spelling.
_HEARD = 3
_SHARE = 0.6
#: Words of this share of the rarer address must agree before a street, or a building, is the same.
_MOST_NUMBERS = 4


@dataclass(frozen=True, slots=True)
class ReadAddresses:
    """Addresses taken apart.

    Attributes:
        at: Where the words of each address begin in `word`, and the end of the last.
        word: Numbers of its distinct words, in increasing order; spellings that sound the same have one number.
        numbers_at: Likewise for `number`, its house numbers, of which a range gives both ends.
        unit: A number that is equal for equal floors and doors; 0 where none is named.
        size: How many distinct words there are.
    """

    at: npt.NDArray[np.int64]
    word: npt.NDArray[np.int64]
    numbers_at: npt.NDArray[np.int64]
    number: npt.NDArray[np.int64]
    unit: npt.NDArray[np.int64]
    size: int

    def compare(self, i: Ints, j: Ints, worth: Floats) -> npt.NDArray[np.int8]:
        """Compare address ``i[n]`` with address ``j[n]``: a level from `OTHER` to `UNIT` each.

        Args:
            i: Numbers of addresses.
            j: Numbers of the addresses they are compared with.
            worth: Of each distinct word, in bits.
        """
        levels = np.zeros(len(i), dtype=np.int8)
        words, numbers = (self.at, self.word), (self.numbers_at, self.number)
        _levels(words, numbers, self.unit, worth, (i.astype(np.int64), j.astype(np.int64)), levels)
        return levels


def read_addresses(texts: Sequence[str]) -> ReadAddresses:
    """Take addresses apart.

    Args:
        texts: Distinct addresses as written, in any script.
    """
    number: dict[str, int] = {}
    heard: dict[str, str] = {}
    words: list[list[int]] = []
    numbers: list[list[int]] = []
    unit = np.zeros(len(texts), dtype=np.int64)
    for at, text in enumerate(texts):
        form = normalise_address(text)
        words.append(sorted({number.setdefault(_heard(word, heard), len(number)) for word in form.words}))
        numbers.append(sorted({end for ends in form.numbers for end in ends})[:_MOST_NUMBERS])
        unit[at] = _unit(form)
    return ReadAddresses(
        at=starts(np.array([len(each) for each in words], dtype=np.int64)),
        word=np.array([word for each in words for word in each], dtype=np.int64),
        numbers_at=starts(np.array([len(each) for each in numbers], dtype=np.int64)),
        number=np.array([one for each in numbers for one in each], dtype=np.int64),
        unit=unit,
        size=len(number),
    )


def _heard(word: str, known: dict[str, str]) -> str:
    """Return a word's consonants where they tell it, else the word."""
    found = known.get(word)
    if found is None:
        consonants = skeleton(sound(word))
        found = known[word] = consonants if len(consonants) >= _HEARD else word
    return found


def _unit(form: AddressForm) -> int:
    return text_key("|".join(sorted(form.unit))) if form.unit else 0


@compiled
def _levels(
    words: tuple[Array, Array],
    numbers: tuple[Array, Array],
    unit: Array,
    worth: Array,
    pairs: tuple[Array, Array],
    levels: Array,
) -> None:
    at, word = lent(words[0]), lent(words[1])
    numbers_at, number = lent(numbers[0]), lent(numbers[1])
    for pair in range(len(levels)):
        a, b = pairs[0][pair], pairs[1][pair]
        shared, one_all, other_all = 0.0, 0.0, 0.0
        one, other = at[a], at[b]
        while one < at[a + 1] or other < at[b + 1]:
            if other >= at[b + 1] or (one < at[a + 1] and word[one] < word[other]):
                one_all += worth[word[one]]
                one += 1
            elif one >= at[a + 1] or word[other] < word[one]:
                other_all += worth[word[other]]
                other += 1
            else:
                shared += worth[word[one]]
                one_all += worth[word[one]]
                other_all += worth[word[one]]
                one += 1
                other += 1
        least = min(one_all, other_all)
        if least <= 0 or shared < _SHARE * least:
            continue
        known = numbers_at[a + 1] > numbers_at[a] and numbers_at[b + 1] > numbers_at[b]
        same = False
        for left in range(numbers_at[a], numbers_at[a + 1]):
            for right in range(numbers_at[b], numbers_at[b + 1]):
                same = same or number[left] == number[right]
        if not known:
            levels[pair] = PLACE
        elif not same:
            levels[pair] = STREET
        else:
            levels[pair] = UNIT if unit[a] == unit[b] else BUILDING
