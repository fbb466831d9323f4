"""Puts decisions on the audit record of the workspace, in batches."""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import tidewaiter
from tidewaiter.audit import AuditEntry, AuditLog, entry_of, retain_until
from tidewaiter.model import Decision, Transaction
from tidewaiter.workspace.facade import Workspace
from tidewaiter.workspace.fingerprint import package_sha256

_BATCH = 200


def input_hash(file: str) -> str:
    """Return the SHA-256 of an input file, or empty for standard input, which can be read only once."""
    if file == "-":
        return ""
    with Path(file).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Recorder:
    """Records each decision with who, when, the input and the lists used.

    A workspace that cannot be written to still answers, but says that nothing was recorded.
    """

    def __init__(self, space: Workspace, command: str, input_sha256: str, note: Callable[[str], None]) -> None:
        self._log: AuditLog | None = space.audit
        self._law = space.law
        self._command = command
        self._input = input_sha256
        self._note = note
        self._waiting: list[AuditEntry] = []
        self.who = _user()
        self.when = dt.datetime.now(dt.UTC).replace(microsecond=0)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Record what is still waiting: decisions already shown are recorded even when the rest failed."""
        self._flush()

    def add(self, tx: Transaction, decision: Decision) -> None:
        """Record one decision."""
        if self._log is None:
            return
        self._waiting.append(
            entry_of(
                decision,
                command=self._command,
                input_sha256=self._input,
                tidewaiter_version=tidewaiter.__version__,
                transaction=tx,
                who=self.who,
                when=self.when,
                law_version=self._law.tables.as_of.isoformat(),
                law_sha256=package_sha256("tidewaiter.law", "data"),
                retention=retain_until(exported_on=tx.date),
            )
        )
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._log is None or not self._waiting:
            return
        try:
            self._log.extend(self._waiting)
        except OSError as error:
            self._note(
                f"The decisions are NOT on the audit record: {self._log.path} cannot be written ({error.strerror})."
            )
            self._log = None
        self._waiting.clear()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
