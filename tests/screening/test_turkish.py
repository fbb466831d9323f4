"""Names of companies in Turkish: in full, cut short, in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import Schema
from tidewaiter.screening import compare
from tidewaiter.screening.concepts import concepts
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.turkish import in_full, turkish_words
from tidewaiter.screening.words import Kind, read_table

ROWS = read_table("turkish_words.csv")


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("Velkasan Bilişim Sanayi ve Dış Ticaret Limited Şirketi", "VELKASAN BİL. SAN. VE DIŞ TİC. LTD. ŞTİ."),
        ("Velkasan Mühendislik İnşaat Taahhüt Anonim Şirketi", "VELKASAN MÜH. İNŞ. TAAH. A.Ş."),
        ("Velkasan Ithalat Ihracat Ticaret Limited Sirketi", "VELKASAN ITH IHR TIC LTD STI"),
        ("Velkasan Industrial Products Trade Limited Company", "VELKASAN ENDÜSTRİYEL ÜRÜNLERİ TİCARET LTD. ŞTİ."),
        ("Velkasan Ship Agency Limited", "VELKASAN GEMİ ACENTELİĞİ LİMİTED ŞİRKETİ"),
        ("Velkasan Electronic Systems Inc", "Velkasan Elektronik Sistemleri A.Ş."),
    ],
)
def test_a_turkish_name_is_one_in_full_cut_short_and_in_english(listed: str, written: str) -> None:
    assert compare(listed, written, Schema.ORGANIZATION).score > 0.9
    assert compare(listed.replace("Velkasan", "Ormtekin"), written, Schema.ORGANIZATION).score < 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kim Trading", "Chemical Trading"), ("Tur Electronics", "Turizm Elektronik"), ("Ted Dorvik", "Tedarik Dorvik")],
)
def test_what_is_a_word_of_its_own_is_not_cut_short_without_a_point(one: str, other: str) -> None:
    assert compare(one, other, Schema.ORGANIZATION).score < 0.5


def test_words_cut_short_are_in_full_only_in_a_name_that_is_turkish() -> None:
    assert in_full(["velkasan", "nak", "tic"]) == ["velkasan", "nakliyat", "ticaret"]
    assert in_full(["velkaşan", "nak"]) == ["velkaşan", "nakliyat"]
    assert in_full(["velkasan", "nak", "ltd"]) == ["velkasan", "nak", "ltd"]


def test_every_word_is_known_in_the_plural_and_as_the_second_of_two() -> None:
    known = turkish_words()
    assert {"sistem", "sistemler", "sistemleri", "sistemi"} <= known.keys()
    assert {"muhendislik", "muhendisligi", "parcalar", "parcasi", "parcalari"} <= known.keys()


@pytest.mark.parametrize("row", ROWS, ids=[row["word"] for row in ROWS])
def test_every_word_is_of_a_known_kind_and_stands_for_its_english(row: dict[str, str]) -> None:
    (word,) = normalise(row["word"], Schema.ORGANIZATION).latin or (row["word"],)
    for english in row["english"].split("|") if len(word) >= 4 else ():
        assert f"translated:{english}" in concepts()[word]


def test_what_is_cut_short_stands_for_one_word() -> None:
    short = [short for row in ROWS for short in row["short"].split()]
    assert len(short) == len(set(short))


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Constr. Velkasan S.A.", "Construcciones Velkasan S.A."),
        ("Przeds. Handl. Velkasan", "Przedsiębiorstwo Handlowe Velkasan"),
        ("Velkasan Mfg. Co.", "Velkasan Manufacturing Co."),
        ("Инж. центр Велкасан", "Инженерный центр Велкасан"),
    ],
)
def test_a_point_cuts_a_word_short_in_any_language(short: str, full: str) -> None:
    assert compare(short, full, Schema.ORGANIZATION).score > 0.9


def test_a_word_cut_short_is_its_beginning_or_keeps_its_ends_and_nothing_else() -> None:
    full = compare("Velkasan Mfg. Works", "Velkasan Manufacturing Works", Schema.ORGANIZATION).score
    other = compare("Velkasan Mfx. Works", "Velkasan Manufacturing Works", Schema.ORGANIZATION).score
    assert full > 0.9
    assert other < 0.5


def test_a_name_of_nothing_but_words_cut_short_keeps_its_name() -> None:
    kinds = normalise("Velk. San.", Schema.ORGANIZATION).kinds
    assert Kind.NAME in kinds


@given(st.lists(st.sampled_from([row["word"] for row in ROWS]), min_size=1, max_size=4))
def test_the_order_of_the_two_names_does_not_matter(words: list[str]) -> None:
    full = " ".join(["Velkasan", *words])
    short = " ".join(["Velkasan", *(word[:3] + "." for word in words)])
    assert compare(full, short, Schema.ORGANIZATION).score == compare(short, full, Schema.ORGANIZATION).score
