"""What a client asks, as FollowTheMoney properties, to a query of the screening room."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tidewaiter.model import Schema, UnknownCountryError, resolve_country
from tidewaiter.reports.ftm.listing import IDENTIFIERS
from tidewaiter.reports.ftm.schemata import is_known, our_schema
from tidewaiter.screening import Query

_NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
_NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")
_COUNTRIES = ("country", "jurisdiction", "mainCountry", "flag")
_NATIONALITIES = ("nationality", "citizenship")
_ADDRESS_PARTS = ("street", "street2", "street3", "city", "postalCode", "state", "region", "country")
_NUMBERS = {name: kind for kind, name in reversed(IDENTIFIERS.items())} | {
    "ogrnCode": "registration",
    "innCode": "tax",
    "vatCode": "tax",
    "kppCode": "registration",
}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CODES = frozenset(_COUNTRIES + _NATIONALITIES + ("birthCountry",))
#: Longest value and most values of one property.
_LONGEST, _MOST = 2000, 100


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
    names = [] if kind is Schema.ADDRESS else _named(properties)
    countries = [code.upper() for code in _values(properties, _COUNTRIES) if len(code) == 2]
    nations = [code.upper() for code in _values(properties, _NATIONALITIES) if len(code) == 2]
    places = dict.fromkeys([*countries, *nations])
    nation = nations[0] if nations else next((code for code in places if code != countries[0]), None)
    address, identifiers = _address(properties, kind), _identifiers(properties)
    if not (names or address or identifiers):
        raise BadQueryError("There is neither a name nor an address nor an identifier to screen.")
    return Query(
        name=names[0] if names else None,
        aliases=tuple(names[1:]),
        schema=kind,
        country=countries[0] if countries else None,
        nationality=nation,
        address=address,
        city=next(iter(properties.get("city", ())), None),
        birth_date=next((day[:10] for day in properties.get("birthDate", ()) if _DATE.fullmatch(day[:10])), None),
        identifiers=identifiers,
        gender=next(iter(properties.get("gender", ())), None),
    )


def _text(name: str, value: str | float) -> str:
    text = str(value).encode("utf-8", "ignore").decode().replace("\x00", "").strip()
    if len(text) > _LONGEST:
        raise BadQueryError(f"A value of {name[:40]!r} is longer than {_LONGEST} characters.")
    return _code(text) if name in _CODES else text


def _code(text: str) -> str:
    try:
        return resolve_country(text).code.lower() if text else text
    except UnknownCountryError:
        return text


def _values(properties: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for name in names for value in properties.get(name, ())))


def _named(properties: Mapping[str, list[str]]) -> list[str]:
    names = _values(properties, _NAMES)
    if properties.get("name"):
        return names
    built = " ".join(properties[part][0] for part in _NAME_PARTS if properties.get(part))
    return [built, *names] if built else names


def _address(properties: Mapping[str, list[str]], kind: Schema | None) -> str | None:
    whole = _values(properties, ("full", "address", "name") if kind is Schema.ADDRESS else ("address", "full"))
    parts = ", ".join(properties[part][0] for part in _ADDRESS_PARTS if properties.get(part))
    street = any(properties.get(part) for part in ("street", "postalCode")) or kind is Schema.ADDRESS
    return whole[0] if whole else parts if parts and street else None


def _identifiers(properties: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, kind in _NUMBERS.items():
        for value in properties.get(name, ()):
            key = (
                kind if kind not in found else f"{kind} {len(found) + 1}"
            )  # each number is looked up, whatever its key
            found[key] = value
    return found
