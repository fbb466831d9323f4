"""The part of FollowTheMoney that listings need: schemata, their ancestry, and properties with labels.

Source: https://followthemoney.tech/explorer/schemata/.
"""

from __future__ import annotations

from functools import cache

from tidewaiter.model import Schema

_PARENTS: dict[str, tuple[str, ...]] = {
    "Thing": (),
    "LegalEntity": ("Thing",),
    "Person": ("LegalEntity",),
    "Organization": ("LegalEntity",),
    "PublicBody": ("Organization",),
    "Asset": ("Thing",),
    "Company": ("Organization", "Asset"),
    "Vehicle": ("Asset",),
    "Vessel": ("Vehicle",),
    "Airplane": ("Vehicle",),
    "CryptoWallet": ("Thing",),
    "Security": ("Asset",),
    "BankAccount": ("Asset",),
    "Address": ("Thing",),
}
_OURS = {
    "Person": Schema.PERSON,
    "Organization": Schema.ORGANIZATION,
    "PublicBody": Schema.ORGANIZATION,
    "Company": Schema.ORGANIZATION,
    "Vessel": Schema.VESSEL,
    "Airplane": Schema.AIRCRAFT,
    "Vehicle": Schema.VEHICLE,
    "CryptoWallet": Schema.WALLET,
    "Security": Schema.SECURITY,
    "BankAccount": Schema.ACCOUNT,
    "Address": Schema.ADDRESS,
}
_THEIRS = {
    Schema.PERSON: "Person",
    Schema.ORGANIZATION: "Organization",
    Schema.VESSEL: "Vessel",
    Schema.AIRCRAFT: "Airplane",
    Schema.VEHICLE: "Vehicle",
    Schema.WALLET: "CryptoWallet",
    Schema.SECURITY: "Security",
    Schema.ACCOUNT: "BankAccount",
    Schema.ADDRESS: "Address",
    Schema.ENTITY: "LegalEntity",
}
#: Properties by the schema that brings them; those that descend from it have them too.
_PROPERTIES: dict[str, frozenset[str]] = {
    "Thing": frozenset({"name", "alias", "previousName", "weakAlias", "country", "address", "addressEntity"})
    | frozenset({"topics", "program", "sourceUrl", "notes", "createdAt", "modifiedAt"}),
    "LegalEntity": frozenset({"registrationNumber", "taxNumber", "idNumber", "leiCode", "swiftBic", "dunsCode"}),
    "Person": frozenset({"nationality", "birthDate", "gender", "passportNumber"}),
    "Organization": frozenset({"imoNumber"}),
    "Vehicle": frozenset({"registrationNumber"}),
    "Vessel": frozenset({"imoNumber", "mmsi", "callSign"}),
    "Airplane": frozenset({"serialNumber"}),
    "CryptoWallet": frozenset({"publicKey", "currency"}),
    "Security": frozenset({"isin", "registrationNumber", "ticker", "figiCode"}),
    "BankAccount": frozenset({"accountNumber", "iban"}),
    "Company": frozenset({"isinCode"}),
    "Address": frozenset({"full", "street", "city", "state", "postalCode"}),
}
#: Schemata a listing can have, with the name of many of them.
PLURALS = {
    "Person": "People",
    "Organization": "Organizations",
    "Company": "Companies",
    "LegalEntity": "Legal entities",
    "Vessel": "Vessels",
    "Airplane": "Airplanes",
    "Vehicle": "Vehicles",
    "CryptoWallet": "Cryptocurrency wallets",
    "Security": "Securities",
    "BankAccount": "Bank accounts",
    "Address": "Addresses",
}
#: Properties of entities, with their labels.
LABELS = {
    "name": "Name",
    "alias": "Other name",
    "previousName": "Previous name",
    "weakAlias": "Weak alias",
    "country": "Country",
    "nationality": "Nationality",
    "birthDate": "Date of birth",
    "gender": "Gender",
    "address": "Address",
    "full": "Full address",
    "registrationNumber": "Registration number",
    "taxNumber": "Tax number",
    "idNumber": "ID number",
    "passportNumber": "Passport number",
    "leiCode": "LEI",
    "swiftBic": "SWIFT/BIC",
    "imoNumber": "IMO number",
    "mmsi": "MMSI",
    "callSign": "Call sign",
    "dunsCode": "D-U-N-S number",
    "serialNumber": "Serial number",
    "publicKey": "Wallet address",
    "isin": "ISIN",
    "ticker": "Stock ticker symbol",
    "figiCode": "Financial Instrument Global Identifier",
    "accountNumber": "Account number",
    "iban": "IBAN",
    "topics": "Topics",
    "program": "Program",
    "listingDate": "Listing date",
    "createdAt": "Created at",
    "modifiedAt": "Modified at",
    "sourceUrl": "Source link",
    "notes": "Notes",
}
#: Properties that a query may state beside those that entities have, with the schema that brings each.
ASKED = {
    "LegalEntity:jurisdiction": "Jurisdiction",
    "LegalEntity:mainCountry": "Country of origin",
    "Person:citizenship": "Citizenship",
    "Person:fatherName": "Patronymic",
    "Person:firstName": "First name",
    "Person:lastName": "Last name",
    "Person:middleName": "Middle name",
    "Person:motherName": "Matronymic",
    "Person:secondName": "Second name",
    "Vessel:flag": "Flag",
}


@cache
def qualified() -> dict[str, str]:
    """Return the label of each property an entity has or a query may state, by its name behind its schema."""
    had = {f"{schema}:{name}": LABELS[name] for schema, names in _PROPERTIES.items() for name in names & LABELS.keys()}
    return dict(sorted((had | ASKED).items()))


@cache
def ancestry(name: str) -> frozenset[str]:
    """Return a schema and all it descends from; empty for one that is not known."""
    if name not in _PARENTS:
        return frozenset()
    return frozenset({name}).union(*(ancestry(parent) for parent in _PARENTS[name]))


def is_known(name: str) -> bool:
    """Tell whether entities of a schema can be matched here."""
    return name in _PARENTS


def our_schema(name: str) -> Schema | None:
    """Return the kind of party a FollowTheMoney schema means; None for one that leaves it open."""
    return _OURS.get(name)


def their_schema(schema: Schema) -> str:
    """Return the FollowTheMoney schema of a kind of party."""
    return _THEIRS[schema]


def has_property(schema: str, name: str) -> bool:
    """Tell whether entities of a schema have a property, of those that are written here."""
    return any(name in _PROPERTIES.get(kind, ()) for kind in ancestry(schema))
