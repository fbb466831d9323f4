"""Companies that share a mark: how many are at one address, who is listed, who went on with whose business."""

from __future__ import annotations

import narwhals as nw

from tidewaiter.networks.days import ordinal
from tidewaiter.networks.facts.seen import flag, is_true
from tidewaiter.networks.facts.tables import Frame
from tidewaiter.networks.keeping import Keep, as_it_is

#: A mark that more companies share says nothing about any two of them: a business centre, an agent's phone.
COMMON_MARK = 25
#: A successor begins at most so many days after its predecessor's last consignment or listing, and at most so many
#: before its last consignment; a predecessor has stopped when it sent nothing for so many days.
AFTER_DAYS, OVERLAP_DAYS, STOPPED_DAYS = 270, 90, 45
#: Least part of a buyer's purchases of such goods that came from the predecessor, and of the successor's sales that go
#: to that buyer, for the buyer to count as taken over.
TAKEN_OVER = 0.2


def listing_facts(listed: Frame) -> Frame:
    """Return the first listing of each company: ``listed_on`` as an ordinal, ``listing_score`` and ``listings``."""
    return (
        listed.with_columns(day=ordinal("listed_on"))
        .group_by("company")
        .agg(
            nw.col("day").min().alias("listed_on"),
            nw.col("score").max().alias("listing_score"),
            nw.len().alias("listings"),
        )
    )


def address_facts(contacts: Frame, senders: Frame) -> Frame:
    """Return the most crowded address of each company, and words in its addresses.

    Args:
        contacts: CONTACTS.
        senders: ``company`` of those that send the goods to the destination.

    Returns:
        ``has_address``; ``address_senders``: other companies at it that send the goods to the destination;
        ``address_companies``: all companies at it; ``implausible``: why an address is no place of such business.
    """
    at = contacts.filter(nw.col("kind") == "address")
    marked = at.join(senders.with_columns(sends=nw.lit(1.0)), on="company", how="left")
    crowd = marked.group_by("key").agg(
        nw.len().cast(nw.Int64).alias("here"), nw.col("sends").sum().alias("senders_here")
    )
    mine = marked.join(crowd, on="key", how="inner").with_columns(
        others=nw.col("senders_here") - nw.col("sends").fill_null(0.0)
    )
    counted = mine.group_by("company").agg(
        nw.col("others").max().alias("address_senders"),
        nw.col("here").max().alias("address_companies"),
        nw.col("key").count().alias("addresses"),
    )
    words = (
        contacts.filter(nw.col("kind") == "implausible")
        .group_by("company")
        .agg(nw.col("key").min().alias("implausible"))
    )
    return counted.join(words, on="company", how="left")


def telling_contacts(contacts: Frame) -> Frame:
    """Return the marks that tell companies apart: those no more than 25 companies share."""
    marks = contacts.filter(nw.col("kind") != "implausible")
    common = marks.group_by("kind", "key").agg(nw.len().alias("shared_by"))
    telling = common.filter(nw.col("shared_by") <= COMMON_MARK)
    return marks.join(telling.select("kind", "key"), on=["kind", "key"], how="inner")


def listed_contact_facts(contacts: Frame, telling: Frame, listed: Frame, listed_contacts: Frame | None) -> Frame:
    """Return how many kinds of mark a company shares with a listed party that it is not itself: ``listed_marks``."""
    days = listed.with_columns(day=ordinal("listed_on")).group_by("company").agg(nw.col("day").min())
    own = listed.select("company", "listing_id").unique(["company", "listing_id"])
    theirs = telling.join(days, on="company", how="inner").select(
        "kind", "key", "day", nw.col("company").alias("other"), nw.lit(None, dtype=nw.String).alias("listing_id")
    )
    if listed_contacts is not None:
        on_lists = listed_contacts.select(
            "kind", "key", ordinal("listed_on").alias("day"), nw.lit(None, dtype=nw.Int64).alias("other"), "listing_id"
        )
        theirs = nw.concat([theirs, on_lists], how="vertical")
    met = contacts.join(theirs, on=["kind", "key"], how="inner")
    strangers = met.filter(~is_true(nw.col("company") == nw.col("other"))).join(
        own, on=["company", "listing_id"], how="anti"
    )
    kinds = strangers.group_by("company", "kind").agg(nw.col("day").min(), nw.col("other").min())
    return kinds.group_by("company").agg(
        nw.len().alias("listed_marks"),
        nw.col("day").min().alias("listed_mark_on"),
        nw.col("other").min().alias("listed_mark_company"),
    )


