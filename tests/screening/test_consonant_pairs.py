"""Names in other scripts are found by the consonants of two of their words, among many names that share one of them."""

from __future__ import annotations

import numpy as np
import pytest

from tidewaiter.model import Schema
from tidewaiter.screening.consonant_pairs import MOST, asked_pairs, pair_keys
from tidewaiter.screening.consonant_search import search_pairs
from tidewaiter.screening.names import name_table
from tidewaiter.screening.normalise import NameForm, normalise

FIRST = ("BASHAR", "OLEG", "RAMZAN", "NICOLAS", "HASAN", "SERGEY", "DANIEL", "KARIM", "MARTIN", "PETER")
LAST = ("AL-SADDAR", "ZEREBASKA", "KADUROV", "MADIRO", "BADRALLAH", "BAVROV", "GOLAN", "FARSHID", "LOPETA", "TORMIN")
LISTED = [f"{last}, {first}" for last in LAST for first in FIRST]


def form(name: str) -> NameForm:
    return normalise(name, Schema.PERSON)


def found(listed: list[str], *asked: str, unheld: int = -1) -> list[list[str]]:
    owner = np.arange(len(listed), dtype=np.int32)
    forms, wanted = [form(name) for name in listed], [form(name) for name in asked]
    names = name_table(wanted).names, name_table(forms).names
    rows, numbers = search_pairs(pair_keys(forms), asked_pairs(wanted), names, owner, owner != unheld, MOST)
    return [[listed[number] for number in numbers[rows == row]] for row in range(len(asked))]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("بشار الصدار", "AL-SADDAR, BASHAR"),
        ("الصدار بشار", "AL-SADDAR, BASHAR"),
        ("אולג זרבסקה", "ZEREBASKA, OLEG"),
        ("Ραμζάν Καντούροφ", "KADUROV, RAMZAN"),
        ("ニコラス・マディロ", "MADIRO, NICOLAS"),
        ("올레그 제레바스카", "ZEREBASKA, OLEG"),
        ("حسن بدر الله", "BADRALLAH, HASAN"),
    ],
)
def test_a_name_in_another_script_finds_its_spelling(asked: str, listed: str) -> None:
    (names,) = found(LISTED, asked)
    assert listed in names
    assert len(names) < len(LISTED) / 4


def test_the_work_for_one_name_is_bounded_and_names_of_as_many_words_come_first() -> None:
    listed = [f"MADIRO, NICOLAS {'ABCDEFGHIJKLMNOPQRST'[n % 20] * 2}{n}" for n in range(3 * MOST)] + ["MADIRO, NICOLAS"]
    (names,) = found(listed, "نيكولاس مادورو")
    assert len(names) == MOST
    assert names[0] == "MADIRO, NICOLAS"


def test_one_by_one_and_together_find_the_same_and_nothing_finds_nothing() -> None:
    asked = ("بشار الصدار", "محمد", "ニコラス・マディロ")
    assert found(LISTED, *asked) == [found(LISTED, name)[0] for name in asked]
    assert found([], "بشار الصدار") == [[]]
    assert found(LISTED, "محمد") == [[]]


def test_entries_not_in_force_are_left_out() -> None:
    wanted = LISTED.index("MADIRO, NICOLAS")
    assert LISTED[wanted] in found(LISTED, "نيكولاس مادورو")[0]
    assert LISTED[wanted] not in found(LISTED, "نيكولاس مادورو", unheld=wanted)[0]
