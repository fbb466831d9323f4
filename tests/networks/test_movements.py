"""Records become movements: parties, editions of codes, pieces and kilograms, the side that declares."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from tidewaiter.engines import TableEngine
from tidewaiter.networks.chains.goods import goods_table
from tidewaiter.networks.chains.movements import movements
from tidewaiter.networks.companies.spellings import numbered, spellings
from tidewaiter.networks.stages import COMPANIES, MOVEMENTS, RESOLVED
from tidewaiter.sources.shipments.columns import SCHEMA

FAMILY = "2022:854231"


def _record(**said: Any) -> dict[str, Any]:
    usual = {
        "shipment_id": "r1", "date": dt.date(2023, 3, 1), "shipper": "Supplier GmbH", "shipper_country": "DE",
        "consignee": "Hub Ltd", "consignee_country": "TR", "destination_country": "TR", "dispatch_country": "DE",
        "hs": "8542.31.90", "quantity": 5.0, "unit": "pcs", "net_kg": 2.0, "value_usd": 100.0, "reporter": "DE",
        "direction": "export", "brand": " acme ", "part_number": "x-1",
    }  # fmt: skip
    return {name: (usual | said).get(name) for name in SCHEMA.names}


def _movements(engine: TableEngine, *rows: dict[str, Any], forwarder: str = "Carrier AG") -> list[dict[str, Any]]:
    """Every name is a company of its own, numbered by its spelling."""
    records = engine.frame(pa.Table.from_pylist(list(rows), schema=SCHEMA))
    written = numbered(engine.collect(spellings(records)))
    number = written["spelling"]
    resolved = pa.table({"spelling": number, "company": number}, schema=RESOLVED)
    companies = pa.Table.from_pylist(
        [
            {"company": row["spelling"], "country": row["country"], "forwarder": row["name"] == forwarder}
            for row in written.to_pylist()
        ],
        schema=COMPANIES,
    )
    frames = (engine.frame(table) for table in (written, resolved, companies, goods_table([FAMILY])))
    made = engine.collect(movements(records, *frames))
    assert made.schema.names == MOVEMENTS.names
    names = dict(zip(number.to_pylist(), written["name"].to_pylist(), strict=True))
    return [
        row | {side: names.get(row[side]) for side in ("seller", "buyer")} for row in made.sort_by("record").to_pylist()
    ]


def test_a_record_becomes_a_movement(engine: TableEngine) -> None:
    (row,) = _movements(engine, _record(procedure="3151"))
    assert (row["seller"], row["buyer"]) == ("Supplier GmbH", "Hub Ltd")
    assert (row["from_country"], row["to_country"]) == ("DE", "TR")
    assert (row["hs6"], row["family"], row["asked"]) == ("854231", FAMILY, True)
    assert (row["brand"], row["part"], row["procedure"]) == ("ACME", "X-1", "3151")
    assert (row["quantity"], row["net_kg"], row["whole_month"]) == (5.0, 2.0, False)


def test_codes_are_read_by_the_edition_of_their_year(engine: TableEngine) -> None:
    # Flat panel display modules got codes of their own in HS 2022; before, they were parts of 8529 and others.
    rows = _movements(
        engine,
        _record(shipment_id="a", hs="852990", date=dt.date(2019, 1, 1)),
        _record(shipment_id="b", hs="852990", date=dt.date(2023, 1, 1)),
        _record(shipment_id="c", hs="854231", date=dt.date(2014, 1, 1)),
        _record(shipment_id="d", hs="999999"),
        _record(shipment_id="e", hs="8542"),
    )
    assert rows[0]["family"] == rows[1]["family"]
    assert (rows[2]["family"], rows[2]["asked"]) == (FAMILY, True)
    assert (rows[3]["family"], rows[3]["asked"]) == ("2022:999999", False)
    assert (rows[4]["hs6"], rows[4]["family"]) == ("8542", "2022:8542")


@pytest.mark.parametrize(
    ("said", "quantity", "weight"),
    [
        ({"unit": "шт"}, 5.0, 2.0),
        ({"unit": "C62"}, 5.0, 2.0),
        ({"unit": "m2"}, None, 2.0),
        ({"unit": "KG", "net_kg": None}, None, 5.0),
        ({"unit": None}, 5.0, 2.0),
        ({"unit": None, "quantity": 2.0}, None, 2.0),
        ({"net_kg": 0.0}, 5.0, None),
        ({"unit": "H87"}, 5.0, 2.0),
        ({"unit": "Dzn"}, 60.0, 2.0),
        ({"unit": "dozen"}, 60.0, 2.0),
        ({"unit": "DPC"}, 60.0, 2.0),
        ({"unit": "12u"}, 60.0, 2.0),
        ({"unit": "MIL"}, 5_000.0, 2.0),
        ({"unit": "798"}, 5_000.0, 2.0),
        ({"unit": "1000 PCS"}, 5_000.0, 2.0),
        ({"unit": "1,000 pcs."}, 5_000.0, 2.0),
        ({"unit": "1 000 шт"}, 5_000.0, 2.0),
        ({"unit": "ТЫС. ШТ."}, 5_000.0, 2.0),
        ({"unit": "тыс.шт", "quantity": 0.25}, 250.0, 2.0),
        ({"unit": "KPCS"}, 5_000.0, 2.0),
        ({"unit": "Bin Adet"}, 5_000.0, 2.0),
        ({"unit": "thousand of units"}, 5_000.0, 2.0),
        ({"unit": "1000u"}, 5_000.0, 2.0),
        ({"unit": "CEN"}, 500.0, 2.0),
        ({"unit": "100 шт"}, 500.0, 2.0),
        ({"unit": "gross"}, 720.0, 2.0),
        ({"unit": "пара"}, 10.0, 2.0),
        ({"unit": "NPR"}, 10.0, 2.0),
        ({"unit": "5 pcs"}, None, 2.0),
        ({"unit": "1000 pcs", "quantity": 1_000.0}, None, 2.0),
        ({"unit": "1000 kg"}, None, 2.0),
        ({"unit": "1000 м"}, None, 2.0),
        ({"unit": "тыс. м2"}, None, 2.0),
        ({"unit": "set"}, None, 2.0),
        ({"unit": "pcs per dozen"}, None, 2.0),
        ({"unit": "DZN", "quantity": 0.0}, None, 2.0),
    ],
    ids=str,
)
def test_pieces_and_kilograms(engine: TableEngine, said: dict[str, Any], quantity: float, weight: float) -> None:
    (row,) = _movements(engine, _record(**said))
    assert (row["quantity"], row["net_kg"]) == (quantity, weight)


@pytest.mark.parametrize(
    ("said", "buyer"),
    [
        ({}, None),
        ({"consignee_alias": "HUB LTD"}, "Hub Ltd"),
        ({"consignee_alias": "on behalf of HUB LTD"}, "Hub Ltd"),
        ({"declarant": "Hub Ltd", "direction": "import"}, "Hub Ltd"),
        ({"declarant": "Hub Ltd"}, None),
        ({"consignee_alias": "Nobody Known"}, None),
    ],
    ids=["nothing tells", "alias", "principal", "declarant of an import", "declarant of an export", "alias of nobody"],
)
def test_a_forwarder_is_no_party(engine: TableEngine, said: dict[str, Any], buyer: str | None) -> None:
    usual = _record(shipment_id="a")
    forwarded = _record(shipment_id="b", consignee="Carrier AG", **said)
    # However it is written, a forwarder stays one: both spellings are of the same company here.
    row = _movements(engine, usual, forwarded)[1]
    assert (row["seller"], row["buyer"]) == ("Supplier GmbH", buyer)


@pytest.mark.parametrize(
    ("said", "direction"),
    [
        ({"direction": None}, "export"),
        ({"direction": None, "reporter": "TR"}, "import"),
        ({"direction": None, "reporter": None, "procedure": "4000"}, "import"),
        ({"direction": None, "reporter": None, "procedure": "3151"}, "export"),
        ({"direction": None, "reporter": None}, None),
        ({"direction": "IMPORT"}, "import"),
    ],
    ids=str,
)
def test_the_side_that_declares(engine: TableEngine, said: dict[str, Any], direction: str | None) -> None:
    (row,) = _movements(engine, _record(**said))
    assert row["direction"] == direction


def test_months_and_unusable_records(engine: TableEngine) -> None:
    rows = _movements(
        engine,
        _record(shipment_id="a", date_precision="month"),
        _record(shipment_id="b", date=None),
        _record(shipment_id="c", hs=None),
        _record(shipment_id="d", shipper=None, consignee=None),
        _record(shipment_id="e", shipper=None, value_usd=0.0),
    )
    assert [(row["record"], row["whole_month"], row["seller"], row["value_usd"]) for row in rows] == [
        ("a", True, "Supplier GmbH", 100.0),
        ("e", False, None, None),
    ]


def test_a_part_number_names_its_brand_where_nearly_all_records_agree(engine: TableEngine) -> None:
    named = [_record(shipment_id=f"a{n}", part_number="K7", brand="Nordix") for n in range(10)]
    torn = [_record(shipment_id=f"b{n}", part_number="K8", brand=("Nordix", "Ostra")[n % 2]) for n in range(10)]
    silent = [_record(shipment_id=f"c{n}", part_number=f"k{n}", brand=None) for n in (7, 8, 9)]
    wrong = _record(shipment_id="d", part_number="K7", brand="Ostra")
    found = {row["record"]: row["brand"] for row in _movements(engine, *named, *torn, *silent, wrong)}
    assert (found["c7"], found["c8"], found["c9"]) == ("NORDIX", None, None)
    assert found["d"] == "OSTRA"
