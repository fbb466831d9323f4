from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import HsCode, parse_hs, parse_vintage


@pytest.mark.parametrize("text", ["854231", "8542.31", "8542 31", 854231, " 8542.31 "])
def test_a_code_as_people_write_it(text: str | int) -> None:
    assert parse_hs(text, 2022) == HsCode("854231", 2022)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("85423", "leading zero"),
        ("8542a1", "other than digits"),
        ("", "2 to 12 digits"),
        ("004231", "chapter 00"),
        ("771010", "chapter 77"),
        ("12345678901234", "2 to 12 digits"),
        ("٨٥٤٢٣١", "other than digits"),
    ],
)
def test_an_impossible_code_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_hs(text)


@pytest.mark.parametrize(
    ("given_", "edition"),
    [("H6", 2022), ("H4", 2012), (2023, 2022), ("2017", 2017), (2019, 2017), (None, None), ("", None)],
)
def test_a_vintage_falls_in_the_edition_in_force(given_: int | str | None, edition: int | None) -> None:
    assert parse_vintage(given_) == edition


@pytest.mark.parametrize("vintage", ["H9", "soon", 1955])
def test_a_vintage_that_is_none(vintage: int | str) -> None:
    with pytest.raises(ValueError, match="not an HS vintage"):
        parse_vintage(vintage)


@given(st.integers(1, 97).filter(lambda c: c != 77), st.integers(0, 10**8 - 1))
def test_writing_and_reading_a_code_gives_it_back(chapter: int, rest: int) -> None:
    code = HsCode(f"{chapter:02d}{rest:08d}")
    assert parse_hs(str(code)) == code
    assert code.hs6 == code.code[:6]
