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
class PartyScreening:
    """Hits of one party of the transaction.

    Attributes:
        party: Its position in the transaction's list of parties, from 0.
        role: What the party does in the transaction.
        name: Name that was screened.
        hits: Listed entries that may be the party, best first.
    """

    party: int
    role: str
    name: str | None = None
    hits: tuple[Hit, ...] = ()


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
