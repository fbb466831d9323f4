"""What a client asks, as FollowTheMoney properties, to a query of the screening room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tidewaiter.model import (
    NUMBER_PROPERTIES,
    Schema,
    UnknownCountryError,
    another_key,
    property_kind,
    resolve_country,
)
from tidewaiter.reports.ftm.schemata import is_known, our_schema
from tidewaiter.screening import Query
from tidewaiter.sources.entity_facts import NAME_PARTS, combined_names
from tidewaiter.sources.orders import LONGEST, read_birth_date, read_gender

_NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
#: Schemata whose entities may be people.
_WITH_NAME_PARTS = frozenset({"Person", "LegalEntity", "Thing"})
_COUNTRIES = ("country", "jurisdiction", "mainCountry", "flag")
_NATIONALITIES = ("nationality", "citizenship")
_ADDRESS_PARTS = ("street", "street2", "street3", "city", "postalCode", "state", "region", "country")
_CODES = frozenset(_COUNTRIES + _NATIONALITIES + ("birthCountry",))
#: Most values of one property.
_MOST = 100


class BadQueryError(ValueError):
    """One query of a batch that cannot be answered; the message says why."""


def cleaned(properties: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values of each property as a list of texts, countries as lower-case codes, blanks left out.

    Raises:
        BadQueryError: when a value is longer, or there are more of them, than any name or address needs.
    """
    found: dict[str, list[str]] = {}
    for name, given in properties.items():
        values = given if isinstance(given, list | tuple) else [given]
        if len(values) > _MOST:
            raise BadQueryError(f"{name!r} has more than {_MOST} values.")
        texts = [_text(name, value) for value in values if isinstance(value, str | int | float)]
        kept = list(dict.fromkeys(text for text in texts if text))
        if kept:
            found[_text(name, name)] = kept
    return found


def query_of(schema: str, properties: Mapping[str, list[str]]) -> Query:
    """Return the screening query of an example entity.

    Args:
        schema: FollowTheMoney schema.
        properties: As `cleaned` returns them; those that mean nothing for a match are passed over.

    Raises:
        BadQueryError: when the schema cannot be matched, or there is nothing to screen: no match would mean nothing.
    """
    if not is_known(schema):
        raise BadQueryError(f"{schema!r} is no schema that can be matched.")
    kind = our_schema(schema)
    names = [] if kind is Schema.ADDRESS else _named(schema, properties)
    countries = [code.upper() for code in _values(properties, _COUNTRIES) if len(code) == 2]
    nations = [code.upper() for code in _values(properties, _NATIONALITIES) if len(code) == 2]
    places = dict.fromkeys([*countries, *nations])
    nation = nations[0] if nations else next((code for code in places if code != countries[0]), None)
    addresses, identifiers = _addresses(properties, kind), _identifiers(schema, properties)
    birth_dates = list(filter(None, map(read_birth_date, properties.get("birthDate", ()))))
    if not (names or addresses or identifiers):
        raise BadQueryError("There is neither a name nor an address nor an identifier to screen.")
    return Query(
        name=names[0] if names else None,
        aliases=tuple(names[1:]),
        schema=kind,
        country=countries[0] if countries else None,
        nationality=nation,
        address=addresses[0] if addresses else None,
        other_addresses=tuple(addresses[1:]),
        city=next(iter(properties.get("city", ())), None),
        birth_date=birth_dates[0] if birth_dates else None,
        other_birth_dates=tuple(birth_dates[1:]),
        identifiers=identifiers,
        gender=next(filter(None, map(read_gender, properties.get("gender", ()))), None),
    )


def _text(name: str, value: str | float) -> str:
    text = str(value).encode("utf-8", "ignore").decode().replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise BadQueryError(f"A value of {name[:40]!r} is longer than {LONGEST} characters.")
    return _code(text) if name in _CODES else text


def _code(text: str) -> str:
    try:
        return resolve_country(text).code.lower() if text else text
    except UnknownCountryError:
        return text


def _values(properties: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for name in names for value in properties.get(name, ())))


def _named(schema: str, properties: Mapping[str, list[str]]) -> list[str]:
    """Return the names, and after them those that the parts of a person's name make."""
    names = _values(properties, _NAMES)
    parts = {part: properties.get(part, []) for part in NAME_PARTS}
    built = combined_names(parts) if schema in _WITH_NAME_PARTS else []
    return list(dict.fromkeys([*names, *built]))


def _addresses(properties: Mapping[str, list[str]], kind: Schema | None) -> list[str]:
    whole = _values(properties, ("full", "address", "name") if kind is Schema.ADDRESS else ("address", "full"))
    parts = ", ".join(properties[part][0] for part in _ADDRESS_PARTS if properties.get(part))
    street = any(properties.get(part) for part in ("street", "postalCode")) or kind is Schema.ADDRESS
    return whole or ([parts] if parts and street else [])


def _identifiers(schema: str, properties: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in NUMBER_PROPERTIES:
        kind = property_kind(schema, name)
        for value in properties.get(name, ()):
            found[another_key(kind, found)] = value
    return found
