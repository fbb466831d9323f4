"""Which column of a table means which fact of an order, and the user's own map of column names."""

from __future__ import annotations

import csv
import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from tidewaiter.model import Role, UsageError
from tidewaiter.sources.orders.values import folded

#: Keys of the JSON form, by level.
ORDER_KEYS = (
    "id",
    "date",
    "act",
    "from",
    "destination",
    "region",
    "transit",
    "item",
    "parties",
    "end_use",
    "is_informed",
    "knowledge",
    "circumstances",
)
ITEM_KEYS = (
    "description",
    "eccn",
    "hs",
    "hs_vintage",
    "part_number",
    "manufacturer",
    "origin",
    "us_content_pct",
    "us_content_eccns",
    "fdp_inputs",
    "quantity",
    "unit",
    "value_usd",
)
PARTY_KEYS = (
    "role",
    "name",
    "aliases",
    "schema",
    "address",
    "city",
    "country",
    "identifiers",
    "nationality",
    "birth_date",
    "gender",
    "formed_on",
    "line_of_business",
    "owners",
    "listings",
)
OWNER_KEYS = ("name", "share_pct", "country", "listings", "owners")
#: Kinds of identifier that have a column of their own, ``<role>_tax_id`` and so on.
IDENTIFIERS = ("tax", "registration", "imo", "mmsi", "passport", "swift", "lei", "vat", "national")

#: Where a column's value goes: ``("destination",)``, ``("item", "hs")``, ``("party", "end_user", "1", "name")``.
Target = tuple[str, ...]

_ROLE_COLUMN = re.compile(rf"^({'|'.join(sorted((folded(r) for r in Role), key=len, reverse=True))})(\d{{0,2}})(.*)$")
_ROLES = {folded(r): r.value for r in Role}
_SCALARS = {folded(key): (key,) for key in ORDER_KEYS if key not in {"item", "parties"}}
_ITEMS = {folded(key): ("item", key) for key in ITEM_KEYS}
_NUMBERS = {folded(f"{kind}{end}"): kind for kind in IDENTIFIERS for end in ("", "_id", "_number", "_no")}
_PARTY_FIELDS = {folded(key): (key,) for key in PARTY_KEYS if key != "role"} | {
    heading: ("identifiers", kind) for heading, kind in _NUMBERS.items()
}
#: Common headings that are not the interface's, for the hint in a warning.
_HINTS = {
    "buyer": "purchaser",
    "customer": "purchaser",
    "consignee": "ultimate_consignee",
    "shipper": "exporter",
    "seller": "exporter",
    "freightforwarder": "forwarding_agent",
    "forwarder": "forwarding_agent",
    "hscode": "hs",
    "htscode": "hs",
    "hts": "hs",
    "scheduleb": "hs",
    "tariffcode": "hs",
    "ordernumber": "id",
    "orderno": "id",
    "orderid": "id",
    "ponumber": "id",
    "reference": "id",
    "countryofdestination": "destination",
    "destinationcountry": "destination",
    "countryoforigin": "origin",
    "value": "value_usd",
    "amount": "value_usd",
    "qty": "quantity",
    "product": "item_description",
}


def number_column(heading: str) -> str | None:
    """Return the kind of identifier a column holds; None when it holds none."""
    return _NUMBERS.get(folded(heading))


def resolve_column(heading: str) -> Target | None:
    """Return what a heading means, without regard to case, blanks and punctuation; None when it means nothing here."""
    key = folded(heading)
    if key in _SCALARS:
        return _SCALARS[key]
    if key == "fromcountry":
        return ("from",)
    bare = key.removeprefix("item")
    if bare in _ITEMS:
        return _ITEMS[bare]
    match = _ROLE_COLUMN.match(key)
    if match is None:
        return None
    field = _PARTY_FIELDS.get(match[3] or "name")
    return ("party", _ROLES[match[1]], match[2] or "1", *field) if field else None


