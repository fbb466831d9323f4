"""The distinct ways parties are written: what counts as one, what is counted, and that records join back to them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import narwhals as nw
import pyarrow as pa
from tests.networks.records import FEW, records

from tidewaiter.engines import TableEngine, duck_tables
from tidewaiter.networks.companies.forwarders import agencies
from tidewaiter.networks.companies.spellings import numbered, party_key, spellings
from tidewaiter.networks.stages import SPELLINGS


def joined(engine: TableEngine) -> tuple[pa.Table, list[dict[str, Any]]]:
    """Return the spellings, and which of them the records' parties are."""
    few = engine.frame(FEW)
    table = numbered(engine.collect(spellings(few)))
    known = engine.frame(table).select("spelling", party_key().alias("key"))
    found = few.select("shipment_id", party_key("shipper").alias("key"), party_key("consignee").alias("other"))
    found = found.join(known, on="key", how="left").select("shipment_id", "other", nw.col("spelling").alias("seller"))
    known = known.select(nw.col("key").alias("other"), nw.col("spelling").alias("buyer"))
    found = found.join(known, on="other", how="left").select("shipment_id", "seller", "buyer")
    return table, engine.collect(found).sort_by("shipment_id").to_pylist()


def test_spellings_are_counted_once_and_join_back() -> None:
    with duck_tables(workers=1) as engine:
        table, parties = joined(engine)
    assert table.schema == SPELLINGS
    rows = {row["name"] or row["tax_id"]: row for row in table.to_pylist()}
    assert len(rows) == table.num_rows == 4
    assert [row["spelling"] for row in table.to_pylist()] == [0, 1, 2, 3]
    assert rows["Kuzey Ltd"]["records"] == 3
    assert rows["Kuzey Ltd"]["value_usd"] == 10.25
    assert rows["Kuzey Ltd"]["last"] == dt.date(2023, 1, 5)
    assert rows["KUZEY LTD"]["value_usd"] == 0.3
    assert rows["ООО Вектор"]["value_usd"] is None, "no record it ships states a value"
    number = {name: row["spelling"] for name, row in rows.items()}
    assert [(row["seller"], row["buyer"]) for row in parties] == [
        (number["Kuzey Ltd"], number["ООО Вектор"]),
        (number["Kuzey Ltd"], number["ООО Вектор"]),
        (number["KUZEY LTD"], number["7701"]),
        (number["KUZEY LTD"], None),
        (number["ООО Вектор"], number["Kuzey Ltd"]),
    ]


def acts(engine: TableEngine) -> list[dict[str, Any]]:
    """Return who declares or carries for whom, in order."""
    rows = [
        {"shipper": "A", "consignee": "B", "declarant": "Agent", "direction": "export"},
        {"shipper": "A", "consignee": "C", "declarant": "Agent", "direction": "export"},
        {"shipper": "D", "consignee": "B", "declarant": "Agent", "carrier": "Line", "direction": "import"},
        {"shipper": "D", "consignee_country": "RU", "carrier": "Line"},
    ]
    acted = engine.frame(records(rows))
    table = numbered(engine.collect(spellings(acted)))
    found = engine.collect(agencies(acted, engine.frame(table)))
    names = table["name"].to_pylist()
    parts = [{"agent": row["agent"], "name": names[row["spelling"]]} for row in found.to_pylist()]
    return sorted(parts, key=lambda part: (part["agent"], part["name"]))


def test_who_acts_for_whom() -> None:
    with duck_tables(workers=1) as engine:
        found = acts(engine)
    expected = [("Agent", "A"), ("Agent", "B"), ("Line", "B"), ("Line", "D")]
    assert [(part["agent"], part["name"]) for part in found] == expected


def test_numbers_do_not_depend_on_the_order_of_arrival() -> None:
    with duck_tables(workers=1) as engine:
        table, _ = joined(engine)
    arrived = table.drop_columns(["spelling"])
    turned = arrived.take(pa.array(range(arrived.num_rows - 1, -1, -1)))
    assert numbered(turned).equals(table)
