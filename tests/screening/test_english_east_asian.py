"""Names of organizations in Chinese, Japanese and Korean: what is known in English, what is left as a word."""

from __future__ import annotations

import pytest

from tidewaiter.model import Schema
from tidewaiter.screening import compare
from tidewaiter.screening.english_east_asian import in_english, says_trade
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.readings import forms_of
from tidewaiter.screening.scripts import clustered
from tidewaiter.screening.words import read_table


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("绍兴朗格激光科技有限公司", "shaoxing langge laser technology"),
        ("紹興朗格激光科技有限公司", "shaoxing langge laser technology"),
        ("芜湖市乐凡轴承厂", "wuhu lefan bearing factory"),
        ("云浮安途宁达货运代理有限公司", "yunfu antu ningda freight forwarding"),
        ("茂名雷达技术研究院第三十七研究所", "maoming radar technology research institute 37 research institute"),
        ("茂名电子工业第四〇九研究所", "maoming electronics industry 409 research institute"),
        ("公開株式会社サルマト自動車工場", "sarumato automobile plant"),
        ("サルマト・レーダー・システムズ", "sarumato radar systems"),
        ("창원누리정밀기계공업", "changwon nuri precision machinery industry"),
    ],
)
def test_words_that_are_known_are_put_into_english(name: str, key: str) -> None:
    assert normalise(name, Schema.ORGANIZATION).key == key


def test_a_short_word_in_kana_is_one_only_where_it_stands_alone() -> None:
    assert in_english("ガス").split() == ["gas"]
    assert in_english("ガストン").split() == ["ガストン"]


def test_words_that_have_two_translations_are_compared_in_both() -> None:
    keys = [form.key for form in forms_of("漳州航天研究院", Schema.ORGANIZATION)]
    assert "zhangzhou aerospace research institute" in keys
    assert "zhangzhou space academy" in keys


@pytest.mark.parametrize("name", ["王建国", "이수민", "田中一郎"])
def test_a_name_without_words_of_trade_may_be_a_persons(name: str) -> None:
    assert not says_trade(name)
    assert any(form.person for form in forms_of(name))


def test_the_words_of_a_persons_name_are_not_translated() -> None:
    assert normalise("王建设", Schema.PERSON).key == "wang jian she"


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("ストルネフ", "stornef"),
        ("グラドミル", "gradmir"),
        ("サン", "san"),
        ("クレストフ", "krestof"),
        ("タヨミ", "tayomi"),
    ],
)
def test_consonants_that_katakana_parts_stand_together(kana: str, latin: str) -> None:
    assert clustered(kana) == latin


@pytest.mark.parametrize(
    ("native", "listed"),
    [
        ("绍兴朗格激光科技有限公司", "Shaoxing Langge Laser Technology Co., Ltd."),
        ("朝鮮光月貿易会社", "Korea Kwangwol Trading Corporation"),
        ("格拉德温公司", "Gladwin Inc."),
        ("株式会社グラドミル", "Gradmir JSC"),
    ],
)
def test_a_native_name_answers_the_name_it_is_listed_by(native: str, listed: str) -> None:
    assert compare(native, listed, Schema.ORGANIZATION).score >= 0.5


@pytest.mark.parametrize(
    ("native", "listed"),
    [
        ("绍兴朗格激光科技有限公司", "Shaoxing Weida Laser Technology Co., Ltd."),
        ("朝鮮光月貿易会社", "Korea Mangyong Trading Corporation"),
        ("株式会社グラドミル", "Polikran JSC"),
    ],
)
def test_another_name_of_the_same_trade_does_not(native: str, listed: str) -> None:
    assert compare(native, listed, Schema.ORGANIZATION).score < 0.5


def test_a_korean_family_name_is_known_as_the_north_spells_it() -> None:
    score = compare("김정민", "KIM, Jong Min", Schema.PERSON).score
    assert score == compare("김정민", "KIM Jong Min", Schema.PERSON).score >= 0.5


def test_variants_are_of_characters_that_are_looked_up() -> None:
    written = {row["term"] for row in read_table("terms.csv")}
    written |= {row["written"] for table in ("east_asian_places.csv", "brands.csv") for row in read_table(table)}
    used = set("".join(written))
    assert {row["character"] for row in read_table("han_variants.csv")} <= used | set("第两")
    assert used.isdisjoint(row["variant"] for row in read_table("han_variants.csv"))
