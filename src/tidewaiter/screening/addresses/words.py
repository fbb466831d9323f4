"""The words of addresses: how much each tells, and which words of two addresses answer one another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from tidewaiter.screening.words import read_table, words_of

#: Words of one address, the words of the other that answer them, and how alike they are.
WordsPair = tuple[tuple[str, ...], tuple[str, ...], float]
#: Shortest words that are compared letter by letter, and how alike they must be.
_LONG, _ALIKE = 4, 0.78
#: Least a word tells, and most that short words do.
_LEAST = 0.1
_LENGTH_CAP = {1: _LEAST, 2: 0.5, 3: 0.7}
#: Letters that romanisations exchange.
_ONE_SOUND = str.maketrans("jiwqc", "yyvkk")


class Role(NamedTuple):
    """What a word does in an address: its sort (``street``, ``building`` ...), and on which side the name stands."""

    sort: str
    side: str


@cache
def roles() -> dict[str, Role]:
    """Return the words that say what kind of place a name beside them is."""
    rows = read_table("address_words.csv")
    return {row["word"]: Role(row["sort"], row["side"]) for row in rows if row["side"] != "joined"}


@cache
def joined_endings() -> tuple[str, ...]:
    """Return the street types that are written in one word with the name."""
    return tuple(row["word"] for row in read_table("address_words.csv") if row["side"] == "joined")


@cache
def known_towns() -> frozenset[str]:
    """Return words that name a well-known town or region by themselves."""
    compass = {word for word, role in roles().items() if role.sort == "direction"}
    return frozenset(words_of("place").values()) - compass


def is_number(word: str) -> bool:
    """Tell whether a word stands for a number: of a street (``#10``) or of a post office box."""
    return word[0] == "#"


@cache
def _counts() -> tuple[dict[str, int], float]:
    counts = {row["token"]: int(row["count"]) for row in read_table("address_frequencies.csv")}
    return counts, math.log(max(sum(counts.values()), 2))


@lru_cache(maxsize=16384)
def weight(word: str) -> float:
    """Return how much a word tells: street types and towns little, a rare street or building name much.

    A word of two or three letters is an abbreviation or met by chance, however rare it is.
    """
    counts, scale = _counts()
    cap = 1.0 if is_number(word) else _LENGTH_CAP.get(len(word), 1.0)
    return max(_LEAST, min(cap, 1.0 - 1.25 * math.log1p(counts.get(word, 0)) / scale))


@lru_cache(maxsize=16384)
def total(words: tuple[str, ...]) -> float:
    """Return how much some words tell together."""
    return sum(weight(word) for word in words)


def pair_words(left: Sequence[str], right: Sequence[str]) -> list[WordsPair]:
    """Match the distinct words of two addresses: equal ones, joined ones, then those spelt alike."""
    a, b = list(dict.fromkeys(left)), list(dict.fromkeys(right))
    pairs: list[WordsPair] = [((word,), (word,), 1.0) for word in a if word in b]
    rest_a, rest_b = [word for word in a if word not in b], [word for word in b if word not in a]
    pairs += _joins(rest_a, rest_b) + [(y, x, s) for x, y, s in _joins(rest_b, rest_a)]
    for word in [word for word in rest_a if _long(word)]:
        near = [(_spelt_alike(word, other), other) for other in rest_b if _long(other)]
        alike, best = max(near, default=(0.0, ""))
        if alike >= _ALIKE:
            pairs.append(((word,), (best,), alike))
            rest_b.remove(best)
    return pairs


def _long(word: str) -> bool:
    return len(word) >= _LONG and not is_number(word)


@lru_cache(maxsize=16384)
def _spelt_alike(word: str, other: str) -> float:
    return OSA.normalized_similarity(word.translate(_ONE_SOUND), other.translate(_ONE_SOUND), score_cutoff=_ALIKE)


def _joins(apart: list[str], together: list[str]) -> list[WordsPair]:
    """Match two words in a row with one that is both (``fa yuen`` and ``fayuen``), taking them out of the lists."""
    found: list[WordsPair] = []
    if not together:
        return found
    for first, second in list(pairwise(apart)):
        if first + second in together and first in apart and second in apart:
            found.append(((first, second), (first + second,), 1.0))
            apart.remove(first)
            apart.remove(second)
            together.remove(first + second)
    return found
