"""Federal Register citations and their dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import Citation
from tidewaiter.sources.lists.citations import citation_dates, date_by_page, parse_citations, with_dates
from tidewaiter.sources.lists.days import partial_date, us_date, whole_date


def _read(text: str) -> list[tuple[str, str | None]]:
    return [(c.text, c.date.isoformat() if c.date else None) for c in parse_citations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("89 FR 68548, 8/27/24", [("89 FR 68548", "2024-08-27")]),
        ("70 FR 11861, 3/10/05.\n76 FR 50410, 8/15/11", [("70 FR 11861", "2005-03-10"), ("76 FR 50410", "2011-08-15")]),
        ("73 FR 54508\n9/22/08", [("73 FR 54508", "2008-09-22")]),
        ("64 FR 28909,\n5/28/99", [("64 FR 28909", "1999-05-28")]),
        ("81 FR 61601 preview citation details, 9/7/16", [("81 FR 61601", "2016-09-07")]),
        (
            "46 F.R. 46154 9/17/81 and 46 F.R. 19290 3/30/81",
            [("46 FR 46154", "1981-09-17"), ("46 FR 19290", "1981-03-30")],
        ),
        ("74 F.R.12836 03/25/09", [("74 FR 12836", "2009-03-25")]),
        ("62 FR 35334, 6/30/97 66 FR 24267, 5/14/01", [("62 FR 35334", "1997-06-30"), ("66 FR 24267", "2001-05-14")]),
        ("Vol. 74, No. 11, 01/16/2009", [("Vol. 74, No. 11", "2009-01-16")]),
        ("Vol. 89, No. 230, November 29, 2024 Federal Register", [("Vol. 89, No. 230", "2024-11-29")]),
        ("79 FR 35210 corrected by 79 FR 37384", [("79 FR 35210", None), ("79 FR 37384", None)]),
        ("73 F.R. 57052 10/1/200", [("73 FR 57052", None)]),  # a cut-off year dates nothing
        ("86 F.R. 23920 5/5/2012", [("86 FR 23920", None)]),  # volume 86 is of 2021
        ("", []),
    ],
)
def test_citations(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert _read(text) == expected


def test_first_and_last_date() -> None:
    cited = parse_citations("84 FR 22963, 5/21/19. 85 FR 51603, 8/20/20")
    assert citation_dates(cited) == (dt.date(2019, 5, 21), dt.date(2020, 8, 20))
    assert citation_dates(cited[:1]) == (dt.date(2019, 5, 21), None)
    assert citation_dates(()) == (None, None)


def test_a_page_is_dated_from_another_entry_unless_they_disagree() -> None:
    dated, other, bare = (
        parse_citations("73 FR 54508 9/22/08"),
        parse_citations("73 FR 54508 9/23/08"),
        parse_citations("73 FR 54508"),
    )
    assert with_dates(bare, date_by_page([dated])) == dated
    assert with_dates(bare, date_by_page([dated, other])) == (Citation(text="73 FR 54508"),)


@given(st.text(max_size=200))
def test_never_raises(text: str) -> None:
    assert isinstance(parse_citations(text), tuple)
    whole_date(text)
    partial_date(text)


@given(
    st.lists(st.tuples(st.integers(46, 91), st.integers(100, 99999)), min_size=1, max_size=5, unique=True),
    st.sampled_from([". ", "; ", "\n", " and ", ", ", " "]),
    st.booleans(),
)
def test_no_citation_is_lost(pages: list[tuple[int, int]], separator: str, short_year: bool) -> None:
    def printed(volume: int, page: int) -> str:
        year = 1935 + volume
        return f"{volume} FR {page}, 3/14/{str(year)[2:] if short_year else year}"

    found = parse_citations(separator.join(printed(v, p) for v, p in pages))
    assert [c.text for c in found] == [f"{v} FR {p}" for v, p in pages]
    assert [c.date for c in found] == [dt.date(1935 + v, 3, 14) for v, _ in pages]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23 Dec 1973", "1973-12-23"),
        ("circa 1962", "1962"),
        ("Jan 1960", "1960-01"),
        ("November, 1975", "1975-11"),
        ("00/00/1980", "1980"),
        ("dd/mm/1981", "1981"),
        ("11.8.1960", "1960-08-11"),
        ("28 April 1937", "1937-04-28"),
        ("unknown", None),
    ],
)
def test_partial_dates(text: str, expected: str | None) -> None:
    assert partial_date(text, day_first=True) == expected


def test_two_digit_years_take_the_nearest_century() -> None:
    assert us_date("9/17/81") == dt.date(1981, 9, 17)
    assert us_date("9/17/16") == dt.date(2016, 9, 17)
    assert us_date("31/31/99") is None
