"""A user's own list, as CSV or FollowTheMoney JSON lines, read as list ``custom.NAME``."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from tidewaiter.model import (
    Address,
    ListedName,
    Listing,
    NameKind,
    RefusedListError,
    RowError,
    UnknownCountryError,
    UsageError,
    resolve_country,
)
from tidewaiter.sources.custom_entities import read_entities
from tidewaiter.sources.lists.identity import name_key
from tidewaiter.sources.lists.listfile import ListFile
from tidewaiter.sources.lists.raw import RawFile, open_raw

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Columns a list of one's own must have, and all it may have.
REQUIRED = ("name", "country", "listed_on")
COLUMNS = (*REQUIRED, "address", "aliases", "delisted_on")
_SEVERAL = re.compile(r"\s*[;|]\s*")


def custom_list_id(name: str) -> str:
    """Return the list id of a user's list, ``custom.NAME`` in lower case.

    Raises:
        UsageError: when the name has other characters than letters, digits, ``_`` and ``-``.
    """
    bare = name.strip().lower().removeprefix("custom.")
    if not _NAME.fullmatch(bare):
        raise UsageError(
            f"{name!r} cannot name a list: use letters a to z, digits, '_' and '-', such as own_watchlist."
        )
    return f"custom.{bare}"


def read_custom_list(path: Path, name: str) -> ListFile:
    """Read a user's own list.

    The CSV has the columns ``name,country,listed_on`` and may have ``address,aliases,delisted_on``; column names are
    matched without regard to case, space or underscore. Commas, semicolons or tabs may separate the cells; several
    aliases or countries in a cell are separated by ``;`` or ``|``. Country and dates may be empty; an entry without a
    date counts as listed always. Rows of the same name and country are one entry.

    Args:
        path: The file; gzip is unpacked.
        name: Name of the list, with or without ``custom.``.

    Returns:
        The listings, and as `rejected` the rows that could not be used.

    Raises:
        UsageError: when there is no such file, or the name cannot name a list.
        RefusedListError: when the file as a whole cannot be read: empty, not UTF-8, cut off, a column missing.
    """
    list_id, raw = custom_list_id(name), open_raw(path)
    text = _utf8(raw)
    return read_entities(text, raw.name, list_id) if raw.head.startswith("{") else _read_csv(text, raw.name, list_id)


def _utf8(raw: RawFile) -> str:
    try:
        return raw.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.data.count(b"\n", 0, error.start) + 1
        raise RefusedListError(
            f"{raw.name}:{row}: byte {error.start} is not UTF-8. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."
        ) from error


def _read_csv(text: str, file: str, list_id: str) -> ListFile:
    rows = _rows(text, file)
    header = next(rows, [])
    places = _places(header, file)
    found: dict[str, Listing] = {}
    rejected: list[RowError] = []
    count = 0
    for number, row in enumerate(rows, start=2):
        if not any(map(str.strip, row)):
            continue
        count += 1
        fault = partial(RowError, file, number)
        try:
            if any(map(str.strip, row[len(header) :])):
                raise fault(
                    None, f"It has {len(row)} cells, the header {len(header)}.", "Put a text with a comma in quotes."
                )
            cells = {name: " ".join(row[at].split()) if at < len(row) else "" for name, at in places.items()}
            entry = _listing(cells, list_id, fault)
        except RowError as error:
            rejected.append(error)
        else:
            found[entry.id] = _merged(found[entry.id], entry) if entry.id in found else entry
    return ListFile(listings=tuple(found.values()), rows=count, rejected=tuple(rejected), source="own list, CSV")


def _rows(text: str, file: str) -> Iterator[list[str]]:
    first = text.splitlines()[0] if text else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise RefusedListError(
            f"{file}:{reader.line_num}: not whole CSV ({error}). A quotation mark is open, or the file is cut off."
        ) from error


def _places(header: list[str], file: str) -> dict[str, int]:
    """Return the position of each known column; refuse a header that lacks one, has one twice or misspells one."""
    known = {_folded(name): name for name in COLUMNS}
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = known.get(_folded(cell))
        close = difflib.get_close_matches(_folded(cell), known, n=1, cutoff=0.75)
        if name in places:
            raise RefusedListError(f"{file}:1: the column {name!r} occurs twice. Remove or rename one of them.")
        if name is not None:
            places[name] = at
        elif close and known[close[0]] not in map(str.strip, header):
            raise RefusedListError(f"{file}:1: column {cell.strip()!r} is not known. Did you mean {known[close[0]]!r}?")
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        raise RefusedListError(
            f"{file}:1: the column {', '.join(missing)} is missing. The first row must name the columns "
            f"{', '.join(REQUIRED)}; it is {', '.join(map(repr, header))[:200]}."
        )
    return places


def _folded(column: str) -> str:
    return "".join(filter(str.isalnum, column.casefold()))


def _listing(cells: dict[str, str], list_id: str, fault: Callable[[str | None, str, str], RowError]) -> Listing:
    name = cells["name"]
    if not name_key(name):
        raise fault("name", "The name is empty.", "Give the name of the party, or remove the row.")
    countries = _countries(cells["country"], fault)
    listed_on = _date(cells, "listed_on", fault)
    delisted_on = _date(cells, "delisted_on", fault)
    if listed_on is not None and delisted_on is not None and delisted_on < listed_on:
        raise fault("delisted_on", f"{delisted_on} is before listed_on, {listed_on}.", "Correct one of the two dates.")
    key = hashlib.sha256("\n".join((name_key(name), *sorted(countries))).encode()).hexdigest()[:16]
    address = cells.get("address", "")
    return Listing(
        id=f"{list_id}:{key}",
        list=list_id,
        names=(
            ListedName(text=name),
            *(ListedName(text=alias, kind=NameKind.ALIAS) for alias in _several(cells.get("aliases", ""))),
        ),
        addresses=(Address(full=address, country=countries[0] if len(countries) == 1 else None),) if address else (),
        countries=countries,
        listed_on=listed_on,
        delisted_on=delisted_on,
    )


def _several(cell: str) -> list[str]:
    return [part for part in _SEVERAL.split(cell.strip()) if part]


def _countries(cell: str, fault: Callable[[str | None, str, str], RowError]) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(resolve_country(part).code for part in _several(cell)))
    except UnknownCountryError as error:
        raise fault(
            "country", str(error), "Write an ISO code such as TR, or a common name; or leave it empty."
        ) from error


def _date(cells: dict[str, str], column: str, fault: Callable[[str | None, str, str], RowError]) -> dt.date | None:
    text = cells.get(column, "")
    if not text:
        return None
    try:
        if _ISO_DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError as error:
        raise fault(column, f"{text!r} is not a day of the calendar.", "Correct the date.") from error
    raise fault(column, f"{text!r} is not a date as YYYY-MM-DD.", "Write it as 2024-08-07, or leave it empty.")


def _merged(first: Listing, second: Listing) -> Listing:
    """Return two rows of one entry as one, in force whenever either is."""
    listed = [entry.listed_on for entry in (first, second) if entry.listed_on is not None]
    delisted = [entry.delisted_on for entry in (first, second) if entry.delisted_on is not None]
    return replace(
        first,
        names=tuple(dict.fromkeys((*first.names, *second.names))),
        addresses=tuple(dict.fromkeys((*first.addresses, *second.addresses))),
        listed_on=min(listed) if len(listed) == 2 else None,
        delisted_on=max(delisted) if len(delisted) == 2 else None,
    )
