"""The audit log in a workspace: JSON Lines, only ever appended to.

The file is the first store of the chain; another (a database of cases) keeps the same records by `seal` and
`check_records`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from tidewaiter.audit.chain import Head, Problem, check_records, digest, sealed
from tidewaiter.audit.lock import exclusive
from tidewaiter.audit.record import AuditEntry, AuditRecord
from tidewaiter.model import UnusableWorkspaceError, from_json

_BLOCK = 65536


class AuditLog:
    """An append-only, hash-chained log of decisions.

    Safe for several processes: a lock is held while records are appended, and each batch is on the disk before it is
    acknowledged. A process that dies while writing leaves at most one torn last line; the next append sets it aside in
    ``<name>.torn`` (nothing is thrown away) and goes on from the last whole record.

    Args:
        path: The log file; it and its folder are made when the first record is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, entry: AuditEntry) -> AuditRecord:
        """Append one entry and return its record, which is on the disk then.

        Raises:
            UnusableWorkspaceError: when the last record of the log does not match its hash: nothing may follow it.
        """
        return self.extend([entry])[0]

    def extend(self, entries: Iterable[AuditEntry]) -> tuple[AuditRecord, ...]:
        """Append several entries as one batch and return their records; `extend_all` is for a long stream."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        records = []
        with exclusive(self._beside(".lock")), self.path.open("a+b") as file:
            head = self._settle(file)
            lines = []
            for entry in entries:
                record, data = sealed(entry, head)
                records.append(record)
                lines.append(_line(data))
                head = Head(number=record.number, hash=record.hash)
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        return tuple(records)

    def extend_all(self, entries: Iterable[AuditEntry], *, batch: int = 500) -> Head:
        """Append a stream of entries, one batch in memory at a time, and return the head after the last one."""
        stream = iter(entries)
        while members := list(islice(stream, batch)):
            self.extend(members)
        return self.head()

    def head(self) -> Head:
        """Return number and hash of the last whole record. Noted elsewhere, it proves later that none was cut off."""
        if not self.path.exists():
            return Head()
        with self.path.open("rb") as file:
            line = _last_line(file, _whole_size(file))
        if not line:
            return Head()
        record = _parsed(line, self.path)
        return Head(number=record["number"], hash=record["hash"])

    def records(self) -> Iterator[AuditRecord]:
        """Return the whole records in order.

        Raises:
            pydantic.ValidationError: for a line that is no record; `verify` tells which and why.
        """
        for line in self._lines():
            yield from_json(AuditRecord, line)

    def verify(self, *, noted: Head | None = None) -> tuple[Problem, ...]:
        """Return everything that is wrong with the log; empty when it is sound.

        Args:
            noted: A head of this log noted earlier elsewhere: shows whether its end was cut off or it was rewritten.
        """
        _, problems = check_records(self._lines(), noted=noted)
        torn = self._torn_bytes()
        if torn:
            message = (
                f"The last line is incomplete ({torn} bytes): a writer was interrupted. It was never acknowledged."
            )
            problems += (Problem(line=None, kind="torn_tail", message=message),)
        return problems

    def export(self, stream: BinaryIO) -> Head:
        """Copy the whole records, byte for byte, to a stream opened for bytes; return the head of what was copied."""
        head = Head()
        last = b""
        for last in self._lines():
            stream.write(last)
        if last:
            record = _parsed(last, self.path)
            head = Head(number=record["number"], hash=record["hash"])
        return head

    def _lines(self) -> Iterator[bytes]:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            yield from (line for line in file if line.endswith(b"\n"))

    def _torn_bytes(self) -> int:
        if not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            return file.seek(0, os.SEEK_END) - _whole_size(file)

    def _settle(self, file: BinaryIO) -> Head:
        """Set a torn last line aside, and return the head that the next record follows."""
        size, whole = file.seek(0, os.SEEK_END), _whole_size(file)
        if size > whole:
            file.seek(whole)
            with self._beside(".torn").open("ab") as aside:
                aside.write(file.read() + b"\n")
                aside.flush()
                os.fsync(aside.fileno())
            file.truncate(whole)
        line = _last_line(file, whole)
        if not line:
            return Head()
        record = _parsed(line, self.path)
        if digest(record) != record["hash"]:
            raise UnusableWorkspaceError(
                f"{self.path}: the last record does not match its hash, so no record can follow it. "
                "Run `tidewaiter audit verify`, keep the file as evidence, and start a new log."
            )
        return Head(number=record["number"], hash=record["hash"])

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)


def _line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def _parsed(line: bytes, path: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(line)
        record["number"] + 0, record["hash"] + ""
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableWorkspaceError(
            f"{path}: the last line is not an audit record ({error}). "
            "Run `tidewaiter audit verify`, keep the file as evidence, and start a new log."
        ) from error
    return record


def _whole_size(file: BinaryIO) -> int:
    """Return the size of the file up to and with its last newline."""
    end = file.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - _BLOCK)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _last_line(file: BinaryIO, end: int) -> bytes:
    """Return the last line before ``end``, which is the position after a newline."""
    position, tail = end, b""
    while position:
        start = max(0, position - _BLOCK)
        file.seek(start)
        tail = file.read(position - start) + tail
        found = tail.rfind(b"\n", 0, -1)
        if found >= 0:
            return tail[found + 1 :]
        position = start
    return tail
