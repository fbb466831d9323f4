"""Addresses: same building and same unit told apart, floor and unit noise tolerated."""

from __future__ import annotations

import pytest

from tidewaiter.screening.addresses import compare_addresses, may_share_building, normalise_address

HO_KING = "Room 1605, Ho King Commercial Center, 2-16 Fa Yuen Street, Mong Kok, Kowloon, Hong Kong"
LUARD = "Unit D, 16/F One Capital Place, 18 Luard Rd, Wan Chai, Hong Kong"
STRAND = "Office 704, 135 Bonham Strand, Sheung Wan, Hong Kong"
BELOV = "26 General Belov St, Office 1010, Moscow, Russia 115583"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (HO_KING, "Flat 1605 Ho King Comm. Ctr., 2-16 Fayuen St, Mongkok, Kln, Hong Kong", "same unit"),
        (HO_KING, "Rm 803, 8 Fa Yuen Street, Mongkok, Hong Kong", "same building"),
        (LUARD, "Unit D 16th Floor, One Capital Place, No.18 Luard Road, Wanchai, Hong Kong", "same unit"),
        (LUARD, "9/F One Capital Place, 18 Luard Road, Wan Chai, Hong Kong", "same building"),
        (STRAND, "135 Bonham Strand Trade Centre, Sheung Wan, Hong Kong", "same building"),
        (STRAND, "Office 704, 111 Bonham Strand, Sheung Wan, Hong Kong", "different"),
        (BELOV, "Moscow, General Belov street 26, office 1011", "same building"),
        ("8 Pravdy Street, Moscow, 125040, Russia", "ул. Правды, д. 8, Москва, 125040", "same address"),
        ("10 Nikolskaya Street, Moscow, Russia", "10 Tverskaya Street, Moscow, Russia", "different"),
        ("Suzhou, Jiangsu, China", "Suzhou, Jiangsu, China", "different"),
        ("12 Station Road, Lagos, Nigeria", "12 Station Road, Nairobi, Kenya", "different"),
    ],
)
def test_how_far_two_addresses_agree(one: str, other: str, level: str) -> None:
    there = compare_addresses(normalise_address(one), normalise_address(other))
    back = compare_addresses(normalise_address(other), normalise_address(one))
    assert there.level == level
    assert back.level == level


def test_house_numbers_are_not_taken_for_units() -> None:
    form = normalise_address(STRAND)
    assert form.numbers == ((135, 135),)
    assert form.unit == {"u:704"}


def test_an_address_agrees_fully_with_itself() -> None:
    match = compare_addresses(normalise_address(LUARD), normalise_address(LUARD))
    assert match.same_unit
    assert match.score == 1


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("18 Luard Rd, Wan Chai, Hong Kong", "16-20 Luard Road, Wan Chai, China", True),
        ("18 Luard Rd, Wan Chai", "Luard Road, Wan Chai", True),
        ("18 Luard Rd, Wan Chai", "22 Luard Road, Wan Chai", False),
        ("18 Luard Rd, Hong Kong", "18 Luard Road, Germany", False),
    ],
)
def test_addresses_set_aside_quickly_are_never_one_building(one: str, other: str, may: bool) -> None:
    left, right = normalise_address(one), normalise_address(other)
    assert may_share_building(left, right) is may_share_building(right, left) is may
    assert may or not compare_addresses(left, right).same_building
