"""Streams of answers as JSON Lines, JSON, CSV or for a terminal, holding one row at a time (a page, for tables)."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TextIO

from tidewaiter.model import UsageError
from tidewaiter.reports.rows import Row, plain, rows_of
from tidewaiter.reports.views import Page, View, show


class Format(StrEnum):
    """Output formats of every command."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TABLE = "table"


class JsonLine(str):
    """An answer that is its line of JSON already, as other processes hand it over."""

    __slots__ = ()


def json_line(value: object) -> str:
    """Return a model object or mapping as one line of JSON, keys in order: the same object gives the same bytes."""
    if isinstance(value, JsonLine):
        return value
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def write_jsonl(objects: Iterable[object], stream: TextIO) -> int:
    """Write each model object (or mapping) as one line of JSON, keys in field order.

    Returns:
        The number of objects written.
    """
    count = 0
    for count, value in enumerate(objects, start=1):  # noqa: B007 - the count is the answer
        stream.write(json_line(value) + "\n")
    return count


def write_json(objects: Iterable[object], stream: TextIO) -> int:
    """Write the objects as one JSON array, one object a line, without holding them; return how many there were."""
    count = 0
    stream.write("[")
    for count, value in enumerate(objects, start=1):
        stream.write(("," if count > 1 else "") + "\n" + json_line(value))
    stream.write("\n]\n" if count else "]\n")
    return count


def write_csv(objects: Iterable[object], stream: TextIO, *, columns: Sequence[str] | None = None) -> int:
    """Write the objects as CSV with a header, in UTF-8 terms of the stream, lines ended by LF.

    Args:
        objects: Model objects or mappings of one kind.
        stream: Opened by the caller, with ``newline=""`` when it is a file.
        columns: Column order; by default the columns of the first object. Give it when even an empty stream must have
            its header.

    Returns:
        The number of rows written, without the header.

    Raises:
        UsageError: when a later object has a field that is no column, because a lost fact is worse than a stopped file.
    """
    writer: csv.DictWriter[str] | None = None
    if columns is not None:
        writer = _header(stream, columns)
    count = 0
    for count, row in enumerate(_rows(objects), start=1):
        if writer is None:
            writer = _header(stream, tuple(row))
        if unknown := row.keys() - set(writer.fieldnames):
            raise UsageError(
                f"Row {count} has the fields {', '.join(sorted(unknown))}, which are no columns of this table. "
                "Write this kind of answer as jsonl."
            )
        writer.writerow(row)
    return count


def _rows(objects: Iterable[object]) -> Iterator[Row]:
    return itertools.chain.from_iterable(map(rows_of, objects))


def _header(stream: TextIO, columns: Sequence[str]) -> csv.DictWriter[str]:
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    return writer


def print_table(
    objects: Iterable[object],
    stream: TextIO,
    *,
    views: Mapping[type, View] | None = None,
    width: int | None = None,
    page: int = 200,
) -> int:
    """Print the objects for a person, each kind in its own view, and return how many objects there were.

    Args:
        objects: Model objects or mappings, in runs of one type.
        stream: Where to print.
        views: Views of types that `reports.views` does not know, or other views of those it does.
        width: Columns; by default those of the terminal.
        page: Rows of a table laid out together; a longer one goes on with a new header.
    """
    return show(objects, Page(stream, width=width, rows=page), views)


def write(
    objects: Iterable[object],
    stream: TextIO,
    form: Format | str = Format.JSONL,
    *,
    views: Mapping[type, View] | None = None,
) -> int:
    """Write the objects in the named format and return how many objects (rows, for CSV) were written.

    Args:
        objects: Model objects or mappings.
        stream: Where to write.
        form: Name of the format.
        views: For tables, views of further types (see `print_table`).

    Raises:
        UsageError: for a format that does not exist.
    """
    writers = {Format.JSONL: write_jsonl, Format.JSON: write_json, Format.CSV: write_csv}
    try:
        chosen = Format(form)
    except ValueError:
        raise UsageError(f"{form!r} is no output format. Use one of: {', '.join(Format)}.") from None
    if chosen is Format.TABLE:
        return print_table(objects, stream, views=views)
    return writers[chosen](objects, stream)
