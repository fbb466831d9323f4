"""Routes: chains through the same companies seen together."""

from __future__ import annotations

from typing import Any

import narwhals as nw


def routes(chains: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return one row for each way through companies.

    Args:
        chains: Rows of ``CHAINS``.

    Returns:
        ``companies, countries, chains`` (how many), ``net_kg``, ``value_usd`` and ``value_in_usd`` (sums), ``first``,
        ``last``, and ``confidence``, the best of its chains.
    """
    return chains.group_by("companies").agg(
        nw.col("countries").min(),
        nw.len().cast(nw.Int64).alias("chains"),
        nw.col("net_kg").sum(),
        nw.col("value_usd").sum(),
        nw.col("value_in_usd").sum(),
        nw.col("first").min(),
        nw.col("last").max(),
        nw.col("confidence").max(),
    )
