"""The tables that facts are drawn from, and those made of them on the way: columns, meaning, units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pyarrow as pa

Frame = nw.LazyFrame[Any]

#: One row an entry of a business register that was matched to a company.
REGISTER = pa.schema(
    [
        ("company", pa.int64()),
        ("entry", pa.string()),  # the register's own number, or the row of its file
        ("name", pa.string()),
        ("country", pa.string()),
        ("address", pa.string()),
        ("registered_on", pa.date32()),
        ("phone", pa.string()),
        ("email", pa.string()),
        ("activity", pa.string()),  # in words, or a code such as NACE 46.52
        ("owners", pa.list_(pa.string())),
    ]
)

#: One row a listing that a company is, or may be.
LISTED = pa.schema(
    [
        ("company", pa.int64()),
        ("listing_id", pa.string()),
        ("list", pa.string()),
        ("name", pa.string()),
        ("score", pa.float64()),  # of screening, in [0, 1]
        ("listed_on", pa.date32()),
    ]
)

#: One row a month of which a country's records of a direction are there.
COVERED = pa.schema(
    [
        ("reporter", pa.string()),
        ("direction", pa.string()),  # export or import
        ("month", pa.date32()),  # its first day
    ]
)

#: One row a mark by which a company can be recognised; `tidewaiter.networks.facts.contacts` makes it.
CONTACTS = pa.schema(
    [
        ("company", pa.int64()),
        ("kind", pa.string()),  # address, phone, domain, tax, owner; or implausible, whose key says how
        ("key", pa.string()),
    ]
)

#: One row a mark of a listed party, as in CONTACTS.
LISTED_CONTACTS = pa.schema(
    [
        ("listing_id", pa.string()),
        ("listed_on", pa.date32()),
        ("kind", pa.string()),
        ("key", pa.string()),
    ]
)

#: One row a company that stands between two legs of a chain; `tidewaiter.networks.facts.chained` makes it.
MEMBERS = pa.schema(
    [
        ("company", pa.int64()),
        ("chain", pa.int64()),
        ("place", pa.int64()),  # 1 is the first company after the supplier
        ("legs", pa.int64()),
        ("countries", pa.int64()),  # distinct ones, supplier's and destination's included
        ("supplier_country", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("value_usd", pa.float64()),
        ("confidence", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkTables:
    """Everything a ranking rests on, as frames of one engine.

    The first five have the columns `tidewaiter.networks.stages` gives them, the others those above. Companies, links
    and chains should come from a run over records up to the day asked about: a run that saw more resolves with
    hindsight. Legs, listings, register entries and coverage of later days are left out here.
    """

    companies: Frame
    legs: Frame
    links: Frame
    chains: Frame
    contacts: Frame
    members: Frame
    listed: Frame
    coverage: Frame
    register: Frame | None = None
    listed_contacts: Frame | None = None
