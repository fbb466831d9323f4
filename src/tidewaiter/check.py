"""From a transaction and what was found about it to one decision: release, hold or stop.

This is the main line of the house: screening finds listings, licensing determines the requirement, red flags are
raised, and the strictest of the three decides. It reads nothing and keeps nothing; the workspace feeds it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tidewaiter.law import Law
from tidewaiter.licensing import determine, ownership
from tidewaiter.model import (
    Decision,
    Determination,
    Hit,
    ListedAs,
    Outcome,
    OwnerScreening,
    Party,
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


def listed_with_owners(
    hits: Sequence[Hit], owners: Sequence[OwnerScreening], *, matches_only: bool = False
) -> tuple[ListedAs, ...]:
    """Return the listings that screening found of a party and of its owners, for the licensing room."""
    kept = [hit for hit in hits if not matches_only or hit.strength is Strength.MATCH]
    above = ((o, h) for o in owners for h in o.hits if not matches_only or h.strength is Strength.MATCH)
    return (*map(listed_as, kept), *(replace(listed_as(hit), owner_path=owner.owner) for owner, hit in above))


def check_transaction(
    tx: Transaction,
    hits: Sequence[Sequence[Hit]],
    law: Law,
    *,
    as_of: dt.date,
    owners: Sequence[Sequence[OwnerScreening]] = (),
    snapshots: Sequence[Snapshot] = (),
) -> Decision:
    """Decide one transaction.

    Args:
        hits: For each party of ``tx``, in order, what screening found as of the same date.
        owners: For each party, its owners with what screening found of them; empty when no owner was screened.
        snapshots: The list snapshots screening used; repeated in the answer so that it can be replayed.
    """
    owners = owners or [()] * len(tx.parties)
    listed = [listed_with_owners(found, above) for found, above in zip(hits, owners, strict=True)]
    determination = determine(tx, law, as_of=as_of, listed=listed)
    flags = evaluate(tx, law.tables, as_of=as_of, hits=hits)
    screened = tuple(
        PartyScreening(
            party=i,
            role=str(party.role),
            name=party.name,
            hits=tuple(hits[i]),
            owners=tuple(owners[i]),
            ownership=ownership(party, listed[i], law, as_of),
        )
        for i, party in enumerate(tx.parties)
    )
    stops = _stops(determination)
    stated = _stated_holds(tx.parties, screened)
    holds = [*_hit_holds(screened), *stated, *_owner_holds(screened), *_other_holds(tx, determination, flags)]
    verdict = Verdict.STOP if stops else Verdict.HOLD if holds else Verdict.RELEASE
    notes = [] if stops or holds else _release_notes(determination)
    return Decision(
        id=tx.id,
        decision=verdict,
        license=determination,
        screening=screened,
        red_flags=tuple(flags),
        reasons=(*stops, *holds, *notes),
        missing=tuple(dict.fromkeys((*(q.question for q in determination.missing), *_owner_questions(screened)))),
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


def _hit_holds(screened: Sequence[PartyScreening]) -> Iterator[str]:
    for party in screened:
        for hit in party.hits:
            yield f"{party.name or 'The address of a party'} ({party.role}) {_matched(hit)}: resolve the hit."
        for owner in party.owners:
            share = "share not stated" if owner.share_pct is None else f"{owner.share_pct:g} percent"
            for hit in owner.hits:
                yield f"{owner.name}, an owner of {_called(party)} ({share}), {_matched(hit)}: resolve the hit."


def _matched(hit: Hit) -> str:
    kind = "matches" if hit.strength is Strength.MATCH else "may be"
    return f"{kind} {hit.name} on {hit.list} (score {hit.score:.2f})"


def _stated_holds(parties: Sequence[Party], screened: Sequence[PartyScreening]) -> Iterator[str]:
    """What the caller knows of a party is no less than a hit, whatever the law asked about makes of the list."""
    for party, found in zip(parties, screened, strict=True):
        if party.listings:
            yield f"{_called(found)} is stated to be on {', '.join(party.listings)}: resolve the listing."
        for owner in found.owners:
            if owner.listings:
                lists = ", ".join(owner.listings)
                yield f"{owner.name}, an owner of {_called(found)}, is stated to be on {lists}: resolve the listing."


def _called(party: PartyScreening) -> str:
    return f"{party.name or 'a party'} ({party.role})"


def _owner_holds(screened: Sequence[PartyScreening]) -> Iterator[str]:
    """What listed owners hold is said with its percentages, whether or not a rule in force reaches it."""
    for party in screened:
        for one in party.ownership:
            least, most = one.certain_pct, one.possible_pct
            held = f"{least:g} percent" if least == most else f"{least:g} to {most:g} percent"
            reached = {"yes": "which reaches", "no": "below", "unknown": "which may reach"}[one.reaches]
            force = {"suspended": ", suspended on this date", "unconfirmed": ", not confirmed on this date"}
            yield (
                f"Listed owners ({', '.join(one.owners)}) hold {held} of {_called(party)}, {reached} the"
                f" {one.share_pct:g} percent of {one.citation}{force.get(one.force, '')}: resolve the ownership."
            )


def _owner_questions(screened: Sequence[PartyScreening]) -> list[str]:
    open_ = (one for party in screened for one in party.ownership if one.force != "suspended")
    return [one.question for one in open_ if one.question]


def _other_holds(tx: Transaction, determination: Determination, flags: Sequence[RedFlag]) -> list[str]:
    reasons = [f"Red flag {flag.id}: {flag.title}." for flag in flags if flag.severity == "hold"]
    if determination.outcome is Outcome.UNDETERMINED:
        reasons.append("The license requirement is undetermined: answer the questions.")
    if not tx.recipient_stated:
        reasons.append("No purchaser, consignee or end user is named, so nobody who receives was screened: name them.")
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