def succession_facts(
    sent: Frame, paired: Frame, telling: Frame, listings: Frame, today: int, *, keep: Keep = as_it_is
) -> Frame:
    """Return whose business a company went on with: of a listed one, and of one that stopped.

    Args:
        sent: ``company``, ``first_sent`` and ``last_sent`` of the goods to the destination.
        paired: As from `tidewaiter.networks.facts.buyers.pairs`.
        telling: As from `telling_contacts`.
        listings: As from `listing_facts`.
        today: The day asked about, as an ordinal.
        keep: What an engine does with a table that several others are made of.

    Returns:
        For each of ``listed`` and ``stopped``: ``_kinds`` shared (address, phone, domain, tax, owner, buyer),
        ``_predecessor`` and ``_gap``, days from its end to the start of the company.
    """
    old = sent.join(listings.select("company", "listed_on"), on="company", how="left").select(
        nw.col("company").alias("old"),
        nw.col("first_sent").alias("old_first"),
        nw.col("last_sent").alias("old_last"),
        "listed_on",
    )
    links = nw.concat([_by_mark(sent, telling), _by_buyer(paired)], how="vertical").unique(["company", "old", "kind"])
    both = links.join(sent, on="company", how="inner").join(old, on="old", how="inner")
    start, last, listed = nw.col("first_sent"), nw.col("old_last"), nw.col("listed_on")
    follows = keep(both.filter((nw.col("company") != nw.col("old")) & (nw.col("old_first") < start)))
    gap = start - last
    near = (gap <= AFTER_DAYS) & (gap >= -OVERLAP_DAYS)
    of_listed = follows.filter(
        is_true((start >= listed - OVERLAP_DAYS) & (start <= listed + 2 * AFTER_DAYS)) & (gap <= 2 * AFTER_DAYS)
    )
    of_stopped = follows.filter(near & (last <= today - STOPPED_DAYS) & listed.is_null())
    return (
        _strongest(of_listed, "listed")
        .join(_strongest(of_stopped, "stopped"), on="company", how="full")
        .with_columns(company=nw.coalesce("company", "company_right"))
        .drop("company_right")
    )


def _by_mark(sent: Frame, telling: Frame) -> Frame:
    among = telling.join(sent.select("company"), on="company", how="semi").select("company", "kind", "key")
    other = among.rename({"company": "old"})
    return among.join(other, on=["kind", "key"], how="inner").select("company", "old", "kind")


def _by_buyer(paired: Frame) -> Frame:
    needs = paired.group_by("buyer").agg(nw.col("pair_value").sum().alias("need"))
    sold = paired.group_by("seller").agg(nw.col("pair_value").sum().alias("sold"))
    known = paired.join(needs, on="buyer", how="inner").join(sold, on="seller", how="inner")
    mine = known.filter(nw.col("pair_value") >= TAKEN_OVER * nw.col("sold")).select(
        nw.col("seller").alias("company"), "buyer", nw.col("pair_first").alias("mine_from")
    )
    theirs = known.filter(nw.col("pair_value") >= TAKEN_OVER * nw.col("need")).select(
        nw.col("seller").alias("old"), "buyer", nw.col("pair_first").alias("theirs_from")
    )
    met = mine.join(theirs, on="buyer", how="inner").filter(nw.col("theirs_from") < nw.col("mine_from"))
    return met.select("company", "old", nw.lit("buyer").alias("kind"))


def _strongest(pairs: Frame, name: str) -> Frame:
    """Return for each company the predecessor it shares most kinds of mark with; the lowest number of equal ones."""
    kinds = pairs.group_by("company", "old").agg(
        nw.len().cast(nw.Int64).alias("kinds"),
        flag(nw.col("kind") != "buyer").sum().alias("papers"),
        (nw.col("first_sent") - nw.col("old_last")).min().alias("gap"),
    )
    ranked = kinds.with_columns(fewer=-nw.col("kinds"), place=nw.lit(1, nw.Int64)).with_columns(
        nw.col("place").cum_sum().over("company", order_by=["fewer", "old"])
    )
    return ranked.filter(nw.col("place") == 1).select(
        "company",
        nw.col("kinds").alias(f"{name}_kinds"),
        nw.col("papers").alias(f"{name}_papers"),
        nw.col("old").alias(f"{name}_predecessor"),
        nw.col("gap").alias(f"{name}_gap"),
    )
