"""FollowTheMoney entities, one JSON object a line, as listings: https://followthemoney.tech/explorer/schemata/."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field

from tidewaiter.model import Address, ListedName, Listing, RowError, Schema
from tidewaiter.sources.entity_facts import (
    COUNTRIES,
    DOCUMENTS,
    Entity,
    address,
    codes,
    dates,
    identifiers,
    names,
    nested,
    texts,
    whole_or_partial,
)
from tidewaiter.sources.lists.listfile import ListFile

_SCHEMATA = {
    "Person": Schema.PERSON,
    "LegalEntity": Schema.ENTITY,
    "Organization": Schema.ORGANIZATION,
    "Company": Schema.ORGANIZATION,
    "PublicBody": Schema.ORGANIZATION,
    "Vessel": Schema.VESSEL,
    "Airplane": Schema.AIRCRAFT,
    "Vehicle": Schema.VEHICLE,
    "CryptoWallet": Schema.WALLET,
    "Security": Schema.SECURITY,
    "BankAccount": Schema.ACCOUNT,
}
#: Properties under which records of numbers are nested in their holder.
_DOCUMENTS = ("documents", "identification", "passports", "cryptoWallets")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class _Reading:
    """The parties of a file while it is read, and the records that belong to them."""

    parties: dict[str, Entity] = field(default_factory=dict)
    addresses: dict[str, Entity] = field(default_factory=dict)
    sanctions: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    wallets: list[tuple[int, Entity]] = field(default_factory=list)
    rejected: list[RowError] = field(default_factory=list)
    unknown_countries: set[str] = field(default_factory=set)
    rows: int = 0
    others: int = 0


def read_entities(text: str, file: str, list_id: str) -> ListFile:
    """Read FollowTheMoney JSON lines as the listings of a list.

    People, organizations, vessels, aircraft, vehicles, wallets, securities and bank accounts become listings, by their
    names or, without one, by their numbers, and so do addresses that are a target themselves. Other addresses,
    sanctions, passports and other numbers, nested or on lines of their own, are joined to their party, and wallets to
    their holder; a wallet that is a target, or whose holder is not in the file, is a listing. The listing dates come
    from the sanctions. Parties marked as no target (``"target": false``: relatives, subsidiaries) become listings that
    are marked so, too. Other records are left out. A country code that is not known is left out of its entry and named
    in `source`: the entry stays.

    Args:
        text: The lines.
        file: Name of the file, for messages.
        list_id: Id of the list the entries are to belong to.
    """
    reading = _Reading()
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if line.strip():
            reading.rows += 1
            _sort_in(reading, line, file, number)
    for number, wallet in reading.wallets:
        if wallet.get("target") is True or not any(holder in reading.parties for holder in texts(wallet, "holder")):
            _keep(reading, wallet, _Reject(reading, file, number))
    parties = [_listing(entity, list_id, reading) for entity in reading.parties.values()]
    places = [_listed_address(e, list_id, reading) for e in reading.addresses.values() if _is_target(e, reading)]
    listings = (*parties, *places)
    source = "own list, FollowTheMoney JSON lines"
    if reading.others:
        source += f"; {reading.others} records that are no listed party left out"
    if reading.unknown_countries:
        source += f"; unknown country codes left out: {', '.join(sorted(reading.unknown_countries))}"
    return ListFile(listings=listings, rows=reading.rows, rejected=tuple(reading.rejected), source=source)


def _is_target(place: Entity, reading: _Reading) -> bool:
    """Tell whether an address is listed itself, and not only where a listed party is."""
    return place.get("target") is True or str(place.get("id")) in reading.sanctions


@dataclass(frozen=True, slots=True)
class _Reject:
    """Sets a line aside."""

    reading: _Reading
    file: str
    number: int

    def __call__(self, column: str | None, reason: str, remedy: str, key: str | None = None) -> None:
        self.reading.rejected.append(RowError(self.file, self.number, column, reason, remedy, id=key))


def _sort_in(reading: _Reading, line: str, file: str, number: int) -> None:
    reject = _Reject(reading, file, number)
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
    if _joined(reading, entity, number):
        return
    if entity.get("schema") not in _SCHEMATA:
        reading.others += 1
    else:
        _keep(reading, entity, reject)


def _keep(reading: _Reading, entity: Entity, reject: _Reject) -> None:
    """Keep an entity as a party, if it can be found by anything."""
    key = str(entity.get("id") or "")
    if not key:
        reject("id", "The entity has no id.", "Give each entity an id of its own.")
    elif key in reading.parties:
        reject("id", f"The id {key!r} occurs a second time.", "Merge the two entities, or give one another id.", key)
    elif not (names(entity) or identifiers(entity, (), set())):
        reject("properties.name", "The entity has no name and no number.", "Give at least one name.", key)
    else:
        reading.parties[key] = entity


def _joined(reading: _Reading, entity: Entity, number: int) -> bool:
    """Keep a record that belongs to a party, and tell whether the entity was one."""
    schema = entity.get("schema")
    if schema == "CryptoWallet":
        reading.wallets.append((number, entity))
    if schema == "Address":
        reading.addresses[str(entity.get("id") or "")] = entity
    elif schema == "Sanction":
        for party in texts(entity, "entity"):
            reading.sanctions[party].append(entity)
    elif schema in DOCUMENTS:
        for party in texts(entity, "holder"):
            reading.documents[party].append(entity)
    else:
        return False
    return True


def _listing(entity: Entity, list_id: str, reading: _Reading) -> Listing:
    key, unknown = str(entity["id"]), reading.unknown_countries
    sanctions = [*reading.sanctions.get(key, ()), *nested(entity, "sanctions")]
    documents = [*reading.documents.get(key, ()), *(one for name in _DOCUMENTS for one in nested(entity, name))]
    places = [*nested(entity, "addressEntity")]
    places += [reading.addresses[i] for i in texts(entity, "addressEntity") if i in reading.addresses]
    records = [address(place, unknown) for place in places]
    known = {record.full for record in records}  # many files have the text of an address beside its record
    addresses = [*(Address(full=text) for text in texts(entity, "address") if text not in known), *records]
    listed_on, delisted_on = dates(sanctions)
    return Listing(
        id=f"{list_id}:{key}",
        list=list_id,
        schema=_SCHEMATA[str(entity["schema"])],
        names=names(entity),
        addresses=tuple(dict.fromkeys(a for a in addresses if a.full)),
        countries=codes([t for name in COUNTRIES for t in texts(entity, name)], unknown),
        identifiers=identifiers(entity, documents, unknown),
        programs=_programs([entity, *sanctions]),
        listed_on=listed_on,
        delisted_on=delisted_on,
        birth_dates=tuple(d[:10] for d in texts(entity, "birthDate") if whole_or_partial(d)),
        nationalities=codes([*texts(entity, "nationality"), *texts(entity, "citizenship")], unknown),
        gender=next(iter(texts(entity, "gender")), None),
        source_number=key,
        target=entity.get("target") is not False,
        topics=tuple(dict.fromkeys(texts(entity, "topics"))),
    )


def _listed_address(entity: Entity, list_id: str, reading: _Reading) -> Listing:
    key, place = str(entity["id"]), address(entity, reading.unknown_countries)
    sanctions = [*reading.sanctions.get(key, ()), *nested(entity, "sanctions")]
    listed_on, delisted_on = dates(sanctions)
    return Listing(
        id=f"{list_id}:{key}",
        list=list_id,
        schema=Schema.ADDRESS,
        names=tuple(ListedName(text=text) for text in texts(entity, "name")[:1]),
        addresses=(place,),
        countries=codes(texts(entity, "country"), reading.unknown_countries),
        programs=_programs([entity, *sanctions]),
        listed_on=listed_on,
        delisted_on=delisted_on,
        source_number=key,
        address_only=True,
        topics=tuple(dict.fromkeys(texts(entity, "topics"))),
    )


def _programs(entities: list[Entity]) -> tuple[str, ...]:
    said = (program for one in entities for name in ("program", "programId") for program in texts(one, name))
    return tuple(dict.fromkeys(said))
