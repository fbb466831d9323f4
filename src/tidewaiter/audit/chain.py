"""The hash chain over records: independent of where they are stored.

Each record's hash covers its content and the hash of the record before it, so a record that is changed, removed,
inserted or moved breaks the chain from there on. Two things a chain alone cannot show: records cut off at its end, and
a chain rewritten whole. Both show when the `Head` noted elsewhere at an earlier time (in a report, with a second
person) is given to `check_records`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tidewaiter.audit.record import AuditEntry, AuditRecord
from tidewaiter.model import to_data

#: What stands for the hash before the first record.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last record of a chain: its number (0 for an empty chain) and hash."""

    number: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with a chain.

    Attributes:
        line: Line of the log, from 1; None when it is about the chain as a whole.
        kind: ``unreadable``, ``changed``, ``broken_link``, ``misnumbered``, ``torn_tail``, ``shortened`` or
            ``rewritten``.
        message: What was found, and what it means.
    """

    line: int | None
    kind: str
    message: str


def digest(record: Mapping[str, Any]) -> str:
    """Return the hash of a record given as plain data: SHA-256 over its canonical JSON without the field ``hash``.

    Canonical is: keys sorted, no white space, UTF-8. It is computed from the data as stored, so that a record
    written by an older version with fewer fields still verifies.
    """
    body = {key: value for key, value in record.items() if key != "hash"}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(entry: AuditEntry, after: Head) -> AuditRecord:
    """Return the entry as the record that follows ``after`` in the chain."""
    return sealed(entry, after)[0]


def sealed(entry: AuditEntry, after: Head) -> tuple[AuditRecord, dict[str, Any]]:
    """Return the record that follows ``after``, and the same as plain data ready to be stored."""
    body = {"number": after.number + 1, "entry": to_data(entry), "previous": after.hash}
    mark = digest(body)
    record = AuditRecord(number=after.number + 1, entry=entry, previous=after.hash, hash=mark)
    return record, body | {"hash": mark}


def check_records(lines: Iterable[str | bytes], *, noted: Head | None = None) -> tuple[Head, tuple[Problem, ...]]:
    """Check a chain record by record, and against a head noted earlier.

    Args:
        lines: The records as lines of JSON, in order.
        noted: Head of the same chain as it was noted elsewhere at an earlier time.

    Returns:
        The head of the chain as it stands, and what is wrong with it. No problems and a head that reaches the noted one
        mean that nothing recorded up to then was changed.
    """
    head, problems, seen_noted = Head(), [], noted is None or noted.number == 0
    for number, line in enumerate(lines, start=1):
        record = _read(line)
        if record is None:
            problems.append(Problem(line=number, kind="unreadable", message="The line is not a record in JSON."))
            continue
        problems.extend(_check(number, record, head))
        head = Head(number=record["number"], hash=record["hash"])
        seen_noted = seen_noted or head == noted
    if noted is not None and not seen_noted:
        problems.append(_missed(head, noted))
    return head, tuple(problems)


def _read(line: str | bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    shape = {"number": int, "previous": str, "hash": str, "entry": dict}
    fits = isinstance(record, dict) and all(isinstance(record.get(name), kind) for name, kind in shape.items())
    return record if fits else None


def _check(line: int, record: Mapping[str, Any], head: Head) -> Iterable[Problem]:
    if digest(record) != record["hash"]:
        yield Problem(
            line=line, kind="changed", message=f"Record {record['number']} does not match its hash: it was changed."
        )
    if record["previous"] != head.hash:
        yield Problem(
            line=line,
            kind="broken_link",
            message=f"Record {record['number']} does not follow the one before: one was removed, inserted or changed.",
        )
    if record["number"] != head.number + 1:
        yield Problem(
            line=line, kind="misnumbered", message=f"Record {record['number']} stands where {head.number + 1} should."
        )


def _missed(head: Head, noted: Head) -> Problem:
    if head.number < noted.number:
        return Problem(
            line=None,
            kind="shortened",
            message=f"The log ends at record {head.number}, but record {noted.number} was noted: its end was cut off.",
        )
    return Problem(
        line=None,
        kind="rewritten",
        message=f"Record {noted.number} has not the hash that was noted: the log was rewritten.",
    )
