"""Names of organizations in Russian find what a list has of them in English, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import ListedName, Listing, NameKind, Schema
from tidewaiter.screening import Query, Screener, ScreeningIndex
from tidewaiter.screening.concepts import concepts
from tidewaiter.screening.lookalikes import in_one_script
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.readings import forms_of
from tidewaiter.screening.russian import russian_words
from tidewaiter.screening.words import Kind

_DAY = dt.date(2026, 8, 1)
_LISTED = (
    "Kovrov Bearing Plant JSC",
    "Red October Corporation",
    "Scientific Production Enterprise Zarnitsa",
    "Research Institute of Compressors",
    "NPO Verbena",
    *(f"Scientific Production Association {name}" for name in ("Almaz", "Vektor", "Gorizont", "Impuls", "Kristall")),
    *(f"{town} Machine Building Plant" for town in ("Penza", "Perm", "Tomsk", "Kurgan", "Saratov", "Samara", "Tver")),
)


@pytest.fixture(scope="module")
def screener() -> Screener:
    listings = [
        Listing(
            id=name, list="x.test", schema=Schema.ORGANIZATION, names=(ListedName(text=name, kind=NameKind.PRIMARY),)
        )
        for name in _LISTED
    ]
    return Screener(ScreeningIndex.build(listings))


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("АО «Ковровский подшипниковый завод»", "Kovrov Bearing Plant JSC"),
        ("Корпорация «Красный Октябрь»", "Red October Corporation"),
        ("ООО Научно-производственное предприятие «Зарница»", "Scientific Production Enterprise Zarnitsa"),
        ("НИИ компрессоров", "Research Institute of Compressors"),
        ("Научно-исследовательский институт компрессоров", "Research Institute of Compressors"),
        ("Научно-производственное объединение «Вербена»", "NPO Verbena"),
    ],
)
def test_a_name_in_russian_finds_its_translation_first(screener: Screener, asked: str, listed: str) -> None:
    hits = screener.screen([Query(name=asked, schema=Schema.ORGANIZATION)], as_of=_DAY)[0]
    assert [hit.matched for hit in hits[:1]] == [listed]


def test_a_hit_shows_how_a_name_was_read_and_a_name_in_latin_letters_was_not(screener: Screener) -> None:
    russian, english = "Ковровский подшипниковый завод", "Kovrov Bearing Plant"
    asked = [Query(name=name, schema=Schema.ORGANIZATION) for name in (russian, english)]
    (read, *_), (latin, *_) = screener.screen(asked, as_of=_DAY)
    assert (read.features["read_as"].detail, read.features["read_as"].weight) == ("kovrov bearing plant", 0.0)
    assert "read_as" not in latin.features


def test_of_the_readings_of_a_name_the_hit_shows_the_one_that_answers() -> None:
    listing = Listing(
        id="1",
        list="x.test",
        schema=Schema.ORGANIZATION,
        names=(ListedName(text="Verkhneural Podshipnikovyy Zavod", kind=NameKind.PRIMARY),),
    )
    asked = Query(name="Верхнеурал подшипниковый завод", schema=Schema.ORGANIZATION)
    (hit,) = Screener(ScreeningIndex.build([listing])).screen([asked], as_of=_DAY)[0]
    assert hit.features["read_as"].detail == "verkhneural podshipnikovyy zavod"


@pytest.mark.parametrize(
    "asked",
    [
        "АО «Ковровский стекольный завод»",
        "Корпорация «Красный Мак»",
        "НИИ трансформаторов",
        "Вятский машиностроительный завод",
        "Научно-производственное объединение «Сирень»",
    ],
)
def test_another_name_of_the_same_trade_or_town_finds_nothing(screener: Screener, asked: str) -> None:
    assert screener.screen([Query(name=asked, schema=Schema.ORGANIZATION)], as_of=_DAY) == [()]


def test_a_word_is_known_in_its_cases_and_spellings() -> None:
    for form in ("подшипниковый", "подшипникового", "подшипниковая", "подшипник", "подшипников"):
        assert "translated:bearing" in concepts()[normalise(form).tokens[0].latin]
    for spelled in ("proizvodstvennoe", "proizvodstvennaia", "predpriyatie", "predpriiatie"):
        assert russian_words()[spelled].kind is Kind.GENERIC


def test_what_is_no_word_stays_as_it_is_written() -> None:
    written, english = forms_of("АО «Тульский завод Бармалей»", Schema.ORGANIZATION)
    assert english.latin == ("tula", "plant", "barmaley")
    assert (english.text, english.legal) == (written.text, written.legal)
    assert len(forms_of("Бармалей", Schema.ORGANIZATION)) == 1
    assert len(forms_of("Сергей Красный", Schema.PERSON)) == 1
    assert len(forms_of("Tulskiy zavod Barmaley", Schema.ORGANIZATION)) == 1


def test_short_words_in_latin_letters_are_not_taken_for_russian() -> None:
    assert normalise("NII Vostrum", Schema.ORGANIZATION).tokens[0].kind is Kind.NAME
    assert normalise("НИИ Вострум", Schema.ORGANIZATION).tokens[0].kind is Kind.GENERIC


def test_a_preposition_is_no_roman_numeral() -> None:
    words = normalise("Центр сотрудничества в Коломне", Schema.ORGANIZATION).tokens
    assert Kind.NUMBER not in [word.kind for word in words]
    assert [word.latin for word in normalise("Plant V", Schema.ORGANIZATION).tokens] == ["plant", "5"]


@given(st.lists(st.integers(0, 40), max_size=6))
def test_lookalike_letters_change_nothing(places: list[int]) -> None:
    name = "Общество с ограниченной ответственностью Маяк"
    typed = "".join(
        letter.translate(str.maketrans("аеорсхОМ", "aeopcxOM")) if at in places else letter
        for at, letter in enumerate(name)
    )
    assert normalise(typed, Schema.ORGANIZATION)._replace(text="") == normalise(name, Schema.ORGANIZATION)._replace(
        text=""
    )


def test_words_in_two_scripts_stay_what_they_are() -> None:
    assert in_one_script("АО ABB Россия") == "АО ABB Россия"
    assert in_one_script("BAКIROVICH TRADE") == "BAKIROVICH TRADE"
    assert in_one_script("завод c") == "завод с"
    assert in_one_script("завод c Siemens") == "завод c Siemens"
