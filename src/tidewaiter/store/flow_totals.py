"""Flows added up over families of goods, for the panel of the estimators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import duckdb


def flow_totals(
    connection: duckdb.DuckDBPyConnection, flows: duckdb.DuckDBPyRelation, families: pa.Table, money: str
) -> pa.Table:
    """Add flows up by source, reporter, partner, direction, family and period; parents are never added to their parts.

    Args:
        connection: Where the query runs.
        flows: Each cell once, in the canonical columns.
        families: ``hs, hs_vintage, family, asked``; codes that are not in it are left out.
        money: Column of the amount, ``value_usd`` or ``value``.

    Returns:
        Columns ``source, reporter, partner, flow, family, period, value, net_kg``. A cell whose weight one code
        lacks has none.
    """
    connection.register("families_given", families)
    flows.create_view("flows_given", replace=True)
    query = f"""
        select source, reporter, partner, flow, family, period, sum({money}) as value,
            case when count(net_kg) = count(*) then sum(net_kg) end as net_kg
        from flows_given join families_given using (hs, hs_vintage)
        where not parent and flow in ('X', 'M')
        group by source, reporter, partner, flow, family, period
    """  # noqa: S608 - one of two column names
    found: pa.Table = connection.sql(query).to_arrow_table()
    connection.unregister("families_given")
    return found
