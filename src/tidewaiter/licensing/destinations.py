"""What the item needs for each place it goes to or passes through (General Prohibitions 1, 6 and 8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from tidewaiter.law import Law, words_in
from tidewaiter.licensing.chart import ccl_findings
from tidewaiter.licensing.classification import Kind
from tidewaiter.licensing.facts import RECEIVING, Destination, Facts
from tidewaiter.licensing.findings import Finding, finding, weakened
from tidewaiter.licensing.leg import Leg
from tidewaiter.licensing.part746 import embargo_findings
from tidewaiter.licensing.subsidiaries import for_subsidiaries
from tidewaiter.model import Act, Effect, Question, country_name

_WHERE = "To which country does the item finally go?"
_ECCN = "What is the ECCN of the item, or is it EAR99? An HS code does not tell."


def destination_findings(facts: Facts) -> list[Finding]:
    """Return what the item needs for every destination, and for transit."""
    found: list[Finding] = []
    for place in facts.destinations:
        found += _for(facts, place)
    if not facts.destination_known:
        found += _nowhere(facts)
    found += _occupied_address(facts)
    found += _transit(facts)
    return found


def _item(facts: Facts, place: Destination) -> list[Finding]:
    """What the item needs for a country, whatever the parties and the end use."""
    goods = facts.goods
    found = for_subsidiaries(facts, embargo_findings(facts.law, _leg(facts, place)))
    if goods.kind is Kind.CCL:
        found += ccl_findings(facts.law, goods.code, place.country, facts.day, facts.act)
    if any(f.effect is Effect.REQUIRES for f in found):
        return found
    if goods.kind in (Kind.UNKNOWN, Kind.UNLISTED):
        found += _unclassified(facts, place, already=found)
    if goods.kind is Kind.EAR99:
        found += _ear99(facts.law, place.country, facts.day)
    return found


def _leg(facts: Facts, place: Destination) -> Leg:
    price = _price_that_counts(facts) if place.country in ("RU", "BY") else None
    source = facts.tx.from_country if place.country == "IR" else None
    recipient = _recipient(facts) if place.country in ("RU", "BY") and facts.goods.group == "D" else ""
    return Leg(facts.goods, place.country, place.region, facts.day, facts.act, source, price, recipient)


def _price_that_counts(facts: Facts) -> float | None:
    """The unit price where Supp. No. 5 has a threshold for the code; elsewhere it changes nothing."""
    hs = facts.goods.hs
    entry = facts.law.tables.hts(5, hs) if hs is not None else None
    return facts.item.unit_value_usd if entry is not None and entry.min_unit_price_usd is not None else None


def _recipient(facts: Facts) -> str:
    """What the order says of the use and of the business of those who receive the item."""
    businesses = (p.party.line_of_business for p in facts.parties if p.party.role in RECEIVING)
    return "; ".join(text for text in (facts.tx.end_use, *businesses) if text)


def _unclassified(facts: Facts, place: Destination, *, already: list[Finding]) -> Iterator[Finding]:
    rule = facts.law.at("us.ear.738.chart", facts.day)
    if rule is None or any(f.question and f.question.question.startswith("What is the ECCN") for f in already):
        return
    named = {"destination": place.country, "hs": facts.goods.hs or "not stated"}
    if facts.goods.kind is Kind.UNLISTED:
        question = f"{facts.goods.code} is not an entry of the carried CCL. What is the ECCN of the item?"
        yield finding(rule, Effect.UNDETERMINED, "The stated ECCN is not on the list.", named, question=question)
    else:
        yield finding(rule, Effect.UNDETERMINED, "The item is not classified.", named, question=_ECCN)


@lru_cache(maxsize=4096)
def _ear99(law: Law, country: str, day: dt.date) -> tuple[Finding, ...]:
    rule = law.at("us.ear.738.chart", day)
    if rule is None:
        return ()
    text = f"EAR99 items are not on the CCL; the Country Chart requires no license for {country_name(country)}."
    return (finding(rule, Effect.DOES_NOT_APPLY, text, {"item": "EAR99", "destination": country}),)


def _for(facts: Facts, place: Destination) -> Iterator[Finding]:
    if (home := _at_home(facts.law, place.country, facts.day)) is not None:
        yield home
        return
    found = _item(facts, place)
    if facts.act is Act.DEEMED_EXPORT and facts.goods.on_ccl and not facts.goods.intangible:
        found = [_release(f) for f in found]
    if place.basis in ("stated", "nationality"):
        yield from found
        return
    if place.basis == "purchaser":
        found = [f for f in found if f.reason.rule.startswith(("us.ear.746.", "us.ear.734."))]
    named = {"counts as destination because": place.because}
    for one in found:
        if place.certain:
            yield _taken(facts, place, one)
        elif one.effect in (Effect.REQUIRES, Effect.PROHIBITS):
            question = f"Will the item go on to {country_name(place.country)}?"
            yield weakened(one, question, f"{place.because}; {one.section} would then require a license", named)
    if place.basis == "knowledge" and place.certain and any(f.effect is Effect.REQUIRES for f in found):
        yield from _knowing(facts, place)


@lru_cache(maxsize=4096)
def _at_home(law: Law, country: str, day: dt.date) -> Finding | None:
    rule = law.at("us.ear.772.united_states", day)
    if rule is None or country not in rule.get("destinations"):
        return None
    text = f"{country_name(country)} is in the United States: nothing is exported."
    return finding(rule, Effect.DOES_NOT_APPLY, text, {"destination": country})


def _taken(facts: Facts, place: Destination, found: Finding) -> Finding:
    """Ask for the destination beside what decides, where a consignee's country was taken because none was stated."""
    if facts.destination_known or found.question is not None or place.basis != "end_user":
        return found
    why = f"no destination is stated; {country_name(place.country)} was taken, because {place.because}"
    return replace(found, question=Question(question=_WHERE, why=why))


