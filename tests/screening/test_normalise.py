"""Names taken apart: legal forms, numbers, titles, initials, weights."""

from __future__ import annotations

import pytest

from tidewaiter.model import Schema
from tidewaiter.screening.compare import compare
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.words import Kind


@pytest.mark.parametrize(
    ("name", "key", "form"),
    [
        ("Siemens Aktiengesellschaft", "siemens", "ag"),
        ("JAFIELA BOUTIQUE, S.A. DE C.V.", "jafiela boutique", "sa de cv"),
        ('ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "БАЙ"', "bay", "llc"),
        ("Societatea cu Răspundere Limitată PRO TRAFFIC", "pro traffic", "srl"),
        ("Yıldız Dış Ticaret Limited Şirketi", "yildiz dis ticaret", "ltd"),
        ("ABC Elektronik Sanayi ve Ticaret A.Ş.", "abc elektronik sanayi ve ticaret", "as"),
        ("P.T. Astra International", "astra international", "pt"),
        ("华为技术有限公司", "huawei technology", "ltd"),
        ("삼성전자주식회사", "samsung electronics", "jusik hoesa"),
        ("Zherebin Spółka z o.o.", "zherebin", "sp zoo"),
        ("Zherebin Kommanditgesellschaft auf Aktien", "zherebin", "kgaa"),
        ("Акціонерне товариство Жеребін", "zherebin", "jsc"),
        ("Al Zherebin FZ-LLC", "al zherebin", "fze"),
        ("Zherebin Co. W.L.L.", "zherebin", "llc"),
        ("Zherebin Private Joint Stock Company", "zherebin", "jsc"),
        ("PT Zherebin Tbk", "zherebin", "pt"),
    ],
)
def test_legal_forms_are_taken_out_and_kept(name: str, key: str, form: str) -> None:
    found = normalise(name)
    assert found.key == key
    assert {legal.canonical for legal in found.legal} == {form}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Brigade Forty-Four", "brigade 44"),
        ("99th Light Infantry", "99 light infantry"),
        ("Fund Partners IV", "fund partners 4"),
    ],
)
def test_numbers_are_read_as_digits(name: str, key: str) -> None:
    assert normalise(name).key == key


def test_a_name_of_nothing_but_legal_forms_keeps_them() -> None:
    assert normalise("CORP").tokens


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("KOWALCZYK, Jan Maria", "jan maria kowalczyk"),
        ("Van Der Hoek, Pieter", "pieter van der hoek"),
        ("Kowalczyk, Jan, Jr.", "jan kowalczyk jr"),
        ("Jan Kowalczyk, Jr.", "jan kowalczyk jr"),
        ("KOWALCZYK, Dr. Jan", "dr jan kowalczyk"),
        ("PARK, Chol Su", "park chol su"),
        ("ZHANG, Xiaoming", "zhang xiaoming"),
        ("Jan Kowalczyk, 12 May", "jan kowalczyk 12 may"),
        ("Kowalczyk, Jan, Maria", "kowalczyk jan maria"),
        ("Kowalczyk,", "kowalczyk"),
    ],
)
def test_a_comma_in_a_persons_name_says_which_names_are_given(name: str, key: str) -> None:
    assert normalise(name, Schema.PERSON).key == key


def test_the_second_given_name_counts_less_on_whichever_side_of_the_family_name() -> None:
    for name in ("KOWALCZYK, Jan Zygfryd", "Jan Zygfryd Kowalczyk"):
        weights = {token.latin: token.weight for token in normalise(name, Schema.PERSON).tokens}
        assert weights["zygfryd"] < weights["jan"]


def test_a_comma_in_a_companys_name_says_nothing_of_order() -> None:
    assert normalise("Zherebin, Trading", Schema.ORGANIZATION).key == "zherebin trading"


def test_titles_and_initials_of_people_carry_little() -> None:
    form = normalise("Dr. J. Kowalczyk-Ostrowska", Schema.PERSON)
    kinds = {token.latin: token.kind for token in form.tokens}
    weights = {token.latin: token.weight for token in form.tokens}
    assert kinds["dr"] is Kind.TITLE
    assert kinds["j"] is Kind.INITIAL
    assert weights["dr"] < weights["j"] < weights["kowalczyk"]


def test_trade_words_carry_less_than_rare_names() -> None:
    weights = {token.latin: token.weight for token in normalise("Zherebtsov Trading").tokens}
    assert weights["trading"] < weights["zherebtsov"] / 2


