"""How goods passed through a company: how soon, at what price, and under which code."""

from __future__ import annotations

import narwhals as nw

from tidewaiter.networks.facts.seen import CARRY_DAYS, amount
from tidewaiter.networks.facts.tables import Frame

#: Longest stay, in days, that still counts as passing through.
SOON_DAYS = 60
#: Two weights are equal within this share: declarations round, and packing is weighed or not.
SAME_WEIGHT = 0.02


def pass_through_facts(links: Frame, legs: Frame) -> Frame:
    """Return how much of what a company sent is explained by what came in shortly before, and at what price.

    Returns:
        ``linked_value`` (USD of sent goods that some supply explains), ``soon_value`` (one within 60 days),
        ``price_log`` (mean natural logarithm of unit value out over in) and ``price_links`` it rests on.
    """
    sent = legs.filter(nw.col("is_asked") & nw.col("after") & nw.col("to_destination")).select(
        nw.col("leg").alias("outward"), "usd"
    )
    joined = links.join(sent, on="outward", how="inner").with_columns(
        # The middle counts where only the month of a leg is known.
        soon_share=amount(nw.col("gap_days") + nw.col("gap_days_to") <= 2 * SOON_DAYS, "share"),
        price=nw.when(nw.col("price_ratio") > 0).then(nw.col("price_ratio").log()),
    )
    outward = joined.group_by("company", "outward").agg(
        nw.col("usd").max(),
        nw.col("share").sum(),
        nw.col("soon_share").sum(),
        nw.col("price").sum().alias("prices"),
        nw.col("price").count().alias("priced"),
    )
    capped = outward.with_columns(
        linked_value=nw.col("usd") * nw.min_horizontal(nw.col("share"), nw.lit(1.0)),
        soon_value=nw.col("usd") * nw.min_horizontal(nw.col("soon_share"), nw.lit(1.0)),
    )
    return capped.group_by("company").agg(
        nw.col("linked_value").sum(),
        nw.col("soon_value").sum(),
        nw.col("prices").sum().alias("price_log_sum"),
        nw.col("priced").sum().cast(nw.Float64).alias("price_links"),
    )


def peer_price_facts(legs: Frame) -> Frame:
    """Return how a seller's unit values to the destination compare with those of the same code sold elsewhere.

    Returns:
        ``peer_price_log``: mean logarithm of USD per kg over the mean logarithm of legs of the same code that go
        elsewhere, and ``peer_price_legs`` it rests on; codes with fewer than 20 such legs are left out.
    """
    known = (nw.col("net_kg") > 0) & (nw.col("usd") > 0) & nw.col("is_asked") & nw.col("after")
    priced = legs.filter(known).with_columns(unit=(nw.col("usd") / nw.col("net_kg")).log())
    usual = (
        priced.filter(~nw.col("to_destination"))
        .group_by("hs6")
        .agg(nw.col("unit").mean().alias("usual"), nw.len().alias("usual_legs"))
        .filter(nw.col("usual_legs") >= 20)
    )
    sent = priced.filter(nw.col("to_destination") & ~nw.col("seller").is_null()).join(usual, on="hs6", how="inner")
    return (
        sent.with_columns(over=nw.col("unit") - nw.col("usual"))
        .group_by("seller")
        .agg(nw.col("over").mean().alias("peer_price_log"), nw.len().alias("peer_price_legs"))
        .rename({"seller": "company"})
    )


def switch_facts(legs: Frame) -> Frame:
    """Return goods that came in under a code under suspicion and left for the destination as a sibling that is not.

    Siblings share the heading. The weights must be equal within 2 %, and the stay at most 180 days.

    Returns:
        ``sibling_legs`` (all legs of siblings sent to the destination), ``switched_legs`` and ``switched_value`` of
        those matched, and ``switched_first``, the day of the first.
    """
    bucket = (nw.col("net_kg").log() / (2 * SAME_WEIGHT)).floor().cast(nw.Int64)
    weighed = legs.filter((nw.col("net_kg") > 0) & nw.col("after")).with_columns(bucket=bucket)
    inward = weighed.filter(nw.col("is_asked") & ~nw.col("buyer").is_null()).select(
        nw.col("buyer").alias("company"),
        "heading",
        "bucket",
        nw.col("in_on").alias("came"),
        nw.col("net_kg").alias("kg_in"),
    )
    suspicious = inward.select("company", "heading").unique(["company", "heading"])
    outward = weighed.filter(~nw.col("is_asked") & nw.col("to_destination") & ~nw.col("seller").is_null()).select(
        nw.col("seller").alias("company"), "leg", "heading", "on", "usd", "net_kg", "bucket"
    )
    siblings = outward.join(suspicious, on=["company", "heading"], how="semi")
    around = nw.concat([siblings.with_columns(bucket=nw.col("bucket") + shift) for shift in (-1, 0, 1)], how="vertical")
    gap, ratio = nw.col("on") - nw.col("came"), nw.col("net_kg") / nw.col("kg_in")
    matched = (
        around.join(inward, on=["company", "heading", "bucket"], how="inner")
        .filter((gap >= 0) & (gap <= CARRY_DAYS) & (ratio > 1 - SAME_WEIGHT) & (ratio < 1 + SAME_WEIGHT))
        .group_by("company", "leg")
        .agg(nw.col("usd").max(), nw.col("on").min())
    )
    counted = matched.group_by("company").agg(
        nw.len().alias("switched_legs"),
        nw.col("usd").sum().alias("switched_value"),
        nw.col("on").min().alias("switched_first"),
    )
    return siblings.group_by("company").agg(nw.len().alias("sibling_legs")).join(counted, on="company", how="left")