def _release(found: Finding) -> Finding:
    question = "What is the ECCN of the technology or source code that is released? A commodity is not released."
    return weakened(found, question, "A deemed export is a release of technology or source code (15 CFR 734.13(a)(2))")


def _knowing(facts: Facts, place: Destination) -> Iterator[Finding]:
    rule = facts.law.at("us.ear.736.gp10", facts.day)
    if rule is not None and place.country != facts.tx.destination:
        text = f"The exporter knows the item will go to {country_name(place.country)}, where it needs a license."
        named = {
            "knowledge": "; ".join(facts.tx.knowledge) or facts.tx.end_use or "",
            "declared": facts.tx.destination or "",
        }
        yield finding(rule, Effect.PROHIBITS, text, named)


def _nowhere(facts: Facts) -> Iterator[Finding]:
    rule = facts.law.at("us.ear.738.chart", facts.day)
    deemed = facts.law.at("us.ear.734.13.deemed_export", facts.day)
    if facts.act is Act.DEEMED_EXPORT and deemed is not None:
        question = (
            "Of which country is the recipient a national? Is the recipient a US permanent resident or protected?"
        )
        yield finding(deemed, Effect.UNDETERMINED, "The nationality of the recipient decides.", {}, question=question)
    elif rule is not None:
        taken = [place for place in facts.destinations if place.basis == "end_user"]
        where = "; ".join(f"{country_name(place.country)} was examined, because {place.because}" for place in taken)
        text = f"The destination is not stated. {where}".rstrip() + ("." if where else "")
        yield finding(rule, Effect.UNDETERMINED, text, {"destination": "not stated"}, question=_WHERE)


def _occupied_address(facts: Facts) -> Iterator[Finding]:
    """Ask where an address, in Ukraine or as if in Russia, names a place in an occupied region."""
    rule = facts.law.at("us.ear.746.6.places", facts.day)
    if rule is None or facts.tx.region is not None:
        return
    for one in facts.parties:
        if (one.party.country or facts.tx.destination) not in rule.get("destinations"):
            continue
        found = words_in(" ".join(filter(None, (one.party.city, one.party.address))), rule.get("terms"))
        if found:
            question = f"Is {found[0].title()} in the Crimea, DNR or LNR region as the regulation means it?"
            text = f"The address of the {one.label} names {found[0].title()}."
            yield finding(rule, Effect.UNDETERMINED, text, {"address": found[0]}, question=question)


def _treasury_transit(facts: Facts, country: str) -> Iterator[Finding]:
    """Passing through Iran is prohibited as going there is (31 CFR 560.403), and so by 746.7(e)."""
    for one in embargo_findings(facts.law, _leg(facts, Destination(country, None, "transit"))):
        if one.reason.rule == "us.ear.746.7.itsr":
            facts_shown = {**one.reason.facts, "transit": country}
            yield replace(one, reason=replace(one.reason, facts=facts_shown))


def _transit(facts: Facts) -> Iterator[Finding]:
    rule = facts.law.at("us.ear.736.gp8", facts.day)
    if rule is None or facts.act is Act.DEEMED_EXPORT:
        return
    for country in facts.transit:
        if country not in rule.get("destinations"):
            yield from _treasury_transit(facts, country)
            continue
        found = _item(facts, Destination(country, None, "transit"))
        named = {"transit": country, "item": facts.goods.code or "not classified"}
        needs = [f for f in found if f.effect is Effect.REQUIRES]
        open_ = [f for f in found if f.effect is Effect.UNDETERMINED]
        if needs:
            text = f"The item passes through {country_name(country)}, to which it needs a license ({needs[0].section})."
            yield finding(rule, Effect.REQUIRES, text, named, exceptions=needs[0].exceptions)
        elif open_ and open_[0].question:
            text = f"The item passes through {country_name(country)}; whether it needs a license there is not known."
            yield finding(rule, Effect.UNDETERMINED, text, named, question=open_[0].question.question)
        else:
            text = f"The item needs no license to {country_name(country)}, through which it passes."
            yield finding(rule, Effect.DOES_NOT_APPLY, text, named)
