"""The table of companies: what their spellings say of them, the commonest first."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.companies.heading import headed
from tidewaiter.networks.companies.identifiers import mail_keys
from tidewaiter.networks.companies.naming import named
from tidewaiter.networks.companies.reading import Bools, Ints
from tidewaiter.networks.companies.text_columns import NONE, Texts, texts, texts_of, together
from tidewaiter.networks.stages import COMPANIES


def company_countries(spellings: pa.Table, company: Ints, size: int) -> list[str | None]:
    """Return the country that most records of each company state."""
    listed = _by_frequency(texts(spellings["country"]), spellings, company, size)
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
    written = {
        "names": _names(spellings),
        "addresses": texts(spellings["address"]),
        "identifiers": texts(spellings["tax_id"]),
        "phones": texts(spellings["phone"]),
        "domains": texts(spellings["email"]).changed(_domains),
    }
    columns = {name: _by_frequency(column, spellings, company, size) for name, column in written.items()}
    columns["names"] = pa.array(headed(columns["names"].to_pylist()), pa.list_(pa.string()))
    known = company != NONE
    grouped = spellings.select(["records", "first", "last", "value_usd"]).filter(pa.array(known))
    grouped = grouped.append_column("company", pa.array(company[known]))
    # In one thread: a sum of floating numbers depends on the order of its terms.
    found = grouped.group_by("company", use_threads=False).aggregate(
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


def _names(spellings: pa.Table) -> Texts:
    """Return the name of each spelling; its alias where it has no name."""
    name, alias = texts(spellings["name"]), texts(spellings["alias"])
    values, (own, other, written) = together([name.changed(named), alias.changed(named), name])
    return texts_of(values, np.where(own != NONE, own, np.where(other != NONE, other, written)))


def _domains(emails: pa.Array) -> pa.Array:
    keys = mail_keys(emails)
    return pc.if_else(pc.match_substring(keys, "@"), pa.scalar(None, pa.string()), keys)


def _by_frequency(column: Texts, spellings: pa.Table, company: Ints, size: int) -> pa.Array:
    """Return the distinct texts of each company, those of most records first, then of most value, then by text."""
    known = np.flatnonzero((company != NONE) & (column.at != NONE))
    span = max(len(column.values), 1)
    records = np.asarray(spellings["records"])[known]
    value = np.asarray(pc.fill_null(spellings["value_usd"], 0.0), dtype=np.float64)[known]
    pair, place = np.unique(company[known] * span + column.at[known], return_inverse=True)
    rank = np.empty(len(column.values), dtype=np.int64)
    rank[np.asarray(pc.sort_indices(column.values))] = np.arange(len(column.values))
    group, text = pair // span, pair % span
    most = -np.bincount(place, records, len(pair)), group
    order = np.lexsort((rank[text], -np.bincount(place, value, len(pair)).round(2), *most))
    at = np.concatenate(([0], np.cumsum(np.bincount(group, minlength=size)))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(at), column.values.take(pa.array(text[order])))
