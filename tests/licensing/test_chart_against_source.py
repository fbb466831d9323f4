"""The Country Chart and the control tables as their source prints them, against what the engine answers."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from tidewaiter.law import load_law
from tidewaiter.law.build.table_file import read_authored
from tidewaiter.licensing import determine
from tidewaiter.model import Item, Outcome, Transaction

LAW = load_law()
DAY = dt.date(2026, 8, 1)
#: Entries whose rows the source gives to the entry before them (``law/build/overrun.py``).
RUN_TOGETHER = {row["eccn"] for row in read_authored("ccl_overrun.csv")}
PLACES = ("AE", "AU", "BR", "CA", "CN", "DE", "IL", "IN", "JP", "KZ", "MX", "PK", "SG", "TR", "UA", "VN")


def rows(data_dir: Path, name: str) -> list[dict[str, str]]:
    with (data_dir / "ear" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("place", PLACES)
def test_no_x_of_the_chart_is_lost(data_dir: Path, place: str) -> None:
    """An X for a control of the whole entry needs a license; an X for a part of it never comes out as no license."""
    chart = next(row for row in rows(data_dir, "country_chart.csv") if row["iso2"] == place)
    whole, part = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for row in rows(data_dir, "eccn_controls.csv"):
        columns = {column for column in row["chart_column"].split() if chart.get(column) == "X"}
        part[row["eccn"]] |= columns
        if row["control_text"].strip().lower().endswith("applies to entire entry"):
            whole[row["eccn"]] |= columns
    assert len(part) > 500
    for eccn, columns in part.items():
        if eccn in RUN_TOGETHER:
            continue
        tx = Transaction(id="x", from_country="US", destination=place, item=Item(eccn=eccn), end_use="civil")
        outcome = determine(tx, LAW, as_of=DAY).outcome
        if whole[eccn]:
            assert outcome is Outcome.REQUIRED, (eccn, whole[eccn])
        elif columns:
            assert outcome is not Outcome.NOT_REQUIRED, (eccn, columns)


def test_entries_that_ran_together_in_the_source_have_their_own_controls() -> None:
    columns = {
        eccn: {(row.reason, row.column) for row in LAW.tables.controls(eccn)}
        for eccn in ("0D614", "2B352", "3E001", "3E002")
    }
    assert columns["2B352"] == {("CB", "CB2"), ("AT", "AT1")}
    assert columns["3E002"] == {("NS", "NS1"), ("AT", "AT1")}
    assert {("MT", "MT1"), ("NP", "NP1"), ("RS", "RS2")} < columns["3E001"]
    assert all("License Requirements" not in entry.title for entry in LAW.tables.entries.values())


@pytest.mark.parametrize(
    ("eccn", "place", "outcome"),
    [
        ("3E002", "CN", "required"),
        ("2B352", "AE", "required"),
        ("2B352", "DE", "not_required"),
        ("3E001", "DE", "required"),
    ],
)
def test_what_those_entries_need(eccn: str, place: str, outcome: str) -> None:
    tx = Transaction(id="x", from_country="US", destination=place, item=Item(eccn=eccn), end_use="civil")
    assert determine(tx, LAW, as_of=DAY).outcome == outcome
