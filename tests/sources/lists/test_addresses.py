"""Address cells: several in one, cross references, headings, strayed names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.sources.lists.addresses import read_address_cell, split_addresses
from tidewaiter.sources.lists.places import country_at_end, country_code, country_codes, country_in


def _read(text: str, heading: str | None = None) -> list[tuple[str, str | None]]:
    return [(a.full, a.country) for a in read_address_cell(text, heading).addresses]


def test_addresses_are_split_behind_a_country() -> None:
    park, flat = "Golaye Park, Kabul, Afghanistan", "Flat 41, Macroyan 3, Kabul, Afghanistan"
    text = f"{park}; and {flat}. (See alternate addresses under Pakistan)."
    cell = read_address_cell(text, "AF")
    assert [a.full for a in cell.addresses] == [
        "Golaye Park, Kabul, Afghanistan",
        "Flat 41, Macroyan 3, Kabul, Afghanistan",
    ]
    assert cell.elsewhere == ("PK",)
    assert cell.countries == ("AF", "PK")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1 A Rd, Moscow, Russia 129164; and 2 B Rd, Moscow, Russia 129164", 2),
        ("1 A Rd, Tianjin, 300450 China; and 2 B Rd, Tianjin, China", 2),
        ("A Rd, Athens, Greece; and72 B Ave, Athens, Greece; andBlg 1/E, Athens, Greece", 3),
        ("A Rd, Istanbul, Turkey and B Rd, Sisli, Istanbul, Turkey", 2),
        ("A Rd, Kabul, Afghanistan, and Dasht Qala, Takhar Province, Afghanistan", 2),
        ("Lot 1, Hong Kong; Lot 2, DD105, Hong Kong; and Unit 3, Hong Kong", 3),
        ("A, Beijing, China; and; 1 B Rd, Beijing, China", 2),
        ("Import; and Export Hall on Long Street, Beijing, China", 1),  # nothing says where one would end
        ("Institute of Food and Drug, Minsk, Belarus", 1),
        ("Polianky 3327/5 Bratislava; Bratislavsky, 84101, Slovakia", 1),
        ("East and West Road, Shenzhen, China", 1),
    ],
)
def test_splits_only_between_addresses(text: str, count: int) -> None:
    assert len(_read(text)) == count


def test_hong_kong_under_the_china_heading() -> None:
    cell = read_address_cell("Unit D, 16/F, 18 Luard Rd, Wan Chai, Hong Kong.", "CN")
    assert [(a.full, a.country) for a in cell.addresses] == [("Unit D, 16/F, 18 Luard Rd, Wan Chai, Hong Kong", "HK")]


def test_an_address_without_a_country_takes_the_heading() -> None:
    assert _read("No. 999 Gaoxin Ave., Wuhan, Hubei Province", "CN") == [
        ("No. 999 Gaoxin Ave., Wuhan, Hubei Province", "CN")
    ]


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("A, X, Iran. (See alternate addresses under Laos, and U.A.E.)", ("LA", "AE")),
        ("A, X, Greece;(See alternate addresses under Turkey)", ("TR",)),
        ("A, X, Iran (See also address in the United Arab Emirates).", ("AE",)),
        ("(See alternate address under Allied Trading Co.)", ()),  # refers to an entry, not to a country
        ("A, X, China (See also addresses under Taiwan for this entry, which is listed as Corad Office).", ("TW",)),
    ],
)
def test_cross_references(text: str, elsewhere: tuple[str, ...]) -> None:
    cell = read_address_cell(text)
    assert cell.elsewhere == elsewhere
    assert all("lternate" not in a.full and "See also" not in a.full for a in cell.addresses)


def test_subordinates_printed_before_the_addresses_are_affiliates() -> None:
    text = (
        "Anhui Sun-Create Electronics. Subordinate institution Brainware Terahertz. The following "
        "addresses apply to the "
        "entity and to the two subordinate institutions: 199 Xiangzhang Ave., Hefei, China; and 260 "
        "Ji Xi Road, Hefei, China."
    )
    cell = read_address_cell(text, "CN")
    assert cell.affiliates == ("Anhui Sun-Create Electronics", "Brainware Terahertz")
    assert [a.full for a in cell.addresses] == ["199 Xiangzhang Ave., Hefei, China", "260 Ji Xi Road, Hefei, China"]


def test_an_affiliate_with_its_own_address_behind_a_full_stop() -> None:
    cell = read_address_cell("Tsim Sha Tsui, Hong Kong. Parent Hangzhou Co., Ltd., Room 605, Hangzhou, China.", "CN")
    assert cell.affiliates == ("Parent Hangzhou Co., Ltd.",)
    assert [a.full for a in cell.addresses] == ["Tsim Sha Tsui, Hong Kong", "Room 605, Hangzhou, China"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TURKIYE", "TR"),
        ("PRC", "CN"),
        ("MACAU", "MO"),
        ("CRIMEA (OCCUPIED)", "UA"),
        ("MAN, ISLE OF", "IM"),
        ("REGION: CHINA", "CN"),
        ("Region: Kafia Kingi", None),
        ("undetermined", None),
        ("", None),
    ],
)
def test_country_texts(text: str, code: str | None) -> None:
    assert country_code(text) == code


def test_country_of_an_address() -> None:
    assert country_at_end("P.O. Box 8126 Damascus Syria") == "SY"
    assert country_at_end("Somewhere IN") is None  # a word as much as a code
    assert country_in("Russian Federation, Bryansk, Kostycheva Street, 45") == "RU"
    assert country_in("Karachi, Pakistan (at the time of listing)") == "PK"
    assert country_in("A, Iran, B, Iraq, C") is None
    assert country_codes("Iran, Senegal and the United Kingdom") == ("IR", "SN", "GB")


@given(st.text(max_size=200))
def test_no_text_is_lost_by_splitting(text: str) -> None:
    letters = "".join(c for c in text if c.isalnum())
    kept = "".join(c for part in split_addresses(text) for c in part if c.isalnum())
    assert letters.replace("and", "") == kept.replace("and", "") or len(kept) <= len(letters)
    read_address_cell(text)
