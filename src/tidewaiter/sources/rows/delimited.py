"""Delimited text (CSV, TSV and kin) as a stream: bounded memory, and one broken quote costs one row, not the file."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from tidewaiter.model import RowError
from tidewaiter.sources.rows.headings import find_headings, say_what_was_skipped
from tidewaiter.sources.rows.raw import HEAD_ROWS, MAX_CHARACTERS, HeadingTest, RawRow, TableRow, Warn

_DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
#: Lines one quoted cell may span; beyond it the closing quote is missing.
_MAX_LINES = 200
#: Lines looked at to find the headings.
_HEAD_LINES = 4 * HEAD_ROWS
#: Columns from which a line with just the right number of delimiters is a row, not the middle of a postal address.
_TELLING_WIDTH = 4

# The limit of the csv module is one for the whole process; it is only ever raised, to the one stated for every form.
csv.field_size_limit(max(csv.field_size_limit(), MAX_CHARACTERS))


class _TooLongError(csv.Error):
    """A line is longer than any row; ``line`` is its beginning."""

    def __init__(self, line: str) -> None:
        super().__init__()
        self.line = line


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """Why a record cannot be read, in which column (by position) where that is known, and what to do about it."""

    reason: str
    remedy: str
    column: int | None = None


_QUOTES = 'Close the quote, and write a quote inside a quoted cell twice ("").'
_NEVER_CLOSED = _Unreadable("A quote is opened in this row and never closed.", _QUOTES)
_NOT_CLOSED_IN_IT = _Unreadable("A quote is opened in this row and not closed in it.", _QUOTES)


class _Lines:
    """Physical lines of a text, remembering those of the current record so that they can be given back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._back: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._read()
        if not line:
            raise StopIteration
        self._taken.append(line)
        if len(line) >= MAX_CHARACTERS:
            raise _TooLongError(line)
        if len(self._taken) > _MAX_LINES:
            raise csv.Error(f"a quoted cell spans more than {_MAX_LINES} lines")
        return line

    def begin_record(self) -> None:
        self._taken = []

    @property
    def spanned(self) -> int:
        """Lines the current record has taken."""
        return len(self._taken)

    def give_back(self, *, keep: int) -> None:
        """Give back the lines of the current record except the first ``keep``."""
        self._back.extendleft(reversed(self._taken[keep:]))
        del self._taken[keep:]

    def peek(self, count: int) -> list[str]:
        """Return the next lines, as many as ``count``, without consuming them."""
        while len(self._back) < count and (line := self._read()):
            self._back.append(line)
        return list(islice(self._back, count))

    def _read(self) -> str:
        """Read one line; of a longer one than allowed only the beginning is kept, which marks it."""
        line = self._stream.readline(MAX_CHARACTERS)
        rest = line
        while len(rest) >= MAX_CHARACTERS and not rest.endswith(("\n", "\r")):
            rest = self._stream.readline(MAX_CHARACTERS)
        return line

    def hides_a_row(self, delimiter: str, width: int) -> bool:
        """Whether a line inside the current record would be a whole row: then the quote around it is a stray one."""
        return width >= _TELLING_WIDTH and any(line.count(delimiter) == width - 1 for line in self._taken[1:-1])


_Record = tuple[int, list[str] | _Unreadable]


class _Records:
    """Numbered records of delimited text: cells, or the reason why a record cannot be read.

    Attributes:
        width: Number of headings once they are known; a record over several lines that does not fit it is taken for
            a stray quote, and its further lines are read as records of their own.
    """

    def __init__(self, lines: _Lines, delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self.width: int | None = None

    def __iter__(self) -> Iterator[_Record]:
        reader = self._reader()
        number = 0
        while True:
            self._lines.begin_record()
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, self._reason(error)
                self._lines.give_back(keep=1)
                reader = self._reader()
                continue
            if self._lines.spanned > 1 and self.width is not None and self._is_stray(cells, self.width):
                yield number, _NOT_CLOSED_IN_IT
                self._lines.give_back(keep=1)
                reader = self._reader()
                continue
            yield number, cells

    def _is_stray(self, cells: list[str], width: int) -> bool:
        beyond = cells[width:]
        return len(cells) < width or any(beyond) or self._lines.hides_a_row(self._delimiter, width)

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._lines, delimiter=self._delimiter, strict=True)

    def _reason(self, error: csv.Error) -> _Unreadable:
        if isinstance(error, _TooLongError):
            return self._too_long(error.line)
        message = str(error)
        never = "field larger" in message or "spans more" in message or "unexpected end" in message
        return _NEVER_CLOSED if never else _NOT_CLOSED_IN_IT

    def _too_long(self, line: str) -> _Unreadable:
        """Say where a line is too long: in the cell that its beginning ends in, where that cell is most of it."""
        cells = next(csv.reader([line], delimiter=self._delimiter))
        column = len(cells) - 1 if self._lines.spanned == 1 and 2 * len(cells[-1]) > len(line) else None
        return _Unreadable(
            f"The line is longer than {MAX_CHARACTERS:,} characters.",
            "Shorten the cell, or put the line ends back that were lost between rows.",
            column,
        )


