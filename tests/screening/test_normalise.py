"""Names taken apart: legal forms, numbers, titles, initials, weights."""

from __future__ import annotations

import pytest

from tidewaiter.model import Schema
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
        ("삼성전자주식회사", "samseong electronics", "kk"),
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
