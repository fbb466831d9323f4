"""A period that was not over when its data came out is no data: neither a fall nor a rise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tidewaiter.model import UsageError
from tidewaiter.monitor import State
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.hubs import HubQuestion

HEAD = "period,reporter,partner,flow,hs,hs_vintage,value_usd,source\n"
ASKED = HubQuestion(goods="hs:8542", origins="US", baseline="2019:2021", window="2022:2025")


def annual(folder: Path, *, released: dt.date | None) -> Workspace:
    """Return a workspace with seven years of trade, of the last of them seven months."""
    space = Workspace(folder / "space", today=lambda: dt.date(2026, 8, 7))
    lines = [
        f"{year},{reporter},{partner},X,854231,2017,{100 if year < 2025 else 58},s"
        for year in range(2019, 2026)
        for reporter, partner in (("US", "TR"), ("US", "KZ"), ("TR", "RU"), ("KZ", "RU"))
    ]
    (folder / "annual.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    space.flows.import_file(folder / "annual.csv", "canonical", released=released)
    return space


def monthly(folder: Path, until: int, today: dt.date) -> Workspace:
    space = Workspace(folder / "space", today=lambda: today)
    periods = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)]
    lines = [
        f"{period},{reporter},{partner},X,854231,2022,{value},s"
        for number, period in enumerate(periods[:until])
        for reporter, partner, value in (
            ("TR", "RU", 10 if number == until - 1 else 100 + number % 3),
            ("US", "TR", 200 + number % 5),
        )
    ]
    (folder / "monthly.csv").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    space.flows.import_file(folder / "monthly.csv", "canonical")
    return space


def test_a_year_that_was_not_over_counts_as_no_data_and_is_said(tmp_path: Path) -> None:
    space = annual(tmp_path, released=dt.date(2025, 8, 9))
    rows = {row.hub: row for row in space.hubs.rank(ASKED)}
    turkey = rows["TR"]
    assert turkey.coverage.no_data["exports"] == ("2025",)
    assert turkey.exports_excess.value == pytest.approx(0.0, abs=1e-6)
    assert any("2025 of" in note and "data of 2025-08-09" in note for note in turkey.notes)


def test_a_year_that_was_over_counts(tmp_path: Path) -> None:
    rows = {row.hub: row for row in annual(tmp_path, released=dt.date(2026, 1, 1)).hubs.rank(ASKED)}
    assert "exports" not in rows["TR"].coverage.no_data
    value = rows["TR"].exports_excess.value
    assert value is not None
    assert value < -20


def test_a_window_of_a_part_of_a_year_alone_is_refused_with_the_reason(tmp_path: Path) -> None:
    space = annual(tmp_path, released=dt.date(2025, 8, 9))
    question = HubQuestion(goods="hs:8542", origins="US", baseline="2019:2021", window="2025")
    with pytest.raises(UsageError, match=r"not over when the data came out.*2025 of KZ, TR, US"):
        space.hubs.rank(question)


def test_a_later_release_makes_a_year_whole(tmp_path: Path) -> None:
    space = annual(tmp_path, released=dt.date(2025, 8, 9))
    assert [row.partial for row in space.flows.coverage(reporter="TR")] == [("2025",)]
    (tmp_path / "later.csv").write_text(HEAD + "2025,TR,RU,X,854231,2017,110,s\n", encoding="utf-8")
    space.flows.import_file(tmp_path / "later.csv", "canonical", released=dt.date(2026, 3, 1))
    (row,) = space.flows.coverage(reporter="TR")
    assert (row.partial, row.reported) == ((), 7)
    (before,) = space.flows.coverage(reporter="TR", vintage=dt.date(2025, 12, 31))
    assert (before.partial, before.reported) == (("2025",), 6)
    assert [str(state) for _, state in before.states()][-1] == "part_of_period"


def test_the_ledger_has_no_fall_in_a_month_that_is_not_over(tmp_path: Path) -> None:
    question = HubQuestion(goods="hs:8542", origins="US")
    found = monthly(tmp_path, until=31, today=dt.date(2026, 7, 20)).hubs.progress("TR", question)
    last = found.ledger[-1]
    assert (last.month, last.state, last.value) == ("2026-07", State.NO_DATA, None)
    assert last.note == "not over when the data came out (2026-07-20)"
    assert {entry.note for entry in found.ledger[:-1]} == {""}
    assert State.IMPROVED not in {entry.state for entry in found.ledger}


def test_amounts_in_two_currencies_are_refused_with_the_files_that_need_rates(tmp_path: Path) -> None:
    space = annual(tmp_path, released=dt.date(2026, 1, 1))
    text = (
        "period,reporter,partner,flow,hs,value,currency,source\n"
        "2019,DE,TR,X,854231,9,EUR,e\n2022,DE,TR,X,854231,9,EUR,e\n"
    )
    (tmp_path / "euro.csv").write_text(text, encoding="utf-8")
    space.flows.import_file(tmp_path / "euro.csv", "canonical")
    with pytest.raises(UsageError, match=r"EUR, USD, which cannot be added.*euro\.csv \(EUR, 2019 to 2022\).*--rates"):
        space.hubs.rank(ASKED)
    (tmp_path / "rates.csv").write_text(
        "period,currency,usd_per_unit\n2019,EUR,1.12\n2022,EUR,1.05\n", encoding="utf-8"
    )
    space.flows.import_file(tmp_path / "euro.csv", "canonical", rates=tmp_path / "rates.csv")
    assert space.hubs.rank(ASKED)
