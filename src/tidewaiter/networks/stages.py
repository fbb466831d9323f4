"""The tables a run of the networks room goes through, one after the other: columns, meaning, units.

records ─▶ SPELLINGS ─▶ COMPANIES ─▶ MOVEMENTS ─▶ LEGS ─▶ LINKS ─▶ CHAINS ─▶ signs ─▶ leads

Companies, spellings and legs are numbered within a run; the ids people see are in their tables. Days are `date32`.
"""

from __future__ import annotations

import pyarrow as pa

#: One row a distinct way a party is written. Rows are sorted by all text columns, so that the same records give the
#: same numbers on every engine.
SPELLINGS = pa.schema(
    [
        ("spelling", pa.int64()),
        ("name", pa.string()),
        ("alias", pa.string()),  # the name in the other script or language
        ("country", pa.string()),  # ISO 3166 alpha-2
        ("address", pa.string()),
        ("tax_id", pa.string()),  # tax or registration number
        ("phone", pa.string()),
        ("email", pa.string()),
        ("records", pa.int64()),
        ("value_usd", pa.float64()),  # of the records it is the shipper of
        ("first", pa.date32()),
        ("last", pa.date32()),
    ]
)

#: One row a spelling: the company it belongs to.
RESOLVED = pa.schema([("spelling", pa.int64()), ("company", pa.int64())])

#: One row a company. Lists are ordered by frequency, the most frequent first, then by text.
COMPANIES = pa.schema(
    [
        ("company", pa.int64()),  # number within the run
        ("company_id", pa.string()),  # stable between runs
        ("names", pa.list_(pa.string())),
        ("country", pa.string()),
        ("addresses", pa.list_(pa.string())),
        ("identifiers", pa.list_(pa.string())),
        ("phones", pa.list_(pa.string())),
        ("domains", pa.list_(pa.string())),
        ("records", pa.int64()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("value_usd", pa.float64()),
        ("forwarder", pa.bool_()),  # carries for others: no link of a chain by itself
    ]
)

#: One row a usable record: who sent what to whom.
MOVEMENTS = pa.schema(
    [
        ("record", pa.string()),  # shipment_id
        ("day", pa.date32()),
        ("whole_month", pa.bool_()),  # only the month is known; the day is its first
        ("seller", pa.int64()),  # company, null when unknown
        ("buyer", pa.int64()),
        ("from_country", pa.string()),  # the seller's country, else the country of dispatch
        ("to_country", pa.string()),  # the buyer's country, else the declared destination
        ("destination", pa.string()),  # declared country of destination
        ("origin", pa.string()),  # stated country of origin
        ("hs6", pa.string()),
        ("family", pa.string()),  # family of HS codes over the editions
        ("asked", pa.bool_()),  # goods under suspicion
        ("brand", pa.string()),  # upper case, trimmed; likewise `part`
        ("part", pa.string()),
        ("quantity", pa.float64()),  # pieces; null in other units
        ("net_kg", pa.float64()),
        ("value_usd", pa.float64()),
        ("reporter", pa.string()),
        ("direction", pa.string()),  # export or import as the reporter sees it; null when unknown
        ("procedure", pa.string()),
        ("description", pa.string()),
    ]
)

#: One row a leg: the one or two records of one movement of goods.
LEGS = pa.schema(
    [
        ("leg", pa.int64()),  # number within the run, by day, then first record
        ("records", pa.list_(pa.string())),
        ("day", pa.date32()),  # departure: the earliest day it can have been
        ("day_to", pa.date32()),  # and the latest: another one where only the month is on record
        ("arrived", pa.date32()),  # arrival, likewise; of departure where only the exporting side is on record
        ("arrived_to", pa.date32()),
        ("seller", pa.int64()),
        ("buyer", pa.int64()),
        ("from_country", pa.string()),
        ("to_country", pa.string()),
        ("destination", pa.string()),
        ("origin", pa.string()),
        ("hs6", pa.string()),
        ("family", pa.string()),
        ("asked", pa.bool_()),
        ("brand", pa.string()),
        ("part", pa.string()),
        ("quantity", pa.float64()),
        ("net_kg", pa.float64()),
        ("value_usd", pa.float64()),
        ("sides", pa.string()),  # export, import, or both
        ("sent_as", pa.string()),  # what the exporter's customs procedure says: see `chains.procedures`
        ("came_under", pa.string()),  # and the one the goods were under before
        ("received_as", pa.string()),  # what the importer's says
    ]
)

#: One row a join of two legs at the company between them.
LINKS = pa.schema(
    [
        ("company", pa.int64()),
        ("inward", pa.int64()),  # leg that brought the goods
        ("outward", pa.int64()),  # leg that took them on
        ("share", pa.float64()),  # part of the outward leg's amount that the inward one explains, in (0, 1]
        ("gap_days", pa.int64()),  # from arrival to departure: the least that can have been
        ("gap_days_to", pa.int64()),  # and the most: more than that where only the month of a leg is on record
        ("price_ratio", pa.float64()),  # unit value outward over inward; null when unknown
        ("confidence", pa.float64()),  # in [0, 1]
        ("why", pa.string()),  # what agrees: part number, brand, quantity, ...
    ]
)

#: One row a chain.
CHAINS = pa.schema(
    [
        ("chain", pa.int64()),
        ("legs", pa.list_(pa.int64())),
        ("companies", pa.list_(pa.int64())),  # one more than legs
        ("countries", pa.list_(pa.string())),
        ("family", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("net_kg", pa.float64()),  # carried through all legs
        ("value_usd", pa.float64()),  # of that amount on the last leg
        ("value_in_usd", pa.float64()),  # of that amount on the first leg
        ("confidence", pa.float64()),  # of the weakest link
        ("weakest", pa.int64()),  # position of the weakest link: 0 joins the first two legs
    ]
)
