"""Pairs of names to compare, with every column of their file kept for the answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tidewaiter.model import RowError, Schema
from tidewaiter.sources.orders import codes, values
from tidewaiter.sources.orders.values import FaultError, folded
from tidewaiter.sources.rows import Headings, RawRow, Stream, TableRow, Warn, log_warning, read_rows, said_twice

_COLUMNS = ("name1", "name2", "schema")


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two names to compare.

    Attributes:
        columns: All columns of the row in their order, as they were given.
    """

    number: int
    name1: str
    name2: str
    schema: Schema | None = None
    columns: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, name1: str, name2: str, schema: Schema | None = None) -> PairRow:
        """Return a pair that comes from no file."""
        columns: dict[str, object] = {"name1": name1, "name2": name2}
        return cls(1, name1, name2, schema, columns | ({"schema": schema.value} if schema else {}))


def read_pairs(
    path: str | Path | Stream, *, encoding: str | None = None, warn: Warn = log_warning
) -> Iterator[PairRow | RowError]:
    """Stream the pairs of a file with the columns ``name1,name2[,schema]`` and any others, which are kept.

    Raises:
        UsageError: when there is no such file, or it is a folder.
    """
    rows = read_rows(path, knows=lambda heading: folded(heading) in _COLUMNS, warn=warn, encoding=encoding)
    return _pairs(str(path), rows)


def _pairs(file: str, rows: Iterator[RawRow]) -> Iterator[PairRow | RowError]:
    names: tuple[str, ...] = ()
    for row in rows:
        if isinstance(row, RowError):
            yield row
        elif isinstance(row, Headings):
            names = row.names
            missing = [key for key in _COLUMNS[:2] if key not in {folded(name) for name in names}]
            if missing:
                reason = f"No column is called {missing[0]} (found: {', '.join(names)})."
                yield RowError(file, row.number or None, missing[0], reason, "Call the two columns name1 and name2.")
                return
            if twice := said_twice(file, row, [folded(name) if folded(name) in _COLUMNS else name for name in names]):
                yield twice
                return
        elif isinstance(row, TableRow):
            yield _pair(file, row.number, dict(zip(names, row.cells, strict=True)))
        else:
            yield _pair(file, row.number, row.data)


def _pair(file: str, number: int, columns: dict[str, object]) -> PairRow | RowError:
    kept: dict[str, object] = {}
    found: dict[str, str | None] = {}
    for name, value in columns.items():
        key = folded(name)
        try:
            kept[name] = values.readable(value)
            if key in _COLUMNS:
                found[key] = codes.schema(value) if key == "schema" else values.line(value)
        except FaultError as fault:
            return RowError(file, number, name, fault.reason, fault.remedy)
    name1, name2, schema = (found.get(key) for key in _COLUMNS)
    if name1 is None or name2 is None:
        missing = "name1" if name1 is None else "name2"
        return RowError(file, number, missing, f"The row has no {missing}.", "Give both names.")
    return PairRow(number, name1, name2, Schema(schema) if schema else None, kept)
