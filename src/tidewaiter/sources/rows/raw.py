"""What a file's reader hands on: the headings of a table, its rows, or the objects of a JSON file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tidewaiter.model import RowError

#: Longest line, cell or JSON object read; longer ones are a missing line end or quote, not data.
MAX_CHARACTERS = 1_000_000
#: Rows looked at to find the headings: titles, notes and merged headings stand above them.
HEAD_ROWS = 25

#: Tells whether a heading is one the caller knows.
HeadingTest = Callable[[str], bool]
#: Receives, once each, what a person should know about a file whose rows can still be answered.
Warn = Callable[[str], None]

_LOG = logging.getLogger("tidewaiter.sources")


def in_part(file: str, part: str) -> str:
    """Return how a row of a further sheet is cited: the file, and the sheet."""
    return f"{file} [{part}]"


def log_warning(text: str) -> None:
    """Send a warning to the log (the default where a caller does not collect warnings itself)."""
    _LOG.warning("%s", text)


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings of a table, sent before its rows.

    Attributes:
        number: The row they stand in (the last, when they span two).
        names: The headings.
        part: Of a further sheet of a workbook, its name: its rows are numbered anew.
    """

    number: int
    names: tuple[str, ...]
    part: str | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its cells in the order of the headings, blank where the row has none."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class JsonRow:
    """One JSON object (or nested Parquet row): the line or position it stands at, and its data."""

    number: int
    data: dict[str, Any]


RawRow = Headings | TableRow | JsonRow | RowError
