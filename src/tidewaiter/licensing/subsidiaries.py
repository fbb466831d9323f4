"""Civil subsidiaries of companies of the United States and of Country Groups A:5 and A:6 in Russia and Belarus."""

from __future__ import annotations

from collections.abc import Iterable

from tidewaiter.law import RuleAt, Tri, eccn_in
from tidewaiter.licensing.facts import RECEIVING, Facts
from tidewaiter.licensing.findings import Finding, weakened
from tidewaiter.model import Party

_RULE = "us.ear.746.8.ccl"
_QUESTION = (
    "Is the end user a civil one, wholly owned by companies with their headquarters in the United States or a country"
    " of Group A:5 or A:6, and the item classified under 740.17 where that applies? Then no license is required."
)


def for_subsidiaries(facts: Facts, found: Iterable[Finding]) -> list[Finding]:
    """Return the findings, those of 746.8(a)(1) open where 746.8(a)(12)(ii) may leave the receiver out.

    It may where owners are stated for everyone who receives the item, and none of them is known to be elsewhere than
    in the United States or a country of Group A:5 or A:6. Owners nobody stated leave the requirement as it is: an
    exclusion is for the exporter to show.
    """
    rule = facts.law.at("us.ear.746.8.civil_subsidiaries", facts.day)
    if rule is None or not facts.goods.on_ccl or eccn_in(facts.goods.code, rule.get("eccns")) is Tri.NO:
        return list(found)
    receivers = [p.party for p in facts.parties if p.party.role in RECEIVING]
    if not receivers or not all(_may_be_spared(facts, rule, party) for party in receivers):
        return list(found)
    why = f"{rule.rule.title} ({rule.section})"
    return [weakened(f, _QUESTION, why) if f.reason.rule == _RULE else f for f in found]


def _may_be_spared(facts: Facts, rule: RuleAt, party: Party) -> bool:
    owners = party.owners or ()
    held = sum(100.0 if one.share_pct is None else one.share_pct for one in owners)
    places = rule.get("also_destinations")
    known = (one.country for one in owners if one.country is not None)
    return bool(owners) and held >= 100.0 and all(facts.law.within(c, places, facts.day) for c in known)
