"""Columns of the canonical shipment table."""

from __future__ import annotations

import pyarrow as pa

#: The fixed part of the table, in order: what ``shipments import --layout canonical`` reads.
CANONICAL = (
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
)

#: What many sources say besides, and company resolution and chains use.
ADDED = (
    "date_precision",  # day or month: extracts by month are dated the first
    "shipper_alias",  # the name in the other script or language
    "consignee_alias",
    "shipper_id",  # tax or registration number
    "consignee_id",
    "shipper_phone",
    "consignee_phone",
    "shipper_email",
    "consignee_email",
    "declarant",
    "manufacturer",
    "value",  # amount in `currency`, where no amount in US dollars is stated
    "currency",
    "gross_kg",
    "reporter",  # country whose customs recorded it, ISO 3166 alpha-2
    "direction",  # import or export, as seen by the reporter
    "row",  # row of the source file, for the evidence
)

NUMBERS = frozenset({"quantity", "net_kg", "gross_kg", "value_usd", "value"})
COUNTRIES = frozenset(
    {"shipper_country", "consignee_country", "origin_country", "dispatch_country", "destination_country", "reporter"}
)

SCHEMA = pa.schema(
    [
        pa.field(
            name,
            pa.date32()
            if name == "date"
            else pa.float64()
            if name in NUMBERS
            else pa.int64()
            if name == "row"
            else pa.string(),
        )
        for name in (*CANONICAL, *ADDED)
    ]
)
