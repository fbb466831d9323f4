"""Data of one order, whatever file it came from, to a `Transaction`; every fault is kept with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from math import fsum
from typing import Any, TypeVar

from tidewaiter.model import (
    Act,
    Country,
    Item,
    Owner,
    Party,
    Region,
    Role,
    Schema,
    Transaction,
    another_key,
    identifier_kind,
    is_identifier_kind,
)
from tidewaiter.sources.orders import codes, days, numbers, values
from tidewaiter.sources.orders.columns import ITEM_KEYS, ORDER_KEYS, OWNER_KEYS, PARTY_KEYS
from tidewaiter.sources.orders.values import FaultError

T = TypeVar("T")
Data = Mapping[str, Any]

_OWNER = re.compile(
    r"^(?P<name>.*?)\s*[(\[]?\s*(?P<share>\d+(?:[.,]\d+)?)\s*(?:[%\uff05\u066a]|per\s?cent|pct\.?)\s*[)\]]?$",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"[%\uff05\u066a]")
_NUMBER_LAST = re.compile(r"\d\s*[)\]]?$")
_OWNER_DEPTH = 8
_SEVERAL = re.compile(r"[;|\n]")
#: What a share may be too high, in percent, where shares are written in whole percents.
_ROUNDED = 0.5
_SHARES = "Give each direct owner its share, indirect ones as owners of an owner; leave out a share that is not known."


class OrderReader:
    """Reads the facts of one order, collecting faults (path, reason, remedy) and keys that mean nothing.

    Paths are those of the JSON form: ``item.hs``, ``parties[0].country``.
    """

    def __init__(self) -> None:
        self.faults: list[tuple[str, str, str]] = []
        self.unknown: list[str] = []

    def transaction(self, data: Data) -> Transaction:
        """Return the transaction; when there are faults its facts are incomplete and it must not be used."""
        self._keys(data, ORDER_KEYS, "")
        destination = self._country(data, "destination")
        return Transaction(
            id=self._id(data),
            date=self._read(data, "date", days.day),
            act=Act(self._read(data, "act", codes.act) or Act.EXPORT),
            from_country=_code(self._country(data, "from")),
            destination=_code(destination),
            region=self._region(data, destination),
            transit=self._read(data, "transit", codes.countries) or (),
            item=self._item(self._object(data.get("item"), "item")),
            parties=tuple(
                self.party(self._object(party, path), path)
                for path, party in self._array(data.get("parties"), "parties")
            ),
            end_use=self._read(data, "end_use", codes.end_use),
            is_informed=self._read(data, "is_informed", values.flag),
            knowledge=self._read(data, "knowledge", codes.knowledge) or (),
            circumstances=self._read(data, "circumstances", codes.circumstances),
        )

    def party(self, data: Data, path: str) -> Party:
        """Return one party; an occupied region named as its country stays visible in its address."""
        self._keys(data, PARTY_KEYS, path)
        where = self._country(data, "country", path)
        schema = self._read(data, "schema", codes.schema, path)
        return Party(
            name=self._read(data, "name", values.line, path),
            aliases=self._names(data.get("aliases"), _join(path, "aliases")),
            role=Role(self._read(data, "role", codes.role, path) or Role.OTHER),
            schema=Schema(schema) if schema else None,
            address=_address(self._read(data, "address", values.line, path), where, data.get("country")),
            city=self._read(data, "city", values.line, path),
            country=_code(where),
            identifiers=self._identifiers(data.get("identifiers"), _join(path, "identifiers")),
            nationality=_code(self._country(data, "nationality", path)),
            birth_date=self._read(data, "birth_date", days.partial_day, path),
            gender=self._read(data, "gender", codes.gender, path),
            formed_on=self._read(data, "formed_on", days.partial_day, path),
            line_of_business=self._read(data, "line_of_business", values.text, path),
            owners=self._owners(data.get("owners"), _join(path, "owners")),
            listings=self._listings(data.get("listings"), _join(path, "listings")),
        )

    def _item(self, data: Data) -> Item:
        self._keys(data, ITEM_KEYS, "item")
        return Item(
            description=self._read(data, "description", values.text, "item"),
            eccn=self._read(data, "eccn", codes.eccn, "item"),
            hs=self._read(data, "hs", codes.hs, "item"),
            hs_vintage=self._read(data, "hs_vintage", codes.vintage, "item"),
            part_number=self._read(data, "part_number", values.text, "item"),
            manufacturer=self._read(data, "manufacturer", values.text, "item"),
            origin=_code(self._country(data, "origin", "item")),
            us_content_pct=self._read(data, "us_content_pct", numbers.percent, "item"),
            us_content_eccns=self._read(data, "us_content_eccns", codes.eccns, "item"),
            fdp_inputs=self._read(data, "fdp_inputs", codes.eccns, "item"),
            quantity=self._read(data, "quantity", numbers.number, "item"),
            unit=self._read(data, "unit", values.text, "item"),
            value_usd=self._read(data, "value_usd", numbers.dollars, "item"),
        )

    def _id(self, data: Data) -> str:
        found = self._read(data, "id", values.text)
        if found is None and not any(path == "id" for path, _, _ in self.faults):
            self._fault(
                "id", "The order has no id.", "Give every order an id of its own, which its answer carries back."
            )
        return found or ""

    def _region(self, data: Data, destination: Country | None) -> Region | None:
        said = self._read(data, "region", codes.region)
        named = destination.region if destination else None
        if said and named and said != named:
            reason = f"The region is {said}, but the destination is in {named}."
            self._fault("region", reason, "Correct one of the two.")
        if said and destination and destination.code not in {"UA", "RU"}:
            reason = f"The region {said} does not lie in the destination {destination.code}."
            self._fault("region", reason, "Correct the destination, or leave the region blank.")
        found = said or named
        return Region(found) if found else None

    def _identifiers(self, value: object, path: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in value if isinstance(value, list | tuple) else [value]:
            self._numbers(part, path, found)
        return found

    def _numbers(self, value: object, path: str, found: dict[str, str]) -> None:
        data = self._cell(value, path)
        if isinstance(data, str):
            pairs = [_numbered(part) for part in data.split(";") if part.strip()]
            for kind, number in pairs:
                if not kind:
                    reason = f"{number!r} does not say what kind of number it is."
                    self._fault(path, reason, "Write pairs such as imo=9074729; tax=7710474375.")
        else:
            pairs = list(self._object(data, path).items())
        for kind, number in pairs:
            name = self._value(str(kind), path, values.line)
            said = self._value(number, path, values.line)
            if name is not None and said is not None:
                found[another_key(identifier_kind(name), found)] = said

    def _names(self, value: object, path: str) -> tuple[str, ...]:
        """Return the names of a list, or of a cell in which semicolons, bars or line ends stand between them."""
        if value is None:
            return ()
        given = (
            value if isinstance(value, list | tuple) else _SEVERAL.split(value) if isinstance(value, str) else [value]
        )
        said = (self._value(one, path, values.line) for one in given)
        return tuple(dict.fromkeys(one for one in said if one))

    def _owners(self, value: object, path: str, depth: int = 0) -> tuple[Owner, ...] | None:
        data = self._cell(value, path)
        if data is None:
            return None
        if depth >= _OWNER_DEPTH:
            self._fault(path, f"Owners are nested deeper than {_OWNER_DEPTH}.", "Shorten the chain of owners.")
            return None
        if isinstance(data, str):
            data = self._owners_of([part.strip() for part in data.split(";") if part.strip()], path)
        owners = tuple(self._owner(self._object(one, at), at, depth) for at, one in self._array(data, path))
        total = fsum(owner.share_pct or 0.0 for owner in owners)
        if total > 100 + _ROUNDED * len(owners):
            self._fault(path, f"The owners hold {total:g} percent together, more than the whole.", _SHARES)
        return owners

    def _owners_of(self, parts: list[str], path: str) -> list[dict[str, object]]:
        """Read owners written in a cell; a number that may be a share and is not written as one is asked about."""
        read = {part: _OWNER.match(part) for part in parts}
        numbered = all(found or _NUMBER_LAST.search(part) for part, found in read.items()) and len(parts) > 1
        for part, found in read.items():
            if not found and (_PERCENT.search(part) or numbered):
                reason = f"The share of the owner {part!r} cannot be read."
                self._fault(path, reason, "Write Name 60%; Other name 40%, or a list of owners as JSON.")
        return [
            {"name": found["name"].strip(" ,:-"), "share_pct": found["share"]} if found else {"name": part}
            for part, found in read.items()
        ]

    def _owner(self, data: Data, path: str, depth: int) -> Owner:
        self._keys(data, OWNER_KEYS, path)
        name = self._read(data, "name", values.line, path)
        if name is None:
            self._fault(_join(path, "name"), "An owner has no name.", "Name the owner, or leave it out.")
        return Owner(
            name=name or "",
            share_pct=self._read(data, "share_pct", numbers.percent, path),
            country=_code(self._country(data, "country", path)),
            listings=self._listings(data.get("listings"), _join(path, "listings")),
            owners=self._owners(data.get("owners"), _join(path, "owners"), depth + 1) or (),
        )

    def _listings(self, value: object, path: str) -> tuple[str, ...]:
        said = self._value(value, path, codes.words) or ()
        found = (self._value(one, path, codes.listing) for one in said)
        return tuple(one for one in found if one)

    def _country(self, data: Data, key: str, path: str = "") -> Country | None:
        return self._read(data, key, codes.country, path)

    def _read(self, data: Data, key: str, parse: Callable[[object], T | None], path: str = "") -> T | None:
        value = data.get(key)
        return None if value is None else self._value(value, _join(path, key), parse)

    def _value(self, value: object, path: str, parse: Callable[[object], T | None]) -> T | None:
        try:
            return parse(value)
        except FaultError as fault:
            self._fault(path, fault.reason, fault.remedy)
            return None

    def _cell(self, value: object, path: str) -> object:
        """Return structured data; a cell of a table may hold it as JSON."""
        if not isinstance(value, str):
            return value
        said = self._value(value, path, values.text)
        if said is None or said[0] not in "[{":
            return said
        try:
            parsed: object = json.loads(said)
        except (ValueError, RecursionError):
            self._fault(path, "The cell begins like JSON and is not.", "Correct the JSON, or write it in words.")
            return None
        return parsed

    def _object(self, value: object, path: str) -> Data:
        if value is None or isinstance(value, dict):
            return value or {}
        self._fault(path, f"A {type(value).__name__} stands where an object is expected.", "Write an object: {...}.")
        return {}

    def _array(self, value: object, path: str) -> Iterable[tuple[str, object]]:
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self._fault(path, f"A {type(value).__name__} stands where a list is expected.", "Write a list: [...].")
            return []
        return [(f"{path}[{i}]", one) for i, one in enumerate(value)]

    def _keys(self, data: Data, known: tuple[str, ...], path: str) -> None:
        self.unknown.extend(re.sub(r"\[\d+\]", "[]", _join(path, str(key))) for key in data if key not in known)

    def _fault(self, path: str, reason: str, remedy: str) -> None:
        self.faults.append((path, reason, remedy))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _numbered(part: str) -> tuple[str, str]:
    """Return the kind and the number of a pair, also of one without a sign between them: ``IMO 9074729``."""
    sign = next((sign for sign in "=:" if sign in part), None)
    kind, _, number = part.strip().partition(sign or " ")
    if sign or (is_identifier_kind(kind) and number.strip()):
        return kind.strip(), number.strip()
    return "", part.strip()


def _code(found: Country | None) -> str | None:
    return found.code if found else None


def _address(address: str | None, where: Country | None, said: object) -> str | None:
    if where is None or where.region is None or where.region in (address or "").casefold():
        return address
    return ", ".join(part for part in (address, str(said).strip()) if part)
