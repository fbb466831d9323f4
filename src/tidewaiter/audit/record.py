"""One decision as it is put on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tidewaiter.audit.retention import Retention
from tidewaiter.model import Decision, Snapshot, Transaction, to_data


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUsed:
    """The exact state of one list that a decision rests on, and of the later one that supplemented it, if one did."""

    list: str
    date: dt.date
    sha256: str
    supplement_date: dt.date | None = None
    supplement_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """What is to be recorded. Who and when are given by the caller; nothing here reads the clock.

    Attributes:
        command: The command or call that decided, as the caller names it: ``check``.
        input_sha256: Hash of the input file as read, so that the run can be found again.
        as_of: Date of the law and the lists asked for.
        tidewaiter_version: Version of the program.
        decision: The decision as JSON-ready data, complete.
        transaction: The order as it was read, without which nothing can be replayed.
        who: Who decided, as the caller knows it.
        when: When it was decided, with time zone.
        law_version: Date or version of the law data; ``law_sha256`` its hash.
        lists: The lists used.
        retention: How long to keep the record, as far as known when it was made (15 CFR 762.6).
    """

    command: str
    input_sha256: str
    as_of: dt.date
    tidewaiter_version: str
    decision: dict[str, Any]
    transaction: dict[str, Any] | None = None
    who: str | None = None
    when: dt.datetime | None = None
    law_version: str | None = None
    law_sha256: str | None = None
    lists: tuple[ListUsed, ...] = ()
    retention: Retention | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """An entry in its place in the chain.

    Attributes:
        number: Position in the log, from 1.
        previous: Hash of the record before it (zeros for the first).
        hash: SHA-256 over everything else in this record, so over its place in the chain too.
    """

    number: int
    entry: AuditEntry
    previous: str
    hash: str


def entry_of(
    decision: Decision,
    *,
    command: str,
    input_sha256: str,
    tidewaiter_version: str,
    transaction: Transaction | None = None,
    who: str | None = None,
    when: dt.datetime | None = None,
    law_version: str | None = None,
    law_sha256: str | None = None,
    retention: Retention | None = None,
) -> AuditEntry:
    """Return the entry of a decision, taking the date asked for and the lists used from the decision itself.

    Raises:
        ValueError: when ``when`` has no time zone, because a local time of an unknown place proves nothing.
    """
    if when is not None and when.tzinfo is None:
        raise ValueError("The time of an audit entry must carry its time zone.")
    return AuditEntry(
        command=command,
        input_sha256=input_sha256,
        as_of=decision.as_of,
        tidewaiter_version=tidewaiter_version,
        decision=to_data(decision),
        transaction=to_data(transaction) if transaction is not None else None,
        who=who,
        when=when,
        law_version=law_version,
        law_sha256=law_sha256,
        lists=tuple(_list_used(snapshot) for snapshot in decision.snapshots),
        retention=retention,
    )


def _list_used(snapshot: Snapshot) -> ListUsed:
    return ListUsed(
        list=snapshot.list,
        date=snapshot.date,
        sha256=snapshot.sha256,
        supplement_date=snapshot.supplement_date,
        supplement_sha256=snapshot.supplement_sha256,
    )
