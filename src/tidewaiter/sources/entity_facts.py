"""What a FollowTheMoney entity says: names, numbers, addresses, countries, dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product
from typing import Any, TypeAlias

from tidewaiter.model import (
    NUMBER_PROPERTIES,
    Address,
    Identifier,
    ListedName,
    NameKind,
    UnknownCountryError,
    earliest,
    identifier_kind,
    property_kind,
    resolve_country,
)

Entity: TypeAlias = Mapping[str, Any]

_NAMES = {
    "name": (NameKind.PRIMARY, False),
    "alias": (NameKind.ALIAS, False),
    "weakAlias": (NameKind.ALIAS, True),
    "abbreviation": (NameKind.ALIAS, True),
    "previousName": (NameKind.FORMER, False),
}
#: Records of one number of a party, which name their holder.
DOCUMENTS: dict[str, str | None] = {"Identification": None, "Passport": "passport", "CryptoWallet": "digital_currency"}
COUNTRIES = ("country", "jurisdiction", "mainCountry", "flag")
#: Parts of a person's name, in the order in which they make a whole one; the father's and mother's by either word.
NAME_PARTS = (
    *("firstName", "secondName", "middleName"),
    *("fatherName", "patronymic", "motherName", "matronymic", "lastName"),
)
#: Most names that parts make: spellings in several scripts multiply.
MOST_COMBINED = 100
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def identifiers(entity: Entity, documents: Iterable[Entity], unknown: set[str]) -> tuple[Identifier, ...]:
    """Return the numbers of a party: its own properties, then those of its documents that are not among them."""
    schema = str(entity["schema"])
    found: dict[str, Identifier] = {}
    currency = next(iter(texts(entity, "currency")), "")
    for name in NUMBER_PROPERTIES:
        kind = property_kind(schema, name)
        for text in texts(entity, name):
            value = f"{currency} {text}".strip() if kind == DOCUMENTS["CryptoWallet"] else text
            found.setdefault(value, Identifier(type=kind, value=value))
    for document in documents:
        said = DOCUMENTS.get(str(document.get("schema"))) or identifier_kind(
            next(iter(texts(document, "type")), "other")
        )
        country = next(iter(codes(texts(document, "country"), unknown)), None)
        for value in texts(document, "number") or texts(document, "passportNumber") or _wallet(document):
            known = found.get(value)
            if known is None or known.country is None:
                found[value] = Identifier(type=known.type if known else said, value=value, country=country)
    return tuple(found.values())


def _wallet(document: Entity) -> list[str]:
    currency = next(iter(texts(document, "currency")), "")
    keys = [*texts(document, "publicKey"), *texts(document, "cryptoAddress")]
    return [f"{currency} {key}".strip() for key in keys]


def names(entity: Entity) -> tuple[ListedName, ...]:
    """Return the names of an entity, its caption first: that one is primary, further values of ``name`` are aliases.

    A person of whom only the parts of the name are known has the names they make.
    """
    own = texts(entity, "name") or combined_names({part: texts(entity, part) for part in NAME_PARTS})
    found: dict[str, ListedName] = {}
    if own:
        first = entity["caption"] if entity.get("caption") in own else own[0]
        found[first] = ListedName(text=first)
        found |= {text: ListedName(text=text, kind=NameKind.ALIAS) for text in own if text != first}
    for name, (kind, weak) in _NAMES.items():
        for text in texts(entity, name):
            found.setdefault(
                text, ListedName(text=text, kind=NameKind.ALIAS if kind is NameKind.PRIMARY else kind, weak=weak)
            )
    return tuple(found.values())


def combined_names(parts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the whole names that parts of a person's name make: each spelling of a part with each of the others.

    As FollowTheMoney's own ``combine_names``: given name, second, middle, father's, mother's, family name.

    Args:
        parts: Values of the properties of `NAME_PARTS`; those that are missing are passed over.
    """
    known = [parts[part] for part in NAME_PARTS if parts.get(part)]
    made = (" ".join(" ".join(one).split()) for one in product(*known)) if known else iter(())
    return list(dict.fromkeys(islice(made, MOST_COMBINED)))


def address(entity: Entity, unknown: set[str]) -> Address:
    """Return what an address record says."""

    def part(*names: str) -> str | None:
        return ", ".join(text for name in names for text in texts(entity, name)[:1]) or None

    country = next(iter(codes(texts(entity, "country"), unknown)), None)
    full = part("full") or part("street", "street2", "street3", "city", "postalCode", "state", "region", "country")
    return Address(
        full=full or "",
        street=part("street", "street2", "street3"),
        city=part("city"),
        region=part("state", "region"),
        postal_code=part("postalCode"),
        country=country,
    )


def dates(sanctions: Iterable[Entity]) -> tuple[dt.date | None, dt.date | None]:
    """Return first listing and last removal: since the earliest start, removed only when every sanction has ended."""
    starts: list[dt.date | None] = []
    ends: list[dt.date | None] = []
    for sanction in sanctions:
        begun = [d for name in ("listingDate", "startDate") for d in texts(sanction, name) if whole_or_partial(d)]
        ended = [d for d in texts(sanction, "endDate") if whole_or_partial(d) and len(d) >= 10]
        starts.append(min((earliest(d[:10]) for d in begun), default=None))
        ends.append(max((earliest(d[:10]) for d in ended), default=None))
    known_starts, known_ends = [d for d in starts if d], [d for d in ends if d]
    first = min(known_starts) if known_starts and len(known_starts) == len(starts) else None
    return first, max(known_ends) if known_ends and len(known_ends) == len(ends) else None


def whole_or_partial(text: str) -> bool:
    """Tell whether a text is a date, or a year or month."""
    if not _PARTIAL.fullmatch(text[:10]):
        return False
    try:
        earliest(text[:10])
    except ValueError:
        return False
    return True


def codes(given: Iterable[str], unknown: set[str]) -> tuple[str, ...]:
    """Return the countries meant; what means none is added to ``unknown``."""
    found: dict[str, None] = {}
    for text in given:
        try:
            found[resolve_country(text).code] = None
        except UnknownCountryError:
            try:
                found[resolve_country(text.split("-")[0]).code] = None  # a part of a country, such as gb-sct
            except UnknownCountryError:
                unknown.add(text)
    return tuple(found)


def texts(entity: Entity, name: str) -> list[str]:
    """Return the values of a property that are texts."""
    values = entity["properties"].get(name) or []
    return [v.strip() for v in (values if isinstance(values, list) else [values]) if isinstance(v, str) and v.strip()]


def nested(entity: Entity, name: str) -> list[Entity]:
    """Return the values of a property that are entities."""
    values = entity["properties"].get(name) or []
    return [v for v in values if isinstance(v, dict) and isinstance(v.get("properties"), dict)]
