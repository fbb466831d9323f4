"""A register of businesses: when companies were registered, what they say they do, who owns them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tidewaiter.model import RegisterEntry, RowError
from tidewaiter.sources.orders import codes, values
from tidewaiter.sources.orders.days import day
from tidewaiter.sources.orders.values import FaultError, folded
from tidewaiter.sources.rows import Headings, RawRow, Stream, TableRow, Warn, log_warning, read_rows, said_twice

#: Columns of a register file, each with what reads its cells; only the name is needed.
_READ: Mapping[str, Callable[[object], object]] = {
    "name": values.text,
    "country": lambda cell: (found := codes.country(cell)) and found.code,
    "address": values.text,
    "registered_on": day,
    "register_id": values.text,
    "phone": values.text,
    "email": values.text,
    "activity": values.text,
    "owners": values.text,
}
COLUMNS = tuple(_READ)
_KEYS = {folded(name): name for name in COLUMNS}
_SEVERAL = re.compile(r"\s*[;|]\s*")


def read_register(
    path: str | Path | Stream, *, encoding: str | None = None, warn: Warn = log_warning
) -> Iterator[RegisterEntry | RowError]:
    """Stream the entries of a register file.

    Columns ``name,country,address,registered_on,register_id,phone,email,activity,owners`` in any order, matched without
    regard to case, space or underscore; several owners in a cell are separated by ``;`` or ``|``. Other columns are
    left out. CSV, JSON Lines, Parquet or XLSX.

    Yields:
        For each row an entry, or a `RowError` with file, row, column, reason and remedy.

    Raises:
        UsageError: when there is no such file, or it is a folder.
    """
    rows = read_rows(path, knows=lambda heading: folded(heading) in _KEYS, warn=warn, encoding=encoding)
    return _entries(str(path), rows)


def _entries(file: str, rows: Iterator[RawRow]) -> Iterator[RegisterEntry | RowError]:
    names: tuple[str, ...] = ()
    for row in rows:
        if isinstance(row, RowError):
            yield row
        elif isinstance(row, Headings):
            names = row.names
            if "name" not in map(folded, names):
                reason = f"No column is called name (found: {', '.join(names)})."
                yield RowError(file, row.number or None, "name", reason, "Call the column of company names `name`.")
                return
            if twice := said_twice(file, row, [_KEYS.get(folded(name)) for name in names]):
                yield twice
                return
        else:
            data = dict(zip(names, row.cells, strict=True)) if isinstance(row, TableRow) else row.data
            yield _entry(file, row.number, data)


def _entry(file: str, number: int, data: Mapping[str, object]) -> RegisterEntry | RowError:
    found: dict[str, object] = {}
    for heading, cell in data.items():
        name = _KEYS.get(folded(heading))
        if name is None:
            continue
        try:
            found[name] = _owners(cell) if name == "owners" else _READ[name](cell)
        except FaultError as fault:
            return RowError(file, number, heading, fault.reason, fault.remedy)
    if not found.get("name"):
        return RowError(file, number, "name", "The row has no name.", "Give the registered name, or remove the row.")
    return RegisterEntry(**{name: value for name, value in found.items() if value is not None})  # type: ignore[arg-type]  # each reader gives the type of its field


def _owners(cell: object) -> tuple[str, ...]:
    if isinstance(cell, list | tuple):
        return tuple(str(name).strip() for name in cell if str(name).strip())
    said = values.text(cell)
    return () if said is None else tuple(part for part in _SEVERAL.split(said) if part)
