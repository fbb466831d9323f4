"""Who an unknown party may be: those the other party usually deals with, in that country and those goods."""

from __future__ import annotations

from typing import Any

import narwhals as nw

#: Columns of legs that are worked on.
WORKED_ON = (
    "leg", "day", "day_to", "arrived", "arrived_to", "from_country", "to_country", "origin", "hs6", "family", "brand",
    "part", "quantity", "net_kg", "value_usd", "sides", "sent_as", "came_under", "received_as",
)  # fmt: skip
#: Least share of the legs that a partner has to have.
_LEAST = 0.05
#: Legs with somebody not seen before, beside those of all partners.
_NEW = 1.0


def partners_of_unknown(legs: nw.LazyFrame[Any], side: str) -> nw.LazyFrame[Any]:
    """Return legs whose ``buyer``, or ``seller``, is unknown at each company that it may be.

    Where a forwarder stands for a party, the other one is known, and whom it deals with is known of its other legs:
    the share of these with a partner, of those in the same country and heading, is how likely the partner is meant.

    Args:
        legs: Legs with their `heading`.
        side: The unknown party.

    Returns:
        Columns of `WORKED_ON`, and ``company``, ``partner`` and ``likely``.
    """
    other, country = ("seller", "to_country") if side == "buyer" else ("buyer", "from_country")
    lane = [other, country, "heading"]
    known = legs.filter(~nw.col("seller").is_null() & ~nw.col("buyer").is_null())
    times = known.group_by(*lane, side).agg(times=nw.len())
    whole = times.group_by(*lane).agg(nw.col("times").sum().alias("whole"))
    shares = times.join(whole, on=lane, how="inner").with_columns(likely=nw.col("times") / (nw.col("whole") + _NEW))
    meant = shares.filter(nw.col("likely") >= _LEAST).select(*lane, "likely", company=nw.col(side))
    unknown = legs.filter(nw.col(side).is_null() & ~nw.col(other).is_null())
    return unknown.join(meant, on=lane, how="inner").select(
        *WORKED_ON, "company", nw.col(other).alias("partner"), "likely"
    )
