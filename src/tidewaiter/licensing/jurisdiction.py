"""Whether the item is subject to the EAR: where it is, where and with what it was made, what is in it (part 734)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.law import Law, RuleAt, Tri, any_of, eccn_in, tri
from tidewaiter.law.tables import split_eccn
from tidewaiter.licensing.classification import Kind
from tidewaiter.licensing.content import content_left_out
from tidewaiter.licensing.facts import Destination, Facts
from tidewaiter.licensing.fdp import direct_products
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.licensing.information import information_left_out
from tidewaiter.model import Act, Effect, country_name

_ZERO = (
    "us.ear.734.4.zero.600_series",
    "us.ear.734.4.zero.600_series_y",
    "us.ear.734.4.zero.encryption_technology",
    "us.ear.734.4.zero.engine_technology",
    "us.ear.734.4.zero.military_commodities",
)
_CONTENT = (
    "What share of the item's value is controlled US content, and under which ECCNs (15 CFR 734 Supp. No. 2)?"
    " Above {threshold:g} percent it is subject to the EAR to {where}; some content counts from the first dollar."
)
_CONTENT_ECCNS = (
    "Under which ECCNs is the controlled US content of the item? The {share:g} percent stated are not above the"
    " {threshold:g} percent for {where}, but some content has no level there: {rule}."
)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whether the item is subject to the EAR, and on what that rests."""

    answer: Tri
    findings: tuple[Finding, ...]


def jurisdiction(facts: Facts) -> Jurisdiction:
    """Return whether the item is subject to the EAR (15 CFR 734.3), for the destinations and parties at hand."""
    us_items = facts.law.at("us.ear.734.3.us_items", facts.day)
    if facts.goods.kind is Kind.OTHER_AGENCY:
        return _other_agency(facts)
    if us_items is None:
        return Jurisdiction(Tri.UNKNOWN, ())
    if information := information_left_out(facts):
        return Jurisdiction(tri(False if information.effect is Effect.EXCLUDES else None), (information,))
    leaves = "US" if _through_home(facts) else facts.tx.from_country
    return _us_item(facts.law, facts.day, facts.item.origin, leaves, facts.act) or _foreign(facts, us_items)


def _through_home(facts: Facts) -> bool:
    """Whether the item moves in transit through the United States, where it is subject to the EAR (734.3(a)(1))."""
    home = facts.law.at("us.ear.772.united_states", facts.day) if facts.transit else None
    return home is not None and any(country in home.get("destinations") for country in facts.transit)


@lru_cache(maxsize=4096)
def _us_item(law: Law, day: dt.date, origin: str | None, leaves: str | None, act: Act) -> Jurisdiction | None:
    """An item of US origin, or one in, leaving or moving through the United States: subject to the EAR without more."""
    rule = law.at("us.ear.734.3.us_items", day)
    in_us = leaves == "US" or (leaves is None and act in (Act.EXPORT, Act.DEEMED_EXPORT))
    if rule is None or not (origin == "US" or in_us):
        return None
    text = (
        "The item is of US origin."
        if origin == "US"
        else "The item is in, or leaves or passes through, the United States."
    )
    named = {"origin": origin or "not stated", "from": leaves or "not stated", "act": act.value}
    return Jurisdiction(Tri.YES, (finding(rule, Effect.NOTES, f"{text} It is subject to the EAR.", named),))


def _other_agency(facts: Facts) -> Jurisdiction:
    rule = facts.law.at("us.ear.734.3.other_agency", facts.day)
    if rule is None:
        return Jurisdiction(Tri.UNKNOWN, ())
    text = f"{facts.goods.code} is under the exclusive jurisdiction of another agency (such as the ITAR), not the EAR."
    question = (
        "Do you have the authorization of that agency (for ITAR items: the Directorate of Defense Trade Controls)?"
    )
    return Jurisdiction(Tri.NO, (finding(rule, Effect.EXCLUDES, text, {"item": facts.goods.code}, question=question),))


def _foreign(facts: Facts, us_items: RuleAt) -> Jurisdiction:
    content, content_findings = _de_minimis(facts)
    products = direct_products(facts)
    made_abroad = tri(None if facts.item.origin is None or not facts.destination_known else False)
    answer = any_of((content, made_abroad, *(product.confers for product in products)))
    found = list(content_findings)
    if facts.item.origin is None and answer is Tri.UNKNOWN:
        text = "Where the item was made is not stated; a US-origin item is subject to the EAR wherever it is."
        named = {"origin": "not stated", "from": facts.tx.from_country or "not stated"}
        found.append(
            finding(us_items, Effect.UNDETERMINED, text, named, question="In which country was the item made?")
        )
    certain = answer is Tri.YES
    found += [p.finding for p in products if p.answer is Tri.YES or not certain]
    return Jurisdiction(answer, tuple(found))


