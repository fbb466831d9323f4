"""Register entries on disk, and which of them are known by a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tidewaiter.model import RegisterEntry
from tidewaiter.store.register import RegisterStore

DAY = dt.date(2021, 5, 1)


def test_entries_are_known_from_the_day_they_were_made(tmp_path: Path) -> None:
    store = RegisterStore(tmp_path)
    days = {"Old": dt.date(1998, 1, 7), "Same day": DAY, "Next day": DAY + dt.timedelta(days=1), "Undated": None}
    store.publish("a", [RegisterEntry(name=name, registered_on=day) for name, day in days.items()])
    store.publish("b", [RegisterEntry(name="Other file", registered_on=dt.date(2030, 1, 1))])
    assert sorted(store.table(DAY)["name"].to_pylist()) == ["Old", "Same day", "Undated"]
    assert (store.count(DAY), store.count(dt.date(1990, 1, 1)), store.count()) == (3, 1, 5)
    assert store.table().num_rows == 5


def test_an_empty_register_has_no_entries(tmp_path: Path) -> None:
    store = RegisterStore(tmp_path)
    assert (store.table(DAY).num_rows, store.count(DAY), store.count()) == (0, 0, 0)
