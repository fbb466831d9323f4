"""``filter=field:value`` of a search: the fields of an entity that can be filtered by, and what each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tidewaiter.api.errors import ApiError
from tidewaiter.model import UnknownCountryError, resolve_country
from tidewaiter.reports.ftm.listing import IDENTIFIERS
from tidewaiter.reports.ftm.schemata import LABELS, ancestry

_PROPERTIES = "properties."
Values = Callable[[dict[str, Any]], Iterable[Any]]


def _of(*names: str) -> Values:
    return lambda entity: (value for name in names for value in entity["properties"].get(name, ()))


def _ids(entity: dict[str, Any]) -> Iterable[Any]:
    return entity["id"], *entity["referents"]


_NAMES = _of("name", "alias", "previousName", "weakAlias")
#: Fields beside the properties, with the values an entity has in each.
_FIELDS: dict[str, Values] = {
    "id": _ids,
    "entity_id": _ids,
    "canonical_id": _ids,
    "referents": _ids,
    "caption": lambda entity: (entity["caption"],),
    "schema": lambda entity: (entity["schema"],),
    "schemata": lambda entity: ancestry(entity["schema"]),
    "datasets": lambda entity: entity["datasets"],
    "target": lambda entity: (entity["target"],),
    "topics": _of("topics"),
    "countries": _of("country", "nationality"),
    "names": _NAMES,
    "identifiers": _of(*dict.fromkeys(IDENTIFIERS.values())),
    "genders": _of("gender"),
    "dates": _of("birthDate", "listingDate", "createdAt", "modifiedAt"),
    "first_seen": lambda entity: (entity["first_seen"],),
    "last_seen": lambda entity: (entity["last_seen"],),
    "last_change": lambda entity: (entity["last_change"],),
}
#: Fields in which, as in a property, the beginning of a value will do: ``birthDate:1967``.
_BEGUN = frozenset({"dates", "first_seen", "last_seen", "last_change"})


@dataclass(frozen=True, slots=True)
class Filter:
    """One field, or property, and the value it must have.

    Attributes:
        values: Gives the values that an entity has there.
        begun: The beginning of a value will do.
    """

    values: Values
    value: str
    begun: bool

    def passes(self, entity: dict[str, Any]) -> bool:
        """Tell whether an entity has the value, without regard to case."""
        have = (str(value).casefold() for value in self.values(entity) if value is not None)
        return any(value.startswith(self.value) if self.begun else value == self.value for value in have)


def read_filter(text: str) -> Filter:
    """Read a filter such as ``properties.birthDate:1985`` or ``countries:ir``.

    Raises:
        ApiError: 400 when it is no filter, or names neither a field nor a property of the entities here: no entity
            would pass it, which looks as if nobody were listed.
    """
    field, colon, value = text.partition(":")
    wanted = value.strip().casefold()
    if not colon or not wanted:
        raise ApiError(400, "invalid_request", f"{text!r} is no filter: write it as properties.birthDate:1985.")
    name = field.removeprefix(_PROPERTIES)
    if field in _FIELDS:
        return Filter(_FIELDS[field], country_code(wanted) if field == "countries" else wanted, field in _BEGUN)
    if field.startswith(_PROPERTIES) or name in LABELS:
        return Filter(_of(name), wanted, begun=True)
    known = ", ".join([*_FIELDS, "properties.NAME"])
    raise ApiError(400, "invalid_request", f"There is no field {field!r} to filter by: use {known}.")


def country_code(text: str) -> str:
    """Return the lower-case code of a country named in any way; a text that names none as it is, in lower case."""
    try:
        return resolve_country(text).code.lower()
    except UnknownCountryError:
        return text.casefold()
