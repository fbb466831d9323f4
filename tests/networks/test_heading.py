"""The name a company is called by: what most records bear, never a slip of the pen where another spelling is right."""

from __future__ import annotations

from typing import Any

import pytest
from tests.networks.parties import resolved

from tidewaiter.networks.companies.heading import headed


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (["Ombrelta Chips", "Ombrella Chips"], "Ombrelta Chips"),  # one spelling each: the records tell
        (["Ombrelta Chips", "OMBRELLA CHIPS", "Ombrella Chips Ltd"], "OMBRELLA CHIPS"),
        (["Ombrella Cihp", "Ombrella Chip", "Ombrella Chip Ltd"], "Ombrella Cihp"),  # too short to tell
        (["Ombrella Tradign", "Ombrella Trading Ltd", "OMBRELLA TRADING"], "Ombrella Trading Ltd"),
        (["Ombrella kTrading", "Ombrellak Trading", "OMBRELLAK TRADING LTD"], "Ombrellak Trading"),
        (["ООО Омбрелла", "Ombrella LLC"], "ООО Омбрелла"),
        (["Ombrella North", "Ombrella South", "Ombrella South Ltd"], "Ombrella North"),  # another word
    ],
)
def test_a_slip_is_passed_over(names: list[str], first: str) -> None:
    (found,) = headed([names])
    assert found[0] == first
    assert found[1:] == [name for name in names if name != first]


def test_a_word_of_many_companies_tells_of_its_slip() -> None:
    others = [[f"{name} Limited"] for name in ("Arkon", "Belto", "Cerval", "Dunmor", "Elfrad", "Forwen")] * 2
    slip = ["Ombrella Liimited", "OMBRELLA LIMITED"]
    assert headed([*others, slip])[-1][0] == "OMBRELLA LIMITED"
    assert headed([slip])[0][0] == "Ombrella Liimited"


def _names(rows: list[dict[str, Any]]) -> list[str]:
    _, found = resolved([{"country": "TR", "tax_id": "1234567890", **row} for row in rows])
    (names,) = found.companies["names"].to_pylist()
    return list(names)


def test_records_then_value_then_the_alphabet_tell() -> None:
    rows = [
        {"name": "Ombrella Ltd", "records": 2, "value_usd": 10.0},
        {"name": "OMBRELLA LTD", "records": 2, "value_usd": 30.0},
        {"name": "Ombrella Limited", "records": 2, "value_usd": 10.0},
        {"name": "OMBRELLA", "records": 3, "value_usd": None},
    ]
    expected = ["OMBRELLA", "OMBRELLA LTD", "Ombrella Limited", "Ombrella Ltd"]
    assert _names(rows) == _names(rows[::-1]) == expected
