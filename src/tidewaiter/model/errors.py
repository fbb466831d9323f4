"""Errors a user can act on: what was wrong, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


class TidewaiterError(Exception):
    """Base of every error Tidewaiter raises on purpose."""


class UnusableWorkspaceError(TidewaiterError):
    """The workspace or its snapshots cannot be used; the message says what to run."""


class UsageError(TidewaiterError):
    """The request itself is wrong: an option, a file that is not there, an unknown list."""


class UnknownCompanyError(UsageError):
    """No company of the records, or of those that trade in the goods asked about, has that id."""


class UnknownImportError(UsageError):
    """Nothing was imported under that id."""


class UnknownRecordError(UsageError):
    """No imported record has that id."""


class EngineError(TidewaiterError):
    """Work in other processes or on a cluster failed or cannot begin; the message says what to do."""


class LawError(TidewaiterError):
    """A law table or rule file is malformed; loading stops, because half a law is no law."""


class RefusedListError(TidewaiterError):
    """A list file is truncated, empty, shrunken or malformed; the previous snapshot stays."""


@dataclass(eq=False)
class RowError(TidewaiterError):
    """One unusable row of an input file. The good rows around it are still answered.

    Attributes:
        file: Name of the file as the user gave it (``-`` for standard input).
        row: Row number as a person counts it: the header, where there is one, is row 1. None for the whole file.
        column: Name of the column or JSON path at fault, if one is.
        reason: What is wrong.
        remedy: What to do about it.
        id: The row's own id, where it could be read.
    """

    file: str
    row: int | None
    column: str | None
    reason: str
    remedy: str
    id: str | None = None

    def __str__(self) -> str:
        """Return the error as one line: ``file:row:column: reason. remedy``."""
        where = ":".join(str(part) for part in (self.file, self.row, self.column) if part is not None)
        return f"{where}: {self.reason} {self.remedy}"

    def __reduce__(self) -> tuple[type[RowError], tuple[str | int | None, ...]]:
        """Return how it is made again in another process; an exception by itself forgets what was given by name."""
        return RowError, (self.file, self.row, self.column, self.reason, self.remedy, self.id)
