"""From a transaction and what was found about it to one decision: release, hold or stop.

This is the main line of the house: screening finds listings, licensing determines the requirement, red flags are
raised, and the strictest of the three decides. It reads nothing and keeps nothing; the workspace feeds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tidewaiter.law import Law
from tidewaiter.licensing import determine
from tidewaiter.model import (
    Decision,
    Determination,
    Hit,
    ListedAs,
    Outcome,
    PartyScreening,
    RedFlag,
    Snapshot,
    Strength,
    Transaction,
    Verdict,
)
from tidewaiter.redflags import evaluate


def listed_as(hit: Hit) -> ListedAs:
    """Return what a hit says about its party, for the licensing room. Only a match is certain."""
    return ListedAs(
        list=hit.list,
        listing_id=hit.listing_id,
        name=hit.name,
        requirement=hit.license_requirement,
        review_policy=hit.review_policy,
        programs=hit.programs,
        listed_on=hit.listed_on,
        citation=hit.citation,
        certain=hit.strength is Strength.MATCH,
        address_only=hit.schema == "Address",
    )


def check_transaction(
    tx: Transaction,
    hits: Sequence[Sequence[Hit]],
    law: Law,
    *,
    as_of: dt.date,
    snapshots: Sequence[Snapshot] = (),
) -> Decision:
    """Decide one transaction.

    Args:
        hits: For each party of ``tx``, in order, what screening found as of the same date.
        snapshots: The list snapshots screening used; repeated in the answer so that it can be replayed.
    """
    determination = determine(tx, law, as_of=as_of, listed=[[listed_as(h) for h in found] for found in hits])
    flags = evaluate(tx, law.tables, as_of=as_of, hits=hits)
    stops = _stops(determination)
    holds = _holds(tx, hits, determination, flags)
    verdict = Verdict.STOP if stops else Verdict.HOLD if holds else Verdict.RELEASE
    notes = [] if stops or holds else _release_notes(determination)
    return Decision(
        id=tx.id,
        decision=verdict,
        license=determination,
        screening=tuple(
            PartyScreening(party=i, role=str(party.role), name=party.name, hits=tuple(found))
            for i, (party, found) in enumerate(zip(tx.parties, hits, strict=True))
        ),
        red_flags=tuple(flags),
        reasons=(*stops, *holds, *notes),
        missing=tuple(q.question for q in determination.missing),
        as_of=as_of,
        snapshots=tuple(snapshots),
    )


def _established_exceptions(determination: Determination) -> list[str]:
    return [e.symbol for e in determination.exceptions if e.eligible == "yes"]


def _stops(determination: Determination) -> list[str]:
    if determination.prohibited:
        return [f"The transaction is prohibited ({', '.join(determination.sections) or 'see the reasons'})."]
    if determination.outcome is Outcome.REQUIRED and not _established_exceptions(determination):
        return [f"A license is required ({', '.join(determination.sections)}) and no license exception is established."]
    return []


def _holds(
    tx: Transaction,
    hits: Sequence[Sequence[Hit]],
    determination: Determination,
    flags: Sequence[RedFlag],
) -> list[str]:
    reasons: list[str] = []
    for party, found in zip(tx.parties, hits, strict=True):
        for hit in found:
            kind = "matches" if hit.strength is Strength.MATCH else "may be"
            reasons.append(
                f"{party.name or 'The address of a party'} ({party.role}) {kind} {hit.name} on {hit.list}"
                f" (score {hit.score:.2f}): resolve the hit."
            )
    reasons.extend(f"Red flag {flag.id}: {flag.title}." for flag in flags if flag.severity == "hold")
    if determination.outcome is Outcome.UNDETERMINED:
        reasons.append("The license requirement is undetermined: answer the questions.")
    if determination.outcome is Outcome.NOT_SUBJECT and determination.missing:
        reasons.append("The item is not subject to the EAR, but another question about it is open: answer it.")
    return reasons


def _release_notes(determination: Determination) -> list[str]:
    if determination.outcome is Outcome.REQUIRED:
        symbols = ", ".join(_established_exceptions(determination))
        return [f"A license is required, and License Exception {symbols} is established on the facts stated."]
    if determination.outcome is Outcome.NOT_SUBJECT:
        return ["The item is not subject to the EAR on the facts stated."]
    return ["No license requirement, hit or unresolved red flag was found in what was checked."]
