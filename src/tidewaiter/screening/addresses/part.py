"""One part of an address between commas: the streets, buildings and areas it names, and its house numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache

from tidewaiter.screening.addresses.words import Role, known_towns, roles
from tidewaiter.screening.words import country_words, numerals, words_of

_HOUSE = re.compile(r"\d+[a-z]?(?:\s?[-–]\s?\d+[a-z]?)?")
_NUMBER = re.compile(r"\d+[a-z]?")
_TOO_LONG = re.compile(r"\d{6}")
_RANGE = re.compile(r"(\d+)[a-z]?\s?[-–]\s?(\d+)[a-z]?")
#: Widest range of house numbers that is one building; most figures of a house number, and of one that is also like a
#: postcode.
_WIDEST, _FIGURES, _LIKE_POSTCODE = 60, 5, 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ORDINAL = ("st", "nd", "rd", "th")
_BUILDINGS = ("building", "either")
_WITHIN = (*_BUILDINGS, "area")
#: Words for the house itself, whose number is the house number.
_HOUSES = ("dom", "house", "hse")
#: Words between a building and its number.
_NUMBER_WORDS = ("no", "nr", "num", "number")
_STREET_AFTER = ("before", "only")


class Sort(IntEnum):
    """What a name is the name of."""

    STREET = 0
    BESIDE_NUMBER = 1
    BUILDING = 2
    EITHER = 3
    AREA = 4
    BOX = 5


_SORTS = {"street": Sort.STREET, "building": Sort.BUILDING, "either": Sort.EITHER, "area": Sort.AREA}


@dataclass(frozen=True, slots=True)
class Named:
    """A street, building or area by name.

    Attributes:
        sort: What it is; `BESIDE_NUMBER` where no word says so and the name stands beside the house number.
        words: The words that tell, in order; a number as ``#10``.
        head: The word next to the street type it stands before: without it the street is another.
        toward: Points of the compass, which divide a street (``Chatham Road South``).
    """

    sort: Sort
    words: tuple[str, ...]
    head: str | None = None
    toward: frozenset[str] = frozenset()


@dataclass(slots=True)
class Parts:
    """What an address names.

    Attributes:
        names: Streets, buildings and areas.
        words: All words, in order.
        places: Words that are in no name: town, district, region.
        numbers: House numbers as ranges.
        within: Numbers of buildings, blocks and towers of one address (``korp. 2``), house numbers where there is none.
        blocks: Those of them that are numbers of buildings, as written, and the letters of blocks.
        letters: Letters that stand with house numbers.
        flat: A leading ``16D`` that is a flat, as the house has a number or a name of its own.
    """

    names: list[Named] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    numbers: list[tuple[int, int]] = field(default_factory=list)
    within: list[tuple[int, int]] = field(default_factory=list)
    blocks: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    flat: str | None = None


class AddressPart:
    """One part of an address between commas.

    Attributes:
        tokens: Its words and numbers.
        typed: It names a street, building or area as such.
        numbered: It has a house number.
        rest: Its words that are in no such name.
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self.role = [roles().get(token) for token in tokens]
        self.used = [False] * len(tokens)
        self.typed = self.numbered = False
        self.rest: list[str] = []
        self._name_words()

    def _name_words(self) -> None:
        """Take a type word that stands where a name should as part of the name: Park Road, Castle Peak Road."""
        for at, role in enumerate(self.role[:-1]):
            after = self.role[at + 1]
            if not role or role.sort == "direction" or not after or after.sort not in ("street", "division"):
                continue
            if after.side in _STREET_AFTER and (role.sort != "street" or not self._before(at)):
                self.role[at] = None

    def read(self, found: Parts) -> None:
        """Add the names, house numbers and other words of this part."""
        for at, role in enumerate(self.role):
            if role and role.sort in _SORTS:
                self._read_name(at, role, found)
        self._read_numbers(found)
        found.blocks |= {self.tokens[at] for at in range(1, len(self.tokens)) if self._is_block_letter(at)}
        said = [
            at
            for at, token in enumerate(self.tokens)
            if token not in _noise() and (token[0].isalpha() or (self.used[at] and _is_single(token)))
        ]
        found.words += [_told(self.tokens[at]) for at in said]
        self.rest = [_told(self.tokens[at]) for at in said if not self.used[at] and not self.role[at]]
        found.places += self.rest

    def _read_name(self, at: int, role: Role, found: Parts) -> None:
        before, after = self._before(at), self._after(at)
        if role.side == "only":
            after = []
        leads = role.side == "after" and not (before and self._says_nothing(after))
        street = role.sort == "street"
        span = (after or before) if leads else (before or after)
        if not span and street and role.side == "before" and at and self.tokens[at - 1].isdecimal():
            span = [at - 1]
        if not span or not (street or self.tokens[span[0]][0].isalpha()):
            return
        self.typed = True
        for i in (*span, at):
            self.used[i] = True
        toward = {_compass(self.role[i]) for i in (*span, *self._compass_after(at, span))} - {""}
        words = [i for i in span if not _compass(self.role[i])] or span
        head = words[-1] if street and span[0] < at and self.tokens[words[-1]][0].isalpha() else None
        found.names.append(
            Named(
                _SORTS[role.sort],
                tuple(_told(self.tokens[i]) for i in words),
                _told(self.tokens[head]) if head is not None else None,
                frozenset(toward) if words != span or span[-1] < at else frozenset(),
            )
        )

    def _says_nothing(self, span: list[int]) -> bool:
        """Tell whether what follows a street type is no name of it: a house number, a town."""
        return all(self.tokens[i][0].isdecimal() or self.tokens[i] in well_known() for i in span)

    def _before(self, at: int) -> list[int]:
        span: list[int] = []
        for i in range(at - 1, -1, -1):
            if self._ends(i) and not self.tokens[i].endswith(_ORDINAL):
                break
            span.insert(0, i)
            if self.tokens[i][0].isdecimal():
                break
        return [i for i in span if self.tokens[i] not in _noise()]

    def _after(self, at: int) -> list[int]:
        span: list[int] = []
        for i in range(at + 1, len(self.tokens)):
            if self._ends(i) and not (i == at + 1 and _NUMBER.fullmatch(self.tokens[i])):
                break
            span.append(i)
        return [i for i in span if self.tokens[i] not in _noise()]

    def _ends(self, at: int) -> bool:
        """Tell whether a name cannot go on over a token: a number, a street type already read, another type."""
        role = self.role[at]
        return self.used[at] or self.tokens[at][0].isdecimal() or bool(role and role.sort != "direction")

    def _compass_after(self, at: int, span: list[int]) -> Iterable[int]:
        following = at + 1
        if span[-1] < at and following < len(self.tokens) and _compass(self.role[following]):
            self.used[following] = True
            return (following,)
        return ()

    def _read_numbers(self, found: Parts) -> None:
        for at, token in enumerate(self.tokens):
            if self.used[at] or not is_house(token) or _TOO_LONG.search(token):
                continue
            if like_postcode(token) and (at or not self.typed or len(token) > _FIGURES):
                continue
            self.numbered = True
            ends = _RANGE.fullmatch(token)
            low, high = (int(ends[1]), int(ends[2])) if ends else (int(token.rstrip(_LETTERS)),) * 2
            whose = self._within(at)
            numbers = found.within if whose else found.numbers
            numbers.append((low, high if low <= high <= low + _WIDEST else low))
            if whose and whose.sort in _BUILDINGS:
                found.blocks.add(re.sub(r"\s", "", token).lstrip("0") or "0")
            if not ends and token[-1].isalpha():
                found.letters.add(token[-1])

    def _is_block_letter(self, at: int) -> bool:
        """Tell whether a letter is that of a building, as of Block A."""
        role = self.role[at - 1]
        return bool(role and role.sort == "building" and role.side == "numbered") and self.tokens[at] in _LETTERS

    def _within(self, at: int) -> Role | None:
        """Return the word for the building, block, tower or area that a number is of, if it has no other name."""
        said = next((i for i in range(at - 1, -1, -1) if self.tokens[i] not in _NUMBER_WORDS), None)
        role = None if said is None else self.role[said]
        if said is None or role is None or self.used[said] or self.tokens[said] in _HOUSES:
            return None
        return role if role.sort in _WITHIN or role.side == "only" else None


def is_house(token: str) -> bool:
    """Tell whether a token is a house number, or a range of them."""
    return _HOUSE.fullmatch(token) is not None


def _is_single(token: str) -> bool:
    return token[0].isdecimal() and not _RANGE.fullmatch(token)


def like_postcode(token: str) -> bool:
    """Tell whether a number may as well be a postcode."""
    return token.isdecimal() and len(token) >= _LIKE_POSTCODE


def _told(token: str) -> str:
    """Return a word in the spelling it is compared in, a number as ``#10``."""
    if token[0].isdecimal():
        return "#" + re.sub(r"\D.*", "", token).lstrip("0")
    if token in numerals("ordinal"):
        return f"#{numerals('ordinal')[token]}"
    return words_of("street").get(token, token)


def _compass(role: Role | None) -> str:
    return role.side if role and role.sort == "direction" else ""


def _noise() -> dict[str, str]:
    return words_of("address_noise")


@cache
def well_known() -> frozenset[str]:
    """Return words that name a town, region or country."""
    return known_towns() | country_words()
