"""Names inside names: aliases, acronyms, affiliates, legal tails; and what kind of party a name is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import ListedName, NameKind, Schema
from tidewaiter.sources.lists.ddtc import given_name_first
from tidewaiter.sources.lists.names import nationality_in, parent_of, read_names, split_aliases
from tidewaiter.sources.lists.party_kind import schema_of


def _names(primary: str, aliases: list[str] | None = None) -> list[tuple[str, str]]:
    return [(n.text, n.kind.value) for n in read_names(primary, aliases or [])]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("ACME, INC.", [("ACME, INC.", "primary")]),
        (
            "Chitron Electronics Company Ltd., a.k.a. Chi-Chung Electronics Company Ltd.",
            [("Chitron Electronics Company Ltd.", "primary"), ("Chi-Chung Electronics Company Ltd.", "alias")],
        ),
        (
            "Federal Security Service (FSB), a.k.a., the following two aliases: —FSB Rossii; and —Lubyanka",
            [
                ("Federal Security Service (FSB)", "primary"),
                ("Federal Security Service", "alias"),
                ("FSB", "alias"),
                ("FSB Rossii", "alias"),
                ("Lubyanka", "alias"),
            ],
        ),
        (
            "LTS Holding Limited (f.k.a. IPP-International Petroleum Products Ltd.)",
            [("LTS Holding Limited", "primary"), ("IPP-International Petroleum Products Ltd.", "former")],
        ),
        (
            "Academy of Aerospace Solid Propulsion Technology (AASPT)",
            [
                ("Academy of Aerospace Solid Propulsion Technology (AASPT)", "primary"),
                ("Academy of Aerospace Solid Propulsion Technology", "alias"),
                ("AASPT", "alias"),
            ],
        ),
        ("Broad Engineering (HK)", [("Broad Engineering (HK)", "primary")]),  # a place, not an acronym
        ("Jet-Prop (HKX) Ltd.", [("Jet-Prop (HKX) Ltd.", "primary")]),  # not at the end
        (
            "LLC Eltekhnord and any successor, sub-unit, or subsidiary thereof",
            [("LLC Eltekhnord", "primary")],
        ),
        ("Poly Works, and its sub-units and successors", [("Poly Works", "primary")]),
        ("Luo Dongmei (PRC national)", [("Luo Dongmei", "primary")]),
    ],
)
def test_name_cells(cell: str, expected: list[tuple[str, str]]) -> None:
    assert _names(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "Parent Works Co., Ltd. (PWC). Affiliated Entity:  Child Works Co., Ltd.",
        "Parent Works Co., Ltd. (PWC). Subordinate Institution - Child Works Co., Ltd.",
        "Parent Works Co., Ltd. (PWC) subordinate institution: Child Works Co., Ltd.",
    ],
)
def test_an_embedded_affiliate_is_a_name_and_its_parent_is_not(cell: str) -> None:
    names = _names(cell)
    assert ("Child Works Co., Ltd.", "affiliate") in names
    assert names[0][1] == "primary"
    assert "PWC" not in [text for text, _ in names]
    assert parent_of(cell) == ("Parent Works Co., Ltd. (PWC)", "Parent Works Co., Ltd.", "PWC")


def test_a_firm_called_affiliated_is_no_affiliate() -> None:
    assert _names("Affiliated Supply and Consultancy Services") == [
        ("Affiliated Supply and Consultancy Services", "primary")
    ]
    assert parent_of("Affiliated Supply and Consultancy Services") is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["X; and Y"], ["X", "Y"]),
        (["NPO Izhmash OAO;OJSC Concern Kalashnikov"], ["NPO Izhmash OAO", "OJSC Concern Kalashnikov"]),
        (["HPSTAR;"], ["HPSTAR"]),
        (["and SKB DNIKhTI"], ["SKB DNIKhTI"]),
        (["DJEL;\xa0Dongfang"], ["DJEL", "Dongfang"]),
        (["[]"], []),
        (["", "-", "and"], []),
        (["also known as: Karl Lee"], ["Karl Lee"]),
        (["Federal Enterprise ?Crimean Railway?"], ["Federal Enterprise ?Crimean Railway?"]),  # left as published
    ],
)
def test_alias_cells(cells: list[str], expected: list[str]) -> None:
    assert split_aliases(cells) == expected


@given(st.text(min_size=1, max_size=120))
def test_reading_never_raises_and_keeps_a_name(text: str) -> None:
    names = read_names("X " + text)
    assert names
    assert names[0].kind is NameKind.PRIMARY


@pytest.mark.parametrize(
    ("name", "addresses", "expected"),
    [
        ("Rahal Trading Co.", (), Schema.ORGANIZATION),
        ("Khalil Zadran", (), Schema.ENTITY),
        ("Ramil Yarullovich Magzhanov", (), Schema.PERSON),
        ("Mikhailovich Institute", (), Schema.ORGANIZATION),
        ("JOHN DOE", ("INMATE NUMBER: 1-2, FCI SOMEWHERE",), Schema.PERSON),
    ],
)
def test_kind_of_party(name: str, addresses: tuple[str, ...], expected: Schema) -> None:
    assert schema_of([ListedName(text=name)], addresses) is expected


def test_nationality_in_brackets() -> None:
    assert nationality_in("Ri Sung Chol (DPRK national)") == "DPRK"
    assert nationality_in("National Works") is None


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Acety, Edwin", "Edwin Acety"),
        ("Budenz, II, George Charles", "George Charles Budenz II"),
        ("Aero Systems, Inc.", None),
        ("VTA", None),
    ],
)
def test_debarred_persons_are_turned_round(name: str, turned: str | None) -> None:
    assert given_name_first(name) == turned
