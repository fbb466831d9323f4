"""The distinct ways parties are written in shipment records."""

from __future__ import annotations

from typing import Any, Literal

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.networks.stages import SPELLINGS

Side = Literal["shipper", "consignee"]
SIDES: tuple[Side, Side] = ("shipper", "consignee")
#: Text columns of ``SPELLINGS`` and the ending of the column of a record that holds each.
_WRITTEN = {
    "name": "",
    "alias": "_alias",
    "country": "_country",
    "address": "_address",
    "tax_id": "_id",
    "phone": "_phone",
    "email": "_email",
}
#: A party is known by one of these; a country or an address alone names nobody.
_NAMED = ("name", "alias", "tax_id")
#: Between the parts of a key; no party writes it.
_BETWEEN = "\x1f"
_KEY = "party_key"


def party_key(side: Side | None = None) -> nw.Expr:
    """Return one text for a party as written, by which records and spellings join.

    Args:
        side: Of a shipment record; None for a row of ``SPELLINGS``.

    Returns:
        Null where the party has no name, alias or tax id, so that such a party joins nothing. What is missing and what
        is empty are the same.
    """
    columns = {name: nw.col(_column(name, side)).cast(nw.String).fill_null("") for name in _WRITTEN}
    named = nw.concat_str([columns[name] for name in _NAMED], separator="") != ""
    return nw.when(named).then(nw.concat_str(list(columns.values()), separator=_BETWEEN))


def spellings(records: nw.LazyFrame[Any], register: nw.LazyFrame[Any] | None = None) -> nw.LazyFrame[Any]:
    """Return the distinct ways parties are written: the columns of ``SPELLINGS`` but its number.

    Args:
        records: Shipment records in the canonical columns, each once.
        register: Entries of business registers as `tidewaiter.networks.companies.register.as_written` gives them; what
            only they write has no records and no days.

    Returns:
        Shippers and consignees together; `value_usd` is of what was shipped, null where no record states a value.
        Expressions only: it runs where the records are.
    """
    parts = [_parties(records, side) for side in SIDES]
    if register is not None:
        parts.append(_entries(register))
    grouped = nw.concat(parts, how="vertical").filter(~nw.col(_KEY).is_null()).group_by(_KEY)
    # All rows of a key are written the same, so that the least is the only one.
    found = grouped.agg(
        *(nw.col(name).min() for name in _WRITTEN),
        nw.col("one").sum().alias("records"),
        nw.col("cents").sum(),
        nw.col("cents").count().alias("valued"),
        nw.col("date").min().alias("first"),
        nw.col("date").max().alias("last"),
    )
    # A sum of nothing would be 0.
    value = nw.when(nw.col("valued") > 0).then(nw.col("cents").cast(nw.Float64) / 100)
    found = found.with_columns(value_usd=value, records=nw.col("records").cast(nw.Int64))
    return found.select(*(name for name in SPELLINGS.names if name != "spelling"))


def numbered(table: pa.Table) -> pa.Table:
    """Return collected spellings in the order of their text, numbered: a table of ``SPELLINGS``.

    The order is that of all text columns, so that the same records give the same numbers on every engine.
    """
    order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in _WRITTEN])
    number = pa.array(np.arange(table.num_rows, dtype=np.int64))
    return table.take(order).append_column("spelling", number).select(SPELLINGS.names).cast(SPELLINGS)


def _parties(records: nw.LazyFrame[Any], side: Side) -> nw.LazyFrame[Any]:
    """Return the parties of one side, with nulls for what is empty."""
    written = (_or_null(nw.col(_column(name, side)).cast(nw.String)).alias(name) for name in _WRITTEN)
    value = nw.col("value_usd").cast(nw.Float64)
    # In cents, whose sum does not depend on the order of its terms.
    shipped = nw.when(value.is_finite()).then((value * 100).round(0).cast(nw.Int64))
    cents = shipped if side == "shipper" else nw.lit(None, dtype=nw.Int64)
    return records.select(party_key(side).alias(_KEY), *written, "date", cents=cents, one=nw.lit(1, dtype=nw.Int64))


def _entries(register: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the parties that entries of a register name."""
    nothing = {"date": nw.lit(None, dtype=nw.Date), "cents": nw.lit(None, dtype=nw.Int64)}
    return register.select(party_key().alias(_KEY), *_WRITTEN, **nothing, one=nw.lit(0, dtype=nw.Int64))


def _or_null(column: nw.Expr) -> nw.Expr:
    return nw.when(column != "").then(column)


def _column(name: str, side: Side | None) -> str:
    return name if side is None else side + _WRITTEN[name]