@dataclass(frozen=True)
class Layout:
    """How the columns of one table are read.

    Attributes:
        targets: For each column, where its value goes; None for a column that is not used.
        problems: What is wrong with the headings as a whole, as (heading, reason, remedy); no row can then be read.
        warnings: Columns that are not used, and entries of the map that met no column.
    """

    targets: tuple[Target | None, ...]
    problems: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...]


class ColumnMap:
    """The user's names of columns, and after them the interface's own.

    Args:
        renames: From the user's heading to a heading of the interface.

    Raises:
        UsageError: when an entry leads to no column of the interface.
    """

    def __init__(self, renames: Mapping[str, str] | None = None) -> None:
        self._renames: dict[str, tuple[str, Target]] = {}
        for theirs, ours in (renames or {}).items():
            target = resolve_column(ours)
            if target is None:
                hint = _hint(ours)
                raise UsageError(f"The column map leads from {theirs!r} to {ours!r}, which is no column here.{hint}")
            self._renames[folded(theirs)] = (theirs, target)

    def target(self, heading: str) -> Target | None:
        """Return what a heading means by the map, else by the interface."""
        renamed = self._renames.get(folded(heading))
        return renamed[1] if renamed else resolve_column(heading)

    def knows(self, heading: str) -> bool:
        """Tell whether a heading means anything."""
        return self.target(heading) is not None

    def layout(self, names: Sequence[str]) -> Layout:
        """Return how a table with these headings is read."""
        targets = tuple(self.target(name) if name else None for name in names)
        problems: list[tuple[str, str, str]] = []
        if ("id",) not in targets:
            reason = f"No column is called id (found: {', '.join(name for name in names if name)})."
            problems.append(("id", reason, "Add a column id, or rename yours with --map."))
        for i, target in enumerate(targets):
            if target is not None and target in targets[:i]:
                reason = f"Columns {names[targets.index(target)]!r} and {names[i]!r} both mean {'.'.join(target)}."
                problems.append((names[i], reason, "Remove or rename one of them."))
        unused = [f"column {n!r} is not used.{_hint(n)}" for n, t in zip(names, targets, strict=True) if n and not t]
        present = {folded(name) for name in names}
        unmet = [
            f"the map's column {t!r} is not in the file." for k, (t, _) in self._renames.items() if k not in present
        ]
        return Layout(targets, tuple(problems), (*unused, *unmet))


def _hint(heading: str) -> str:
    ours = _HINTS.get(folded(heading))
    if ours is None:
        known = [key.replace("item_", "") for key in ORDER_KEYS + ITEM_KEYS] + [role.value for role in Role]
        ours = next(
            iter(difflib.get_close_matches(heading.casefold().replace(" ", "_"), known, n=1, cutoff=0.75)), None
        )
    return f" If it is {ours}, rename it with --map." if ours else ""


def load_column_map(path: Path) -> ColumnMap:
    """Read a column map: YAML or JSON ``theirs: ours``, or CSV with the columns ``theirs,ours``.

    Raises:
        UsageError: when the file cannot be read as such, or leads to a column that does not exist.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The column map {path} cannot be read: {error}.") from None
    data: object
    try:
        if path.suffix.lower() in {".csv", ".tsv"}:
            delimiter = "\t" if "\t" in content else ";" if ";" in content else ","
            rows = [row for row in csv.reader(content.splitlines(), delimiter=delimiter) if any(row)]
            data = dict(row for row in rows if [folded(cell) for cell in row] != ["theirs", "ours"])
        else:
            data = json.loads(content) if path.suffix.lower() == ".json" else yaml.safe_load(content)
    except (ValueError, yaml.YAMLError, csv.Error) as error:
        raise UsageError(f"The column map {path} is malformed: {error}.") from None
    if not isinstance(data, dict) or not all(isinstance(part, str) for pair in data.items() for part in pair):
        raise UsageError(
            f"The column map {path} must hold pairs of your column name and ours, such as 'Buyer: purchaser'."
        )
    return ColumnMap({theirs.strip(): ours.strip() for theirs, ours in data.items()})
