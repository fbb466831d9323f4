"""The order file as a stream of transactions: rows that cannot be used are set aside, the others answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from tidewaiter.model import RowError, Transaction
from tidewaiter.sources.orders.columns import ColumnMap, Layout, load_column_map
from tidewaiter.sources.orders.ids import SeenIds
from tidewaiter.sources.orders.nesting import json_form, nested
from tidewaiter.sources.orders.transactions import OrderReader
from tidewaiter.sources.rows import Headings, JsonRow, RawRow, Stream, TableRow, Warn, log_warning, read_rows

#: Warnings about keys kept apart, so that a strange file cannot fill memory or the log.
_MOST_WARNINGS = 100


def read_orders(
    path: str | Path | Stream,
    *,
    mapping: Path | None = None,
    encoding: str | None = None,
    warn: Warn = log_warning,
) -> Iterator[Transaction | RowError]:
    """Stream the orders of a CSV, JSON Lines, JSON, Parquet or XLSX file (INTERFACES, Transaction).

    Memory does not grow with the file. Columns and keys that mean nothing are named once through ``warn``.

    Args:
        path: A file, or ``-`` for standard input.
        mapping: A file of the user's column names (YAML, JSON or CSV: theirs, ours).
        encoding: Text encoding of the file, where it is not Unicode.
        warn: Receives what a person should know about the file as a whole; the log by default.

    Yields:
        For each order a `Transaction`, or a `RowError` with file, row, column, reason and remedy. A table without an
        id column, or with two columns of one meaning, gives that error alone.

    Raises:
        UsageError: when there is no such file, it is a folder, or the map or encoding is wrong.
    """
    columns = load_column_map(mapping) if mapping else ColumnMap()
    rows = read_rows(path, knows=columns.knows, warn=warn, encoding=encoding)
    return _OrderFile(str(path), columns, warn).orders(rows)


class _OrderFile:
    """One file being read: its table's layout, the ids and the unknown keys met so far."""

    def __init__(self, file: str, columns: ColumnMap, warn: Warn) -> None:
        self._file = file
        self._columns = columns
        self._warn = warn
        self._warned: set[str] = set()
        self._layout = Layout((), (), ())
        self._names: tuple[str, ...] = ()

    def orders(self, rows: Iterator[RawRow]) -> Iterator[Transaction | RowError]:
        """Yield an order or an error for every row."""
        empty = True
        with closing(SeenIds()) as seen:
            for row in rows:
                if isinstance(row, Headings):
                    yield from self._begin(row)
                    if self._layout.problems:
                        return
                    continue
                empty = False
                yield row if isinstance(row, RowError) else self._order(row, seen)
        if empty:
            yield RowError(self._file, None, None, "The file has headings and no orders.", "Give at least one order.")

    def _begin(self, headings: Headings) -> Iterator[RowError]:
        self._names = headings.names
        self._layout = self._columns.layout(headings.names)
        for said in self._layout.warnings:
            self._warn(f"{self._file}: {said}")
        for column, reason, remedy in self._layout.problems:
            yield RowError(self._file, headings.number or None, column, reason, remedy)

    def _order(self, row: TableRow | JsonRow, seen: SeenIds) -> Transaction | RowError:
        if isinstance(row, TableRow):
            used = zip(self._layout.targets, self._names, row.cells, strict=True)
            data, labels = nested((target, name, cell) for target, name, cell in used if target is not None)
        else:
            data, labels = json_form(row.data, self._columns)
        reader = OrderReader()
        found = reader.transaction(data)
        self._warn_unknown(reader.unknown)
        if reader.faults:
            path, reason, remedy = reader.faults[0]
            others = "".join(f" Also {labels.get(p, p)}: {r}" for p, r, _ in reader.faults[1:])
            return RowError(
                self._file, row.number, labels.get(path, path), reason + others, remedy, id=found.id or None
            )
        first = seen.first_row(found.id, row.number)
        if first is not None:
            reason = f"The id {found.id!r} was used in row {first} already."
            remedy = "Give every order an id of its own."
            return RowError(self._file, row.number, labels.get("id", "id"), reason, remedy, id=found.id)
        return found

    def _warn_unknown(self, keys: Sequence[str]) -> None:
        for key in keys:
            if key in self._warned or len(self._warned) > _MOST_WARNINGS:
                continue
            self._warned.add(key)
            over = len(self._warned) > _MOST_WARNINGS
            self._warn(f"{self._file}: {'further keys are not used.' if over else f'key {key!r} is not used.'}")
