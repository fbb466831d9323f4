"""The determination: is a license required, in the order of part 732."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from tidewaiter.law import Law, Tri
from tidewaiter.licensing.destinations import destination_findings
from tidewaiter.licensing.enduse import end_use_findings, oil_gas_findings
from tidewaiter.licensing.entities import party_findings
from tidewaiter.licensing.facts import Facts, gather
from tidewaiter.licensing.findings import Finding, finding, weakened
from tidewaiter.licensing.headquarters import headquarters_findings
from tidewaiter.licensing.jurisdiction import Jurisdiction, jurisdiction
from tidewaiter.licensing.knowledge import knowledge_findings
from tidewaiter.licensing.outcome import conclude
from tidewaiter.licensing.owners import owners_not_given
from tidewaiter.licensing.us_persons import us_person_findings
from tidewaiter.model import Determination, Effect, ListedAs, Transaction


def determine(
    tx: Transaction, law: Law, *, as_of: dt.date, listed: Sequence[Sequence[ListedAs]] | None = None
) -> Determination:
    """Determine whether a license is required for a transaction, with the law and the open questions.

    Args:
        tx: The transaction; every fact may be missing.
        law: Tables and rules (`load_law`).
        as_of: Day whose law is applied; the caller decides whether that is the transaction's own date.
        listed: For each party of `tx`, the listings screening found; listings the caller stated are added.

    Returns:
        The determination. It is ``not_required`` only when nothing examined requires a license and nothing that could
        require one is unknown; its reasons and coverage say what was examined and what was not.
    """
    facts = gather(tx, law, as_of, listed)
    subject = jurisdiction(facts)
    if subject.answer is Tri.NO:
        return conclude(facts, Tri.NO, [*_settled(subject), *us_person_findings(facts)])
    needs = _requirements(facts)
    if subject.answer is Tri.UNKNOWN:
        needs = [*(_if_subject(found) for found in needs), *us_person_findings(facts)]
        if not any(f.effect in (Effect.REQUIRES, Effect.PROHIBITS, Effect.UNDETERMINED) for f in needs):
            return conclude(facts, Tri.UNKNOWN, [*map(_moot, subject.findings), *needs])
    return conclude(facts, subject.answer, [*subject.findings, *needs])


def _requirements(facts: Facts) -> list[Finding]:
    found = [*knowledge_findings(facts), *party_findings(facts), *destination_findings(facts), *end_use_findings(facts)]
    found += headquarters_findings(facts)
    if not any(f.effect is Effect.REQUIRES and f.reason.rule.startswith("us.ear.746.8") for f in found):
        found += oil_gas_findings(facts)
    found += owners_not_given(facts)
    if not facts.tx.recipient_stated:
        found += _recipients_not_stated(facts.law, facts.day)
    return found if facts.concerns.end_use_stated else found + _end_use_not_stated(facts.law, facts.day)


def _settled(subject: Jurisdiction) -> list[Finding]:
    return [f for f in subject.findings if f.effect is not Effect.UNDETERMINED]


def _if_subject(found: Finding) -> Finding:
    question = "Is the item subject to the EAR?"
    return weakened(found, question, f"{found.section} applies to items subject to the EAR")


def _moot(found: Finding) -> Finding:
    """A doubt whether the item is subject to the EAR does not matter where no license would be needed if it were."""
    if found.effect is not Effect.UNDETERMINED:
        return found
    text = (
        f"{found.reason.text} It need not be settled: were the item subject to the EAR, no license would be required."
    )
    return replace(found, question=None, reason=replace(found.reason, effect=Effect.NOTES, text=text))


@lru_cache(maxsize=4096)
def _end_use_not_stated(law: Law, day: dt.date) -> list[Finding]:
    rule = law.at("us.ear.736.gp5", day)
    if rule is None:
        return []
    text = "The end use was not stated; part 744 was examined only as far as the exporter's knowledge is stated."
    question = "What will the item be used for, and by whom?"
    return [finding(rule, Effect.NOTES, text, {"end use": "not stated"}, question=question)]


@lru_cache(maxsize=4096)
def _recipients_not_stated(law: Law, day: dt.date) -> list[Finding]:
    rule = law.at("us.ear.736.gp5", day)
    if rule is None:
        return []
    text = "No purchaser, consignee or end user was stated; lists of parties were examined only for those who are."
    question = "Who are the purchaser, the consignees and the end user (15 CFR 748.5)?"
    return [finding(rule, Effect.NOTES, text, {"recipients": "not stated"}, question=question)]
