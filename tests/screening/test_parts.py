"""The names within a name field: what is read out of it, what is left whole, and how a hit says which part it was."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.screening.conftest import listing

from tidewaiter.model import Schema, Strength
from tidewaiter.screening import Query, Screener, ScreeningIndex
from tidewaiter.screening.parts import parts_of

P, O, V = Schema.PERSON, Schema.ORGANIZATION, Schema.VESSEL  # noqa: E741 - short for the tables below
DAY = dt.date(2025, 1, 1)


def texts(name: str, schema: Schema | None, places: tuple[str, ...] = ()) -> list[str]:
    return [part.text for part in parts_of(name, schema, places)]


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        ("Tarvin Quelmar (Тарвин Квельмар)", P, ["Tarvin Quelmar", "Тарвин Квельмар"]),
        ("Tarvin Quelmar Тарвин Квельмар", P, ["Tarvin Quelmar", "Тарвин Квельмар"]),
        ("王小明 (Wang Xiaoming)", P, ["王小明", "Wang Xiaoming"]),
        ("Brontavo 布朗塔沃", O, ["Brontavo", "布朗塔沃"]),
        ("Tarvin Quelmar a.k.a. Dorin Velkast", P, ["Tarvin Quelmar", "Dorin Velkast"]),
        ("Brontavo Marine, formerly Kestrelo Lines", O, ["Brontavo Marine", "Kestrelo Lines"]),
        ("Brontavo Marine (f/k/a Kestrelo Lines)", O, ["Brontavo Marine", "Kestrelo Lines"]),
        ("T/A Brontavo Marine", O, ["Brontavo Marine"]),
        ("Brontavo Marine, ex-Kestrelo Lines", O, ["Brontavo Marine", "Kestrelo Lines"]),
        ("QUORVANA ex TELMIRA", V, ["QUORVANA", "TELMIRA"]),
        ("Brontavo Marine / Kestrelo Lines", O, ["Brontavo Marine", "Kestrelo Lines"]),
        ("Тарвин Квельмар, он же Дорин Велькаст", P, ["Тарвин Квельмар", "Дорин Велькаст"]),
        ("Tarvin and Ilsa Quelmar", P, ["Tarvin Quelmar", "Ilsa Quelmar"]),
        ("Tarvin Quelmar & Co", P, ["Tarvin Quelmar"]),
        ("Tarvin Quelmar 1968", P, ["Tarvin Quelmar"]),
        ("Tarvin Quelmar, born 4.12.1968", P, ["Tarvin Quelmar"]),
        ("Tarvin Tarvin Quelmar", P, ["Tarvin Quelmar"]),
        ("Tarvin Quelmar (CEO)", P, ["Tarvin Quelmar"]),
        ("Sayın Tarvin Quelmar", P, ["Tarvin Quelmar"]),
        ("Tarvin Quelmar Hanım", P, ["Tarvin Quelmar"]),
        ("пан Тарвин Квельмар", P, ["Тарвин Квельмар"]),
        ("Tarvin Quelmar jun.", P, ["Tarvin Quelmar"]),
        ("王小明先生", P, ["王小明"]),
        ("Tarvin Quelmar Uruguay", P, ["Tarvin Quelmar"]),
    ],
)
def test_names_within_a_field(name: str, schema: Schema, expected: list[str]) -> None:
    assert texts(name, schema) == expected


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("Brontavo Marine Ltd", O),
        ("Tarvin Quelmar", P),
        ("Tarvin Quelmar-Dost", P),
        ("Brontavo (Group) Co., Ltd.", O),
        ("Brontavo (Shanghai) Electronics Co., Ltd.", O),
        ("Brontavo Bank (UK) plc", O),
        ("Brontavo and Quelmar", O),
        ("Import/Export Trading", O),
        ("Brontavo A/S", O),
        ("Ex Machina Brontavo Ltd", O),
        ("Director Brontavo Guild", O),
        ("Завод Бронтаво", O),
        ("Ortega y Gasset", P),
        ("José Ortega y Gasset", P),
        ("Oleg / Maria", P),
        ("Dorin Uruguay", P),
        ("Brontavo Marine Ltd.", O),
        ("Plant No. 1968 Brontavo", O),
    ],
)
def test_fields_that_stay_whole(name: str, schema: Schema) -> None:
    assert parts_of(name, schema) == ()


def test_who_stands_behind_care_of_is_somebody_else() -> None:
    party, other = parts_of("Brontavo Marine c/o Kestrelo Lines", O)
    assert (party.text, party.beside) == ("Brontavo Marine", False)
    assert (other.text, other.beside) == ("Kestrelo Lines", True)


def test_a_town_the_party_states_is_no_guess_and_a_family_name_stays_where_it_is_none() -> None:
    (known,) = parts_of("Tarvin Quelmar Osk", P, ("osk",))
    assert (known.text, known.guessed) == ("Tarvin Quelmar", False)
    assert parts_of("Tarvin Quelmar Osk", P) == ()
    assert [part.guessed for part in parts_of("Tarvin Quelmar Uruguay", P)] == [True]


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(
        ScreeningIndex.build(
            [
                listing("1", "Tarvin Quelmar", schema=P),
                listing("2", "Brontavo Kestrelo Marine", schema=O),
                listing("3", "Quelmar & Velkast (Overseas)", schema=O),
            ]
        )
    )


@pytest.mark.parametrize(
    ("name", "schema", "part", "strength"),
    [
        ("Mr Dorin Olveig / Tarvin Quelmar", P, "Tarvin Quelmar", Strength.POSSIBLE),
        ("Dorin Olveig (alias Tarvin Quelmar)", P, "Tarvin Quelmar", Strength.MATCH),
        ("Zelvorian Partners, formerly Brontavo Kestrelo Marine", O, "Brontavo Kestrelo Marine", Strength.MATCH),
        ("Zelvorian Partners c/o Brontavo Kestrelo Marine", O, "Brontavo Kestrelo Marine", Strength.POSSIBLE),
    ],
)
def test_a_hit_says_which_part_matched(
    screener: Screener, name: str, schema: Schema, part: str, strength: Strength
) -> None:
    (hit,) = screener.screen([Query(name=name, schema=schema)], as_of=DAY)[0]
    assert hit.features["part_of_name"].detail == part
    assert hit.strength is strength


def test_a_listed_name_with_marks_is_found_as_a_whole(screener: Screener) -> None:
    (hit,) = screener.screen([Query(name="Quelmar & Velkast (Overseas)", schema=O)], as_of=DAY)[0]
    assert (hit.listing_id, hit.strength) == ("3", Strength.MATCH)
    assert "part_of_name" not in hit.features


def test_a_lone_given_name_of_two_people_raises_nothing(screener: Screener) -> None:
    assert screener.screen([Query(name="Tarvin & Ilsa Dostrem", schema=P)], as_of=DAY) == [()]
