"""Who buys in the destination: how many, how new, how much of their need; and invoices cut into pieces."""

from __future__ import annotations

import narwhals as nw

from tidewaiter.networks.facts.seen import amount, flag, is_true
from tidewaiter.networks.facts.tables import Frame

#: Value in USD up to which an export from the United States needs no declaration, per code: 15 CFR 30.37(a); invoices
#: cut to stay below it gather just under it.
THRESHOLD, JUST_UNDER = 2_500.0, 0.9


def sales(legs: Frame) -> Frame:
    """Return the goods under suspicion sent to the destination since they are controlled: legs with both parties."""
    wanted = nw.col("is_asked") & nw.col("after") & nw.col("to_destination")
    return legs.filter(wanted & ~nw.col("seller").is_null() & ~nw.col("buyer").is_null())


def pairs(sold: Frame) -> Frame:
    """Return one row a seller and buyer: ``pair_value`` in USD, ``pair_legs``, first and last day."""
    return sold.group_by("seller", "buyer").agg(
        nw.col("usd").sum().alias("pair_value"),
        nw.len().alias("pair_legs"),
        nw.col("on").min().alias("pair_first"),
        nw.col("on").max().alias("pair_last"),
    )


def buyer_facts(paired: Frame, seen_first: Frame, since: int) -> Frame:
    """Return concentration and novelty of the buyers of each seller.

    Args:
        paired: As from `pairs`.
        seen_first: ``company`` and ``first_seen`` of every company.
        since: Day the goods are controlled from, as an ordinal.

    Returns:
        ``buyers``, ``hhi`` (sum of squared shares, 0 to 1), ``new_buyer_value`` (to buyers first seen since then) and
        ``dependence``: what part of its buyers' purchases of such goods it supplies, weighted by its sales.
    """
    totals = paired.group_by("seller").agg(nw.col("pair_value").sum().alias("seller_total"))
    needs = paired.group_by("buyer").agg(nw.col("pair_value").sum().alias("buyer_total"))
    joined = (
        paired.join(totals, on="seller", how="inner")
        .join(needs, on="buyer", how="inner")
        .join(seen_first, left_on="buyer", right_on="company", how="left")
    )
    share = nw.col("pair_value") / nw.col("seller_total")
    need = nw.col("pair_value") / nw.col("buyer_total")
    marked = joined.with_columns(
        squared=nw.when(nw.col("seller_total") > 0).then(share * share),
        weighed=nw.when((nw.col("seller_total") > 0) & (nw.col("buyer_total") > 0)).then(share * need),
        new_value=amount(is_true(nw.col("first_seen") >= since), "pair_value"),
    )
    return (
        marked.group_by("seller")
        .agg(
            nw.len().alias("buyers"),
            nw.col("squared").sum().alias("hhi"),
            nw.col("weighed").sum().alias("dependence"),
            nw.col("new_value").sum().alias("new_buyer_value"),
            nw.col("pair_value").sum().alias("paired_value"),
        )
        .rename({"seller": "company"})
    )


def split_facts(sold: Frame) -> Frame:
    """Return how often a seller wrote several invoices to one buyer, for one code, on one day, or just small ones.

    ``under_legs`` are those from 90 % of USD 2,500 up to it.
    Legs of which only the month is known say nothing and are left out: ``dated_legs`` are the others.
    """
    under = (nw.col("usd") <= THRESHOLD) & (nw.col("usd") >= JUST_UNDER * THRESHOLD)
    dated = sold.filter(nw.col("day") == nw.col("day_to")).with_columns(just_under=flag(under))
    same = dated.group_by("seller", "buyer", "hs6", "on").agg(
        nw.len().alias("pieces"), nw.col("just_under").sum().alias("under_legs")
    )
    pieces = nw.col("pieces").cast(nw.Float64)
    marked = same.with_columns(split_legs=nw.when(pieces > 1).then(pieces).otherwise(nw.lit(0.0)), legs=pieces)
    return (
        marked.with_columns(split_days=flag(pieces > 1))
        .group_by("seller")
        .agg(
            nw.col("legs").sum().alias("dated_legs"),
            nw.col("split_legs").sum(),
            nw.col("split_days").sum(),
            nw.col("under_legs").sum(),
        )
        .rename({"seller": "company"})
    )
