"""A register's entries are spellings without records, and each finds its company."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from tidewaiter.networks.register import matched, with_register
from tidewaiter.networks.spellings import numbered
from tidewaiter.networks.stages import RESOLVED, SPELLINGS

DAY = dt.date(2023, 5, 4)


def _spelling(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "country": "TR", "records": 3, "value_usd": 10.0, "first": DAY, "last": DAY, **more}


def _entry(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "country": "TR", "activity": "textiles", **more}


REGISTER = pa.schema(
    [(name, pa.string()) for name in ("name", "country", "address", "register_id", "phone", "email", "activity")]
)


def test_entries_join_the_spellings_once() -> None:
    schema = pa.schema([field for field in SPELLINGS if field.name != "spelling"])
    records = pa.Table.from_pylist([_spelling("Alfa"), _spelling("Beta", address="Street 1")], schema=schema)
    register = pa.Table.from_pylist(
        [_entry("Gamma", register_id="123"), _entry("Alfa"), _entry("Beta"), _entry("Alfa", email="")], schema=REGISTER
    )
    spellings = numbered(with_register(records, register))
    assert spellings.schema == SPELLINGS
    rows = {(row["name"], row["address"]): row for row in spellings.to_pylist()}
    assert list(rows) == [("Alfa", None), ("Beta", "Street 1"), ("Beta", None), ("Gamma", None)]
    assert rows["Alfa", None]["records"] == 3
    assert rows["Alfa", None]["first"] == DAY
    assert rows["Gamma", None]["records"] == 0
    assert rows["Gamma", None]["value_usd"] is None
    assert rows["Gamma", None]["tax_id"] == "123"

    companies = {"Alfa": 7, "Beta": 8, "Gamma": 9}
    resolved = pa.Table.from_pylist(
        [{"spelling": row["spelling"], "company": companies[row["name"]]} for row in spellings.to_pylist()],
        schema=RESOLVED,
    )
    found = matched(register, spellings, resolved)
    assert found["company"].to_pylist() == [9, 7, 8, 7]
    assert found["activity"].to_pylist() == ["textiles"] * 4
