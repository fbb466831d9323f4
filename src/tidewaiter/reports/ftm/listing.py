"""Listings as FollowTheMoney entities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tidewaiter.model import Identifier, Listing, NameKind, Schema, Snapshot
from tidewaiter.reports.ftm.datasets import dataset
from tidewaiter.reports.ftm.schemata import has_property, their_schema

#: Properties by kind of identifier; a kind that is not here is told in the notes.
IDENTIFIERS = {
    "registration": "registrationNumber",
    "vessel_registration": "registrationNumber",
    "aircraft_tail": "registrationNumber",
    "tax": "taxNumber",
    "national_id": "idNumber",
    "drivers_license": "idNumber",
    "passport": "passportNumber",
    "lei": "leiCode",
    "swift": "swiftBic",
    "imo": "imoNumber",
    "mmsi": "mmsi",
    "call_sign": "callSign",
    "duns": "dunsCode",
    "aircraft_msn": "serialNumber",
    "digital_currency": "publicKey",
    "isin": "isin",
    "ticker": "ticker",
    "figi": "figiCode",
    "account": "accountNumber",
    "iban": "iban",
}
#: Properties that only things of their own have; of another entry the number is told in the notes.
_OF_THINGS = frozenset({"publicKey", "isin", "ticker", "figiCode", "accountNumber", "iban"})
_NAMES = {
    NameKind.PRIMARY: "name",
    NameKind.ALIAS: "alias",
    NameKind.FORMER: "previousName",
}
#: Ending of the id of an entry's record of listing.
RECORD = ":listing"
Properties = dict[str, list[Any]]


def entity_of(listing: Listing, snapshot: Snapshot | None = None) -> dict[str, Any]:
    """Return a listing as an entity.

    ``first_seen`` and ``last_change`` are the dates the list itself gives, None where it gives none; ``last_seen`` is
    the date of the snapshot. An affiliate named inside an entry is told in the notes: it is another party.
    """
    changed = listing.changed_on or listing.listed_on
    return {
        "id": listing.id,
        "caption": listing.caption,
        "schema": their_schema(Schema.ADDRESS if listing.address_only else listing.schema),
        "properties": properties_of(listing),
        "datasets": [listing.list],
        "referents": referents(listing),
        "target": listing.target,
        "first_seen": moment(listing.listed_on),
        "last_seen": moment(snapshot.date if snapshot else None),
        "last_change": moment(changed),
    }


def properties_of(listing: Listing) -> Properties:
    """Return the properties of a listing; only those that have a value."""
    about = dataset(listing.list)
    person = listing.schema is Schema.PERSON
    addresses = [address.full for address in listing.addresses]
    found: Properties = {
        **_names(listing),
        "country": [code.lower() for code in listing.countries],
        "nationality": [code.lower() for code in listing.nationalities] if person else [],
        "birthDate": list(listing.birth_dates) if person else [],
        "gender": [listing.gender] if listing.gender else [],
        "full" if listing.address_only else "address": addresses,
        **_numbers(listing),
        "topics": topics_of(listing),
        "program": list(listing.programs),
        "listingDate": _days([listing.listed_on]),
        "createdAt": _days([listing.listed_on]),
        "modifiedAt": _days([listing.changed_on]),
        "sourceUrl": _source(about.url, listing.source_number),
        "notes": _notes(listing),
    }
    return {name: list(dict.fromkeys(values)) for name, values in found.items() if values}


def topics_of(listing: Listing) -> list[str]:
    """Return why an entry is listed: what the entry says, else what its list is for."""
    if listing.topics:
        return list(listing.topics)
    return list(dataset(listing.list).topics) if listing.target else []


def sanction_of(listing: Listing) -> dict[str, Any]:
    """Return the record of a party's being listed, as an entity of its own."""
    about = dataset(listing.list)
    found: Properties = {
        "entity": [listing.id],
        "authority": [about.publisher] if about.publisher else [],
        "program": list(listing.programs) or [about.title],
        "country": [about.country] if about.country else [],
        "listingDate": _days([listing.listed_on]),
        "startDate": _days([listing.listed_on]),
        "endDate": _days([listing.delisted_on]),
        "modifiedAt": _days([listing.changed_on]),
        "reason": [citation.text for citation in listing.citations],
        "provisions": list(listing.requirement.sections) if listing.requirement else [],
        "authorityId": [listing.source_number] if listing.source_number else [],
        "sourceUrl": _source(about.url, listing.source_number),
    }
    return {
        "id": f"{listing.id}{RECORD}",
        "caption": about.title,
        "schema": "Sanction",
        "properties": {name: values for name, values in found.items() if values},
        "datasets": [listing.list],
        "referents": [],
        "target": False,
        "first_seen": moment(listing.listed_on),
        "last_seen": None,
        "last_change": moment(listing.changed_on or listing.listed_on),
    }


def referents(listing: Listing) -> list[str]:
    """Return other ids by which an entry is known: ``ofac-45937`` for OFAC's number."""
    return [f"ofac-{listing.source_number}"] if listing.list.startswith("us.ofac.") and listing.source_number else []


def _names(listing: Listing) -> Properties:
    found: Properties = {"name": [], "alias": [], "previousName": [], "weakAlias": []}
    for name in listing.names:
        if name.kind in _NAMES:
            found["weakAlias" if name.weak else _NAMES[name.kind]].append(name.text)
    if not found["name"] and listing.name:
        found["name"].append(listing.name)
    return found


def property_of(identifier: Identifier, schema: str) -> str | None:
    """Return the property of a schema that holds a number; None where it has none."""
    name = IDENTIFIERS.get(identifier.type)
    return None if name in _OF_THINGS and not has_property(schema, name) else name


def _numbers(listing: Listing) -> Properties:
    schema = their_schema(listing.schema)
    found: Properties = {}
    for number in listing.identifiers:
        if name := property_of(number, schema):
            # Lists write the code of a currency before the address of a wallet.
            value = number.value.split()[-1] if name == "publicKey" else number.value
            found.setdefault(name, []).append(value)
    return found


def _notes(listing: Listing) -> list[str]:
    affiliates = [f"Also named in the entry: {n.text}" for n in listing.names if n.kind is NameKind.AFFILIATE]
    schema = their_schema(listing.schema)
    told = [number for number in listing.identifiers if property_of(number, schema) is None]
    numbers = [f"{number.type.replace('_', ' ')}: {number.value}" for number in told]
    policy = [f"License review policy: {listing.review_policy.replace('_', ' ')}"] if listing.review_policy else []
    return affiliates + numbers + policy + [citation.text for citation in listing.citations]


def _source(url: str, number: str | None) -> list[str]:
    if "{number}" in url:
        return [url.replace("{number}", number)] if number else []
    return [url] if url else []


def _days(days: Iterable[dt.date | None]) -> list[str]:
    return [day.isoformat() for day in days if day is not None]


def moment(day: dt.date | None) -> str | None:
    """Return a day as a time of the format: ISO seconds without a zone."""
    return f"{day.isoformat()}T00:00:00" if day is not None else None
