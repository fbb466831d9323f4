"""Names in han characters, read as what they are besides Mandarin."""

from __future__ import annotations

import numpy as np
import pytest

from tidewaiter.model import Schema
from tidewaiter.screening.features import name_features
from tidewaiter.screening.model import score_model
from tidewaiter.screening.names import name_table
from tidewaiter.screening.normalise import NameForm, normalise
from tidewaiter.screening.readings import readings
from tidewaiter.screening.wade_giles import wade_giles


def likeness(forms: tuple[NameForm, ...], other: str) -> float:
    """Return the log odds of the best of some readings being another name."""
    here = np.arange(len(forms))
    left, right = name_table(forms), name_table([normalise(other, Schema.PERSON)] * len(forms))
    return float(score_model().log_odds(name_features(left, right, here, here)[0]).max())


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("田中花子", "Tanaka Hanako"),
        ("田中 花子", "Hanako TANAKA"),
        ("田中さくら", "Tanaka Sakura"),
        ("佐々木健太郎", "Sasaki Kentaro"),
        ("渡辺正弘", "Watanabe Masahiro"),
        ("金正恩", "Kim Jong Un"),
        ("朴槿惠", "Park Geun-hye"),
        ("李明博", "Lee Myung-bak"),
        ("陳大文", "Chan Tai Man"),
        ("黃志強", "Wong Chi Keung"),
        ("陳國成", "Tan Kok Seng"),
        ("蔣中正", "Chiang Chung Cheng"),
    ],
)
def test_a_reading_agrees_with_the_name_as_it_is_romanised(name: str, latin: str) -> None:
    found = readings(name, Schema.PERSON)
    assert all(form.text == name for form in found)
    assert likeness(found, latin) > max(0.0, likeness((normalise(name, Schema.PERSON),), latin))


@pytest.mark.parametrize("name", ["Tanaka Hanako", "サクラ", "王", "贝拉克·奥巴马", "有限公司", ""])
def test_what_is_no_name_of_han_characters_has_no_further_reading(name: str) -> None:
    assert readings(name) == ()


def test_an_organization_has_no_further_reading() -> None:
    assert readings("田中花子", Schema.ORGANIZATION) == ()
    assert readings("华为技术有限公司") == ()


@pytest.mark.parametrize("name", ["泰勒", "普拉特", "埃斯特班"])
def test_a_foreign_name_spelt_in_han_characters_is_not_read_as_a_name_of_east_asia(name: str) -> None:
    assert readings(name) == ()
    (form,) = readings(name, Schema.PERSON)
    assert len(form.tokens) == 1
    assert form.text == name


@pytest.mark.parametrize("name", ["陳大文", "大文 陳", "歐陽大文"])
def test_a_name_with_a_family_name_is_read_as_a_persons_whatever_is_known_of_its_kind(name: str) -> None:
    found = readings(name)
    assert len(found) > 1
    assert all(form.person for form in found)


def test_no_reading_is_given_twice_and_few_are_given() -> None:
    for name in ("田中花子", "金正恩", "李明", "陳大文"):
        keys = [form.key for form in readings(name)]
        assert len(keys) == len(set(keys)) <= 8
        assert normalise(name).key not in keys


@pytest.mark.parametrize(
    ("pinyin", "spelt"),
    [("cai", "tsai"), ("jiang", "chiang"), ("xie", "hsieh"), ("zhong", "chung"), ("guo", "kuo"), ("shi", "shih")],
)
def test_wade_and_giles_spell_by_rule(pinyin: str, spelt: str) -> None:
    assert wade_giles(pinyin) == spelt


def sounds(name: str) -> list[str]:
    """Return the words a person's name is read as."""
    return [token.latin for token in normalise(name, Schema.PERSON).tokens]


@pytest.mark.parametrize("name", ["김민수", "김 민수", "민수 김", "남궁민수", "리설", "김 민 수"])
def test_a_korean_name_is_a_syllable_a_word(name: str) -> None:
    assert len(sounds(name)) == len(name.replace(" ", ""))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("블라디미르 페트로프", 2),
        ("페트로프", 1),
        ("하산 카림", 2),
        ("알렉산더 존 스미스", 3),
        ("伊万·彼得罗夫", 2),
        ("陈·史密斯", 2),
    ],
)
def test_a_foreign_name_spelt_by_sound_is_a_word_a_part(name: str, words: int) -> None:
    assert len(sounds(name)) == words


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("블라디미르 페트로프", "PETROV, Vladimir"),
        ("하산 파루크", "Hassan Farouk"),
        ("세르게이 이바노프", "Sergey Ivanov"),
        ("伊万·彼得罗夫", "Ivan Petrov"),
    ],
)
def test_a_foreign_name_agrees_with_its_spelling_in_latin_letters(name: str, latin: str) -> None:
    other = latin.split(maxsplit=1)[0] + " Nguyen"
    forms = (normalise(name, Schema.PERSON),)
    assert likeness(forms, latin) > -2
    assert likeness(forms, other) < -6


def test_a_name_in_hangul_of_a_bearer_not_known_is_also_read_as_a_persons() -> None:
    (found,) = readings("김민수")
    assert found.person
    assert likeness((found,), "KIM, Min Soo") > 0
    assert readings("블라디미르") == readings("김민수", Schema.ORGANIZATION) == readings("김민수", Schema.PERSON) == ()
