"""End uses and end users of concern (part 744), as far as the exporter knows or states them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tidewaiter.law import RuleAt, Tri, eccn_in, tri, words_in
from tidewaiter.licensing.classification import Kind
from tidewaiter.licensing.entry_scope import military_item
from tidewaiter.licensing.facts import Destination, Facts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.licensing.goods import in_supplement
from tidewaiter.model import LISTED_ROLES, Effect, country_name

_ECCN = "What is the ECCN of the item, or is it EAR99?"
#: Rules that reach any item once end use and destination meet.
_ANY_ITEM = (
    "us.ear.744.2",
    "us.ear.744.3",
    "us.ear.744.4",
    "us.ear.744.21.any_item",
    "us.ear.744.22",
    "us.ear.746.3.military",
)
_CAMERAS = ("us.ear.744.9", "us.ear.744.9.sights", "us.ear.744.9.fast_cameras")
_BY_ECCN = (*_CAMERAS, "us.ear.744.17", "us.ear.744.23.supercomputer")
_MILITARY = frozenset(
    {*_CAMERAS, "us.ear.744.21.any_item", "us.ear.744.21.supp2", "us.ear.744.17", "us.ear.746.3.military"}
)

#: Rules that reach military end users as well as end uses.
_END_USERS = frozenset({"us.ear.744.21.any_item", "us.ear.744.21.supp2"})


def end_use_findings(facts: Facts) -> list[Finding]:
    """Return what part 744 (and 746.3(a)(4)) requires for the stated end use, at every destination."""
    found: list[Finding] = []
    if not facts.concerns.end_uses and not _military_name(facts):
        return found
    for place in facts.destinations:
        found += _any_item(facts, place)
        found += _by_eccn(facts, place)
        found += _military_supp2(facts, place)
        found += _semiconductors(facts, place)
        found += _nuclear_propulsion(facts, place)
    found += _delivery(facts)
    return list({(f.reason.rule, f.effect): f for f in reversed(found)}.values())[::-1]


def _at(facts: Facts, rule_id: str, place: Destination) -> RuleAt | None:
    rule = facts.law.at(rule_id, facts.day)
    if rule is None or not facts.law.within(place.country, rule.get("destinations"), facts.day):
        return None
    return None if facts.law.within(place.country, rule.get("except_destinations"), facts.day) else rule


def _stated(facts: Facts, rule: RuleAt) -> Tri:
    answer = facts.concerns.of(rule.get("end_uses"))
    if answer is not Tri.YES and rule.rule.id in _END_USERS and _named_as(facts, "us.ear.772.names.armed_services"):
        return Tri.YES  # a national armed service is a military end user whatever the item is for
    if answer is Tri.NO and rule.rule.id in _MILITARY and _military_name(facts):
        return Tri.UNKNOWN
    return answer


def _military_name(facts: Facts) -> str:
    return _named_as(facts, "us.ear.772.names.armed_services") or _named_as(facts, "us.ear.772.names.military")


def _named_as(facts: Facts, rule_id: str) -> str:
    rule = facts.law.at(rule_id, facts.day)
    if rule is None:
        return ""
    for one in facts.parties:
        if one.party.role in LISTED_ROLES and one.party.name and words_in(one.party.name, rule.get("terms")):
            return one.party.name
    return ""


def _decide(facts: Facts, rule: RuleAt, place: Destination, item: Tri, item_question: str) -> Iterator[Finding]:
    yield from _decided(facts, rule, place, _Case(_stated(facts, rule), item, item_question))


@dataclass(frozen=True, slots=True)
class _Case:
    """Whether the end use is stated, whether the item is reached, and what to ask about the item."""

    stated: Tri
    item: Tri
    item_question: str


def _decided(facts: Facts, rule: RuleAt, place: Destination, case: _Case) -> Iterator[Finding]:
    if case.stated is Tri.NO or case.item is Tri.NO:
        return
    named = {"end use": ", ".join(code for code, _ in facts.concerns.end_uses) or _military_name(facts) or "not stated"}
    named |= {"destination": place.country, "item": facts.goods.code or "not classified"}
    text = f"{rule.rule.title} ({country_name(place.country)})."
    if case.stated is Tri.YES and case.item is Tri.YES:
        yield finding(rule, Effect.REQUIRES, text, named)
        return
    use = "What exactly will the item be used for, and by whom? The statement is not plain."
    question = use if case.stated is Tri.UNKNOWN else case.item_question
    yield finding(rule, Effect.UNDETERMINED, text, named, question=question)


def _any_item(facts: Facts, place: Destination) -> Iterator[Finding]:
    for rule_id in _ANY_ITEM:
        if rule := _at(facts, rule_id, place):
            yield from _decide(facts, rule, place, Tri.YES, "")


def _by_eccn(facts: Facts, place: Destination) -> Iterator[Finding]:
    for rule_id in _BY_ECCN:
        if rule := _at(facts, rule_id, place):
            item, asked = _unless_ear99(facts), rule.segment.question
            if facts.goods.on_ccl:
                item = eccn_in(facts.goods.code, rule.get("eccns"))
                item = item & ~eccn_in(facts.goods.code, rule.get("except_eccns"))
            yield from _decide(facts, rule, place, item & Tri.UNKNOWN if asked else item, asked or _ECCN)


def _unless_ear99(facts: Facts) -> Tri:
    return Tri.NO if facts.goods.kind is Kind.EAR99 else Tri.UNKNOWN


def _military_supp2(facts: Facts, place: Destination) -> Iterator[Finding]:
    if rule := _at(facts, "us.ear.744.21.supp2", place):
        item, question = military_item(facts)
        yield from _decide(facts, rule, place, item, question)


def _semiconductors(facts: Facts, place: Destination) -> Iterator[Finding]:
    """Advanced-node facilities and manufacturing equipment: what is made where is rarely stated, so most is asked."""
    if rule := _at(facts, "us.ear.744.23.advanced_node", place):
        code = facts.goods.code
        tools = facts.goods.on_ccl and code[0] in rule.get("categories") and code[1] in rule.get("product_groups")
        item = Tri.YES if tools or facts.concerns.advanced_node else Tri.UNKNOWN
        question = "Does the facility make advanced-node integrated circuits, or is that unknown?"
        yield from _decide(facts, rule, place, item, question)
    if facts.goods.kind is not Kind.EAR99 and (rule := _at(facts, "us.ear.744.23.equipment", place)):
        question = "Is the item for developing or making semiconductor manufacturing equipment?"
        yield from _decide(facts, rule, place, Tri.UNKNOWN, question)


def _nuclear_propulsion(facts: Facts, place: Destination) -> Iterator[Finding]:
    """Technology for ships' reactors, whatever the country (744.5); commodities as such are not reached."""
    rule = _at(facts, "us.ear.744.5", place)
    if rule is None or not words_in(" ".join((facts.tx.end_use or "", *facts.tx.knowledge)), rule.get("terms")):
        return
    item = tri(None if facts.goods.group is None else facts.goods.group in rule.get("product_groups"))
    question = "Is technology released or sent, or a commodity only?"
    certain = any(certain is Tri.YES for _, certain in facts.concerns.end_uses)
    yield from _decided(facts, rule, place, _Case(tri(True if certain else None), item, question))


