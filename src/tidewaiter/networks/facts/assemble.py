"""All facts of all companies that sell the goods: one row a company, as one frame of the engine."""

from __future__ import annotations

from functools import reduce

import narwhals as nw

from tidewaiter.networks.facts.buyers import buyer_facts, pairs, sales, split_facts
from tidewaiter.networks.facts.chained import chain_facts
from tidewaiter.networks.facts.connections import (
    address_facts,
    listed_contact_facts,
    listing_facts,
    succession_facts,
    telling_contacts,
)
from tidewaiter.networks.facts.covered import coverage_facts, covered_companies
from tidewaiter.networks.facts.goods_moved import pass_through_facts, peer_price_facts, switch_facts
from tidewaiter.networks.facts.registered import register_facts
from tidewaiter.networks.facts.seen import flag, is_true, seen
from tidewaiter.networks.facts.tables import Frame, NetworkTables
from tidewaiter.networks.facts.trade import (
    both_sides,
    former_business,
    monthly_facts,
    origin_facts,
    presence,
    start_facts,
    supply_facts,
    trade_facts,
)
from tidewaiter.networks.keeping import Keep, as_it_is
from tidewaiter.networks.leads.scope import LeadScope

#: Least number of legs under an unlisted sibling code, matched to a supply, that make a company a candidate by itself.
SWITCHED_LEGS = 3


def company_facts(tables: NetworkTables, scope: LeadScope, *, keep: Keep = as_it_is) -> Frame:
    """Return the facts of every company that sells goods under suspicion outside the destination, or stands in a chain.

    Nothing known later than ``scope.as_of`` is used. ``candidate`` is 1 for those that can be leads: companies outside
    the coalition that sent such goods to the destination since they are controlled, under their own code or a
    sibling's, and companies anywhere that stand between two legs of a chain; forwarders are none. The others are
    peers, whom base rates are taken from. ``keep`` is what an engine does with a frame that is used
    again. Days are ordinals, values USD; a fact that no record speaks of is null.
    """
    known = seen(tables, scope)
    since, today = scope.since.toordinal(), scope.as_of.toordinal()
    legs = keep(known.legs)
    trade = keep(trade_facts(legs, since))
    sides = both_sides(legs)
    times = keep(presence(sides))
    starts = trade.select("company", "first_asked").filter(~nw.col("first_asked").is_null())
    sent = trade.filter(nw.col("sent_legs") > 0).select("company", "first_sent", "last_sent")
    paired = keep(pairs(sold := sales(legs)))
    telling = keep(telling_contacts(known.contacts))
    listings = listing_facts(known.listed)
    parts = [
        times,
        former_business(sides, starts),
        monthly_facts(legs, since),
        start_facts(legs, starts),
        supply_facts(legs, scope.coalition),
        origin_facts(legs, scope.coalition),
        buyer_facts(paired, times.select("company", "first_seen"), since),
        split_facts(sold),
        pass_through_facts(known.links, legs),
        peer_price_facts(legs),
        switch_facts(legs),
        chain_facts(known.members),
        address_facts(known.contacts, sent.select("company")),
        listed_contact_facts(known.contacts, telling, known.listed, known.listed_contacts),
        succession_facts(sent, paired, telling, listings, today, keep=keep),
        listings,
        covered_companies(known.companies, coverage_facts(known.coverage, scope), scope.destination),
    ]
    if known.register is not None:
        parts.append(register_facts(known.register))
    base = _subjects(known, trade, scope)
    joined = reduce(lambda left, right: left.join(keep(right), on="company", how="left"), [trade, *parts], base)
    return _marked(joined, scope)


def _subjects(known: NetworkTables, trade: Frame, scope: LeadScope) -> Frame:
    """Return the companies facts are wanted of, with what COMPANIES says that does not depend on time."""
    sellers = trade.filter(~nw.col("first_asked").is_null() | (nw.col("to_value") > 0)).select("company")
    members = known.members.select("company").filter(~nw.col("company").is_null())
    wanted = nw.concat([sellers, members], how="vertical").unique(["company"])
    firms = known.companies.select("company", "company_id", "forwarder", nw.col("country").alias("home"))
    return wanted.join(firms, on="company", how="inner").filter(~is_true(nw.col("home") == scope.destination))


def _marked(facts: Frame, scope: LeadScope) -> Frame:
    outside = ~is_true(nw.col("home").is_in(sorted(scope.coalition)))
    sends = is_true(nw.col("sent_legs") > 0) | is_true(nw.col("switched_legs") >= SWITCHED_LEGS)
    chained = is_true(nw.col("chains") > 0)
    return facts.with_columns(candidate=flag(((outside & sends) | chained) & ~is_true(nw.col("forwarder"))))
