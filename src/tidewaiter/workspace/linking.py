"""Companies of shipment records, screened against the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa

from tidewaiter.model import Hit, LinkedListing, Strength
from tidewaiter.networks.companies.linking import Asked, linked
from tidewaiter.screening import Query, Screener


def listings_of(companies: pa.Table, screener: Screener, as_of: dt.date) -> dict[int, tuple[LinkedListing, ...]]:
    """Return the listings of companies that are listed, by number of the company, the likeliest first.

    Only matches count: possible ones would have to be resolved first.

    Args:
        companies: Rows of ``COMPANIES``.
        screener: The lists.
        as_of: The day asked about.
    """

    def screen(asked: Sequence[Asked]) -> list[list[LinkedListing]]:
        found = screener.screen([_query(one) for one in asked], as_of=as_of)
        return [[_listing(hit) for hit in hits if hit.strength is Strength.MATCH] for hits in found]

    return dict(linked(companies, screen, threshold=0.0))


def _query(asked: Asked) -> Query:
    number = next(iter(asked.identifiers), None)
    return Query(
        name=asked.name,
        country=asked.country,
        address=next(iter(asked.addresses), None),
        identifiers={} if number is None else {"tax": number},
    )


def _listing(hit: Hit) -> LinkedListing:
    return LinkedListing(
        listing_id=hit.listing_id, list=hit.list, name=hit.name, score=hit.score, listed_on=hit.listed_on
    )
