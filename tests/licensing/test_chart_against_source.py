"""The Country Chart and the control tables as their source prints them, against what the engine answers."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from tidewaiter.law import load_law
from tidewaiter.licensing import determine
from tidewaiter.model import Item, Outcome, Transaction

LAW = load_law()
DAY = dt.date(2026, 8, 1)
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
        tx = Transaction(id="x", from_country="US", destination=place, item=Item(eccn=eccn), end_use="civil")
        outcome = determine(tx, LAW, as_of=DAY).outcome
        if whole[eccn]:
            assert outcome is Outcome.REQUIRED, (eccn, whole[eccn])
        elif columns:
            assert outcome is not Outcome.NOT_REQUIRED, (eccn, columns)
