"""Persons blocked by OFAC: the EAR's own requirement (744.8, formerly 744.12 and 744.14) and the blocking itself."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.law import RuleAt, Tri
from tidewaiter.licensing.facts import Facts, PartyFacts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.licensing.goods import in_supplement, luxury_price_reached
from tidewaiter.model import LISTED_ROLES, Effect, ListedAs

_EAR_RULES = ("us.ear.744.8", "us.ear.744.12", "us.ear.744.14")


def blocked_findings(facts: Facts, party: PartyFacts, listing: ListedAs) -> Iterator[Finding]:
    """Return what follows from a party being on the SDN list."""
    named = {"party": party.party.name or "", "role": party.party.role.value, "list": listing.list}
    named |= {"programs": " ".join(listing.programs)} if listing.programs else {}
    if party.party.role in LISTED_ROLES:
        for rule_id in _EAR_RULES:
            if rule := facts.law.at(rule_id, facts.day):
                yield from _by_program(party, listing, rule, named, from_us=facts.us_person_acts)
        yield from _luxury(facts, listing, named)
    blocking = facts.law.at("us.ofac.blocking", facts.day)
    if blocking is not None:
        yield blocking_finding(facts, blocking, party, named)


def programs_of(listing: ListedAs) -> frozenset[str]:
    """Return the programs of an SDN entry, as the rules write them."""
    return frozenset(p.strip(" []").upper() for p in listing.programs)


def _by_program(
    party: PartyFacts, listing: ListedAs, rule: RuleAt, named: dict[str, str], *, from_us: bool
) -> Iterator[Finding]:
    programs = programs_of(listing)
    hit = programs & set(rule.get("programs"))
    question = "Does an OFAC license, general license or exemption cover the transaction?"
    if hit:
        text = f"The {party.label} is designated under {', '.join(sorted(hit))}."
        yield finding(rule, Effect.REQUIRES, text, named, question=question)
    elif not programs and rule.rule.id == "us.ear.744.8":
        which = "Under which program (identifier) does the SDN list carry the party?"
        broad = len(rule.get("programs")) > 1 and from_us
        effect = Effect.REQUIRES if broad else Effect.UNDETERMINED
        text = f"The {party.label} is on the SDN list; most programs are reached by this section."
        yield finding(rule, effect, text, named, question=which)


def _luxury(facts: Facts, listing: ListedAs, named: dict[str, str]) -> Iterator[Finding]:
    rule = facts.law.at("us.ear.746.10.oligarchs", facts.day)
    if (
        rule is None
        or facts.goods.on_ccl
        or facts.goods.hs is None
        or not programs_of(listing) & set(rule.get("programs"))
    ):
        return
    listed = in_supplement(facts.law, 5, facts.goods.hs, facts.day)
    reached, _ = luxury_price_reached(facts.law, facts.goods.hs, facts.item.unit_value_usd)
    below = reached is Tri.NO and rule.get("price_open", default=False)
    answer = listed & (Tri.UNKNOWN if below else reached)
    if answer is Tri.YES:
        yield finding(rule, Effect.REQUIRES, "A luxury good for a designated natural person.", named)
    elif answer is Tri.UNKNOWN:
        question = "Was the item a luxury good of Supp. No. 5, at its unit price, on that date?"
        yield finding(
            rule, Effect.UNDETERMINED, "A luxury good for a designated natural person.", named, question=question
        )


def blocking_finding(facts: Facts, rule: RuleAt, party: PartyFacts, named: dict[str, str]) -> Finding:
    """Return what the blocking itself does.

    Property and dealings of blocked persons are prohibited to US persons in any role (31 CFR chapter V), unless OFAC
    authorizes them. An export from the United States is such a dealing, so the act is prohibited, beside any license
    the EAR require; for acts of others abroad the part of US persons in it is asked about.
    """
    text = f"The {party.label} is blocked: US persons may not deal with it in any role without OFAC's authorization."
    if facts.us_person_acts:
        question = "Does an OFAC license, general license or exemption cover the transaction?"
        return finding(rule, Effect.PROHIBITS, text, named, question=question)
    question = "Is a US person, US dollar clearing or US-origin service involved anywhere in the transaction?"
    return finding(rule, Effect.UNDETERMINED, text, named, question=question)
