"""Layouts: what the columns of one kind of customs or bill-of-lading file mean. Each is a small YAML file.

A layout names, for each canonical column, the headings it is read from in order of preference; the first that has a
value in a row is used. A user's own layout is a file of the same form, named on the command line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from tidewaiter.model import UsageError, resolve_country
from tidewaiter.sources.shipments.columns import ADDED, CANONICAL

_NOT_WORD = re.compile(r"[\W_]+")
_KEYS = {
    "id",
    "title",
    "direction",
    "reporter",
    "match",
    "absent",
    "columns",
    "values",
    "dates",
    "decimal",
    "utc_offset_minutes",
    "zero_is_missing",
}
_DIRECTIONS = {"import", "export", None}
#: Columns a layout may map; ``source`` and ``row`` are filled by the reader.
MAPPED = (
    *(name for name in (*CANONICAL, *ADDED) if name != "row"),
    "item_number",
)


def heading_key(text: str) -> str:
    """Return a heading without case, spaces and underscores: ``Exporter Name_EN`` is ``exporternameen``."""
    return _NOT_WORD.sub("", text).casefold()


@dataclass(frozen=True, slots=True)
class UsdValue:
    """One way to an amount in US dollars: a column, its scale, and the columns of rate or currency it depends on.

    Attributes:
        amount: Heading of the amount.
        times: Factor, such as 1000 for a column in thousand dollars.
        per_usd: Heading of the rate, in units of the amount's currency per dollar, to divide by.
        currency: Heading of the currency, when the amount is dollars only where that says USD.
        fixed_currency: Currency of the amount where the file does not say it.
    """

    amount: str
    times: float = 1.0
    per_usd: str | None = None
    currency: str | None = None
    fixed_currency: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of file is read.

    Attributes:
        id: Name of the layout; ``title`` says what the file is.
        direction: ``import`` or ``export`` as seen by the reporter, None when the rows say both countries themselves.
        reporter: ISO 3166 alpha-2 of the customs that recorded the rows, where the layout is one country's.
        match: What must be there for the layout to be recognised: of each set of headings (keys) at least one.
        absent: Headings (keys) that are not there: they would make the file another kind.
        columns: Canonical column to headings (keys), best first.
        values: Ways to an amount, best first.
        dates: ``day_first`` or ``month_first`` where the file writes dates that can be read both ways.
        decimal: ``,`` or ``.`` where numbers can be read both ways.
        utc_offset_minutes: Offset of the local date from the times the file states in UTC.
        zero_is_missing: Whether an amount, weight or quantity of 0 means that it was not stated.
        headings: All headings (keys) the layout reads.
    """

    id: str
    title: str
    direction: str | None
    reporter: str | None
    match: tuple[frozenset[str], ...]
    absent: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    values: tuple[UsdValue, ...] = ()
    dates: str | None = None
    decimal: str | None = None
    utc_offset_minutes: int = 0
    zero_is_missing: bool = True
    headings: frozenset[str] = field(default_factory=frozenset)

    def fits(self, headings: Collection[str]) -> bool:
        """Tell whether the headings (keys) of a file are this layout's."""
        found = set(headings)
        return all(found & alternatives for alternatives in self.match) and not found & self.absent


def read_layout(text: str, name: str) -> Layout:
    """Read a layout from YAML.

    Raises:
        UsageError: when it is malformed, naming the key at fault.
    """
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UsageError(f"{name} is not YAML: {str(error).splitlines()[0]}.") from None
    if not isinstance(data, dict):
        raise UsageError(f"{name}: a layout is a mapping with the keys id, title, match and columns.")
    if unknown := sorted(set(data) - _KEYS):
        raise UsageError(f"{name}: unknown key {unknown[0]!r}; a layout has {', '.join(sorted(_KEYS))}.")
    if missing := sorted({"id", "title", "match", "columns"} - set(data)):
        raise UsageError(f"{name}: the key {missing[0]!r} is missing.")
    if data.get("direction") not in _DIRECTIONS:
        raise UsageError(f"{name}: direction is {data['direction']!r}; it is import, export or left out.")
    return _layout(data, name)


