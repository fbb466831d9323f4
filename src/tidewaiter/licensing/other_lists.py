"""Lists of other agencies and jurisdictions: pointers, which decide nothing under the EAR but must be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.licensing.facts import Facts, PartyFacts
from tidewaiter.licensing.findings import Finding, finding
from tidewaiter.model import Effect, ListedAs

_POINTERS = (
    "us.ofac.sectoral",
    "us.state.lists",
    "eu.833",
    "gb.sanctions",
    "jp.end_user_list",
    "ch.seco",
    "un.sc",
)


def other_list_findings(
    facts: Facts, party: PartyFacts, listing: ListedAs, says: str | None = None
) -> Iterator[Finding]:
    """Return what a listing outside the BIS lists and the SDN list means for the transaction.

    A list of the jurisdiction the item leaves from is a question, and so is a list the system does not know, such as
    the user's own; any other is noted.

    Args:
        says: What is listed, as a sentence, where it is not the party itself.
    """
    named = {"party": party.party.name or "", "role": party.party.role.value, "list": listing.list}
    says = says or f"The {party.label} is on {listing.list}."
    for rule_id in _POINTERS:
        rule = facts.law.at(rule_id, facts.day)
        if rule is None or listing.list not in rule.get("lists"):
            continue
        text = f"{says} {rule.rule.title}."
        origin = facts.tx.from_country
        here = bool(rule.get("from_destinations")) and (
            "*" in rule.get("from_destinations") or (origin is not None and origin in rule.get("from_destinations"))
        )
        if here:
            question = f"Is the transaction allowed under {rule.section}?"
            yield finding(rule, Effect.UNDETERMINED, text, named, question=question)
        else:
            yield finding(
                rule, Effect.NOTES, f"{text} It imposes no license requirement under the EAR by itself.", named
            )
        return
    unknown = facts.law.at("us.ear.736.gp5", facts.day)
    if unknown is not None:
        question = (
            f"What does the list {listing.list!r} require of transactions with {party.party.name or 'the party'}?"
        )
        text = f"{says} The system has no rule for that list."
        yield finding(unknown, Effect.UNDETERMINED, text, named, question=question)
