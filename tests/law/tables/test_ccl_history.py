"""What is known of the Commerce Control List on earlier days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tidewaiter.law import load_law
from tidewaiter.law.build import ccl_dates
from tidewaiter.law.build.table_file import read_authored
from tidewaiter.law.tables import load_tables
from tidewaiter.licensing import determine
from tidewaiter.model import LawError, Transaction, from_data

TABLES = load_tables()
DAY = dt.date(2024, 10, 22)


@pytest.mark.parametrize(
    ("code", "day", "columns"),
    [
        ("9A515.x", "2024-10-22", {"NS1", "RS1"}),
        ("9A515.x", "2024-10-23", set()),
        ("9A515.x.1", "2024-10-22", {"NS1", "RS1"}),
        ("9A515.y", "2024-10-22", set()),
        ("9A515", "2024-10-22", set()),  # which paragraph is asked anyhow
        ("EAR99", "2024-10-22", set()),
    ],
)
def test_controls_that_acted_before_their_day(code: str, day: str, columns: set[str]) -> None:
    before = TABLES.ccl_before(code, dt.date.fromisoformat(day))
    assert {one.control.column for one in before if one.control is not None} == columns


def test_a_paragraph_may_be_younger_than_its_entry() -> None:
    assert [one.until for one in TABLES.ccl_before("3A090.c", dt.date(2023, 1, 1))] == [dt.date(2024, 12, 2)]
    assert TABLES.ccl_before("3A090.a", dt.date(2023, 1, 1)) == ()
    assert all(one.absent for one in TABLES.ccl_before("3A090.a", dt.date(2022, 10, 6)))


def test_an_earlier_control_that_was_not_verified_says_so() -> None:
    order = from_data(
        Transaction, {"id": "1", "from": "US", "destination": "KR", "item": {"eccn": "9A515.x"}, "end_use": "civil"}
    )
    reasons = determine(order, load_law(), as_of=DAY).reasons
    earlier = [r for r in reasons if "applied to 9A515.x before 2024-10-23" in r.facts.get("control", "")]
    assert len(earlier) == 2
    assert not any(r.verified for r in earlier)


def test_a_change_of_an_entry_nobody_knows_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*read_authored("ccl_dates.csv"), read_authored("ccl_dates.csv")[0] | {"eccn": "9Z999"}]
    entries = [{"eccn": row["eccn"]} for row in rows[:-1]]
    monkeypatch.setattr(ccl_dates, "read_authored", lambda _: rows)
    monkeypatch.setattr(ccl_dates, "ccl_rows", lambda *_: entries)
    with pytest.raises(LawError, match="9Z999"):
        ccl_dates.ccl_dates(Path())
