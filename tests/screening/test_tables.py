"""The room's data tables are whole: no doubled rows, and every weight the code asks for."""

from __future__ import annotations

from collections import Counter

import pytest

from tidewaiter.screening.features import NAMES
from tidewaiter.screening.frequencies import is_known
from tidewaiter.screening.model import evidence_weights, score_model
from tidewaiter.screening.names import LEGAL_CLASSES
from tidewaiter.screening.scripts import romanize
from tidewaiter.screening.sound_costs import costs
from tidewaiter.screening.vocabulary import groups_of
from tidewaiter.screening.words import legal_forms, read_table


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("legal_forms.csv", ("form",)),
        ("words.csv", ("word", "kind")),
        ("given_names.csv", ("name", "same_as")),
        ("terms.csv", ("term",)),
        ("east_asian_places.csv", ("written",)),
        ("brands.csv", ("written",)),
        ("han_sounds.csv", ("character",)),
        ("han_variants.csv", ("variant",)),
        ("script_words.csv", ("words",)),
        ("numerals.csv", ("word",)),
        ("common_names.csv", ("token",)),
        ("common_words.csv", ("word",)),
        ("han_readings.csv", ("characters", "language", "reading")),
        ("han_families.csv", ("family",)),
        ("hangul_families.csv", ("family",)),
        ("token_frequencies.csv", ("token",)),
        ("address_frequencies.csv", ("token",)),
        ("address_words.csv", ("word", "side")),
        ("han_addresses.csv", ("written",)),
        ("hong_kong_places.csv", ("written",)),
        ("letter_costs.csv", ("script", "native", "latin")),
    ],
)
def test_no_row_is_doubled_or_blank(table: str, key: tuple[str, ...]) -> None:
    rows = read_table(table)
    counts = Counter(tuple(row[column] for column in key) for row in rows)
    assert rows
    assert [row for row, count in counts.items() if count > 1] == []
    assert all(row[key[0]].strip() for row in rows)


def test_every_legal_form_has_a_known_class() -> None:
    assert {row["class"] for row in read_table("legal_forms.csv")} <= {*LEGAL_CLASSES, "company"}


def test_agreement_never_counts_against_and_conflict_never_for() -> None:
    weights = dict(zip(NAMES, score_model().weights, strict=True))
    agreeing = {"agreement", "evidence", "same_legal_form", "as_written", "same_words", "acronym", "acronym_within"}
    assert all(weight >= 0 for name, weight in weights.items() if name in agreeing)
    assert all(weight <= 0 for name, weight in weights.items() if name not in agreeing)
    assert evidence_weights()["identifier_agrees"] > evidence_weights()["birth_date_agrees"] > 0


def test_letter_costs_lie_between_none_and_a_full_edit() -> None:
    assert costs().min() == 0
    assert costs().max() == 1


def test_names_and_words_are_written_as_they_are_compared() -> None:
    columns = (("common_names.csv", "token"), ("common_words.csv", "word"), ("given_names.csv", "name"))
    words = {row[column] for table, column in columns for row in read_table(table)}
    # A given name in another script is compared by its reading.
    words = {word if word.isascii() else romanize(word) for word in words}
    assert {word for word in words if not (word.isascii() and word.isalnum() and word == word.lower())} == set()


@pytest.mark.parametrize(("one", "other"), [("tom", "tim"), ("schulze", "scholz"), ("michel", "michelle")])
def test_two_names_often_met_are_known_each(one: str, other: str) -> None:
    assert is_known(one)
    assert is_known(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("dmitry", "dzmitry"), ("nikolaevich", "mykolayovych"), ("abdulkadir", "abdelkader"), ("engine", "engines")],
)
def test_forms_of_one_name_share_a_group(one: str, other: str) -> None:
    assert groups_of(one) & groups_of(other)


def test_legal_forms_of_one_law_are_told_from_those_that_translate_others() -> None:
    table = {" ".join(phrase): form for forms in legal_forms().values() for phrase, form in forms}
    assert table["ag"].law & table["gmbh"].law
    assert not table["ltd"].law
