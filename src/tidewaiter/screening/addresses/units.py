"""The part of an address inside a building: floors and doors, and whether two addresses name the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: ``16/F``, ``16F,``, ``16th floor``, ``floor 16``, ``level 3``, ``G/F``.
_FLOOR_WORD = r"floor|flr|fl|level|kat|etazh|et|etage|piso|andar|tabaghe|tingkat|lantai"
_FLOOR = re.compile(
    r"\b(\d{1,3}|g|lg|ug|m)\s?/\s?f(?:l|loor)?\b\.?|\b(\d{1,3})f(?=\s*[,.;]|\s*$)"
    r"|\b(\d{1,3})(?:st|nd|rd|th)?[ -]?(?:floor|flr|fl|(?:kat|etazh|etage|piso|andar)(?![.:]?\s?\d))\b\.?"
    rf"|\b(?:{_FLOOR_WORD})\b[.:]?\s?(?:no\b\.?\s?)?(\d{{1,3}})\b"
    r"|\b(ground|first|second|third|fourth|fifth|top)\s(?:floor|fl)\b"
)
_UNIT_WORD = (
    r"flat\s?/\s?rm|flat\s?/\s?room|rooms?|rms?|units?|flat|suites?|ste|offices?|off|of|apt|apartment|shop|daire|"
    r"ic kapi(?: no)?|ofis|kvartira|kv|pomeshcheniye|pomeshchenie|pomeshch|pom|komnata|komn|kom|kabinet|kab|stall|"
    r"cabin|oficina|ofic|sala|salle|bureau|apto|appt|appartement|vahed|wohnung"
)
#: ``Unit D``, ``Room 803``, ``Flat/RM 2309``, ``Suite 12-A``, ``rooms 201-209``.
_UNIT = re.compile(
    rf"\b(?:{_UNIT_WORD})\b[.:]?\s?(?:nos?\b[.:]?\s?|number\s?)?#?\s?"
    r"((?:\d+[a-z]?|[a-z]\d+|[a-z])(?:\s?[-/&]\s?(?:\d+[a-z]?|[a-z]\d*)(?![a-z]))*)(?![a-z])"
)
_HASH_UNIT = re.compile(r"#\s?(\d[\w-]*)")
_RANGE = re.compile(r"(\d+)\s?-\s?(\d+)")
_LETTERED = re.compile(r"(\d+)\s?-\s?([a-z])")
#: A flat that says its floor and its door: ``16D`` is Unit D on floor 16.
_FLOOR_AND_DOOR = re.compile(r"(\d{1,2})([a-z])")
_ORDINALS = {"ground": "g", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "top": "top"}
#: Most doors of one range.
_MOST_DOORS = 60
#: Most figures of the number of a door.
_FIGURES = 6
#: Figures of a door within its floor: Unit 4 on floor 7 is also written 704.
_DOOR_FIGURES = 2


def take_units(plain: str) -> tuple[str, set[str]]:
    """Return an address without its floors and doors, and these, such as ``f:16`` and ``u:d``, as far as it names them.

    Args:
        plain: The address in lower-case Latin letters.
    """
    unit: set[str] = set()
    for found in _FLOOR.finditer(plain):
        floor = next(group for group in found.groups() if group)
        unit.add("f:" + _ORDINALS.get(floor, floor.lstrip("0") or "0"))
    plain = _FLOOR.sub(" , ", plain)
    return _take_doors(plain, _UNIT, unit), unit


def take_marked(plain: str) -> tuple[str, set[str]]:
    """Return an address without numbers marked ``#``, and these as doors, which they are beside a house number."""
    unit: set[str] = set()
    return (_take_doors(plain, _HASH_UNIT, unit) if "#" in plain else plain), unit


def _take_doors(plain: str, pattern: re.Pattern[str], unit: set[str]) -> str:
    for found in pattern.finditer(plain):
        unit.update("u:" + door for door in _doors(found.group(1)))
    return pattern.sub(" , ", plain)


def floor_and_door(unit: set[str]) -> frozenset[str]:
    """Return floors and doors in one form: ``19C`` becomes door C of floor 19, unless another floor is named."""
    floors = _of("f", unit)
    found = {part for part in unit if part[0] != "u"}
    for door in _of("u", unit):
        both = _FLOOR_AND_DOOR.fullmatch(door)
        if both and floors <= {both[1]}:
            found |= {"f:" + both[1], "u:" + both[2]}
        else:
            found.add("u:" + door)
    return frozenset(found)


def units_agree(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two addresses name the same unit; a floor alone agrees only with a floor alone.

    Of several buildings at one house number (``korp. 2``, Warehouse 5, Block A) it is the same where both name it.
    """
    floors_left, floors_right = _of("f", left), _of("f", right)
    doors_left, doors_right = _of("u", left), _of("u", right)
    blocks_left, blocks_right = _of("b", left), _of("b", right)
    if blocks_left and blocks_right and not blocks_left & blocks_right:
        return False
    if floors_left and floors_right and not floors_left & floors_right:
        return False
    if not doors_left and not doors_right:
        if floors_left or floors_right:
            return bool(floors_left & floors_right)
        return bool(blocks_left & blocks_right)
    if any(door.isalpha() for door in doors_left | doors_right) and bool(floors_left) is not bool(floors_right):
        # Every floor has a door of this letter.
        return False
    full_left, full_right = _in_full(floors_left, doors_left), _in_full(floors_right, doors_right)
    return any(
        one and other and (one <= other or other <= one)
        for one, other in ((doors_left, doors_right), (full_left, full_right))
    )


def _of(sort: str, unit: Iterable[str]) -> set[str]:
    """Return the floors (``f``), doors (``u``) or buildings (``b``) among designations."""
    return {part[2:] for part in unit if part[0] == sort}


def _in_full(floors: set[str], doors: set[str]) -> set[str]:
    """Return doors with their floor: ``704`` for door 4 of floor 7, where one floor is named."""
    if len(floors) != 1:
        return doors
    floor = next(iter(floors))
    return {
        floor + door.zfill(_DOOR_FIGURES)
        if floor.isdecimal() and door.isdecimal() and len(door) <= _DOOR_FIGURES
        else door
        for door in doors
    }


def _doors(text: str) -> Iterator[str]:
    """Yield the doors that a text names: ``1318-19`` is two, ``1605-A`` is one."""
    for part in re.split(r"\s?[/&]\s?", text):
        between, lettered = _RANGE.fullmatch(part), _LETTERED.fullmatch(part)
        if between:
            yield from _range(*between.groups())
        elif lettered:
            yield (lettered[1] + lettered[2]).lstrip("0")
        elif part:
            yield re.sub(r"\s", "", part).lstrip("0") or "0"


def _range(first: str, last: str) -> Iterator[str]:
    """Yield the doors of a range, of which the second may be cut short; or one door of two numbers."""
    full = first[: max(len(first) - len(last), 0)] + last
    if len(full) <= _FIGURES and int(first) < int(full) <= int(first) + _MOST_DOORS:
        yield from (str(door) for door in range(int(first), int(full) + 1))
    else:
        yield f"{first}-{last}".lstrip("0")
