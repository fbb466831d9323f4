"""An address taken apart, and how far two of them agree."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.screening.addresses.country import other_countries, take_country
from tidewaiter.screening.addresses.han import divide_han
from tidewaiter.screening.addresses.match import Whereabouts, names_agree, same_town
from tidewaiter.screening.addresses.names import read_names
from tidewaiter.screening.addresses.units import floor_and_door, take_marked, take_units, units_agree
from tidewaiter.screening.addresses.words import pair_words, total
from tidewaiter.screening.scripts import romanize

_APOSTROPHES = re.compile(r"['’ʼ`‘´]")
_SAINT = re.compile(r"\bst\b\.?(?=\s(?:petersburg|peterburg|peter|julian|george|john|louis|paul|helier)\b)")
#: Words of this weight, and of this share of the shorter address, must agree before two addresses are one building.
_TELLING = 0.7
_SHARE = 0.6
#: Share of all words that must agree before two addresses without house numbers are one as written.
_WHOLE = 0.9


@dataclass(frozen=True, slots=True)
class AddressForm:
    """An address taken apart.

    Attributes:
        text: As written.
        words: Distinct words that name street, building and town in order, romanised, with street types in one
            spelling; not the country.
        numbers: House numbers as ranges; a single number is a range of one.
        unit: Floor and unit designations, such as ``f:16`` and ``u:d``, and buildings of one house number, ``b:2``.
        country: ISO 3166 alpha-2 where the address ends in a country's name.
        letters: Letters of the house numbers.
        where: Streets, buildings and town.
    """

    text: str
    words: tuple[str, ...]
    numbers: tuple[tuple[int, int], ...]
    unit: frozenset[str]
    country: str | None
    letters: frozenset[str]
    where: Whereabouts

    @property
    def key(self) -> str:
        """Numbers, words and doors as one text for the candidate index; doors, as a tower has many tenants."""
        doors = sorted(part[2:] for part in self.unit if part[0] == "u")
        return "^" + "^".join([*(str(low) for low, _ in self.numbers), *self.words, *doors])


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """How far two addresses agree.

    Attributes:
        score: In [0, 1]: likeness of the building.
        same_building: House number and street agree, or the name of the building.
        same_unit: Floor and unit agree too.
        no_unit: Neither address names a unit, so that the building is all there is to agree.
        same_town: One address names no more than a town or region, and the other is there.
    """

    score: float
    same_building: bool
    same_unit: bool
    no_unit: bool
    same_town: bool = False

    @property
    def level(self) -> str:
        """``same unit``, ``same address`` (neither names a unit), ``same building``, ``same town`` or ``different``."""
        if not self.same_building:
            return "same town" if self.same_town else "different"
        return "same unit" if self.same_unit else "same address" if self.no_unit else "same building"


@lru_cache(maxsize=32768)
def normalise_address(text: str) -> AddressForm:
    """Take an address apart: floor and unit, house numbers, words."""
    plain, country = take_country(_plain(text))
    plain, unit = take_units(plain)
    bare, marked = take_marked(plain)
    parts = read_names(bare)
    if marked and not parts.numbers:
        parts = read_names(plain)
    else:
        unit |= marked
    if parts.flat:
        unit.add("u:" + parts.flat)
    if parts.numbers is not parts.within:
        unit |= {"b:" + block for block in parts.blocks}
    words = tuple(dict.fromkeys(parts.words))
    return AddressForm(
        text,
        words,
        tuple(dict.fromkeys(parts.numbers)),
        floor_and_door(unit),
        country,
        frozenset(parts.letters),
        Whereabouts(tuple(parts.names), tuple(dict.fromkeys(parts.places)), words, country),
    )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.replace("İ", "I")).lower()
    if not folded.isascii():
        folded = divide_han(folded).lower()
        folded = re.sub(r"[^\W\d_]+", lambda found: romanize(found.group()), folded)
    folded = _APOSTROPHES.sub("", folded)
    return _SAINT.sub("saint", re.sub(r"\s+", " ", folded))


def compare_addresses(left: AddressForm, right: AddressForm) -> AddressMatch:
    """Compare two addresses; floor and unit noise does not make a building another."""
    numbers = _numbers_agree(left.numbers, right.numbers)
    if other_countries(left.country, right.country):
        return AddressMatch(0.0, same_building=False, same_unit=False, no_unit=False)
    matched_left, matched_right, telling = _matched(left.words, right.words)
    total_left, total_right = (total(side.words) or 1e-9 for side in (left, right))
    share = max(matched_left / total_left, matched_right / total_right)
    balance = (matched_left + matched_right) / (total_left + total_right)
    score = max(0.0, min(1.0, (0.4 * share + 0.3 * balance + 0.3 * numbers) * min(1.0, 0.3 + 0.4 * telling)))
    enough = share >= _SHARE and (telling >= _TELLING or (numbers == 1 and balance >= _WHOLE))
    building = numbers > 0 and enough and _one_building(left, right, telling, balance)
    alike = left.letters == right.letters
    return AddressMatch(
        round(score, 6),
        same_building=building,
        same_unit=building and alike and units_agree(left.unit, right.unit),
        no_unit=alike and not left.unit and not right.unit,
        same_town=not building and share >= _SHARE and same_town(left.where, right.where),
    )


def may_share_building(left: AddressForm, right: AddressForm) -> bool:
    """Tell quickly whether ``compare_addresses`` can find one building: countries and house numbers do not conflict."""
    return _numbers_agree(left.numbers, right.numbers) > 0 and not other_countries(left.country, right.country)


def _one_building(left: AddressForm, right: AddressForm, telling: float, balance: float) -> bool:
    """Tell whether names and house numbers are one building's; without a number, whether the whole addresses agree."""
    numbered = bool(left.numbers and right.numbers)
    agree = names_agree(left.where, right.where, numbered=numbered)
    if agree is not None:
        return agree
    said = all((side.where.names or side.unit) and not side.numbers for side in (left, right))
    return telling >= 2 * _TELLING and (numbered or (said and balance >= _WHOLE))


def _numbers_agree(left: tuple[tuple[int, int], ...], right: tuple[tuple[int, int], ...]) -> float:
    """1 when a house number of one lies in a range of the other, 0 when none does, 0.5 when one side has none."""
    if not left or not right:
        return 0.5
    for low, high in left:
        for first, last in right:
            if low <= last and first <= high:
                return 1.0
    return 0.0


def _matched(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[float, float, float]:
    """Return the weight matched on each side, and together (the lesser of each pair)."""
    weights = [(total(x) * alike, total(y) * alike) for x, y, alike in pair_words(left, right)]
    return sum(x for x, _ in weights), sum(y for _, y in weights), sum(min(pair) for pair in weights)
