"""The answer to a checked transaction: release, hold or stop."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from tidewaiter.model.determinations import Determination
from tidewaiter.model.hits import Hit
from tidewaiter.model.listings import Snapshot
from tidewaiter.model.redflags import RedFlag


class Verdict(StrEnum):
    """What to do with the transaction.

    ``stop``: a license is required and no exception is established, or the act is prohibited.
    ``hold``: an unresolved hit, red flag or undetermined question. ``release``: neither.
    """

    RELEASE = "release"
    HOLD = "hold"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerScreening:
    """Hits of one owner of a party.

    Attributes:
        owner: Positions in ``owners`` that lead to it, outermost first: ``[0, 1]`` is the second owner of the first.
        name: Name that was screened.
        share_pct: Share it holds of what it owns directly, None when unknown.
        listings: Listings the caller stated.
        hits: Listed entries that may be the owner, best first.
    """

    owner: tuple[int, ...]
    name: str
    share_pct: float | None = None
    listings: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """What listed owners hold of a party together, under one rule on one day.

    Attributes:
        rule: Id of the rule's record, such as ``us.ofac.blocking``.
        citation: Where the rule stands.
        force: ``in_force``, ``suspended`` or ``unconfirmed`` on the day.
        share_pct: Percent from which the rule reaches the party.
        reaches: Whether the owners hold the share the rule asks for: ``yes``, ``no`` or ``unknown``.
        certain_pct: Percent held for certain, direct and indirect.
        possible_pct: Percent held at most, were unknown shares, unstated owners and open hits what they may be.
        owners: Names of the owners that count, or may.
        lists: Lists they are on.
        question: What would settle whether they hold enough, None where it is settled.
    """

    rule: str
    citation: str
    force: str
    share_pct: float
    reaches: str
    certain_pct: float
    possible_pct: float
    owners: tuple[str, ...]
    lists: tuple[str, ...]
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyScreening:
    """Hits of one party of the transaction.

    Attributes:
        party: Its position in the transaction's list of parties, from 0.
        role: What the party does in the transaction.
        name: Name that was screened.
        hits: Listed entries that may be the party, best first.
        owners: Its owners, direct and indirect, each with its hits.
        ownership: What the listed ones hold together, under each rule that adds them up.
    """

    party: int
    role: str
    name: str | None = None
    hits: tuple[Hit, ...] = ()
    owners: tuple[OwnerScreening, ...] = ()
    ownership: tuple[Ownership, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Decision on one transaction with everything it rests on.

    Attributes:
        id: The transaction's own id.
        decision: What to do with the transaction.
        license: Whether a license is required, and why.
        screening: Each party with its hits.
        red_flags: Flags the transaction raised.
        reasons: Why it was stopped, held or released, a sentence each.
        missing: Questions that are open.
        as_of: The day the law and the lists were asked about.
        snapshots: The list snapshots that answered.
    """

    id: str
    decision: Verdict
    license: Determination
    screening: tuple[PartyScreening, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    as_of: dt.date
    snapshots: tuple[Snapshot, ...] = ()
