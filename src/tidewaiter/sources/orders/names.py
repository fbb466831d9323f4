"""Rows to screen: names, addresses and identifiers without an order around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tidewaiter.model import Party, RowError
from tidewaiter.sources.orders.columns import number_column
from tidewaiter.sources.orders.transactions import OrderReader
from tidewaiter.sources.orders.values import FaultError, folded, is_blank, text
from tidewaiter.sources.rows import (
    Headings,
    JsonRow,
    RawRow,
    Stream,
    TableRow,
    Warn,
    log_warning,
    read_rows,
    said_twice,
)

#: Headings of a file of names (INTERFACES, screen), and the further facts of a party that help a match.
NAME_KEYS = (
    "id",
    "name",
    "schema",
    "country",
    "address",
    "city",
    "birth_date",
    "gender",
    "nationality",
    "aliases",
    "identifiers",
    "owners",
)
_COLUMNS = {folded(key): key for key in NAME_KEYS} | {"type": "schema", "alias": "aliases"}
_NUMBERS, _NUMBER = "identifiers", "identifiers."


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """One row to screen: its id, carried back by the answer, and the party it describes."""

    id: str
    party: Party


@dataclass(frozen=True, slots=True)
class NameFacts:
    """One row of a file of names before its cells are read.

    Attributes:
        file: The file it stands in.
        number: Its row, as a person counts; None where rows have no order.
        data: Its cells by the keys of `NAME_KEYS`.
        numbered: The row has no id of its own, and is called by its number.
    """

    file: str
    number: int | None
    data: dict[str, Any]
    numbered: bool


def read_names(
    path: str | Path | Stream, *, encoding: str | None = None, warn: Warn = log_warning
) -> Iterator[ScreenRow | RowError]:
    """Stream the rows of a file of names (``id,name,schema,country,address,birth_date,identifiers``).

    Also read are ``city``, ``nationality``, ``gender``, ``aliases`` (between semicolons or bars), ``owners``, and
    numbers in columns of their own, such as ``imo`` or ``tax_id``. A file without ids gets the row numbers as ids. A
    row with neither name, address nor identifier is an error.

    Args:
        path: CSV, JSON Lines, JSON, Parquet or XLSX, or ``-`` for standard input.
        encoding: Text encoding of the file, where it is not Unicode.
        warn: Receives what a person should know about the file as a whole.

    Raises:
        UsageError: when there is no such file, or it is a folder.
    """
    rows = read_rows(path, knows=is_name_heading, warn=warn, encoding=encoding)
    return map(screen_row, name_facts(str(path), rows, warn=warn))


def is_name_heading(heading: str) -> bool:
    """Tell whether a heading is one of a file of names."""
    return _meaning(heading) is not None


@lru_cache(maxsize=4096)
def _meaning(heading: str) -> str | None:
    """Return the key a heading means, ``identifiers.imo`` for a number in a column of its own; None if nothing."""
    kind = number_column(heading)
    return _COLUMNS.get(folded(heading)) or (f"{_NUMBER}{kind}" if kind else None)


def name_facts(file: str, rows: Iterable[RawRow], *, warn: Warn = log_warning) -> Iterator[NameFacts | RowError]:
    """Tell what each cell of the rows is, which the headings before them say; no cell is read yet.

    Args:
        file: Name of the file in messages.
        rows: Headings and rows, from `tidewaiter.sources.rows`.
        warn: Receives what a person should know about the file as a whole.
    """
    keys: tuple[str | None, ...] = ()
    numbered = False
    warned: set[str] = set()
    for row in rows:
        if isinstance(row, RowError):
            yield row
        elif isinstance(row, Headings):
            keys = tuple(map(_meaning, row.names))
            numbered = "id" not in keys
            if twice := said_twice(file, row, keys):
                yield twice
                return
            _warn_unused(file, [n for n, k in zip(row.names, keys, strict=True) if n and k is None], warned, warn)
            if not any(key and key.partition(".")[0] in ("name", "address", _NUMBERS) for key in keys):
                reason = f"No column is called name (found: {', '.join(row.names)})."
                yield RowError(file, row.number or None, "name", reason, "Call the column with the names name.")
                return
        elif isinstance(row, TableRow):
            data = {k: cell for k, cell in zip(keys, row.cells, strict=True) if k is not None}
            yield NameFacts(file, row.number, _gathered(data), numbered)
        elif isinstance(row, JsonRow):
            data = {_meaning(key) or key: value for key, value in row.data.items()}
            if len(data) < len(row.data):
                yield _key_twice(file, row)
                continue
            _warn_unused(file, [key for key in row.data if _meaning(key) is None], warned, warn)
            yield NameFacts(file, row.number, _gathered(data), "id" not in data)


def screen_row(facts: NameFacts | RowError) -> ScreenRow | RowError:
    """Read the cells of one row; a row that is an error already stays what it is."""
    if isinstance(facts, RowError):
        return facts
    file, number, data = facts.file, facts.number, facts.data
    reader = OrderReader()
    try:
        id_ = str(number) if facts.numbered else _id(data.get("id"))
    except FaultError as fault:
        return RowError(file, number, "id", fault.reason, fault.remedy)
    party = reader.party({key: data[key] for key in NAME_KEYS[1:] if key in data}, "")
    if reader.faults:
        path, reason, remedy = reader.faults[0]
        return RowError(file, number, path, reason, remedy, id=id_)
    if id_ is None:
        return RowError(file, number, "id", "The row has no id.", "Give every row an id, or leave the column out.")
    if not (party.name or party.address or party.identifiers):
        reason = "The row has neither a name nor an address nor an identifier."
        return RowError(file, number, "name", reason, "Give the name to screen.", id=id_)
    return ScreenRow(id_, party)


def _gathered(data: dict[str, Any]) -> dict[str, Any]:
    """Put the numbers that stand in columns of their own among the identifiers."""
    columns = [key for key in data if key.startswith(_NUMBER)]
    if not columns:
        return data
    numbers = {key.removeprefix(_NUMBER): data.pop(key) for key in columns}
    stated = {kind: value for kind, value in numbers.items() if not is_blank(value)}
    return {**data, _NUMBERS: [data.get(_NUMBERS), stated]} if stated else data


def _id(value: object) -> str | None:
    """Return a row's id; a word that says of another fact that it is not known is an id like any other."""
    return text(value) or (value.strip() if isinstance(value, str) else None) or None


def one_row(data: dict[str, Any]) -> ScreenRow | RowError:
    """Read the facts of one party, by the keys of `NAME_KEYS`, as the cells of a row are read."""
    return screen_row(NameFacts("", 1, {key: value for key, value in data.items() if value is not None}, numbered=True))


def _key_twice(file: str, row: JsonRow) -> RowError:
    keys = list(row.data)
    means = [_meaning(key) or key for key in keys]
    at = next(at for at, key in enumerate(means) if key in means[:at])
    reason = f"The keys {keys[means.index(means[at])]!r} and {keys[at]!r} both mean {means[at]}."
    return RowError(file, row.number, keys[at], reason, "Write each fact once.")


def _warn_unused(file: str, names: list[str], warned: set[str], warn: Warn) -> None:
    for name in names:
        if name not in warned and len(warned) < 100:
            warned.add(name)
            warn(f"{file}: column {name!r} is not used.")
