"""Acts of US persons that need a license although the item is not subject to the EAR (744.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tidewaiter.law import RuleAt, Tri, eccn_in, tri
from tidewaiter.licensing.facts import Facts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.model import Effect, Role

#: Support of weapons and of military intelligence: any US person, and "support" of any kind (744.6(b)).
_SUPPORT = (
    "us.ear.744.6.nuclear",
    "us.ear.744.6.missile",
    "us.ear.744.6.uav",
    "us.ear.744.6.chemical_biological",
    "us.ear.744.6.military_intelligence",
)
#: Semiconductors: shipments and servicing, not natural persons who work for companies of partner countries (744.6(c)).
_SEMICONDUCTORS = (
    "us.ear.744.6.advanced_node",
    "us.ear.744.6.category_3",
    "us.ear.744.6.semiconductor_equipment",
)

#: Items the Nuclear Regulatory Commission or the Department of Energy licenses: a nuclear use is in their nature.
_NUCLEAR_AGENCY = re.compile(r"\s*(?:nrc|doe|10\s*c\.?f\.?r)\b", re.IGNORECASE)


def us_person_findings(facts: Facts) -> Iterator[Finding]:
    """Return what 744.6 requires of US persons who ship, or support, what is not subject to the EAR."""
    for rule_id in (*_SUPPORT, *_SEMICONDUCTORS):
        rule = facts.law.at(rule_id, facts.day)
        answer = Tri.NO if rule is None else _reached(facts, rule)
        if rule is None or answer is Tri.NO:
            continue
        named = {"end use": ", ".join(code for code, _ in facts.concerns.end_uses) or "not stated"}
        named["item"] = facts.goods.code or "not classified"
        if rule_id == "us.ear.744.6.nuclear" and _NUCLEAR_AGENCY.match(facts.goods.code):
            question = "Is any of the activity for nuclear explosive devices, or unsafeguarded (744.2(a))?"
            text = f"{rule.rule.title}. The export itself needs the authorization of the nuclear agency."
            yield finding(rule, Effect.NOTES, text, named, question=question)
        elif answer is Tri.YES and facts.us_person_acts:
            yield finding(rule, Effect.REQUIRES, f"{rule.rule.title}.", named)
        elif rule_id in _SEMICONDUCTORS and _partner_company(facts):
            yield finding(rule, Effect.NOTES, f"{rule.rule.title}. The exporter is no US person as stated.", named)
        else:
            question = rule.segment.question or "Is a US person taking part in the transaction in any way?"
            yield finding(rule, Effect.UNDETERMINED, f"{rule.rule.title}.", named, question=question)


def _reached(facts: Facts, rule: RuleAt) -> Tri:
    places = (d.country for d in facts.destinations)
    meant, spared = rule.get("destinations"), rule.get("except_destinations")
    here = any(facts.law.within(c, meant, facts.day) and not facts.law.within(c, spared, facts.day) for c in places)
    if not here and facts.destination_known:
        return Tri.NO
    answer = facts.concerns.of(rule.get("end_uses")) if rule.get("end_uses") else Tri.YES
    answer = answer & _item(facts, rule) & (Tri.YES if here else Tri.UNKNOWN)
    return answer & Tri.UNKNOWN if rule.segment.question else answer


def _item(facts: Facts, rule: RuleAt) -> Tri:
    if rule.rule.id == "us.ear.744.6.advanced_node":
        return tri(True if facts.concerns.advanced_node else None)
    code = facts.goods.code if facts.goods.on_ccl else ""
    if rule.get("categories"):
        return tri(bool(code) and code[0] in rule.get("categories") and code[1] in rule.get("product_groups"))
    return eccn_in(code, rule.get("eccns")) if rule.get("eccns") else Tri.YES


def _partner_company(facts: Facts) -> bool:
    """Whether every exporter is stated and in a partner country: its natural US persons are left out (744.6(d)(4))."""
    homes = [p.party.country for p in facts.parties if p.party.role is Role.EXPORTER]
    return bool(homes) and all(c is not None and facts.law.within(c, ("A:5", "A:6"), facts.day) for c in homes)
