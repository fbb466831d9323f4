"""Shipment records for tests: a few columns said, the rest null."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from tidewaiter.sources.shipments import SCHEMA


def records(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return records in the canonical columns, numbered and dated one day after another."""
    first = dt.date(2023, 1, 1)
    said = [
        {"shipment_id": f"S{number}", "date": first + dt.timedelta(days=number), **row}
        for number, row in enumerate(rows)
    ]
    return pa.table({name: [row.get(name) for row in said] for name in SCHEMA.names}, schema=SCHEMA)


#: Empty and missing are one; a party twice under one spelling; a party known by its tax id only, and one by nothing.
FEW = records(
    [
        {"shipper": "Kuzey Ltd", "shipper_country": "TR", "consignee": "ООО Вектор", "value_usd": 10.25},
        {"shipper": "Kuzey Ltd", "shipper_country": "TR", "shipper_alias": "", "consignee": "ООО Вектор"},
        {"shipper": "KUZEY LTD", "shipper_country": "TR", "consignee_id": "7701", "value_usd": 0.1},
        {"shipper": "KUZEY LTD", "shipper_country": "TR", "consignee_address": "Moscow", "value_usd": 0.2},
        {"shipper": "ООО Вектор", "consignee": "Kuzey Ltd", "consignee_country": "TR"},
    ]
)
