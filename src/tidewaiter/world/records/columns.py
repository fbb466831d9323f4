"""Columns of `shipments.parquet`: those of the canonical shipment table, which `tidewaiter shipments import` reads."""

from __future__ import annotations

import pyarrow as pa

_NAMES = [
    "shipment_id",
    "date",
    "shipper",
    "shipper_address",
    "shipper_country",
    "consignee",
    "consignee_address",
    "consignee_country",
    "origin_country",
    "dispatch_country",
    "destination_country",
    "hs",
    "description",
    "brand",
    "part_number",
    "quantity",
    "unit",
    "net_kg",
    "value_usd",
    "declaration",
    "procedure",
    "carrier",
    "source",
    "date_precision",
    "shipper_alias",
    "consignee_alias",
    "shipper_id",
    "consignee_id",
    "shipper_phone",
    "consignee_phone",
    "shipper_email",
    "consignee_email",
    "declarant",
    "manufacturer",
    "value",
    "currency",
    "gross_kg",
    "reporter",
    "direction",
    "row",
]
_TYPES = {"date": pa.date32(), "row": pa.int64()} | dict.fromkeys(
    ("quantity", "net_kg", "value_usd", "value", "gross_kg"), pa.float64()
)

SHIPMENT_SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in _NAMES])

#: Who is named and who is meant in each record: not for those who look for it.
TRUTH_SCHEMA = pa.schema(
    [
        ("shipment_id", pa.string()),
        ("shipper_company", pa.int64()),
        ("consignee_company", pa.int64()),
        ("true_shipper", pa.int64()),
        ("true_consignee", pa.int64()),
        ("leg_id", pa.int64()),
        ("chain_id", pa.int64()),
        ("diverted", pa.bool_()),
    ]
)
