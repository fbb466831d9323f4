"""Parties on the lists: what each listing requires (744.8 to 744.22, denial orders, OFAC blocking)."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.law import RuleAt, Tri, eccn_in
from tidewaiter.licensing.blocked import blocked_findings
from tidewaiter.licensing.entry_scope import entry_reaches
from tidewaiter.licensing.facts import Facts, PartyFacts
from tidewaiter.licensing.findings import Finding, finding, weakened
from tidewaiter.licensing.other_lists import other_list_findings
from tidewaiter.licensing.owners import owner_findings
from tidewaiter.model import LISTED_ROLES, Effect, ListedAs

_BIS_LISTS = {
    "us.bis.entity_list": "us.ear.744.11",
    "us.bis.military_end_user": "us.ear.744.21.list",
    "us.bis.mieu": "us.ear.744.22.list",
    "us.bis.unverified_list": "us.ear.744.15",
    "us.bis.denied_persons": "us.ear.736.gp4",
}


def party_findings(facts: Facts) -> list[Finding]:
    """Return what the listings of all parties require, in the order of the parties."""
    found = [f for party in facts.parties for listing in party.listings for f in _one(facts, party, listing)]
    return found + [f for party in facts.parties if party.owner_listings for f in owner_findings(facts, party)]


def _one(facts: Facts, party: PartyFacts, listing: ListedAs) -> Iterator[Finding]:
    for one in _listed(facts, party, listing):
        if listing.certain:
            yield one
            continue
        question = f"Is {party.party.name or 'the party'} the listed {listing.name or 'entry'} ({listing.list})?"
        yield weakened(one, question, f"{listing.list} would decide the outcome", {"match": "possible"})


def _listed(facts: Facts, party: PartyFacts, listing: ListedAs) -> Iterator[Finding]:
    rule_id = _BIS_LISTS.get(listing.list)
    if listing.list == "us.ofac.sdn":
        yield from blocked_findings(facts, party, listing)
    elif rule_id is None:
        yield from other_list_findings(facts, party, listing)
    elif rule := facts.law.at("us.ear.744.16.address" if listing.address_only else rule_id, facts.day):
        if listing.list == "us.bis.unverified_list":
            text = (
                f"The {party.label} is on the Unverified List: no license by itself, but a statement and no exceptions."
            )
            yield finding(rule, Effect.NOTES, text, _facts(party, listing))
        elif listing.list == "us.bis.denied_persons":
            text = f"The {party.label} is denied export privileges; taking part in the transaction is prohibited."
            yield finding(rule, Effect.PROHIBITS, text, _facts(party, listing))
        else:
            yield from _by_role(facts, party, listing, rule)
            yield from _russian_military(facts, party, listing)
            yield from _footnote_5(facts, party, listing)


def _facts(party: PartyFacts, listing: ListedAs) -> dict[str, str]:
    named = {"party": party.party.name or "", "role": party.party.role.value, "list": listing.list}
    optional = {
        "listed as": listing.name or "",
        "entry": listing.citation or "",
        "footnotes": " ".join(str(n) for n in listing.requirement.footnotes) if listing.requirement else "",
        "source": "stated by the caller" if listing.stated else "",
    }
    return named | {key: value for key, value in optional.items() if value}


def _by_role(facts: Facts, party: PartyFacts, listing: ListedAs, rule: RuleAt) -> Iterator[Finding]:
    for found in _by_scope(facts, party, listing, rule):
        if party.party.role in LISTED_ROLES:
            yield found
            continue
        question = (
            f"Does {party.party.name or 'the listed party'} take possession of the item or act as purchaser, "
            "intermediate consignee, ultimate consignee or end user?"
        )
        role = party.party.role.value.replace("_", " ")
        why = f"{rule.section} reaches the roles of 748.5(c) to (f); as {role} it is a red flag"
        yield weakened(found, question, why)


def _by_scope(facts: Facts, party: PartyFacts, listing: ListedAs, rule: RuleAt) -> Iterator[Finding]:
    reach = entry_reaches(facts, listing)
    named = _facts(party, listing) | {"scope": reach.scope}
    review = listing.review_policy.value.replace("_", " ") if listing.review_policy else None
    allowed = tuple(text.split()[0] for text in listing.requirement.exceptions) if listing.requirement else ()
    text = f"The {party.label} is listed ({listing.list}); the entry reaches {reach.scope}."
    if reach.answer is Tri.NO:
        yield finding(rule, Effect.DOES_NOT_APPLY, f"{text} The item is not among them.", named)
    elif reach.answer is Tri.UNKNOWN:
        yield finding(rule, Effect.UNDETERMINED, text, named, question=reach.question)
    else:
        exceptions = allowed or rule.segment.exceptions
        yield finding(rule, Effect.REQUIRES, text, named, review=review, exceptions=exceptions, question=reach.question)
        if listing.requirement and 3 in listing.requirement.footnotes:
            yield from _footnote_3(facts, named)


def _russian_military(facts: Facts, party: PartyFacts, listing: ListedAs) -> Iterator[Finding]:
    """A military end user of Russia or Belarus is reached for any item, whichever list names it (744.21(a)(2))."""
    rule = facts.law.at("us.ear.744.21.any_item", facts.day)
    if rule is None or listing.list != "us.bis.military_end_user" or party.party.role not in LISTED_ROLES:
        return
    if party.party.country is not None and facts.law.within(party.party.country, rule.get("destinations"), facts.day):
        text = f"The {party.label} is a listed military end user of Russia or Belarus."
        yield finding(rule, Effect.REQUIRES, text, _facts(party, listing))


def _footnote_5(facts: Facts, party: PartyFacts, listing: ListedAs) -> Iterator[Finding]:
    """Certain equipment needs a license to entities with the footnote, wherever they are (742.6(a)(11))."""
    rule = facts.law.at("us.ear.742.6.footnote_5_equipment", facts.day)
    marked = listing.requirement.footnotes if listing.requirement else ()
    if rule is None or rule.get("footnote") not in marked or party.party.role not in LISTED_ROLES:
        return
    if facts.goods.on_ccl and eccn_in(facts.goods.code, rule.get("eccns")) is Tri.YES:
        text = f"{facts.goods.code} needs a license to the {party.label}, whose entry has footnote 5."
        yield finding(rule, Effect.REQUIRES, text, _facts(party, listing))


def _footnote_3(facts: Facts, named: dict[str, str]) -> Iterator[Finding]:
    rule = facts.law.at("us.ear.744.21.any_item", facts.day)
    if rule:
        text = "Footnote 3 marks a Russian or Belarusian military end user, wherever it is located."
        yield finding(rule, Effect.REQUIRES, text, named)