def test_korean_and_chinese_names_are_split_into_syllables_and_foreign_names_are_not() -> None:
    assert normalise("习近平", Schema.PERSON).key == "xi jin ping"
    assert len(normalise("贝拉克·奥巴马", Schema.PERSON).tokens) == 2


def _kinds(name: str) -> dict[str, Kind]:
    return {token.latin: token.kind for token in normalise(name, Schema.PERSON).tokens}


def test_a_rank_is_a_title_ahead_of_the_name_and_a_name_behind_it() -> None:
    assert _kinds("Sultan Karim Zherebin")["sultan"] is Kind.TITLE
    assert _kinds("Karim Sultan Zherebin")["sultan"] is Kind.NAME
    assert _kinds("Pak Chol Zherebin")["pak"] is Kind.NAME


def test_a_suffix_is_a_title_at_the_end_only() -> None:
    assert _kinds("Karim Zherebin Jr.")["jr"] is Kind.TITLE
    assert _kinds("Junior Zherebin")["junior"] is Kind.NAME


def test_names_in_the_middle_carry_less_and_those_of_forefathers_least() -> None:
    weights = {t.latin: t.weight for t in normalise("Karim Zherebin ibn Vostrikin al-Tarabin", Schema.PERSON).tokens}
    assert weights["vostrikin"] < weights["zherebin"] < weights["tarabin"]


def test_a_syllable_of_a_given_name_of_east_asia_is_no_second_name() -> None:
    alone, within = (normalise(name, Schema.PERSON).tokens[1].weight for name in ("Zherebin Chang", "Kim Chang Ho"))
    assert within == alone


def test_a_silent_letter_at_the_end_is_not_heard() -> None:
    one, other = (normalise(name, Schema.PERSON).tokens[0].sound for name in ("Fatimah", "Fatima"))
    assert one == other


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [
        ("A.B.C. Company", "abc", True),
        ("A B C Trading", "abc", True),
        ("ABC International", "abc", True),
        ("NKVD", "nkvd", True),
        ("ACME INTERNATIONAL", "acme", False),
        ("Zherebin Trading", "zherebin", False),
    ],
)
def test_letters_that_stand_for_words_are_told_from_words(name: str, word: str, *, code: bool) -> None:
    assert {token.latin: token.code for token in normalise(name).tokens}[word] is code


@pytest.mark.parametrize("word", ["Compagny", "Limtied", "Aktiengeselschaft", "Kasiha"])
def test_a_long_word_of_a_legal_form_is_known_in_spite_of_a_typing_error(word: str) -> None:
    kinds = [token.kind for token in normalise(f"Zherebin Vostrikin {word}").tokens]
    assert kinds[:2] == [Kind.NAME, Kind.NAME]
    assert kinds[2] in (Kind.LEGAL, Kind.GENERIC)


@pytest.mark.parametrize("name", ["Des", "Di", "The The"])
def test_articles_that_are_all_there_is_to_a_name_are_its_name(name: str) -> None:
    assert {token.kind for token in normalise(name).tokens} == {Kind.NAME}
    assert normalise("Di Zherebin").tokens[0].kind is not Kind.NAME


def test_what_is_not_seen_divides_no_word() -> None:
    assert normalise("گل\u200cنار", Schema.PERSON).key == normalise("گلنار", Schema.PERSON).key
    assert normalise("Zhere\u00adbin\ufeff").key == "zherebin"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Завод №9", "Завод № 9"),
        ("Brontavo Zavod No9", "Brontavo Zavod No. 9"),
        ("Brontavo Nr9", "Brontavo Nr. 9"),
        ("BVTC14", "BVTC 14"),
        ("QUORVANA I", "QUORVANA 1"),
        ("Fourteenth Brontavo Institute", "14th Brontavo Institute"),
        ("Brontavo Twentieth Directorate", "Brontavo 20th Directorate"),
        ("Brontavo Twenty-First Directorate", "Brontavo 21st Directorate"),
    ],
)
def test_one_number_however_written(one: str, other: str) -> None:
    left, right = (normalise(name, Schema.ORGANIZATION) for name in (one, other))
    numbers = [[token.latin for token in form.tokens if token.kind is Kind.NUMBER] for form in (left, right)]
    assert numbers[0] == numbers[1] != []
    assert compare(one, other, Schema.ORGANIZATION).score > 0.9


@pytest.mark.parametrize("name", ["I Brontavo", "Brontavo A320", "Brontavo B.V. I. Marine"])
def test_letters_that_are_no_numbers(name: str) -> None:
    tokens = normalise(name, Schema.ORGANIZATION).tokens
    assert "1" not in [token.latin for token in tokens]
    assert "320" not in [token.latin for token in tokens]
