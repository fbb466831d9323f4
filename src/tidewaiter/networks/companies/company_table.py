"""The table of companies: what their spellings say of them, the commonest first."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.companies.identifiers import mail_keys
from tidewaiter.networks.companies.naming import named
from tidewaiter.networks.companies.reading import Bools, Ints
from tidewaiter.networks.companies.text_columns import NONE
from tidewaiter.networks.stages import COMPANIES


def company_countries(spellings: pa.Table, company: Ints, size: int) -> list[str | None]:
    """Return the country that most records of each company state."""
    listed = _by_frequency(spellings["country"].combine_chunks(), spellings, company, size)
    return [row[0] if row else None for row in listed.to_pylist()]


def company_table(
    spellings: pa.Table, company: Ints, ids: list[str], countries: list[str | None], forwarder: Bools
) -> pa.Table:
    """Return the table of ``COMPANIES``.

    Args:
        spellings: Table of ``SPELLINGS``.
        company: Company of each spelling, or `NONE`.
        ids: Of each company; likewise `countries` and `forwarder`.
    """
    size = len(ids)
    columns = {
        "names": _names(spellings, company, size),
        "addresses": _by_frequency(spellings["address"].combine_chunks(), spellings, company, size),
        "identifiers": _by_frequency(spellings["tax_id"].combine_chunks(), spellings, company, size),
        "phones": _by_frequency(spellings["phone"].combine_chunks(), spellings, company, size),
        "domains": _by_frequency(_domains(spellings), spellings, company, size),
    }
    known = company != NONE
    grouped = spellings.filter(pa.array(known)).append_column("company", pa.array(company[known]))
    found = grouped.group_by("company").aggregate(
        [("records", "sum"), ("first", "min"), ("last", "max"), ("value_usd", "sum")]
    )
    found = found.sort_by("company")
    return pa.table(
        {
            "company": pa.array(np.arange(size), pa.int64()),
            "company_id": pa.array(ids, pa.string()),
            "country": pa.array(countries, pa.string()),
            "records": found["records_sum"],
            "first": found["first_min"],
            "last": found["last_max"],
            "value_usd": pc.round(found["value_usd_sum"], ndigits=2),
            "forwarder": pa.array(forwarder),
            **columns,
        }
    ).select(COMPANIES.names).cast(COMPANIES)  # fmt: skip


def _names(spellings: pa.Table, company: Ints, size: int) -> pa.Array:
    """Return the names of each company; its alias where it has no name."""
    names, aliases = named(spellings["name"]), named(spellings["alias"])
    return _by_frequency(pc.coalesce(names, aliases, spellings["name"].combine_chunks()), spellings, company, size)


def _domains(spellings: pa.Table) -> pa.Array:
    keys = mail_keys(spellings["email"].combine_chunks())
    return pc.if_else(pc.match_substring(keys, "@"), pa.scalar(None, pa.string()), keys)


def _by_frequency(texts: pa.Array, spellings: pa.Table, company: Ints, size: int) -> pa.Array:
    """Return the distinct texts of each company, those of most records first, then by text."""
    known = np.flatnonzero((company != NONE) & np.asarray(pc.is_valid(texts)))
    rows = pa.table(
        {
            "company": company[known],
            "text": texts.take(pa.array(known)),
            "records": spellings["records"].take(pa.array(known)),
        }
    )
    counted = rows.group_by(["company", "text"]).aggregate([("records", "sum")])
    counted = counted.sort_by([("company", "ascending"), ("records_sum", "descending"), ("text", "ascending")])
    count = np.bincount(np.asarray(counted["company"]), minlength=size)
    at = np.concatenate(([0], np.cumsum(count))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(at), counted["text"].combine_chunks())
