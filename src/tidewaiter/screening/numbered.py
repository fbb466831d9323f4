"""Numbers that stand in a name field: IMO and MMSI numbers of ships and marks of aircraft are identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tidewaiter.model import Schema
from tidewaiter.screening.identifiers import is_registration_mark
from tidewaiter.screening.query import Query

_BETWEEN = r"(?:\s*(?:number|num|no|nr|№|#))?[\s.:#№=-]*"
_LONG_NUMBER = re.compile(r"\d{7}")
#: A number behind its name, and a bare one of seven digits.
_IMO = re.compile(rf"[(\[,;/-]?\s*\bIMO(?:\b{_BETWEEN})?(\d{{7}})\b\s*[)\]]?", re.IGNORECASE)
_MMSI = re.compile(rf"[(\[,;/-]?\s*\bMMSI\b{_BETWEEN}([2-7]\d{{8}})\b\s*[)\]]?", re.IGNORECASE)
_BARE = re.compile(r"[(\[,;/-]?\s*(?<![\w-])(\d{7})(?![\w-])\s*[)\]]?")
#: What makes a bare number the number of something else: ``Yard No. 9918781``.
_OTHER_NUMBER = re.compile(r"(?:\b(?:no|nr|num|number)\b\.?|[#№])\s*$", re.IGNORECASE)
_WEIGHTS = (7, 6, 5, 4, 3, 2)
#: Kinds of party whose name may be the mark of an aircraft.
_MAY_FLY = (Schema.AIRCRAFT, Schema.ENTITY, None)
_EDGES = " \t,;:/-"


def with_numbers(query: Query) -> Query:
    """Return a query with the numbers in its name as identifiers; one without such a number as it is.

    An aircraft goes by its registration mark. Of a ship, a number counts with a valid check digit (IMO) or the digits
    of a country (MMSI), behind its name, or bare in the name of a vessel. An identifier the query states is never
    replaced, and the name as written is compared as well.
    """
    name = query.name
    if name and query.schema in _MAY_FLY and is_registration_mark(name):
        return replace(query, identifiers={"aircraft_tail": name, **query.identifiers})
    if not name or not _LONG_NUMBER.search(name):
        return query
    numbers: dict[str, str] = {}
    rest = _taken("imo", _IMO, _is_imo, name, numbers)
    rest = _taken("mmsi", _MMSI, bool, rest, numbers)
    if query.schema is Schema.VESSEL and "imo" not in numbers:
        rest = _taken("imo", _BARE, _is_imo, rest, numbers, bare=True)
    stated = query.identifiers
    if not numbers or any(kind in stated and stated[kind] != number for kind, number in numbers.items()):
        return query
    rest = " ".join(rest.split()).strip(_EDGES)
    if not rest:
        return replace(query, name=None, identifiers={**numbers, **stated})
    return replace(query, name=rest, aliases=(*query.aliases, name), identifiers={**numbers, **stated})


def _taken(
    kind: str,
    pattern: re.Pattern[str],
    valid: Callable[[str], bool],
    name: str,
    numbers: dict[str, str],
    *,
    bare: bool = False,
) -> str:
    """Take the first valid number of a kind out of a name."""
    for found in pattern.finditer(name):
        if valid(found[1]) and not (bare and _OTHER_NUMBER.search(name[: found.start(1)])):
            numbers[kind] = found[1]
            return f"{name[: found.start()]} {name[found.end() :]}"
    return name


def _is_imo(number: str) -> bool:
    """Tell whether the last of seven digits is the check digit of the others (IMO resolution A.1117(30))."""
    return sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 10 == int(number[-1])
