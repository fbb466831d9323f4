"""A register's entries are spellings without records, and each finds its company."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
from tests.networks.records import records

from tidewaiter.engines import duck_tables
from tidewaiter.networks.companies.register import as_written, matched
from tidewaiter.networks.companies.spellings import numbered, spellings
from tidewaiter.networks.stages import RESOLVED, SPELLINGS

DAY = dt.date(2023, 5, 4)


def _entry(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "country": "TR", "activity": "textiles", **more}


REGISTER = pa.schema(
    [(name, pa.string()) for name in ("name", "country", "address", "register_id", "phone", "email", "activity")]
)


def test_entries_join_the_spellings_once() -> None:
    said = {"shipper_country": "TR", "date": DAY, "value_usd": 10.0}
    rows = [{"shipper": "Alfa", **said}] * 3 + [{"shipper": "Beta", "shipper_address": "Street 1", **said}]
    register = pa.Table.from_pylist(
        [
            _entry("Gamma", register_id="123"),
            _entry("Alfa"),
            _entry("Beta"),
            _entry("Alfa", email=""),
            {"country": "TR"},
        ],
        schema=REGISTER,
    )
    with duck_tables(workers=1) as engine:
        found = spellings(engine.frame(records(rows)), engine.frame(as_written(register)))
        table = numbered(engine.collect(found))
    assert table.schema == SPELLINGS
    known = {(row["name"], row["address"]): row for row in table.to_pylist()}
    assert list(known) == [("Alfa", None), ("Beta", "Street 1"), ("Beta", None), ("Gamma", None)]
    assert (known["Alfa", None]["records"], known["Alfa", None]["value_usd"]) == (3, 30.0)
    assert known["Alfa", None]["first"] == DAY
    assert known["Gamma", None]["records"] == 0
    assert known["Gamma", None]["value_usd"] is None
    assert known["Gamma", None]["tax_id"] == "123"

    companies = {"Alfa": 7, "Beta": 8, "Gamma": 9}
    resolved = pa.Table.from_pylist(
        [{"spelling": row["spelling"], "company": companies[row["name"]]} for row in table.to_pylist()],
        schema=RESOLVED,
    )
    entries = matched(register, table, resolved)
    assert entries["company"].to_pylist() == [9, 7, 8, 7, None], "who has no name is nobody"
    assert entries["activity"].to_pylist()[:4] == ["textiles"] * 4
