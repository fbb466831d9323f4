"""Names in Arabic, Persian and Hebrew: words of trade in English, given names, the article."""

from __future__ import annotations

import pytest

from tidewaiter.model import Schema
from tidewaiter.screening import compare
from tidewaiter.screening.english_unvowelled import in_english
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.readings import forms_of


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("شرکت مهندسی سپیدرود", "سپیدرود engineering company"),
        ("بنك الواحة", "الواحة bank"),
        # The article, a preposition and a conjunction are written on to the noun.
        ("شركة مرجان للتجارة والمقاولات", "contracting trading مرجان company"),
        # Arabic and Persian letters, and the joint within a word that is not seen.
        ("شركت نرم\u200cافزاري آبان", "آبان software company"),
        # A phrase comes before its words.
        ("سپاه پاسداران انقلاب اسلامی", "islamic revolutionary guard corps"),
        ("בנק הדקל", "הדקל bank"),
    ],
)
def test_words_of_trade_are_put_into_english_and_english_order(name: str, english: str) -> None:
    assert in_english(name) == english


@pytest.mark.parametrize("name", ["سهراب کیانی", "Sohrab Kiani", "سهراب و مینا", "海康威视"])
def test_a_name_without_words_of_trade_is_not_in_english(name: str) -> None:
    assert in_english(name) is None


def test_an_organization_is_read_by_sound_and_by_translation_and_a_person_by_sound() -> None:
    assert len(forms_of("شرکت فولاد سپیدرود", Schema.ORGANIZATION)) == 2
    assert len(forms_of("شرکت فولاد سپیدرود", Schema.PERSON)) == 1


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("صنایع هوایی مرجان", "Marjan Aviation Industries"),
        ("شركة مرجان للخدمات النفطية", "Marjan Oil Services Company"),
        ("دانشگاه سپیدرود", "Sepidrud University"),
    ],
)
def test_an_organization_agrees_with_its_name_in_english(name: str, latin: str) -> None:
    assert compare(name, latin, Schema.ORGANIZATION).score > 0.5


def test_the_name_of_another_organization_of_the_same_trade_does_not_agree() -> None:
    assert compare("صنایع هوایی مرجان", "Sepidrud Aviation Industries", Schema.ORGANIZATION).score < 0.5


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        # Two consonants side by side have a vowel between them.
        ("نادر محققی", "Nader Mohaqeqi"),
        # A first letter carries any vowel.
        ("الهام استادی", "Elham Ostadi"),
        # One letter is d in Arabic and z in Persian.
        ("بهمن فیاضی", "Bahman Fayyazi"),
        # A compound name is written as one word or as two.
        ("علیرضا قنبری", "Ali Reza Ghanbari"),
        # The last letter of a name is long a or i.
        ("مرتضی گودرزی", "Morteza Goudarzi"),
        ("سعيد الشامسي", "Saeed Al Shamsi"),
    ],
)
def test_a_person_agrees_with_the_name_in_latin_letters(name: str, latin: str) -> None:
    assert compare(name, latin, Schema.PERSON).score > 0.5


@pytest.mark.parametrize(
    ("name", "latin"),
    [("احسان گودرزی", "Hossein Goudarzi"), ("حسن قنبری", "Hossein Ghanbari"), ("سهيل الشامسي", "Saleh Al Shamsi")],
)
def test_given_names_of_like_consonants_are_two_names(name: str, latin: str) -> None:
    assert compare(name, latin, Schema.PERSON).score < 0.5


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("محمد الشامسي", ("mhmd", "al", "shamsy")),
        # Allah has no article that could be left out, nor do names that only begin with its letters.
        ("عبد الله", ("abd", "allh")),
        ("الهام", ("alham",)),
        ("نور الدين", ("nwr", "aldyn")),
    ],
)
def test_the_article_is_a_word_of_its_own(name: str, words: tuple[str, ...]) -> None:
    assert normalise(name, Schema.PERSON).latin == words


@pytest.mark.parametrize("name", ["رضا سرخه\u200cای", "رضا سرخه ای"])
def test_a_silent_he_before_a_persian_ending_is_not_heard(name: str) -> None:
    form = normalise(name, Schema.PERSON)
    assert form.latin[-1] == "srkhy"
    assert compare(name, "Reza Sorkhei", "Person").score > 0.8
