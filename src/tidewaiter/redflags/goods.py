"""Predicates on what is sent, and where. Each returns the evidence, empty when the flag is not raised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tidewaiter.law.goods_agreement import agreement
from tidewaiter.model import country_name
from tidewaiter.redflags.facts import RECEIVERS, Facts, named

Evidence = tuple[str, ...]
#: The record's lists and dates.
Parameters = Mapping[str, Any]

_MILITARY = re.compile(r"^(?:\d[A-E]6\d\d|9[A-E]515)")


def chpl_outside_gecc(facts: Facts, parameters: Parameters) -> Evidence:
    """Goods of the given tiers leave the coalition.

    BIS asks for a customer certification for these codes, goods and destination by goods and destination: hence a hold.
    """
    entry = facts.priority
    if entry is None or entry.tier not in parameters["tiers"] or not facts.outside_coalition:
        return ()
    return (str(facts.goods), f"{_destination(facts)} is outside the Global Export Control Coalition")


def chpl_lower_tier_to_hub(facts: Facts, parameters: Parameters) -> Evidence:
    """Goods of the given tiers go to a known transshipment point."""
    hub = facts.hub(facts.tx.destination)
    found = chpl_outside_gecc(facts, parameters) if hub else ()
    return (*found, f"it is named as a transshipment point in {hub.citation}") if found and hub else ()


def chpl_lower_tier_outside_gecc(facts: Facts, parameters: Parameters) -> Evidence:
    """Goods of the given tiers leave the coalition for a country nobody named: a note, as no certification is asked."""
    return () if facts.hub(facts.tx.destination) else chpl_outside_gecc(facts, parameters)


def hub_destination(facts: Facts, _: Parameters) -> Evidence:
    """The destination is a known transshipment point.

    A note, never a hold: whole countries are named, and almost all trade with them is ordinary. Together with the goods
    or the route it holds, by flags of their own.
    """
    hub = facts.hub(facts.tx.destination)
    return (f"{_destination(facts)} is named in {hub.citation}, {hub.since}",) if hub else ()


def military_item_toward_d5(facts: Facts, parameters: Parameters) -> Evidence:
    """A 600 series or 9x515 item is on its way through, or to a party in, a Country Group D:5 country."""
    eccn = facts.tx.item.eccn
    if eccn is None or not _MILITARY.match(eccn):
        return ()
    wanted = set(parameters["groups"])
    routes = [
        f"it passes through {country_name(c)}" for c in facts.tx.transit if wanted & facts.tables.groups(c, facts.on)
    ]
    recipients = [
        f"{named(party)} is in {country_name(party.country)}"
        for party in facts.parties(*RECEIVERS)
        if party.country
        and party.country != facts.tx.destination
        and wanted & facts.tables.groups(party.country, facts.on)
    ]
    return (f"the item is under ECCN {eccn}", *routes, *recipients) if routes or recipients else ()


def description_against_code(facts: Facts, _: Parameters) -> Evidence:
    """The declared HS code names other goods than the description, as far as words tell: a note, never a hold."""
    item = facts.tx.item
    if not item.hs or not item.description:
        return ()
    fits = agreement(item.hs, item.description)
    if not fits.doubtful:
        return ()
    better = ", ".join(found.code for found in fits.better)
    return (f"HS {item.hs} is declared for {item.description!r}", f"its words are rather those of {better}")


def _destination(facts: Facts) -> str:
    return f"destination {country_name(str(facts.tx.destination))}"
