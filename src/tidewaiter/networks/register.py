"""Entries of a business register among the spellings, so that resolution finds whose they are."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.stages import SPELLINGS

#: Text columns of ``SPELLINGS``, and the column of the register that says the same.
_SAID = {
    "name": "name",
    "alias": None,
    "country": "country",
    "address": "address",
    "tax_id": "register_id",
    "phone": "phone",
    "email": "email",
}
_TEXTS = list(_SAID)
_ENTRY = "entry_of_register"


def with_register(spellings: pa.Table, register: pa.Table) -> pa.Table:
    """Return spellings of records and of a register together, each once, without numbers.

    Args:
        spellings: What `tidewaiter.networks.spellings.spellings` gives, collected.
        register: Columns ``name,country,address,register_id,phone,email`` and others.

    Returns:
        Spellings that only the register has, have no records and no days.
    """
    columns = [name for name in SPELLINGS.names if name != "spelling"]
    said = _as_spellings(register).select(columns)
    both = pa.concat_tables([spellings.select(columns).cast(said.schema), said])
    found = both.group_by(_TEXTS).aggregate(
        [("records", "sum"), ("value_usd", "sum"), ("first", "min"), ("last", "max")]
    )
    return found.rename_columns(
        [name.removesuffix("_sum").removesuffix("_min").removesuffix("_max") for name in found.column_names]
    )


def matched(register: pa.Table, spellings: pa.Table, resolved: pa.Table) -> pa.Table:
    """Return the entries of a register with the ``company`` each is of: one row an entry.

    Args:
        register: The table given to `with_register`.
        spellings: Rows of ``SPELLINGS``.
        resolved: Rows of ``RESOLVED``.
    """
    entries = (
        _as_spellings(register).select(_TEXTS).append_column(_ENTRY, pa.array(range(register.num_rows), pa.int64()))
    )
    keyed = [table.append_column("key", _key(table)) for table in (entries, spellings.select(["spelling", *_TEXTS]))]
    found = keyed[0].select(["key", _ENTRY]).join(keyed[1].select(["key", "spelling"]), "key")
    known = found.join(resolved.select(["spelling", "company"]), "spelling").sort_by(_ENTRY)
    return register.append_column("company", known["company"])


def _as_spellings(register: pa.Table) -> pa.Table:
    rows = register.num_rows
    columns = {
        name: pa.nulls(rows, pa.string()) if source is None else _said(register[source])
        for name, source in _SAID.items()
    }
    columns |= {
        "records": pa.array([0] * rows, pa.int64()),
        "value_usd": pa.nulls(rows, pa.float64()),
        "first": pa.nulls(rows, pa.date32()),
        "last": pa.nulls(rows, pa.date32()),
    }
    return pa.table(columns)


def _said(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a text column with nulls for what is empty, as spellings have it."""
    return pc.if_else(pc.equal(column, ""), None, column)


def _key(table: pa.Table) -> pa.ChunkedArray:
    parts = [pc.fill_null(table[name], "") for name in _TEXTS]
    return pc.binary_join_element_wise(*parts, "\x1f")