def _delivery(facts: Facts) -> Iterator[Finding]:
    rule = facts.law.at("us.ear.744.3.delivery", facts.day)
    near = facts.law.at("us.ear.744.3", facts.day)
    if rule is None or near is None or facts.concerns.of(rule.get("end_uses")) is Tri.NO:
        return
    outside = [d for d in facts.destinations if not facts.law.within(d.country, near.get("destinations"), facts.day)]
    if outside:
        question = "Are the rocket systems for the delivery of chemical, biological or nuclear weapons?"
        named = {"end use": "missile", "destination": outside[0].country}
        yield finding(rule, Effect.UNDETERMINED, rule.rule.title + ".", named, question=question)


def oil_gas_findings(facts: Facts) -> list[Finding]:
    """Return what 746.8(a)(4), formerly 746.5(a)(1), requires; it is reviewed after the other paragraphs of 746.8.

    The paragraph also applies when the exporter is unable to determine the end use, so an end use that is not stated
    does not clear an item that is named.
    """
    found: list[Finding] = []
    for place in facts.destinations:
        rule = _at(facts, "us.ear.746.5.oil_gas", place) if place.country in ("RU", "BY") else None
        if rule is None:
            continue
        named_eccn = eccn_in(facts.goods.code, rule.get("eccns")) if facts.goods.on_ccl else Tri.NO
        supplement = in_supplement(facts.law, 2, facts.goods.hs, facts.day) if facts.goods.hs else Tri.NO
        item = named_eccn | supplement
        stated = facts.concerns.of(rule.get("end_uses"))
        if stated is Tri.NO and not facts.concerns.end_use_stated:
            stated = Tri.YES
        question = "Was the HS code on Supp. No. 2 to part 746 on that date?"
        found += _decided(facts, rule, place, _Case(stated, item, question))
    return found
