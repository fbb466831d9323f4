"""Names in Greek, Armenian and Georgian letters, which write every vowel."""

from __future__ import annotations

import pytest

from tidewaiter.model import Schema
from tidewaiter.screening import compare
from tidewaiter.screening.scripts import Script, romanize, script_of


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Δημήτρης Ντόκος", "Dimitris Dokos"),
        ("Ευγενία Μπούρα", "Evgenia Boura"),
        ("Լևոն Ղազարյան", "Levon Ghazaryan"),
        ("Անուշ Պետրոսյան", "Anush Petrosyan"),
        ("თამარ წერეთელი", "Tamar Tsereteli"),
        ("ზურაბ ჯაფარიძე", "Zurab Japaridze"),
    ],
)
def test_a_name_agrees_with_its_romanisation_as_in_one_script(native: str, latin: str) -> None:
    comparison = compare(native, latin, Schema.PERSON)
    assert comparison.score > 0.95
    assert "other_script" not in comparison.features


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("თამარ წერეთელი", "Tamar Jordania"),
        ("Δημήτρης Ντόκος", "Dimitris Kalfas"),
        ("Լևոն Ղազարյան", "Levon Petrosyan"),
    ],
)
def test_another_family_name_is_another_person(native: str, latin: str) -> None:
    assert compare(native, latin, Schema.PERSON).score < 0.5


@pytest.mark.parametrize(
    ("native", "latin"),
    [("შპს ველკასანი", "Velkasani LLC"), ("ՎԵԼԿԱՍԱՆ ՍՊԸ", "Velkasan LLC"), ("ՎԵԼԿԱՍԱՆ ՓԲԸ", "Velkasan CJSC")],
)
def test_legal_forms_of_georgia_and_armenia_are_no_words_of_the_name(native: str, latin: str) -> None:
    assert compare(native, latin, Schema.ORGANIZATION).score > 0.95


@pytest.mark.parametrize(("word", "latin"), [("ού", "u"), ("ΜΠΟΥ", "bu"), ("ώ", "o"), ("ου", "u")])
def test_accents_and_capitals_are_read_as_plain_letters(word: str, latin: str) -> None:
    assert romanize(word) == latin


@pytest.mark.parametrize("word", ["Ωμέγα", "ἀρχή", "Երևան", "თბილისი"])
def test_the_three_scripts_are_told_from_others(word: str) -> None:
    assert script_of(word) is Script.ALPHABET
    assert romanize(word).isascii()
