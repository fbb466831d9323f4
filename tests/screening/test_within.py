"""The names within a listed name: which are indexed besides the whole; screening and compare read them."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.screening.conftest import listing

from tidewaiter.model import Schema
from tidewaiter.screening import Query, Screener, ScreeningIndex, compare
from tidewaiter.screening.within import names_within

P, O = Schema.PERSON, Schema.ORGANIZATION  # noqa: E741 - short for the tables below
DAY = dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        ("Ostrelian Institute of Radio Physics (OSIRP)", O, ["Ostrelian Institute of Radio Physics", "OSIRP"]),
        ("OSIRP (Ostrelian Institute of Radio Physics)", O, ["OSIRP", "Ostrelian Institute of Radio Physics"]),
        ("Velkastro JSC (also known as Brontavo Kestrelo)", O, ["Velkastro JSC", "Brontavo Kestrelo"]),
        ("كتيبة أنصار (Katibat Brontavo)", O, ["كتيبة أنصار", "Katibat Brontavo"]),
        ("Дорин Ольвейг / Андрий Шелест", P, ["Дорин Ольвейг", "Андрий Шелест"]),
        ("Al-Brontavo/Islamic Army", O, ["Al-Brontavo"]),
        # what is in brackets or behind a stroke is no name by itself
        ("Velkastro Tech (Suzhou) Co., Ltd.", O, []),
        ("VELKASTRO INC. (OFF SHORE)", O, ["VELKASTRO INC."]),
        ("Dorin Olveig (birth name)", O, ["Dorin Olveig"]),
        ("Armata/Frontul/Partidul de Velkastro", O, ["Partidul de Velkastro"]),
        # a Latin letter in a Cyrillic word is no change of script, and a first word of trade is no name
        ("Iгар Фёдаравіч ОЛВЕЙГ", None, []),
        ("Търговско дружество Velkastro Kestrelo", None, []),
        ("Velkastro Trading", O, []),
    ],
)
def test_which_parts_of_a_listed_name_are_names(name: str, schema: Schema | None, expected: list[str]) -> None:
    assert [part.text for part in names_within(name, schema)] == expected


@pytest.mark.parametrize(
    ("asked", "matched"),
    [
        ("VELKASTRO", "VELKASTRO"),
        ("Ostrelian Institute of Radio Physics", "Ostrelian Institute of Radio Physics"),
        ("Ostrelian Institute of Radio Physics (VELKASTRO)", "Ostrelian Institute of Radio Physics (VELKASTRO)"),
        ("Dragomir Pelkovski", "Драгомир Пелковски"),
        ("Dragosh Velkastrov", "Драгош Велкастров"),
    ],
)
def test_names_within_a_listed_name_are_found(asked: str, matched: str) -> None:
    listed = [
        listing("1", "Ostrelian Institute of Radio Physics (VELKASTRO)", schema=O),
        listing("2", "Драгомир Пелковски / Драгош Велкастров", schema=P),
    ]
    screener = Screener(ScreeningIndex.build(listed))
    (hit,) = screener.screen([Query(name=asked, schema=P if asked.startswith("Dra") else O)], as_of=DAY)[0]
    assert hit.matched == matched
    assert hit.score > 0.9


def test_what_was_guessed_of_a_listed_name_is_not_indexed() -> None:
    screener = Screener(ScreeningIndex.build([listing("1", "Tarvin Quelmar Uruguay", schema=P)]))
    (hit,) = screener.screen([Query(name="Tarvin Quelmar", schema=P)], as_of=DAY, threshold=0.0)[0]
    assert hit.matched == "Tarvin Quelmar Uruguay"


def test_compare_reads_the_names_within_both_names_in_either_order() -> None:
    one, other = "Velkastro Trading", "Velkastro Trading / Ostrelian Institute of Physics"
    alone = compare(one, "Ostrelian Institute of Physics", "Organization").score
    assert alone < 0.1
    assert compare(one, other, "Organization").score > 0.9
    assert compare(one, other, "Organization").score == compare(other, one, "Organization").score
