"""Two names compared: what must agree, what must not, and the shape of the score."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.screening import DEFAULT_THRESHOLD, compare, compare_many
from tidewaiter.screening.model import probability, score_model
from tidewaiter.screening.written import as_spelled

AGREE = [
    ("Huawei Technologies Co., Ltd.", "华为技术有限公司", "Company"),
    ("Al Qaeda", "Al Qa'ida", "Organization"),
    ("Siemens AG", "Siemens Aktiengeselschaft", "Company"),
    ("vanderbilt corp", "van der bilt corp", "Company"),
    ("Putin, Vladimir", "Владимир Владимирович Путин", "Person"),
    ("Mohamed bin Salman", "Muhammad ibn Salman", "Person"),
    ("Hasan Rohani", "Hassan Rouhani", "Person"),
    ("Wolodymyr Selenskyj", "Volodymyr Zelenskyy", "Person"),
    ("أحمد حسن", "Ahmed Hassan", "Person"),
    ("김정은", "Kim Jong Un", "Person"),
    ("International Business Machines", "IBM", "Company"),
    ("IRGC Aerospace Force", "Islamic Revolutionary Guard Corps Aerospace Force", "Organization"),
    ("Walmart Inc.", "Wal-Mart Inc", "Company"),
    ("Fatima Ali", "Fatimah Ali", "Person"),
    ("Anatoly nimrokiT", "Anatoly Tikormin", "Person"),
    ("서민수", "Suh Min Soo", "Person"),
    ("鈴木一郎", "Suzuki Ichiro", "Person"),
    ("李小龍", "Lee Siu Lung", "Person"),
    ("李小龙", "Li Xiaolong", "Person"),
    ("Khalid bin Zherif", "Khālid bin Yūsuf ibn Tāriq ibn Zherīf", "Person"),
    ("Global Trading FZE", "GLOBAL TRADING", "Company"),
    ("Anadolu Elektronik San. ve Tic. Ltd. Şti.", "ANADOLU ELECTRONICS INDUSTRY AND TRADE LIMITED", "Company"),
]
DIFFER = [
    ("Government of Estonia", "Government of Ethiopia", "Organization"),
    ("Plant No. 5", "Plant No. 6", "Company"),
    ("Barzan Ibrahim Hassan al-Mosuli", "Barzan Ibrahim Hassan al-Tikriti", "Person"),
    ("Sergey Ivanovich Lavrov", "Sergey Viktorovich Lavrov", "Person"),
    ("Bowne of Atlanta, Inc.", "Bowne of Boston, Inc.", "Company"),
    ("Saudi Arabian Gas Company", "Saudi Arabian Oil Company", "Company"),
    ("Yusuf bin Tarik Zherebin", "Tarik bin Yusuf Zherebin", "Person"),
    ("Donald Tusk", "Daniel Tusk", "Person"),
    ("Tom Zherebtsov", "Tim Zherebtsov", "Person"),
    ("Frederick Zherebin", "Friedrich Zherebin", "Person"),
    ("Coral Tamarisk 2", "Coral Tamarisk 3", "Vessel"),
    ("A.B.C. Trading", "A.B.D. Trading", "Organization"),
    ("Delta Machinery AG", "Delta Machinery GmbH", "Company"),
    ("Delta Electronics", "Omega Electronics", "Company"),
    ("CORP", "ACME CORP", "Company"),
    ("Trading", "Yildiz Trading", "Company"),
    ("Electronics Co., Ltd.", "PT Elektronik", "Company"),
    ("General Machinery", "T Machinery", "Organization"),
    ("QAA", "QAH", "Company"),
    ("Q", "KUS", "Organization"),
    ("The Muffin Trust", "The Mussini Trust", "Organization"),
    ("Hussein Zherebtsov", "Hassan Zherebtsov", "Person"),
]
NAMES = st.sampled_from([name for a, b, _ in AGREE + DIFFER for name in (a, b)])


def test_given_names_of_two_roots_count_as_two() -> None:
    two = compare("Bashir Zherebtsov", "Bashar Zherebtsov", "Person")
    one = compare("Bashir Zherebtsov", "Basheer Zherebtsov", "Person")
    assert two.features["distinct_words"].score == 1
    assert "distinct_words" not in one.features
    assert two.score < one.score


def test_trade_words_alone_tell_less_the_fewer_they_are() -> None:
    one = compare("Bank Ltd", "BANK", "Company").features["only_trade"].score
    three = compare("Defense Industries Organization Ltd", "DEFENCE INDUSTRY ORGANISATION", "Company")
    assert one > three.features["only_trade"].score > 0
    assert "only_trade" not in compare("Zherebtsov Bank Ltd", "ZHEREBTSOV BANK", "Company").features


@pytest.mark.parametrize(("one", "other", "schema"), AGREE)
def test_names_of_one_party_agree(one: str, other: str, schema: str) -> None:
    assert compare(one, other, schema).score >= DEFAULT_THRESHOLD


@pytest.mark.parametrize(("one", "other", "schema"), DIFFER)
def test_names_of_two_parties_differ(one: str, other: str, schema: str) -> None:
    assert compare(one, other, schema).score < DEFAULT_THRESHOLD


@given(NAMES, NAMES)
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_names_does_not_matter(one: str, other: str) -> None:
    assert compare(one, other).score == compare(other, one).score


def test_a_pair_scores_the_same_alone_and_among_others() -> None:
    rows = [(one, other, schema) for one, other, schema in AGREE + DIFFER]
    assert [found.score for found in compare_many(rows)] == [compare(*row).score for row in rows]


def test_a_longer_agreement_scores_higher_than_a_shorter_one() -> None:
    short, long = compare("Kim", "Kim", "Person"), compare("Kim Yongdae Sonchol", "Kim Yongdae Sonchol", "Person")
    assert short.score < long.score < 1


def test_each_further_word_that_agrees_raises_the_score() -> None:
    words = ["Aleksandr", "Petrovich", "Zherebtsov"]
    scores = [compare(" ".join(words[:n]), " ".join(words), "Person").score for n in (1, 2, 3)]
    assert scores == sorted(scores)
    assert len(set(scores)) == 3


def test_an_empty_name_agrees_with_nothing() -> None:
    assert compare("", "Huawei").score < DEFAULT_THRESHOLD
    assert compare("", "").score < DEFAULT_THRESHOLD


def test_features_add_up_to_the_answer() -> None:
    found = compare("Gazprom Neft JSC", "Gazprom Neft OAO", "Company")
    assert found.features["agreement"].score == 1
    model = score_model()
    total = model.intercept + sum(feature.weight for feature in found.features.values())
    assert found.score == pytest.approx(probability(total), abs=1e-3)


def test_a_word_that_is_the_first_letters_of_others_answers_them() -> None:
    name = "Northern Zherebin Machinery Works Export Office"
    short, wrong = compare("NZMW Export Office", name, "Company"), compare("NZKW Export Office", name, "Company")
    assert 0 < short.features["acronym_within"].score < 1
    assert "acronym_within" not in wrong.features
    assert compare(name, name, "Company").score > short.score > DEFAULT_THRESHOLD > wrong.score


def test_two_letters_do_not_stand_for_a_word_that_is_letters_itself() -> None:
    spelt = compare("VD Bank", "Volga Delta Bank", "Company")
    letters = compare("VN Dok", "VD Bank", "Company")
    assert spelt.features["acronym_within"].score > 0
    assert "acronym_within" not in letters.features
    assert letters.score < 0.1 < spelt.score


def test_only_who_is_whose_child_is_a_matter_of_order() -> None:
    father, son = "Yusuf bin Tarik", "Tarik ibn Yusuf"
    assert compare(father, son, "Person").features["crossed"].score == 1
    assert "crossed" not in compare(father, "bin Tarik, Yusuf", "Person").features
    assert "crossed" not in compare("Yusuf Tarik", "Tarik Yusuf", "Person").features


def test_a_mistyped_trade_word_is_no_name_while_another_word_is_asked_for() -> None:
    assert compare("Zelvorian Internatioal", "Des International", "Organization").score < 0.1
    assert compare("Brontavo Internatioal", "Brontavo International", "Organization").score > 0.9


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("ZARANDEH, Ahmad Bahram", "Ahmad Zarandeh"),
        ("ZARANDEH, Ahmad", "Ahmad Zarandeh"),
        ("Ahmad Zarandeh", "Zarandeh Ahmad"),
    ],
)
def test_the_family_name_may_stand_first_or_last(listed: str, asked: str) -> None:
    one, other = compare(listed, asked, "Person").score, compare(asked, listed, "Person").score
    assert one == other > 0.8


@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [
        ("J Bahram Zarandeh", "Jamshid Bahram Zarandeh", "Bahram Zarandeh"),
        ("Z Jamshidi", "Zarandeh-Bahram Jamshidi", "Jamshid Zarandeh"),
    ],
)
def test_an_initial_ahead_stands_for_the_first_given_name(asked: str, right: str, wrong: str) -> None:
    assert compare(asked, right, "Person").score > compare(asked, wrong, "Person").score


def test_a_second_initial_may_be_left_out() -> None:
    assert compare("Bahram J. Zarandeh", "Bahram Zarandeh", "Person").score > 0.9


def test_a_name_that_only_looks_like_a_legal_form_is_a_name() -> None:
    assert compare("Limitad", "LIMITAD", "Company").score > 0.9
    assert compare("Corporatio", "Societas", "Company").score < DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [("Зеребин Гмбх", "Zerebin GmbH"), ("Зеребин Корп.", "Zerebin Corp."), ("Зеребин Ко., Лтд", "Zerebin Co., Ltd.")],
)
def test_legal_forms_abroad_are_known_in_cyrillic_letters(cyrillic: str, latin: str) -> None:
    assert compare(cyrillic, latin, "Company").features["same_legal_form"].score == 1


@pytest.mark.parametrize(("one", "other"), [("Zupex", "Zopex"), ("Kavro AG", "Karvo"), ("Quil", "Quim")])
def test_a_short_name_a_letter_from_another_is_not_it(one: str, other: str) -> None:
    assert compare(one, other, "Company").score < 0.7
    assert compare(f"{one} Industries", f"{other} Industries", "Company").score > compare(one, other, "Company").score


def test_a_long_name_mistyped_is_still_found() -> None:
    assert compare("Zuprexonil", "Zuprexonyl", "Company").score > 0.9


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Центральный институт лазерной техники", "Central Institute of Laser Technology"),
        ("Государственная строительная компания Жеребинск", "State Construction Company Zherebinsk"),
        ("Объединенная металлургическая компания Жеребинск", "Zherebinsk United Metallurgy Company"),
    ],
)
def test_trade_words_in_russian_are_translated_whatever_their_ending(russian: str, english: str) -> None:
    assert compare(russian, english, "Company").score > DEFAULT_THRESHOLD


def test_a_word_for_a_firm_is_no_name() -> None:
    assert compare("ФИРМА ZUPREX S.A.", "LA FIRMA KAVRONIL, S.A.", "Company").score < 0.1


@pytest.mark.parametrize(
    ("written", "listed"), [("زبرين", "Zubrayn"), ("كفرون", "Kafrun"), ("الزبرين", "Al-Zubrayn"), ("זברין", "Zavrin")]
)
def test_a_short_name_in_letters_without_vowels_is_found_where_nothing_is_left_over(written: str, listed: str) -> None:
    whole = compare(written, listed, "Organization").score
    assert whole > DEFAULT_THRESHOLD
    assert compare(written, f"{listed} Kavronil", "Organization").score < whole / 2


def test_one_common_name_of_two_is_nobodys() -> None:
    assert compare("Patricia Ostrovkaya", "PATRICIA", "Person").score < DEFAULT_THRESHOLD
    assert compare("Patricia Zherebkova", "ZHEREBKOVA", "Person").score > DEFAULT_THRESHOLD


def test_a_number_written_together_with_a_word_is_not_missing() -> None:
    together = compare("Comercial Zupreca2000 S.A.", "COMERCIAL ZUPRECA 2000 S.A.", "Company")
    assert together.score > 0.9
    assert compare("Comercial Zupreca S.A.", "COMERCIAL ZUPRECA 2000 S.A.", "Company").score < together.score / 2


def test_trade_words_that_are_the_whole_of_both_names_agree_more_than_part_of_them() -> None:
    whole = compare("Marine Logistics Ltd.", "MARINE LOGISTICS LIMITED", "Company").score
    assert whole > 0.8 > compare("Logistics Ltd.", "MARINE LOGISTICS LIMITED", "Company").score


def test_a_form_of_address_ahead_of_a_name_is_no_part_of_it() -> None:
    assert as_spelled("M/S Zuprex Kavronil") == as_spelled("ZUPREX Kavronil")


def test_a_comparison_says_how_names_in_other_scripts_were_read() -> None:
    assert compare("Ковровский подшипниковый завод", "Kovrov Bearing Plant").features["read_as"].detail == (
        "kovrov bearing plant"
    )
    assert "read_as" not in compare("Kovrov Bearing Plant", "Kovrov Bearings").features


@pytest.mark.parametrize(("country", "of_it"), [("Syria", "Syrian"), ("Poland", "Polska"), ("Turkey", "Turkish")])
def test_a_country_and_its_adjective_are_one_word(country: str, of_it: str) -> None:
    one, other, third = f"National {of_it} Cement", f"National {country} Cement", "National Cement of Brazil"
    assert compare(one, other, "Company").score > 0.9
    assert compare(one, third, "Company").score < 0.1
