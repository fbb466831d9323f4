"""Companies between the legs of chains, and what the chains say of each."""

from __future__ import annotations

import narwhals as nw
import pyarrow as pa

from tidewaiter.networks.facts.tables import MEMBERS, Frame


def chain_members(chains: pa.Table) -> pa.Table:
    """Return MEMBERS of CHAINS. It is work on groups: run it with `TableEngine.apply`, by ``chain``."""
    rows: list[dict[str, object]] = []
    for chain in chains.to_pylist():
        countries = chain["countries"]
        said = {
            "chain": chain["chain"],
            "legs": len(chain["legs"]),
            "countries": len({country for country in countries if country}),
            "supplier_country": countries[0] if countries else None,
            **{name: chain[name] for name in ("first", "last", "value_usd", "confidence")},
        }
        for place, company in enumerate(chain["companies"][1:-1], start=1):
            rows.append({"company": company, "place": place, **said})
    return pa.Table.from_pylist(rows, schema=MEMBERS)


def chain_facts(members: Frame) -> Frame:
    """Return what the chains of each company say, one row a company.

    A company that stands twice in one chain counts once.
    """
    once = members.group_by("company", "chain").agg(
        *(nw.col(name).max() for name in ("legs", "countries", "value_usd", "confidence", "supplier_country")),
        nw.col("first").min(),
        nw.col("last").max(),
    )
    sure = nw.col("confidence")
    weighed = once.with_columns(sure_value=nw.col("value_usd").fill_null(0.0) * sure)
    return weighed.group_by("company").agg(
        nw.len().alias("chains"),
        sure.max().alias("chain_confidence"),
        nw.col("value_usd").sum().alias("chain_value"),
        nw.col("sure_value").sum().alias("chain_sure_value"),
        nw.col("legs").max().alias("chain_legs"),
        nw.col("countries").max().alias("chain_countries"),
        nw.col("first").min().alias("chain_first"),
    )
