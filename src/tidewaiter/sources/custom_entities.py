"""FollowTheMoney entities, one JSON object a line, as listings: https://followthemoney.tech/explorer/schemata/."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tidewaiter.model import (
    Address,
    Identifier,
    ListedName,
    Listing,
    NameKind,
    RowError,
    Schema,
    UnknownCountryError,
    earliest,
    resolve_country,
)
from tidewaiter.sources.lists.listfile import ListFile

Entity: TypeAlias = Mapping[str, Any]

_SCHEMATA = {
    "Person": Schema.PERSON,
    "LegalEntity": Schema.ENTITY,
    "Organization": Schema.ORGANIZATION,
    "Company": Schema.ORGANIZATION,
    "PublicBody": Schema.ORGANIZATION,
    "Vessel": Schema.VESSEL,
    "Airplane": Schema.AIRCRAFT,
}
_NAMES = {
    "name": (NameKind.PRIMARY, False),
    "alias": (NameKind.ALIAS, False),
    "weakAlias": (NameKind.ALIAS, True),
    "abbreviation": (NameKind.ALIAS, True),
    "previousName": (NameKind.FORMER, False),
}
_IDENTIFIERS = {
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "taxNumber": "tax",
    "innCode": "tax",
    "vatCode": "tax",
    "idNumber": "national_id",
    "passportNumber": "passport",
    "leiCode": "lei",
    "swiftBic": "swift",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call_sign",
}
_COUNTRIES = ("country", "jurisdiction", "mainCountry", "flag")
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(slots=True)
class _Reading:
    """The parties of a file while it is read, and the records that belong to them."""

    parties: dict[str, Entity] = field(default_factory=dict)
    addresses: dict[str, Entity] = field(default_factory=dict)
    sanctions: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    rejected: list[RowError] = field(default_factory=list)
    unknown_countries: set[str] = field(default_factory=set)
    rows: int = 0
    others: int = 0


def read_entities(text: str, file: str, list_id: str) -> ListFile:
    """Read FollowTheMoney JSON lines as the listings of a list.

    People, organizations, vessels and aircraft become listings. Addresses and sanctions, nested or on lines of their
    own, are joined to them; the listing dates come from the sanctions. Other records, and parties marked as no target,
    are left out. A country code that is not known is left out of its entry and named in `source`: the entry stays.

    Args:
        text: The lines.
        file: Name of the file, for messages.
        list_id: Id of the list the entries are to belong to.
    """
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            reading.rows += 1
            _sort_in(reading, line, file, number)
    listings = tuple(_listing(entity, list_id, reading) for entity in reading.parties.values())
    source = "own list, FollowTheMoney JSON lines"
    if reading.others:
        source += f"; {reading.others} records that are no listed party left out"
    if reading.unknown_countries:
        source += f"; unknown country codes left out: {', '.join(sorted(reading.unknown_countries))}"
    return ListFile(listings=listings, rows=reading.rows, rejected=tuple(reading.rejected), source=source)


def _sort_in(reading: _Reading, line: str, file: str, number: int) -> None:
    def reject(column: str | None, reason: str, remedy: str, key: str | None = None) -> None:
        reading.rejected.append(RowError(file, number, column, reason, remedy, id=key))

    try:
        entity = json.loads(line)
    except json.JSONDecodeError as error:
        reject(
            None, f"The line is not JSON ({error.msg}).", "Write one whole JSON object a line; the file may be cut off."
        )
        return
    if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
        reject("properties", "The line is no FollowTheMoney entity.", "Give id, schema and properties.")
        return
    key, schema = str(entity.get("id") or ""), entity.get("schema")
    if schema == "Address":
        reading.addresses[key] = entity
    elif schema == "Sanction":
        for party in _texts(entity, "entity"):
            reading.sanctions[party].append(entity)
    elif schema not in _SCHEMATA or entity.get("target") is False:
        reading.others += 1
    elif not key:
        reject("id", "The entity has no id.", "Give each entity an id of its own.")
    elif key in reading.parties:
        reject("id", f"The id {key!r} occurs a second time.", "Merge the two entities, or give one another id.", key)
    elif not _texts(entity, "name"):
        reject("properties.name", "The entity has no name.", "Give at least one name.", key)
    else:
        reading.parties[key] = entity


def _listing(entity: Entity, list_id: str, reading: _Reading) -> Listing:
    key = str(entity["id"])
    sanctions = [*reading.sanctions.get(key, ()), *_nested(entity, "sanctions")]
    places = [*_nested(entity, "addressEntity")]
    places += [reading.addresses[i] for i in _texts(entity, "addressEntity") if i in reading.addresses]
    addresses = [Address(full=text) for text in _texts(entity, "address")] + [_address(p, reading) for p in places]
    listed_on, delisted_on = _dates(sanctions)
    return Listing(
        id=f"{list_id}:{key}",
        list=list_id,
        schema=_SCHEMATA[str(entity["schema"])],
        names=_names(entity),
        addresses=tuple(dict.fromkeys(a for a in addresses if a.full)),
        countries=_codes([t for name in _COUNTRIES for t in _texts(entity, name)], reading),
        identifiers=tuple(
            Identifier(type=kind, value=value) for name, kind in _IDENTIFIERS.items() for value in _texts(entity, name)
        ),
        programs=tuple(dict.fromkeys(p for s in (entity, *sanctions) for p in _texts(s, "program"))),
        listed_on=listed_on,
        delisted_on=delisted_on,
        birth_dates=tuple(d[:10] for d in _texts(entity, "birthDate") if _whole_or_partial(d)),
        nationalities=_codes([*_texts(entity, "nationality"), *_texts(entity, "citizenship")], reading),
        gender=next(iter(_texts(entity, "gender")), None),
        source_number=key,
    )


def _names(entity: Entity) -> tuple[ListedName, ...]:
    """Return the names of an entity, its caption first: that one is primary, further values of ``name`` are aliases."""
    names = _texts(entity, "name")
    first = entity["caption"] if entity.get("caption") in names else names[0]
    found = {first: ListedName(text=first)}
    for name, (kind, weak) in _NAMES.items():
        for text in _texts(entity, name):
            found.setdefault(
                text, ListedName(text=text, kind=NameKind.ALIAS if kind is NameKind.PRIMARY else kind, weak=weak)
            )
    return tuple(found.values())


def _address(entity: Entity, reading: _Reading) -> Address:
    def part(*names: str) -> str | None:
        return ", ".join(text for name in names for text in _texts(entity, name)[:1]) or None

    country = next(iter(_codes(_texts(entity, "country"), reading)), None)
    full = part("full") or part("street", "street2", "street3", "city", "postalCode", "state", "region", "country")
    return Address(
        full=full or "",
        street=part("street", "street2", "street3"),
        city=part("city"),
        region=part("state", "region"),
        postal_code=part("postalCode"),
        country=country,
    )


def _dates(sanctions: Iterable[Entity]) -> tuple[dt.date | None, dt.date | None]:
    """Return first listing and last removal: since the earliest start, removed only when every sanction has ended."""
    starts: list[dt.date | None] = []
    ends: list[dt.date | None] = []
    for sanction in sanctions:
        begun = [d for name in ("listingDate", "startDate") for d in _texts(sanction, name) if _whole_or_partial(d)]
        ended = [d for d in _texts(sanction, "endDate") if _whole_or_partial(d) and len(d) >= 10]
        starts.append(min((earliest(d[:10]) for d in begun), default=None))
        ends.append(max((earliest(d[:10]) for d in ended), default=None))
    known_starts, known_ends = [d for d in starts if d], [d for d in ends if d]
    first = min(known_starts) if known_starts and len(known_starts) == len(starts) else None
    return first, max(known_ends) if known_ends and len(known_ends) == len(ends) else None


def _whole_or_partial(text: str) -> bool:
    if not _PARTIAL.fullmatch(text[:10]):
        return False
    try:
        earliest(text[:10])
    except ValueError:
        return False
    return True


def _codes(texts: Iterable[str], reading: _Reading) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts:
        try:
            found[resolve_country(text).code] = None
        except UnknownCountryError:
            try:
                found[resolve_country(text.split("-")[0]).code] = None  # a part of a country, such as gb-sct
            except UnknownCountryError:
                reading.unknown_countries.add(text)
    return tuple(found)


def _texts(entity: Entity, name: str) -> list[str]:
    values = entity["properties"].get(name) or []
    return [v.strip() for v in (values if isinstance(values, list) else [values]) if isinstance(v, str) and v.strip()]


def _nested(entity: Entity, name: str) -> list[Entity]:
    values = entity["properties"].get(name) or []
    return [v for v in values if isinstance(v, dict) and isinstance(v.get("properties"), dict)]
