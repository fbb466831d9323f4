"""Rows of the tables as the answers people get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import Company, LinkedListing
from tidewaiter.networks.companies.naming import named


def read_companies(
    companies: pa.Table, listings: Mapping[int, tuple[LinkedListing, ...]] | None = None
) -> Iterator[Company]:
    """Yield companies in the order of the table of ``COMPANIES``.

    Args:
        companies: The table, or rows of it.
        listings: Of companies by number (`linking.linked`).
    """
    linked = listings or {}
    for batch in companies.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            yield _company(row, linked.get(row["company"], ()))


def spelling_rows(spellings: pa.Table, resolved: pa.Table, companies: pa.Table) -> pa.Table:
    """Return one row for each name in a country and the company it is of: ``company_id``, ``name``, ``country``.

    Spellings that differ in address or contacts only are one row; those that name nobody are left out.
    """
    company = resolved["company"].take(pc.index_in(spellings["spelling"], value_set=resolved["spelling"]))
    ids = companies["company_id"].take(pc.index_in(company, value_set=companies["company"]))
    name, alias = (spellings[column].cast(pa.string()).combine_chunks() for column in ("name", "alias"))
    name = pc.coalesce(named(name), named(alias), name)
    rows = pa.table({"company_id": ids, "name": name, "country": spellings["country"].cast(pa.string())})
    rows = rows.filter(pc.and_(pc.is_valid(rows["company_id"]), pc.is_valid(rows["name"])))
    keys = ["company_id", "name", "country"]
    return rows.group_by(keys).aggregate([]).select(keys).sort_by([(key, "ascending") for key in keys])


def _company(row: dict[str, Any], listings: tuple[LinkedListing, ...]) -> Company:
    return Company(
        company_id=row["company_id"],
        names=tuple(row["names"]),
        country=row["country"],
        addresses=tuple(row["addresses"]),
        identifiers=tuple(row["identifiers"]),
        phones=tuple(row["phones"]),
        domains=tuple(row["domains"]),
        records=row["records"],
        first_seen=row["first"],
        last_seen=row["last"],
        value_usd=row["value_usd"],
        forwarder=row["forwarder"],
        linked_listings=listings,
    )