def _layout(data: Mapping[str, object], name: str) -> Layout:
    columns = data["columns"]
    if not isinstance(columns, dict):
        raise UsageError(f"{name}: columns is a mapping of canonical column to headings.")
    if unknown := [column for column in columns if column not in MAPPED]:
        raise UsageError(f"{name}: {unknown[0]!r} is no canonical column; there are {', '.join(MAPPED)}.")
    values = tuple(_value(entry, name) for entry in _listed(data.get("values")))
    reporter = data.get("reporter")
    # Two spellings of a heading are one key, and its column is read once.
    keyed = {column: [heading_key(str(h)) for h in _listed(found)] for column, found in columns.items()}
    mapped = {column: tuple(dict.fromkeys(keys)) for column, keys in keyed.items()}
    used = {key for keys in mapped.values() for key in keys}
    used |= {k for v in values for k in (v.amount, v.per_usd, v.currency) if k}
    return Layout(
        id=str(data["id"]),
        title=str(data["title"]),
        direction=None if data.get("direction") is None else str(data["direction"]),
        reporter=None if reporter is None else resolve_country(str(reporter)).code,
        match=tuple(frozenset(heading_key(str(h)) for h in _listed(entry)) for entry in _listed(data["match"])),
        absent=frozenset(heading_key(str(h)) for h in _listed(data.get("absent"))),
        columns=mapped,
        values=values,
        dates=None if data.get("dates") is None else str(data["dates"]),
        decimal=None if data.get("decimal") is None else str(data["decimal"]),
        utc_offset_minutes=int(str(data.get("utc_offset_minutes", 0))),
        zero_is_missing=bool(data.get("zero_is_missing", True)),
        headings=frozenset(used),
    )


def _value(entry: object, name: str) -> UsdValue:
    if isinstance(entry, str):
        return UsdValue(heading_key(entry))
    if not isinstance(entry, dict) or "amount" not in entry:
        raise UsageError(f"{name}: each of values is a heading, or a mapping with amount, times, per_usd and currency.")
    keyed = {key: heading_key(str(entry[key])) for key in ("per_usd", "currency") if key in entry}
    return UsdValue(
        amount=heading_key(str(entry["amount"])),
        times=float(entry.get("times", 1)),
        fixed_currency=entry.get("fixed_currency"),
        **keyed,
    )


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


@cache
def layouts() -> tuple[Layout, ...]:
    """Return the layouts that travel with the package, the most demanding first."""
    folder = resources.files("tidewaiter.sources.shipments").joinpath("layouts")
    found = [
        read_layout(entry.read_text(encoding="utf-8"), entry.name)
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda layout: (-len(layout.match), layout.id)))


def choose_layout(wanted: str, headings: Iterable[str]) -> Layout | None:
    """Return the layout of a file: the one named, or with ``auto`` the most demanding that fits.

    Args:
        wanted: ``auto``, the id of a layout, or the path of a layout file (``.yaml``).
        headings: Headings of the file.

    Raises:
        UsageError: when no layout has that name, or its file is malformed.
    """
    if wanted == "auto":
        keys = {heading_key(heading) for heading in headings}
        return next((layout for layout in layouts() if layout.fits(keys)), None)
    if wanted.endswith((".yaml", ".yml")):
        try:
            return read_layout(Path(wanted).read_text(encoding="utf-8"), Path(wanted).name)
        except OSError as error:
            raise UsageError(f"{wanted} cannot be read: {error.strerror or error}.") from None
    for layout in layouts():
        if layout.id == wanted:
            return layout
    known = ", ".join(sorted(layout.id for layout in layouts()))
    raise UsageError(f"there is no layout {wanted!r}; use auto, a layout file, or one of {known}.")
