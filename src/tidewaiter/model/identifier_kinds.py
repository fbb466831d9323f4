"""What the numbers of parties are called: one word a kind, whatever a file, a form or a dataset calls it."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from itertools import count

#: Kinds by the names people give them, folded: letters and digits only, endings such as ``number`` taken off.
_SAID = {
    "vatregistration": "vat",
    "inn": "tax",
    "tin": "tax",
    "taxpayer": "tax",
    "ogrn": "registration",
    "company": "registration",
    "companyregistration": "registration",
    "businessregistration": "registration",
    "reg": "registration",
    "national": "national_id",
    "nationalidentification": "national_id",
    "nationalidentity": "national_id",
    "identity": "national_id",
    "idcard": "national_id",
    "identitycard": "national_id",
    "bic": "swift",
    "swiftbic": "swift",
    "callsign": "call_sign",
    "tail": "aircraft_tail",
    "aircrafttail": "aircraft_tail",
    "aircraftregistration": "aircraft_tail",
    "msn": "aircraft_msn",
    "aircraftmsn": "aircraft_msn",
    "aircraftserial": "aircraft_msn",
    "vesselregistration": "vessel_registration",
    "driverslicense": "drivers_license",
    "drivinglicense": "drivers_license",
    "drivinglicence": "drivers_license",
    "wallet": "digital_currency",
    "cryptowallet": "digital_currency",
    "crypto": "digital_currency",
    "digitalcurrency": "digital_currency",
    "publickey": "digital_currency",
    "dunsandbradstreet": "duns",
}
_ENDINGS = ("number", "code", "id", "no", "nr")

#: Properties of FollowTheMoney that hold an identifier by which entities are compared there, and their kinds. Not the
#: codes many share (KPP, OKVED, the type of an aircraft), which say nothing of who it is.
#: Source: https://followthemoney.tech/explorer/schemata/.
_PROPERTIES = {
    "registrationNumber": "registration",
    "ogrnCode": "registration",
    "jibCode": "registration",
    "mbsCode": "registration",
    "uscCode": "registration",
    "taxNumber": "tax",
    "innCode": "tax",
    "irsCode": "tax",
    "voenCode": "tax",
    "vatCode": "vat",
    "idNumber": "national_id",
    "socialSecurityNumber": "national_id",
    "passportNumber": "passport",
    "leiCode": "lei",
    "swiftBic": "swift",
    "bic": "swift",
    "bikCode": "bik",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call_sign",
    "crsNumber": "crs",
    "dunsCode": "duns",
    "uniqueEntityId": "uei",
    "cageCode": "cage",
    "cikCode": "cik",
    "npiCode": "npi",
    "permId": "perm_id",
    "pfrNumber": "pfr",
    "giiNumber": "giin",
    "licenseNumber": "license",
    "bvdId": "bvd",
    "isin": "isin",
    "isinCode": "isin",
    "ticker": "ticker",
    "ricCode": "ric",
    "figiCode": "figi",
    "publicKey": "digital_currency",
    "cryptoAddress": "digital_currency",
    "accountId": "account",
    "accountNumber": "account",
    "iban": "iban",
    "serialNumber": "serial",
}
#: What a property means of one kind of thing, where it means something else of others.
_OF_ONE_SCHEMA = {
    ("Vessel", "registrationNumber"): "vessel_registration",
    ("Airplane", "registrationNumber"): "aircraft_tail",
    ("Airplane", "serialNumber"): "aircraft_msn",
}
_KNOWN = frozenset(_SAID.values()) | frozenset(_PROPERTIES.values())
#: Properties of FollowTheMoney that hold an identifier.
NUMBER_PROPERTIES = tuple(_PROPERTIES)


@lru_cache(maxsize=1024)
def identifier_kind(said: str) -> str:
    """Return the one word for a kind of number: ``tax`` for ``Tax ID``, ``national_id`` for ``national``.

    A kind that is not known keeps its name, in lower case with underscores.
    """
    kept = "_".join(said.casefold().replace("-", " ").replace("_", " ").split())
    folded = "".join(char for char in said.casefold() if char.isalnum())
    bare = next((folded.removesuffix(end) for end in _ENDINGS if folded.endswith(end) and folded != end), folded)
    said_so = _SAID.get(folded) or _SAID.get(bare)
    return said_so or (bare if bare in _KNOWN and kept not in _KNOWN else kept)


def is_identifier_kind(said: str) -> bool:
    """Tell whether a word names a kind of number that is known."""
    return identifier_kind(said) in _KNOWN


def another_key(kind: str, taken: Container[str]) -> str:
    """Return a key for one more number of a kind beside those taken: ``tax``, then ``tax 2``."""
    if kind not in taken:
        return kind
    return next(key for n in count(2) if (key := f"{kind} {n}") not in taken)


def property_kind(schema: str, name: str) -> str:
    """Return the kind of number a FollowTheMoney property of a schema holds.

    Raises:
        KeyError: for a property that holds none.
    """
    return _OF_ONE_SCHEMA.get((schema, name)) or _PROPERTIES[name]
