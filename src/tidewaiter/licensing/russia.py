"""Section 746.8 and those it replaced (746.5, 746.10): items to or within Russia and Belarus, in order of review."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.law import Law, RuleAt, Tri, eccn_in, words_in
from tidewaiter.licensing.classification import Kind
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.licensing.goods import in_supplement, luxury_price_reached
from tidewaiter.licensing.leg import Leg
from tidewaiter.licensing.supp6 import Supp6Match, supp6_match
from tidewaiter.model import Effect, country_name

_SUPPLEMENTS = ("us.ear.746.8.supp4", "us.ear.746.8.supp5")
_HS = "What is the HS code (six digits, HS 2022) of the item?"


def russia_findings(law: Law, leg: Leg) -> tuple[Finding, ...]:
    """Return what 746.8 says about an item to Russia or Belarus.

    An item in an ECCN is judged by (a)(1) alone; one that is EAR99 by the supplements and the software paragraph. An
    item of which only the HS code is known needs a license when a supplement names the code: either it is EAR99 and
    the supplement reaches it, or it is in an ECCN and (a)(1) does. The exclusion for civil subsidiaries is asked about.
    """
    goods = leg.goods
    if leg.country not in ("RU", "BY") or goods.kind is Kind.OTHER_AGENCY:
        return ()
    found: list[Finding] = []
    if goods.kind is not Kind.EAR99:
        found += _by_eccn(law, leg)
    if not goods.on_ccl:
        found += _by_supplement(law, leg)
        found += _supp6(law, leg)
    if goods.kind is Kind.EAR99:
        found += _software(law, leg)
    return _settled(found)


def _in_force(law: Law, rule_id: str, leg: Leg) -> RuleAt | None:
    rule = law.at(rule_id, leg.day)
    return rule if rule is not None and leg.country in rule.get("destinations") else None


def _by_eccn(law: Law, leg: Leg) -> Iterator[Finding]:
    rule = _in_force(law, "us.ear.746.8.ccl", leg)
    if rule is None:
        return
    reached, place = rule.get("categories"), country_name(leg.country)
    if leg.goods.kind is Kind.UNKNOWN:
        text = f"Items in an ECCN of categories {', '.join(reached)} need a license to {place}."
        question = "What is the ECCN of the item, or is it EAR99?"
        yield finding(rule, Effect.UNDETERMINED, text, leg.facts, question=question)
    elif leg.goods.code[0] in reached:
        text = f"{leg.goods.code} is on the CCL, which requires a license to or within {place}."
        yield finding(rule, Effect.REQUIRES, text, leg.facts, question=_civil_question(law, leg))
    else:
        text = f"Category {leg.goods.code[0]} was not yet reached on this date."
        yield finding(rule, Effect.DOES_NOT_APPLY, text, leg.facts)


def _civil_question(law: Law, leg: Leg) -> str | None:
    rule = law.at("us.ear.746.8.civil_subsidiaries", leg.day)
    if rule is None or eccn_in(leg.goods.code, rule.get("eccns")) is Tri.NO:
        return None
    return (
        "Is the end user a civil, wholly owned subsidiary or joint venture of companies of the United States or of "
        "Country Groups A:5 and A:6? Then no license is required."
    )


def _by_supplement(law: Law, leg: Leg) -> Iterator[Finding]:
    for rule_id in _SUPPLEMENTS:
        rule = _in_force(law, rule_id, leg)
        if rule is None or (leg.goods.hs is None and leg.goods.intangible):
            continue
        supplement, hs = rule.get("supplement"), leg.goods.hs
        listed = in_supplement(law, supplement, hs, leg.day)
        facts = leg.facts | {"supplement": str(supplement)}
        if hs is None:
            text = f"Without an HS code it is not known whether Supp. No. {supplement} names the item."
            yield finding(rule, Effect.UNDETERMINED, text, facts, question=_HS)
        elif listed is Tri.UNKNOWN:
            question = f"Was HS {hs} on Supp. No. {supplement} to part 746 on the date of the transaction?"
            text = f"When HS {hs} joined Supp. No. {supplement} is not known for certain."
            yield finding(rule, Effect.UNDETERMINED, text, facts, question=question)
        elif listed is Tri.NO:
            yield finding(rule, Effect.DOES_NOT_APPLY, f"HS {hs} is not on Supp. No. {supplement}.", facts)
        else:
            yield _luxury(law, rule, leg, hs) if supplement == 5 else finding(rule, *_named(rule, leg), facts)


def _named(rule: RuleAt, leg: Leg) -> tuple[Effect, str]:
    text = f"HS {leg.goods.hs} is on Supp. No. {rule.get('supplement')} to part 746."
    if leg.goods.kind is Kind.UNKNOWN:
        text += " Were the item in an ECCN instead, 746.8(a)(1) would require the license."
    return Effect.REQUIRES, text


def _luxury(law: Law, rule: RuleAt, leg: Leg, hs: str) -> Finding:
    reached, threshold = luxury_price_reached(law, hs, leg.unit_value_usd)
    facts = leg.facts | {"supplement": "5"}
    if threshold is not None:
        price = "not stated" if leg.unit_value_usd is None else f"{leg.unit_value_usd:g}"
        facts |= {"threshold_usd": f"{threshold:g}", "unit_value_usd": price}
    if reached is Tri.UNKNOWN:
        question = f"What is the wholesale price of one unit in US dollars (the threshold is {threshold:g})?"
        text = "The supplement names the item from a unit price on."
        return finding(rule, Effect.UNDETERMINED, text, facts, question=question)
    if reached is Tri.NO and rule.get("price_open", default=False):
        question = f"Did Supp. No. 5 spare HS {hs} below a unit price already on the date of the transaction?"
        text = "The unit price is below today's threshold; thresholds of earlier texts are not known."
        return finding(rule, Effect.UNDETERMINED, text, facts, question=question)
    if reached is Tri.NO:
        return finding(rule, Effect.DOES_NOT_APPLY, "The unit price is below the supplement's threshold.", facts)
    return finding(rule, *_named(rule, leg), facts)


def _supp6(law: Law, leg: Leg) -> Iterator[Finding]:
    rule = _in_force(law, "us.ear.746.8.supp6", leg)
    if rule is None or leg.goods.intangible:
        return
    match = supp6_match(law, leg.goods)
    facts = leg.facts | ({"description": leg.goods.description} if leg.goods.description else {})
    named = ", ".join(match.items)
    if match.answer is Tri.NO:
        text = "Nothing in the description or code points to Supp. No. 6."
        if named:
            text = f"Supp. No. 6 names {named} from {match.threshold_pct:g} percent on; the item is below it."
        yield finding(rule, Effect.DOES_NOT_APPLY, text, facts)
    elif match.answer is Tri.YES and rule.segment.question is None:
        yield finding(rule, Effect.REQUIRES, f"The item is one that Supp. No. 6 names: {named}.", facts)
    elif match.answer is Tri.YES:
        text = f"Supp. No. 6 names the item today: {named}."
        yield finding(rule, Effect.UNDETERMINED, text, facts, question=rule.segment.question)
    elif leg.goods.kind is Kind.EAR99:
        yield finding(rule, Effect.UNDETERMINED, "Supp. No. 6 may name the item.", facts, question=_supp6_asks(match))


def _supp6_asks(match: Supp6Match) -> str:
    if not match.items:
        return "What is the item (name, CAS number, concentration)? Supp. No. 6 lists by name."
    level = f" (the entry begins at {match.threshold_pct:g} percent by weight)" if match.threshold_pct else ""
    named = ", ".join(match.items)
    return f"Is the item the one Supp. No. 6 names ({named}), at its concentration or with its properties{level}?"


def _software(law: Law, leg: Leg) -> Iterator[Finding]:
    rule = _in_force(law, "us.ear.746.8.software", leg)
    if rule is None or leg.goods.group != "D":
        return
    kinds = words_in(leg.goods.description, rule.get("terms"))
    facts = leg.facts | {"description": leg.goods.description}
    if not kinds:
        question = "What does the software do? Business, design and machine-control software needs a license."
        yield finding(rule, Effect.UNDETERMINED, "The kind of software is not stated.", facts, question=question)
        return
    text = f"EAR99 software of a kind named ({', '.join(kinds)}) needs a license."
    spared = law.at("us.ear.746.8.software.spared", leg.day)
    if spared is not None and words_in(leg.recipient, spared.get("terms")):
        question = "Is every recipient engaged exclusively in the agriculture or medical industries (746.8(a)(12)(iv))?"
        facts = facts | {"recipient": leg.recipient}
        yield finding(rule, Effect.UNDETERMINED, f"{text} It may be left out.", facts, question=question)
    else:
        question = (
            "Is the recipient exclusively in agriculture or medicine, or a civil subsidiary named in (a)(12)(ii)?"
        )
        yield finding(rule, Effect.REQUIRES, text, facts, question=question)


def _settled(found: list[Finding]) -> tuple[Finding, ...]:
    """Drop doubts where a paragraph certainly requires a license: they could not change the answer."""
    if any(f.effect is Effect.REQUIRES for f in found):
        return tuple(f for f in found if f.effect is not Effect.UNDETERMINED)
    return tuple(found)
