"""The compiled search by consonants of two words finds what a plain search over all pairs of words finds."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tidewaiter.model import Schema
from tidewaiter.screening.consonant_pairs import asked_pairs, pair_keys
from tidewaiter.screening.consonant_search import CLASSES, MOST_CONSONANTS, Asked, indexed_pairs, search_pairs
from tidewaiter.screening.names import NAME, name_table
from tidewaiter.screening.normalise import normalise

DIGITS = "1234567"
ALL = 10_000


def once(word: str) -> str:
    return "".join(one for one, before in zip(word, " " + word, strict=False) if one != before)


def near(word: str) -> set[str]:
    """Return a word and those with one consonant left out, added or taken for another, doubled ones once."""
    if len(word) < 2:
        return {word}
    out = {word}
    for at in range(len(word) + 1):
        out |= {word[:at] + digit + word[at:] for digit in DIGITS}
    for at in range(len(word)):
        out |= {word[:at] + digit + word[at + 1 :] for digit in [*DIGITS, ""]}
    return {once(each)[:MOST_CONSONANTS] for each in out}


def packed(word: str) -> int:
    return int(word, 8)


def made(seed: int, count: int) -> list[tuple[str, str]]:
    draw = random.Random(seed)  # noqa: S311 - made words, no secret

    def word() -> str:
        return once("".join(draw.choices(DIGITS[:3], k=draw.choice([1, 2, 3, 4]))))

    return [(word(), word()) for _ in range(count)]


def search(listed: list[tuple[str, str]], asked: list[tuple[str, str]], most: int = ALL) -> list[set[int]]:
    keys = np.array(
        [min(a, b) << 30 | max(a, b) for a, b in ((packed(a), packed(b)) for a, b in listed)], dtype=np.int64
    )
    index = indexed_pairs(keys, np.arange(len(listed), dtype=np.int32))
    pairs = np.array([(packed(a), packed(b)) for a, b in asked], dtype=np.int64).reshape(-1, 2)
    size, owner = len(asked), np.arange(len(listed), dtype=np.int32)
    names = np.zeros(size, dtype=NAME), np.zeros(len(listed), dtype=NAME)
    rows, found = search_pairs(
        index, Asked(np.arange(size + 1), pairs), names, owner, np.ones(len(listed), dtype=np.bool_), most
    )
    return [set(found[rows == row].tolist()) for row in range(size)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_finds_the_pairs_of_which_one_word_has_one_consonant_wrong_and_no_others(seed: int) -> None:
    listed, asked = made(seed, 400), made(seed + 100, 60)
    expected = []
    for one, other in asked:
        wanted = {(a, other) for a in near(one)} | {(one, b) for b in near(other)}
        expected.append({n for n, (a, b) in enumerate(listed) if (a, b) in wanted or (b, a) in wanted})
    assert search(listed, asked) == expected
    assert any(expected)


def test_a_long_word_with_a_consonant_added_is_cut() -> None:
    assert search([("1321212121", "3")], [("1212121212", "3"), ("4", "5")]) == [{0}, set()]


def test_right_consonants_come_before_wrong_ones_and_every_class_is_one() -> None:
    assert len(DIGITS) == CLASSES
    listed = [("12", "345"), ("12", "34"), ("13", "34")]
    assert search(listed, [("12", "34")], most=1) == [{1}]


def test_of_names_of_the_same_consonants_those_of_the_same_sounds_come_first() -> None:
    listed = ["MADURA, NOCOLES", "MEDAIRE, NUCULIS", "MADURO, NICOLAS", "MODERE, NACALAS"]
    forms, wanted = ([normalise(name, Schema.PERSON) for name in each] for each in (listed, ["Николас Мадуро"]))
    owner, names = np.arange(len(listed), dtype=np.int32), (name_table(wanted).names, name_table(forms).names)
    held = np.ones(len(listed), dtype=np.bool_)
    _, found = search_pairs(pair_keys(forms), asked_pairs(wanted), names, owner, held, 2)
    assert listed[found[0]] == "MADURO, NICOLAS"
    assert len(found) == 2
