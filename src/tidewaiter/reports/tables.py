"""Streams of answers as JSON Lines, JSON, CSV or a terminal's table, holding one row at a time (a page, for tables)."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from tidewaiter.model import UsageError
from tidewaiter.reports.rows import Row, plain, rows_of
from tidewaiter.reports.terminal import visible

_TABLE_COLUMNS = {
    "decision": ("id", "decision", "outcome", "sections", "hits", "red_flags", "missing"),
    "reason": ("id", "outcome", "sections", "prohibited", "exceptions", "review_policy", "missing"),
}
_VERDICT_STYLE = {"stop": "bold red", "hold": "bold yellow", "release": "blue"}


class Format(StrEnum):
    """Output formats of every command."""

    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TABLE = "table"


def _json(value: object) -> str:
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def write_jsonl(objects: Iterable[object], stream: TextIO) -> int:
    """Write each model object (or mapping) as one line of JSON, keys in field order.

    Returns:
        The number of objects written.
    """
    count = 0
    for count, value in enumerate(objects, start=1):  # noqa: B007 - the count is the answer
        stream.write(_json(value) + "\n")
    return count


def write_json(objects: Iterable[object], stream: TextIO) -> int:
    """Write the objects as one JSON array, one object a line, without holding them; return how many there were."""
    count = 0
    stream.write("[")
    for count, value in enumerate(objects, start=1):
        stream.write(("," if count > 1 else "") + "\n" + _json(value))
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
    objects: Iterable[object], stream: TextIO, *, title: str | None = None, width: int | None = None, page: int = 200
) -> int:
    """Print the objects as tables for a person, a new header every ``page`` rows, and return the number of rows.

    Columns that are empty on a whole page are left out of it. Control characters in names are shown, not obeyed.
    """
    console = Console(file=stream, width=width)
    count = 0
    rows = _rows(objects)
    while batch := list(itertools.islice(rows, page)):
        console.print(_table(batch, title if not count else None))
        count += len(batch)
    if not count:
        console.print("Nothing to show.")
    return count


def _table(rows: Sequence[Row], title: str | None) -> Table:
    keys = tuple(dict.fromkeys(name for row in rows for name in row))
    if "decision" in keys and "outcome" in keys:
        keys = _TABLE_COLUMNS["decision"]
    elif "review_policy" in keys and "outcome" in keys:
        keys = _TABLE_COLUMNS["reason"]
    keys = tuple(key for key in keys if any(row.get(key) for row in rows))
    table = Table(
        *(escape(visible(key.replace("_", " "))) for key in keys),
        title=title and escape(visible(title)),
        title_justify="left",
    )
    for row in rows:
        table.add_row(*(Text(visible(row.get(key, "")), style=_style(key, row.get(key, ""))) for key in keys))
    return table


def _style(column: str, text: str) -> str:
    return _VERDICT_STYLE.get(text, "") if column == "decision" else ""


def write(objects: Iterable[object], stream: TextIO, form: Format | str = Format.JSONL) -> int:
    """Write the objects in the named format and return how many objects (rows, for CSV and tables) were written.

    Raises:
        UsageError: for a format that does not exist.
    """
    writers = {Format.JSONL: write_jsonl, Format.JSON: write_json, Format.CSV: write_csv, Format.TABLE: print_table}
    try:
        chosen = Format(form)
    except ValueError:
        raise UsageError(f"{form!r} is no output format. Use one of: {', '.join(Format)}.") from None
    return writers[chosen](objects, stream)
