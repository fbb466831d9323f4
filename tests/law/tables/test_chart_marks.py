"""Marks of the Country Chart on days before the newest text."""

import datetime as dt

import pytest

from tidewaiter.law import load_law

TABLES = load_law().tables


@pytest.mark.parametrize(
    ("country", "column", "day", "answer"),
    [
        ("GB", "MT1", "2024-04-18", "yes"),
        ("GB", "MT1", "2024-04-19", "no"),
        ("GB", "CB1", "2024-04-18", "yes"),
        ("KY", "NS1", "2024-04-18", "yes"),
        ("IN", "NS2", "2018-08-02", "yes"),
        ("IN", "NS2", "2018-08-03", "no"),
        ("IN", "CB2", "2018-04-01", "unknown"),
        ("LI", "CC1", "2023-12-07", "yes"),
        ("HK", "NS2", "2014-12-22", "no"),
        ("HK", "NS2", "2014-12-23", "yes"),
        ("HK", "NP1", "2020-12-22", "unknown"),
        ("HK", "NP1", "2020-12-23", "yes"),
        ("CN", "NP1", "2020-12-22", "yes"),
        ("DE", "NS1", "2015-01-01", "yes"),
        ("DE", "NS2", "2015-01-01", "no"),
        ("ZZ", "NS1", "2024-01-01", "unknown"),
    ],
)
def test_a_mark_has_its_days(country: str, column: str, day: str, answer: str) -> None:
    assert TABLES.chart_mark(country, column, dt.date.fromisoformat(day)) == answer


def test_every_dated_mark_says_where_it_comes_from_and_ends_in_the_newest_chart() -> None:
    for country, marks in TABLES.chart_dates.items():
        row = TABLES.chart_row(country)
        assert row is not None
        for mark in marks:
            assert mark.citation
            assert mark.status in ("verified", "verified in secondary reports", "partly verified", "unverified")
            newest = mark.marked(TABLES.as_of)
            assert (newest == "yes") is (mark.column in row.columns)
            assert (mark.until is None) is (newest == "yes")


def test_hong_kong_is_china_from_the_day_its_entries_went() -> None:
    law = load_law()
    assert not law.within("HK", ("CN",), dt.date(2020, 12, 22))
    assert law.within("HK", ("CN",), dt.date(2020, 12, 23))
    assert not law.within("MO", ("CN",), dt.date(2024, 1, 1))
