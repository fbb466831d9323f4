"""Legs and chains as the objects people are shown, from rows of the tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import Chain, Leg


def leg_objects(legs: pa.Table, company_ids: Mapping[int, str]) -> dict[int, Leg]:
    """Return rows of ``LEGS`` as objects, by number; a few of them, which people read.

    Args:
        legs: Rows of ``LEGS``.
        company_ids: ``company_id`` by number of the company; an unknown party has an empty id.
    """
    return {row["leg"]: _leg(row, company_ids) for row in legs.to_pylist()}


def chain_objects(
    chains: pa.Table, legs: pa.Table, links: pa.Table, company_ids: Mapping[int, str]
) -> tuple[Chain, ...]:
    """Return rows of ``CHAINS`` as objects, in their order.

    Args:
        chains: Rows of ``CHAINS``.
        legs: Rows of ``LEGS``, those of the chains among them.
        links: Rows of ``LINKS``, likewise; they say why the weakest join holds.
        company_ids: ``company_id`` by number of the company.
    """
    needed = pc.unique(pc.list_flatten(chains["legs"]))
    found = leg_objects(legs.filter(pc.is_in(legs["leg"], needed)), company_ids)
    inner = links.filter(pc.and_(pc.is_in(links["inward"], needed), pc.is_in(links["outward"], needed)))
    joins = {(row["inward"], row["outward"]): row for row in inner.to_pylist()}
    return tuple(_chain(row, found, joins, company_ids) for row in chains.to_pylist())


def _leg(row: Mapping[str, Any], company_ids: Mapping[int, str]) -> Leg:
    return Leg(
        shipment_ids=tuple(row["records"]),
        from_company=company_ids.get(row["seller"], ""),
        to=company_ids.get(row["buyer"], ""),
        date=row["day"],
        value_usd=row["value_usd"],
        from_country=row["from_country"],
        to_country=row["to_country"],
        goods=row["family"],
        net_kg=row["net_kg"],
        quantity=row["quantity"],
    )


def _chain(
    row: Mapping[str, Any],
    legs: Mapping[int, Leg],
    joins: Mapping[tuple[int, int], Mapping[str, Any]],
    company_ids: Mapping[int, str],
) -> Chain:
    at = row["weakest"]
    join = joins[row["legs"][at], row["legs"][at + 1]]
    company = company_ids.get(join["company"], "")
    weakest = (
        f"at {company}, legs {at + 1} and {at + 2}: {join['gap_days']} days apart, "
        f"{join['why'] or 'nothing but time and heading'} agree, confidence {join['confidence']:.2f}"
    )
    return Chain(legs=tuple(legs[leg] for leg in row["legs"]), confidence=row["confidence"], weakest=weakest)
