"""Embargoes and the controls on Russia, Belarus and the occupied regions (part 746), for one destination."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, eccn_in, tri, words_in
from tidewaiter.licensing.classification import Kind
from tidewaiter.licensing.control_scope import open_point
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.licensing.goods import food_or_medicine
from tidewaiter.licensing.iran import iran_findings
from tidewaiter.licensing.leg import Leg
from tidewaiter.licensing.russia import russia_findings
from tidewaiter.model import Act, Effect, country_name

_REGIONS = ("us.ear.746.6.crimea", "us.ear.746.6.dnr_lnr")
_EMBARGOES = ("us.ear.746.2", "us.ear.746.4", "us.ear.746.9", *_REGIONS)
#: Embargoes that leave EAR99 food and medicine out; Cuba's does not.
_FOOD_FREE = frozenset({"us.ear.746.4", "us.ear.746.9", *_REGIONS})
#: Embargoes that reach the release of EAR99 technology to nationals; those of Cuba and Syria do not.
_DEEMED_EAR99 = frozenset({"us.ear.746.4"})


def embargo_findings(law: Law, leg: Leg) -> tuple[Finding, ...]:
    """Return what part 746 says about an item for a destination, whoever the parties are."""
    return _findings(law, leg) if leg.country in _countries(law) else ()


@lru_cache(maxsize=8)
def _countries(law: Law) -> frozenset[str]:
    """Countries that a rule of part 746 names; for all others the part is silent."""
    segments = (segment for rule in law.rules.values() if rule.part == "746" for segment in rule.segments)
    return frozenset(country for segment in segments for country in segment.parameters.get("destinations", ()))


@lru_cache(maxsize=16384)
def _findings(law: Law, leg: Leg) -> tuple[Finding, ...]:
    found = [*_embargoed(law, leg), *iran_findings(law, leg), *_iraq(law, leg)]
    if leg.act is not Act.DEEMED_EXPORT:
        found += russia_findings(law, leg)
    return tuple(found)


def _embargoed(law: Law, leg: Leg) -> Iterator[Finding]:
    for rule_id in _EMBARGOES:
        rule = law.at(rule_id, leg.day)
        if rule is None or leg.country not in rule.get("destinations"):
            continue
        if rule.get("regions") and (leg.region is None or leg.region.value not in rule.get("regions")):
            continue
        if leg.act is Act.DEEMED_EXPORT and leg.goods.kind is Kind.EAR99 and rule_id not in _DEEMED_EAR99:
            text = f"Releasing EAR99 technology to a national of {country_name(leg.country)} is left out."
            yield finding(rule, Effect.EXCLUDES, text, leg.facts)
            continue
        if rule_id in _REGIONS and (spared := _communication_software(law, leg)) is not None:
            text = "Free software for personal communications over the Internet is left out."
            yield finding(spared, Effect.EXCLUDES, text, leg.facts | {"description": leg.goods.description})
            continue
        yield _embargo(rule, leg, food_or_medicine(law, leg.goods, leg.day) if rule_id in _FOOD_FREE else Tri.NO)


def _communication_software(law: Law, leg: Leg) -> RuleAt | None:
    """Return 746.6(d)(3) when the description states such software: of a kind named, free of charge to the public."""
    rule = law.at("us.ear.746.6.communication_software", leg.day)
    coded = leg.goods.kind is Kind.EAR99 or (rule is not None and eccn_in(leg.goods.code, rule.get("eccns")) is Tri.YES)
    if rule is None or not coded or leg.goods.group != "D":
        return None
    kinds, free, public = (words_in(leg.goods.description, rule.get(name)) for name in ("terms", "free", "public"))
    return rule if kinds and free and public else None


def _embargo(rule: RuleAt, leg: Leg, spared: Tri) -> Finding:
    place = f"the occupied region {leg.region.value}" if leg.region else country_name(leg.country)
    if spared is Tri.YES:
        return finding(rule, Effect.EXCLUDES, f"EAR99 food and medicine for {place} is left out.", leg.facts)
    text = f"A license is required for every item subject to the EAR to {place}."
    question = "Is the item EAR99 food or medicine (15 CFR 772.1)? The embargo would leave it out."
    if spared is Tri.UNKNOWN and (leg.goods.hs or leg.goods.description):
        return finding(rule, Effect.UNDETERMINED, text, leg.facts, question=question)
    return finding(rule, Effect.REQUIRES, text, leg.facts, question=question if spared is Tri.UNKNOWN else None)


def _iraq(law: Law, leg: Leg) -> Iterator[Finding]:
    rule = law.at("us.ear.746.3", leg.day)
    if rule is None or leg.country not in rule.get("destinations") or not leg.goods.on_ccl:
        return
    code, reasons = leg.goods.code, rule.get("reasons")
    rows = [(tri(c.scope.covers(code)), c) for c in law.tables.controls(code) if c.reason in reasons]
    answers = [answer for answer, _ in rows]
    if Tri.YES in answers or eccn_in(code, rule.get("eccns")) is Tri.YES:
        yield finding(rule, Effect.REQUIRES, f"{code} is controlled for a reason that reaches Iraq.", leg.facts)
    elif Tri.UNKNOWN in answers:
        question = next(open_point(row, code) for answer, row in rows if answer is Tri.UNKNOWN)
        text = f"Part of {code[:5]} is controlled to Iraq."
        yield finding(rule, Effect.UNDETERMINED, text, leg.facts, question=question)