def _de_minimis(facts: Facts) -> tuple[Tri, list[Finding]]:
    answers, found = [], []
    for place in facts.destinations:
        answer, one = _de_minimis_to(facts, place)
        answers.append(answer)
        found += one
    return any_of(answers), found


def _de_minimis_to(facts: Facts, place: Destination) -> tuple[Tri, list[Finding]]:
    general = facts.law.at("us.ear.734.4.de_minimis", facts.day)
    lower = facts.law.at("us.ear.734.4.de_minimis_e", facts.day)
    if general is None or lower is None:
        return Tri.UNKNOWN, []
    zero, zero_rule = _zero(facts, place)
    if zero is Tri.YES and zero_rule is not None:
        text = f"There is no de minimis level: {zero_rule.rule.title[:1].lower()}{zero_rule.rule.title[1:]}."
        return Tri.YES, [finding(zero_rule, Effect.NOTES, text, _named(facts, place))]
    strict = facts.law.within(place.country, lower.get("destinations"), facts.day)
    rule = lower if strict else general
    threshold = rule.get("threshold_pct")
    left_out = content_left_out(facts, place)
    share = 0.0 if left_out else facts.item.us_content_pct
    named = _named(facts, place) | {"threshold": f"{threshold:g} percent"}
    if left_out:
        named["not counted"] = left_out
    over = tri(None if share is None else share > threshold)
    where = country_name(place.country)
    if over is Tri.NO and zero is Tri.UNKNOWN and zero_rule is not None:
        title = zero_rule.rule.title
        question = _CONTENT_ECCNS.format(
            share=share, threshold=threshold, where=where, rule=title.removeprefix("No de minimis level for ")
        )
        return Tri.UNKNOWN, [
            finding(zero_rule, Effect.UNDETERMINED, "Some content has no de minimis level.", named, question=question)
        ]
    if over is Tri.UNKNOWN:
        question = _CONTENT.format(threshold=threshold, where=where)
        return over, [
            finding(rule, Effect.UNDETERMINED, "The controlled US content is not known.", named, question=question)
        ]
    side = "above" if over is Tri.YES else "not above"
    text = f"Controlled US content of {share:g} percent is {side} the {threshold:g} percent for {where}."
    return over, [finding(rule, Effect.NOTES, text, named)]


def _named(facts: Facts, place: Destination) -> dict[str, str]:
    share, eccns = facts.item.us_content_pct, facts.item.us_content_eccns
    return {
        "destination": place.country,
        "us content": "not stated" if share is None else f"{share:g} percent",
        "content eccns": "not stated" if eccns is None else " ".join(eccns) or "none",
    }


def _zero(facts: Facts, place: Destination) -> tuple[Tri, RuleAt | None]:
    """Whether content with no de minimis level is in the item, and by which rule."""
    if facts.item.us_content_pct == 0:
        return Tri.NO, None
    doubtful: RuleAt | None = None
    for rule_id in _ZERO:
        rule = facts.law.at(rule_id, facts.day)
        if rule is None or not facts.law.within(place.country, rule.get("destinations"), facts.day):
            continue
        if rule.get("product_groups") and facts.goods.group not in rule.get("product_groups"):
            continue
        if facts.item.us_content_eccns is None:
            doubtful = doubtful or rule
            continue
        answer = any_of(_without_level(rule, code) for code in facts.item.us_content_eccns)
        if answer is Tri.YES:
            return answer, rule
        doubtful = rule if answer is Tri.UNKNOWN else doubtful
    chips = _chip_in_equipment(facts, place)
    if chips is not None:
        return Tri.YES, chips
    return (Tri.UNKNOWN, doubtful) if doubtful else (Tri.NO, None)


def _without_level(rule: RuleAt, code: str) -> Tri:
    """Whether a rule names content; what it leaves out must be stated, a coarser code is not taken out."""
    return Tri.NO if eccn_in(code, rule.get("except_eccns")) is Tri.YES else eccn_in(code, rule.get("eccns"))


def _chip_in_equipment(facts: Facts, place: Destination) -> RuleAt | None:
    rule = facts.law.at("us.ear.734.4.zero.semiconductor_equipment", facts.day)
    if rule is None or not facts.goods.on_ccl:
        return None
    if not facts.law.within(place.country, rule.get("destinations"), facts.day):
        return None
    if eccn_in(facts.goods.code, rule.get("eccns")) is Tri.NO:
        return None
    inside = [split_eccn(code) for code in facts.item.us_content_eccns or ()]
    return rule if any(s and s[0][0] in rule.get("categories") and s[0][1] == "A" for s in inside) else None
