"""What a company sold, before and since the goods are controlled, and when it was first seen."""

from __future__ import annotations

import narwhals as nw

from tidewaiter.networks.facts.seen import CARRY_DAYS, amount, flag
from tidewaiter.networks.facts.tables import Frame

#: Days from the first sale of the goods over which the start of a company is measured.
START_DAYS = 180
#: Days before the goods are controlled that counts are compared over: 24 months.
WINDOW_DAYS = 730


def trade_facts(legs: Frame, since: int) -> Frame:
    """Return what each company sold, one row a seller.

    Args:
        legs: As from `tidewaiter.networks.facts.seen.seen_legs`.
        since: Day the goods are controlled from, as an ordinal.

    Columns: value (USD) and number of legs ``sold``, ``asked`` (goods under suspicion) and ``sent`` (these to the
    destination), each ``_before`` and ``_after``; ``asked_legs_window`` of the 24 months before; first and last days as
    ordinals.
    """
    after, asked = nw.col("after"), nw.col("is_asked")
    sent = asked & nw.col("to_destination")
    marked = legs.filter(~nw.col("seller").is_null()).with_columns(
        sold_value_before=amount(~after),
        sold_legs_before=flag(~after),
        sold_value_after=amount(after),
        sold_legs_after=flag(after),
        asked_value_before=amount(asked & ~after),
        asked_legs_before=flag(asked & ~after),
        asked_value_after=amount(asked & after),
        asked_legs_after=flag(asked & after),
        asked_legs_window=flag(asked & ~after & (nw.col("on") >= since - WINDOW_DAYS)),
        sent_value_before=amount(sent & ~after),
        sent_legs_before=flag(sent & ~after),
        sent_value=amount(sent & after),
        sent_legs=flag(sent & after),
        to_value=amount(nw.col("to_destination") & after),
        elsewhere_value=amount(~nw.col("to_destination") & after),
        indirect_value=amount(sent & after & _bought_elsewhere()),
        asked_on=nw.when(asked).then(nw.col("on")),
        sent_on=nw.when(sent & after).then(nw.col("on")),
        to_on=nw.when(nw.col("to_destination")).then(nw.col("on")),
    )
    sums = [name for name in marked.collect_schema().names() if name.endswith(_SUMMED)]
    return (
        marked.group_by("seller")
        .agg(
            *(nw.col(name).sum() for name in sums),
            nw.col("asked_on").min().alias("first_asked"),
            nw.col("sent_on").min().alias("first_sent"),
            nw.col("sent_on").max().alias("last_sent"),
            nw.col("to_on").min().alias("first_to"),
            nw.col("on").min().alias("first_sold"),
        )
        .rename({"seller": "company"})
    )


_SUMMED = ("_before", "_after", "_window", "sent_value", "sent_legs", "to_value", "elsewhere_value", "indirect_value")


def _bought_elsewhere() -> nw.Expr:
    """Return whether the goods go to the destination but were bought by a company in a third country."""
    return (
        ~nw.col("to_country").is_null()
        & ~nw.col("destination").is_null()
        & (nw.col("to_country") != nw.col("destination"))
    )


def both_sides(legs: Frame) -> Frame:
    """Return one row for each leg and company that takes part in it: ``company``, ``side`` and what the leg says."""
    wanted = ["leg", "on", "usd", "chapter", "is_asked", "after", "to_destination"]
    sides = [
        legs.filter(~nw.col(side).is_null()).select(nw.col(side).alias("company"), nw.lit(side).alias("side"), *wanted)
        for side in ("seller", "buyer")
    ]
    return nw.concat(sides, how="vertical")


def presence(sides: Frame) -> Frame:
    """Return when each company was first and last seen, on either side."""
    return sides.group_by("company").agg(nw.col("on").min().alias("first_seen"), nw.col("on").max().alias("last_seen"))


def former_business(sides: Frame, starts: Frame) -> Frame:
    """Return what a company dealt in before it came to the goods under suspicion.

    Args:
        sides: As from `both_sides`.
        starts: ``company`` and ``first_asked``.

    Returns:
        Legs before, supplies of the goods themselves left out (up to 180 days before), and those of them in the
        chapters of the goods it came to sell.
    """
    joined = sides.join(starts, on="company", how="inner")
    chapters = (
        joined.filter(nw.col("is_asked") & (nw.col("side") == "seller"))
        .select("company", "chapter")
        .unique(["company", "chapter"])
        .with_columns(related=nw.lit(1.0))
    )
    former = joined.filter(nw.col("on") < nw.col("first_asked") - CARRY_DAYS)
    return (
        former.join(chapters, on=["company", "chapter"], how="left")
        .group_by("company")
        .agg(nw.len().alias("former_legs"), nw.col("related").sum().alias("former_related_legs"))
    )


def monthly_facts(legs: Frame, since: int) -> Frame:
    """Return the sum of squares of the monthly counts of the goods' legs in the 24 months before: how bursty."""
    window = legs.filter(nw.col("is_asked") & ~nw.col("after") & (nw.col("on") >= since - WINDOW_DAYS))
    months = window.filter(~nw.col("seller").is_null()).with_columns(
        month=nw.col("day").dt.year() * 12 + nw.col("day").dt.month()
    )
    counts = months.group_by("seller", "month").agg(nw.len().cast(nw.Float64).alias("count"))
    squares = counts.with_columns(square=nw.col("count") * nw.col("count"))
    return squares.group_by("seller").agg(nw.col("square").sum().alias("month_squares")).rename({"seller": "company"})


def start_facts(legs: Frame, starts: Frame) -> Frame:
    """Return what a company sold of the goods in its first 180 days with them, in USD."""
    first = legs.filter(nw.col("is_asked")).join(starts, left_on="seller", right_on="company", how="inner")
    within = first.filter(nw.col("on") < nw.col("first_asked") + START_DAYS)
    return (
        within.group_by("seller")
        .agg(nw.col("usd").sum().alias("start_value"), nw.len().alias("start_legs"))
        .rename({"seller": "company"})
    )


def supply_facts(legs: Frame, coalition: frozenset[str]) -> Frame:
    """Return what a company bought of the goods since they are controlled, and from countries that control them."""
    controlled = nw.col("from_country").is_in(sorted(coalition)).fill_null(False) | (
        nw.col("origin").is_in(sorted(coalition)).fill_null(False)
    )
    bought = legs.filter(nw.col("is_asked") & nw.col("after") & ~nw.col("buyer").is_null())
    marked = bought.with_columns(controlled_usd=amount(controlled))
    return (
        marked.group_by("buyer")
        .agg(
            nw.col("usd").sum().alias("bought_value"),
            nw.len().alias("bought_legs"),
            nw.col("controlled_usd").sum().alias("bought_controlled_value"),
        )
        .rename({"buyer": "company"})
    )


def origin_facts(legs: Frame, coalition: frozenset[str]) -> Frame:
    """Return the stated origins of what a company sent: value with an origin, and with one that controls the goods."""
    sent = legs.filter(nw.col("is_asked") & nw.col("after") & nw.col("to_destination") & ~nw.col("seller").is_null())
    stated = ~nw.col("origin").is_null()
    made = nw.col("origin").is_in(sorted(coalition)).fill_null(False)
    marked = sent.with_columns(origin_value=amount(stated), made_value=amount(made))
    return (
        marked.group_by("seller")
        .agg(nw.col("origin_value").sum(), nw.col("made_value").sum())
        .rename({"seller": "company"})
    )
