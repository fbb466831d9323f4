"""A listing as the FollowTheMoney entities that tools of that ecosystem read: a party and what belongs to it.

The open screening API shows a party with its address as text and its listing nested; a file of entities has each as an
entity of its own, which names the party. Only properties that the party's schema has are written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from tidewaiter.model import Address, Listing, NameKind
from tidewaiter.reports.ftm.listing import IDENTIFIERS, Properties, entity_of, moment, sanction_of
from tidewaiter.reports.ftm.schemata import has_property, their_schema

Entity = dict[str, Any]

#: Kind of the number that is an address of a digital currency, written after the currency's code.
WALLET = "digital_currency"

_USUAL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.:_-]*[0-9A-Za-z]")
_UNSAFE = re.compile(r"[^0-9A-Za-z.-]+")


def exported(listing: Listing) -> Iterator[Entity]:
    """Yield the party, then its addresses, numbers, affiliates and the record of its listing.

    A number whose kind the schema has no property for becomes an `Identification` that says the kind. An affiliate
    named inside an entry is a party of its own, linked to the entry; the listing is of both.
    """
    party = entity_of(listing) | {"id": interchange_id(listing.id)}
    party["referents"] = [listing.id, *party["referents"]]
    addresses = [] if listing.address_only else list(_addresses(listing))
    affiliates = list(_affiliates(listing))
    own = party["properties"]
    kept = {name: values for name, values in own.items() if has_property(party["schema"], name)}
    if listing.address_only:
        kept |= _address_parts(listing.addresses[0]) if listing.addresses else {}
    if addresses:
        kept["addressEntity"] = [address["id"] for address in addresses]
    yield {**party, "properties": kept}
    yield from addresses
    yield from _numbers(listing)
    for affiliate in affiliates:
        yield affiliate
        yield _link(listing, affiliate)
    sanction = sanction_of(listing)
    sanction["properties"]["entity"] = [party["id"], *(affiliate["id"] for affiliate in affiliates)]
    yield sanction | {"id": f"{party['id']}.listing"}


def interchange_id(listing_id: str) -> str:
    """Return an id that can name an entity in a file: letters, digits, dots and hyphens, as the format asks for.

    Colons and underscores become hyphens; an id of one's own list with other characters gets a digest, so that two ids
    stay two.
    """
    safe = _UNSAFE.sub("-", listing_id).strip("-.")
    return safe if _USUAL.fullmatch(listing_id) else f"{safe}-{hashlib.sha256(listing_id.encode()).hexdigest()[:8]}"


def _addresses(listing: Listing) -> Iterator[Entity]:
    for number, address in enumerate(listing.addresses, start=1):
        yield _entity(listing, f"address-{number}", "Address", _address_parts(address), address.full)


def _address_parts(address: Address) -> Properties:
    parts = {
        "full": address.full,
        "street": address.street,
        "city": address.city,
        "state": address.region,
        "postalCode": address.postal_code,
        "country": address.country and address.country.lower(),
    }
    return {name: [text] for name, text in parts.items() if text}


def _numbers(listing: Listing) -> Iterator[Entity]:
    schema = their_schema(listing.schema)
    if not has_property(schema, "idNumber"):
        return  # a ship or an aircraft holds no document; numbers it has no property for are told in the notes
    for number, identifier in enumerate(listing.identifiers, start=1):
        holder: Properties = {"holder": [interchange_id(listing.id)]}
        if identifier.type == WALLET:
            currency, _, key = identifier.value.rpartition(" ")
            wallet = holder | {"currency": [currency] if currency else [], "publicKey": [key]}
            yield _entity(listing, f"wallet-{number}", "CryptoWallet", wallet, identifier.value)
        elif not has_property(schema, IDENTIFIERS.get(identifier.type, "")):
            country = [identifier.country.lower()] if identifier.country else []
            facts = holder | {"type": [identifier.type], "number": [identifier.value], "country": country}
            yield _entity(listing, f"number-{number}", "Identification", facts, identifier.value)


def _affiliates(listing: Listing) -> Iterator[Entity]:
    named = [name.text for name in listing.names if name.kind is NameKind.AFFILIATE]
    for number, text in enumerate(named, start=1):
        facts: Properties = {"name": [text], "country": [code.lower() for code in listing.countries]}
        facts["notes"] = [f"Named in the entry of {listing.name}."]
        yield _entity(listing, f"affiliate-{number}", "LegalEntity", facts, text) | {"target": True}


def _link(listing: Listing, affiliate: Entity) -> Entity:
    facts: Properties = {
        "subject": [interchange_id(listing.id)],
        "object": [affiliate["id"]],
        "role": ["named in its entry"],
    }
    return _entity(listing, f"{affiliate['id'].rpartition('.')[2]}-link", "UnknownLink", facts, "named in its entry")


def _entity(listing: Listing, suffix: str, schema: str, properties: Properties, caption: str) -> Entity:
    return {
        "id": f"{interchange_id(listing.id)}.{suffix}",
        "caption": caption,
        "schema": schema,
        "properties": {name: values for name, values in properties.items() if values},
        "datasets": [listing.list],
        "referents": [],
        "target": False,
        "first_seen": moment(listing.listed_on),
        "last_seen": None,
        "last_change": moment(listing.changed_on or listing.listed_on),
    }
