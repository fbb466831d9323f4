"""Parquet files and spreadsheets as rows, a batch at a time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast
from xml.etree.ElementTree import ParseError

import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.model import RowError
from tidewaiter.sources.rows.headings import FoundHeadings, find_headings, say_what_was_skipped
from tidewaiter.sources.rows.raw import HEAD_ROWS, Headings, HeadingTest, JsonRow, RawRow, TableRow, Warn, in_part

if TYPE_CHECKING:
    import openpyxl

_BATCH = 1024


class _Cell(Protocol):
    """What is used of openpyxl's read-only cells, whose published types do not fit them."""

    @property
    def value(self) -> object: ...
    @property
    def number_format(self) -> str: ...


class _Sheet(Protocol):
    """What is used of openpyxl's read-only sheets."""

    title: str

    def reset_dimensions(self) -> None: ...
    def iter_rows(self) -> Iterator[tuple[_Cell, ...]]: ...


def read_parquet(file: str, stream: BinaryIO) -> Iterator[RawRow]:
    """Stream a Parquet file by batches: as a table when its columns are flat, as objects when they are nested."""
    try:
        parquet = pq.ParquetFile(stream)
        schema = parquet.schema_arrow
        nested = any(pa.types.is_nested(field.type) for field in schema)
        if not nested:
            yield Headings(0, tuple(schema.names))
        number = 0
        for batch in parquet.iter_batches(batch_size=_BATCH):
            for data in batch.to_pylist():
                number += 1
                yield JsonRow(number, data) if nested else TableRow(number, tuple(data[n] for n in schema.names))
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = f"The Parquet file is damaged or cut off: {str(error).splitlines()[0]}"
        yield RowError(file, None, None, reason, "Write the file again.")
        return
    if number == 0:
        yield no_rows(file)


def no_rows(file: str) -> RowError:
    """Return the error of a Parquet file without a row."""
    return RowError(file, None, None, "The file has no rows.", "Give a file with at least one row.")


def read_workbook(
    file: str, stream: BinaryIO, knows: HeadingTest, warn: Warn, *, alike: bool = False
) -> Iterator[RawRow]:
    """Stream the sheet of an XLSX workbook whose headings are known best; the sheets not read are named.

    Args:
        file: Name of the workbook, for messages.
        stream: The workbook.
        knows: Tells which headings the caller knows.
        warn: Receives what a person should know.
        alike: Whether sheets with the same known headings follow, as those of a workbook with a sheet a month.
    """
    import openpyxl  # noqa: PLC0415  takes time and memory that only workbooks are worth
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, ParseError, OSError):
        yield _no_workbook(file, stream)
        return
    try:
        yield from _sheets(file, book, knows, warn, alike=alike)
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, EOFError) as error:
        yield RowError(file, None, None, f"The workbook is damaged: {error}.", "Save it again as .xlsx or CSV UTF-8.")
    finally:
        book.close()


def _no_workbook(file: str, stream: BinaryIO) -> RowError:
    """Say what a file is that begins as workbooks do and is none: most often an archive with the table in it."""
    try:
        with zipfile.ZipFile(stream) as archive:
            held = [name for name in archive.namelist() if not name.endswith("/")]
    except (zipfile.BadZipFile, OSError, ValueError):
        held = []
    if held and "[Content_Types].xml" not in held:
        return RowError(file, None, None, f"This is a zip archive of {', '.join(held[:3])}.", "Unpack it first.")
    reason = "This is not an XLSX workbook, or it is damaged."
    return RowError(file, None, None, reason, "Save it again as .xlsx or as CSV UTF-8.")


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with rows: its first ones, and the headings found in them."""

    sheet: _Sheet
    head: list[tuple[int, list[object]]]
    found: FoundHeadings

    def known(self, knows: HeadingTest) -> set[str]:
        return {name.casefold() for name in self.found.headings.names if knows(name)}


def _sheets(file: str, book: openpyxl.Workbook, knows: HeadingTest, warn: Warn, *, alike: bool) -> Iterator[RawRow]:
    filled = []
    for sheet in cast("Sequence[_Sheet]", book.worksheets):
        head = list(islice(_sheet_rows(sheet), HEAD_ROWS))
        found = find_headings(head, knows)
        if found is not None:
            filled.append(_Found(sheet, head, found))
    if not filled:
        yield RowError(file, None, None, "The workbook has no rows.", "Give a sheet with a heading row and data rows.")
        return
    best = max(filled, key=lambda one: one.found.known)  # the first of equals
    wanted = best.known(knows)
    read = [one for one in filled if one is best or (alike and wanted and one.known(knows) == wanted)]
    if others := [one.sheet.title for one in filled if one not in read]:
        were = ", ".join(repr(one.sheet.title) for one in read)
        of = "sheet" if len(read) == 1 else "sheets"
        was = "was" if len(read) == 1 else "were"
        warn(f"{file}: {of} {were} {was} read; {', '.join(map(repr, others))} were not.")
    for one in read:
        yield from _sheet(file, one, warn, part=None if one is read[0] else one.sheet.title)


def _sheet(file: str, one: _Found, warn: Warn, *, part: str | None) -> Iterator[RawRow]:
    named = file if part is None else in_part(file, part)
    say_what_was_skipped(named, one.head, one.found, warn)
    headings = replace(one.found.headings, part=part)
    yield headings
    for number, cells in _sheet_rows(one.sheet):
        if number > headings.number:
            yield from _sheet_row(named, number, cells, headings.names)


def _sheet_rows(sheet: _Sheet) -> Iterator[tuple[int, list[object]]]:
    sheet.reset_dimensions()  # the size a file states about itself is often wrong
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, [_value(cell) for cell in cells]


def _value(cell: _Cell) -> object:
    """Return what the cell shows: 0.25 formatted as a percentage is 25."""
    value = cell.value
    if isinstance(value, float | int) and not isinstance(value, bool) and "%" in cell.number_format:
        return f"{round(value * 100, 9):g}%"
    return value


def _sheet_row(file: str, number: int, cells: Sequence[object], names: tuple[str, ...]) -> Iterator[RawRow]:
    if all(cell is None or cell == "" for cell in cells):
        return
    beyond = [cell for cell in cells[len(names) :] if cell not in {None, ""}]
    if beyond:
        yield RowError(
            file,
            number,
            None,
            f"A cell right of the last heading says {str(beyond[0])[:40]!r}.",
            "Give its column a heading, or clear the cell.",
        )
        return
    row = tuple(cells[: len(names)])
    yield TableRow(number, row + (None,) * (len(names) - len(row)))
