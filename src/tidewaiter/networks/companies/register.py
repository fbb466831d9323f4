"""Entries of a business register among the spellings, so that resolution finds whose they are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.companies.company_ids import spelling_numbers

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


def as_written(register: pa.Table) -> pa.Table:
    """Return the entries of a register with the text columns of ``SPELLINGS``.

    Args:
        register: Columns ``name,country,address,register_id,phone,email`` and others.
    """
    rows = register.num_rows
    return pa.table(
        {
            name: pa.nulls(rows, pa.string()) if source is None else _said(register[source])
            for name, source in _SAID.items()
        }
    )


def matched(register: pa.Table, spellings: pa.Table, resolved: pa.Table) -> pa.Table:
    """Return the entries of a register with the ``company`` each is of: one row an entry.

    Args:
        register: Entries that were among those given to `tidewaiter.networks.companies.spellings.spellings`.
        spellings: Rows of ``SPELLINGS``.
        resolved: Rows of ``RESOLVED``.
    """
    numbers = spelling_numbers(spellings)
    order = np.argsort(numbers)
    wanted = spelling_numbers(as_written(register))
    place = np.minimum(np.searchsorted(numbers, wanted, sorter=order), max(len(order) - 1, 0))
    row = order[place] if len(order) else place
    found = pc.take(resolved["company"], pa.array(row))
    known = pa.array(numbers[row] == wanted) if len(order) else pa.array([], pa.bool_())
    return register.append_column("company", pc.if_else(known, found, pa.scalar(None, pa.int64())))


def _said(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a text column with nulls for what is empty, as spellings have it."""
    return pc.if_else(pc.equal(column, ""), None, column)
