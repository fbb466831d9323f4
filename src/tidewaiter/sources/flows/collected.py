"""Rows that were read one by one, collected into the table ``raw`` of DuckDB."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tidewaiter.model import RowError, UsageError
from tidewaiter.sources.flows.layout import heading_key
from tidewaiter.sources.orders.values import spoiled
from tidewaiter.sources.rows import text_column

if TYPE_CHECKING:
    import duckdb

_BATCH = 50_000


class Collected:
    """Rows on their way into ``raw``, in batches; those that lost letters to a wrong encoding are set aside.

    Args:
        connection: Where the table is made.
        file: Name of the file in messages.
        reject: Receives each row set aside.

    Attributes:
        headings: Heading as the file writes it, by key; empty until `begin`.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: str, reject: Callable[[RowError], None]) -> None:
        self._connection, self._file, self._reject = connection, file, reject
        self.headings: dict[str, str] = {}
        self._keys: list[str] = []
        self._rows: list[tuple[int, Sequence[object]]] = []

    def begin(self, names: Sequence[str]) -> None:
        """Make the table for these headings."""
        self.headings = by_key(names)
        self._keys = list(self.headings)
        cells = "".join(f'"{key}" varchar, ' for key in self._keys)
        self._connection.execute(f"create table raw ({cells}beyond varchar, row bigint)")

    def add(self, number: int, cells: Sequence[object]) -> None:
        """Add a row by position."""
        self._rows.append((number, cells))
        if len(self._rows) >= _BATCH:
            self._flush()

    def add_object(self, number: int, data: Mapping[str, Any]) -> None:
        """Add a row by name; the names of the first one are the headings."""
        if not self._keys:
            self.begin(tuple(data))
        named = {heading_key(name): value for name, value in data.items()}
        self.add(number, [named.get(key) for key in self._keys])

    def finish(self, name: str) -> dict[str, str]:
        """Write what is left and return the headings by key.

        Raises:
            UsageError: when there was nothing to collect.
        """
        if not self._keys:
            raise UsageError(f"{name} has no rows: give a file with headings and data.")
        self._flush()
        return self.headings

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        columns, lost = [], set[int]()
        for at, heading in enumerate(self.headings.values()):
            texts = [_text(_at(cells, at)) for _, cells in rows]
            column, places = text_column(texts)
            columns.append(column)
            for place in set(places) - lost:
                fault = spoiled(texts[place] or "")
                self._reject(RowError(self._file, rows[place][0], heading, fault.reason, fault.remedy))
            lost.update(places)
        numbers = pa.array([number for number, _ in rows], pa.int64())
        batch = pa.table([*columns, pa.nulls(len(rows), pa.string()), numbers], names=[*self._keys, "beyond", "row"])
        batch = batch.filter(pa.array([at not in lost for at in range(len(rows))], pa.bool_())) if lost else batch
        self._connection.register("read_rows", batch)
        self._connection.execute("insert into raw select * from read_rows")
        self._connection.unregister("read_rows")


def by_key(names: Sequence[str]) -> dict[str, str]:
    """Return headings by key; a heading that comes again gets a key of its own, which no layout reads."""
    found: dict[str, str] = {}
    for place, name in enumerate(names):
        key = heading_key(name) or f"column{place + 1}"
        while key in found:
            key += "again"
        found[key] = name.strip()
    return found


def _at(cells: Sequence[object], at: int) -> object:
    return cells[at] if at < len(cells) else None


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
