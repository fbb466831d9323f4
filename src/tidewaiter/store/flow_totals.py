"""Flows added up over families of goods, for the panel of the estimators: one expression, whichever engine runs it.

The expressions are narwhals': they run on a DuckDB relation where the flows lie on this machine, and on a Spark frame
where they lie on many, with equal results.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

if TYPE_CHECKING:
    import duckdb

#: Reporter of what all origins together send of goods that are only compared with.
ALL_ORIGINS = "+"
_GROUP = ("source", "reporter", "partner", "flow", "family", "period")
_COLUMNS = (
    "source", "reporter", "partner", "flow", "period", "hs", "hs_vintage", "parent", "undetailed", "net_kg",
)  # fmt: skip


def total_flows(flows: nw.LazyFrame[Any], families: nw.LazyFrame[Any], money: str) -> nw.LazyFrame[Any]:
    """Add flows up by source, reporter, partner, flow, family and period.

    Headings are never added to their parts: of a parent only what its parts lack counts, whose weight is unknown.

    Args:
        flows: Each cell once, in the canonical columns.
        families: ``hs, hs_vintage, family`` and, for `needed_flows`, ``asked``; other codes are left out.
        money: Column of the amount, ``value_usd`` or ``value``.

    Returns:
        Columns ``source, reporter, partner, flow, family, period, value, net_kg``. A cell whose weight one code lacks
        has none.
    """
    return _added_up(_counted(flows, money).join(families, on=["hs", "hs_vintage"], how="inner"))


def needed_flows(
    flows: nw.LazyFrame[Any],
    families: nw.LazyFrame[Any],
    spoken: nw.LazyFrame[Any],
    *,
    money: str,
    origins: Collection[str],
    destination: str,
) -> nw.LazyFrame[Any]:
    """Add up what a question about hubs needs; the answer stays small however many goods are compared with.

    Goods asked about keep reporter and partner. Of the others only exports are kept: what the origins send, together,
    to each country, and what each country sends to the destination; what the parts of a heading lack is left out of
    them, because from month to month it is other goods.

    Args:
        flows: As in `total_flows`; ``families`` and ``money`` likewise.
        families: With ``asked``, the goods asked about.
        spoken: ``reporter, flow, source``: which source speaks for each reporter and direction; no other is read.
        money: Column of the amount.
        origins: ISO 3166 alpha-2 of the origins; ``destination`` likewise.
        destination: Where goods may be diverted to.
    """
    cells = _counted(flows, money).join(spoken, on=["reporter", "flow", "source"], how="inner")
    cells = cells.join(families, on=["hs", "hs_vintage"], how="inner")
    sent = nw.col("reporter").is_in(list(origins)) & (nw.col("partner") != destination)
    arriving = nw.col("partner") == destination
    compared = ~nw.col("parent") & (nw.col("flow") == "X") & (sent | arriving)
    cells = cells.filter(nw.col("asked") | compared)
    together = ~nw.col("asked") & sent
    return _added_up(
        cells.with_columns(
            reporter=nw.when(together).then(nw.lit(ALL_ORIGINS)).otherwise(nw.col("reporter")),
            source=nw.when(together).then(nw.lit(ALL_ORIGINS)).otherwise(nw.col("source")),
        )
    )


def _counted(flows: nw.LazyFrame[Any], money: str) -> nw.LazyFrame[Any]:
    """Return exports and imports, of parents what their parts lack, with ``amount``."""
    cells = flows.select(*_COLUMNS, nw.col(money).alias("amount"))
    cells = cells.filter(nw.col("flow").is_in(["X", "M"]), ~nw.col("parent") | (nw.col("undetailed") > 0))
    part = nw.col("parent")
    return cells.with_columns(
        amount=nw.when(part).then(nw.col("amount") * nw.col("undetailed")).otherwise(nw.col("amount")),
        net_kg=nw.when(~part).then(nw.col("net_kg")),
    )


def _added_up(cells: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    summed = cells.group_by(*_GROUP).agg(
        nw.col("amount").sum().alias("total"),
        nw.col("amount").count().alias("amounts"),
        nw.col("net_kg").sum().alias("kg"),
        nw.col("net_kg").count().alias("weights"),
        nw.len().alias("cells"),
    )
    return summed.select(
        *_GROUP,
        nw.when(nw.col("amounts") > 0).then(nw.col("total")).alias("value"),
        nw.when(nw.col("weights") == nw.col("cells")).then(nw.col("kg")).alias("net_kg"),
    )


def flow_totals(
    connection: duckdb.DuckDBPyConnection, flows: duckdb.DuckDBPyRelation, families: pa.Table, money: str
) -> pa.Table:
    """Return `total_flows` of a DuckDB relation as a table."""
    return _answer(total_flows(nw.from_native(flows), _given(connection, "families", families), money))


def panel_flows(
    connection: duckdb.DuckDBPyConnection,
    flows: duckdb.DuckDBPyRelation,
    families: pa.Table,
    spoken: pa.Table,
    *,
    money: str,
    origins: Collection[str],
    destination: str,
) -> pa.Table:
    """Return `needed_flows` of a DuckDB relation as a table."""
    found = needed_flows(
        nw.from_native(flows),
        _given(connection, "families", families),
        _given(connection, "spoken", spoken),
        money=money,
        origins=origins,
        destination=destination,
    )
    return _answer(found)


def _given(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> nw.LazyFrame[Any]:
    connection.register(f"{name}_given", table)
    return nw.from_native(connection.table(f"{name}_given"))


def _answer(found: nw.LazyFrame[Any]) -> pa.Table:
    answer: pa.Table = found.collect(backend="pyarrow").to_arrow()
    return answer