def read_delimited(file: str, stream: TextIO, knows: HeadingTest, warn: Warn) -> Iterator[RawRow]:
    """Stream the headings and rows of delimited text.

    The delimiter is the one of comma, semicolon, tab and bar under which the most headings are known; Excel's own
    ``sep=`` line is obeyed.
    """
    lines = _Lines(stream)
    head = lines.peek(_HEAD_LINES)
    delimiter = _delimiter(head, knows)
    table = [
        (number, cells)
        for number, cells in islice(_Records(_Lines(io.StringIO("".join(head), newline="")), delimiter), HEAD_ROWS)
        if isinstance(cells, list) and not (number == 1 and _SEPARATOR_LINE.match(delimiter.join(cells)))
    ]
    found = find_headings(table, knows)
    records = _Records(lines, delimiter)
    if found is None:
        yield from (_unreadable(file, n, cells, ()) for n, cells in records if isinstance(cells, _Unreadable))
        yield RowError(file, None, None, "The file has no rows.", "Give a file with a heading row and data rows.")
        return
    say_what_was_skipped(file, table, found, warn)
    yield found.headings
    for number, cells in records:
        if number == found.headings.number:
            records.width = len(found.headings.names)
        elif number > found.headings.number:
            yield from _row(file, number, cells, found.headings.names)


def _row(file: str, number: int, cells: list[str] | _Unreadable, names: tuple[str, ...]) -> Iterator[RawRow]:
    if isinstance(cells, _Unreadable):
        yield _unreadable(file, number, cells, names)
        return
    while len(cells) > len(names) and not cells[-1].strip():
        cells.pop()
    if not any(cell.strip(" \t\x1a") for cell in cells):
        return
    if len(cells) != len(names):
        yield RowError(
            file,
            number,
            names[len(cells)] or None if len(cells) < len(names) else None,
            f"The row has {len(cells)} cells and the heading row {len(names)}.",
            "Put quotes around cells that contain the delimiter, and write every cell, blank ones too.",
            id=_id_of(cells, names),
        )
        return
    yield TableRow(number, tuple(cells))


def _id_of(cells: list[str], names: tuple[str, ...]) -> str | None:
    found = next((cell for name, cell in zip(names, cells, strict=False) if name.casefold() == "id"), "")
    return found.strip().encode("utf-8", "backslashreplace").decode() or None


def _unreadable(file: str, number: int, why: _Unreadable, names: tuple[str, ...]) -> RowError:
    column = names[why.column] or None if why.column is not None and why.column < len(names) else None
    return RowError(file, number, column, why.reason, why.remedy)


def _delimiter(lines: list[str], knows: HeadingTest) -> str:
    """Choose the delimiter under which most headings are known, then the one that gives most columns."""
    if lines and (said := _SEPARATOR_LINE.match(lines[0])):
        return said.group(1)
    scores: list[tuple[int, int]] = []
    for delimiter in _DELIMITERS:
        reader = csv.reader(lines[:HEAD_ROWS], delimiter=delimiter)
        rows: list[tuple[int, list[str]]] = []
        try:
            rows.extend(enumerate(reader, start=1))
        except csv.Error:
            rows = []
        found = find_headings(rows, knows)
        scores.append((found.known, len(found.headings.names)) if found else (0, 0))
    return _DELIMITERS[scores.index(max(scores))]
