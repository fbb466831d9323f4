"""Predicates on what is said, and not said, of a transaction. Each returns the evidence, empty when not raised."""

from __future__ import annotations

from collections.abc import Iterable

from tidewaiter.model import Owner, Role
from tidewaiter.redflags.facts import Facts, named
from tidewaiter.redflags.goods import Evidence, Parameters


def stated_knowledge(facts: Facts, _: Parameters) -> Evidence:
    """The exporter states knowledge of a concern, such as ``diversion:RU``."""
    return tuple(f"the exporter states: {known}" for known in facts.tx.knowledge)


def missing_end_user(facts: Facts, _: Parameters) -> Evidence:
    """Nobody is named as end user of goods worth a question that leave the coalition's countries."""
    return _missing_party(facts, Role.END_USER)


def missing_ultimate_consignee(facts: Facts, _: Parameters) -> Evidence:
    """Nobody is named as ultimate consignee, nor as end user who could be the same, of such goods."""
    return () if any(p.name for p in facts.parties(Role.END_USER)) else _missing_party(facts, Role.ULTIMATE_CONSIGNEE)


def missing_end_use(facts: Facts, _: Parameters) -> Evidence:
    """Nothing is said of the use of such goods: a blank field is not yet reluctance, therefore a note."""
    if facts.tx.end_use or facts.goods is None or not facts.never_partner:
        return ()
    return ("no end use is stated", facts.goods)


def listed_owner_share_unknown(facts: Facts, parameters: Parameters) -> Evidence:
    """A party has a listed owner whose share nobody knows: the exporter must determine it, or apply for a license."""
    lists = set(parameters["lists"])
    return tuple(
        f"{named(party)} is owned in part by {owner.name}, listed on {', '.join(owner.listings)}; the share is unknown"
        for party in facts.tx.parties
        for owner in _all_owners(party.owners or ())
        if owner.share_pct is None and any(listing.split("#")[0] in lists for listing in owner.listings)
    )


def _missing_party(facts: Facts, role: Role) -> Evidence:
    if facts.goods is None or not facts.never_partner or any(party.name for party in facts.parties(role)):
        return ()
    return (f"no {role.value.replace('_', ' ')} is named", facts.goods)


def _all_owners(owners: Iterable[Owner]) -> Iterable[Owner]:
    for owner in owners:
        yield owner
        yield from _all_owners(owner.owners)
