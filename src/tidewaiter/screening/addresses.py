"""Addresses: what names the building, what names the unit inside it, and how far two addresses agree."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from tidewaiter.model import UnknownCountryError, resolve_country
from tidewaiter.screening.scripts import romanize
from tidewaiter.screening.words import read_table, words_of

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ`‘´]")
#: ``16/F``, ``16F,``, ``16th floor``, ``floor 16``, ``level 3``, ``G/F``.
_FLOOR = re.compile(
    r"\b(\d{1,3}|g|lg|ug|m)\s?/\s?f(?:l|loor)?\b\.?|\b(\d{1,3})f(?=\s*[,.;]|\s*$)"
    r"|\b(\d{1,3})(?:st|nd|rd|th)?[ -]?(?:floor|flr|fl|kat)\b\.?"
    r"|\b(?:floor|flr|fl|level|kat)\b[.:]?\s?(?:no\b\.?\s?)?(\d{1,3})\b"
    r"|\b(ground|first|second|third|fourth|fifth|top)\s(?:floor|fl)\b"
)
_UNIT_WORD = (
    r"flat\s?/\s?rm|flat\s?/\s?room|rooms?|rms?|units?|flat|suites?|ste|offices?|off|of|apt|apartment|shop|daire|"
    r"ic kapi(?: no)?|ofis|kvartira|kv|pomeshcheniye|pomeshchenie|pomeshch|pom|komnata|komn|kom|kabinet|kab|stall|cabin"
)
#: ``Unit D``, ``Room 803``, ``Flat/RM 2309``, ``Suite 12-A``, ``rooms 201-209``.
_UNIT = re.compile(
    rf"\b(?:{_UNIT_WORD})\b[.:]?\s?(?:nos?\b[.:]?\s?|number\s?)?#?\s?"
    r"((?:\d+[a-z]?|[a-z]\d+|[a-z])(?:\s?[-/&]\s?(?:\d+[a-z]?|[a-z]\d*)(?![a-z]))*)(?![a-z])"
)
_HASH_UNIT = re.compile(r"#\s?(\d[\w-]*)")
_SAINT = re.compile(r"\bst\b\.?(?=\s(?:petersburg|peterburg|peter|julian|george|john|louis|paul|helier)\b)")
_RANGE = re.compile(r"(\d+)[a-z]?\s?[-–]\s?(\d+)[a-z]?")
_NUMBER = re.compile(r"\b(\d{1,5})[a-z]?\b")
_POSTCODE = re.compile(r"\b\d{5,7}\b")
_ORDINALS = {"ground": "g", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "top": "top"}
#: Words of one address, the words of the other that answer them, and how alike they are.
WordsPair = tuple[tuple[str, ...], tuple[str, ...], float]

#: Widest range of house numbers that is one building.
_WIDEST = 60
#: Words of this much weight must agree before two addresses are one building.
_TELLING = 0.9
_SHARE = 0.6
_ALIKE = 0.78


@dataclass(frozen=True, slots=True)
class AddressForm:
    """An address taken apart.

    Attributes:
        text: As written.
        words: Words that name street, building and town in order, romanised, with street types in one spelling.
        numbers: House numbers as ranges; a single number is a range of one.
        unit: Floor and unit designations, such as ``f:16`` and ``u:d``.
        country: ISO 3166 alpha-2 where the address ends in a country's name.
    """

    text: str
    words: tuple[str, ...]
    numbers: tuple[tuple[int, int], ...]
    unit: frozenset[str]
    country: str | None

    @property
    def key(self) -> str:
        """Words and numbers as one text for the candidate index."""
        return "^" + "^".join([*(str(low) for low, _ in self.numbers), *self.words])


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """How far two addresses agree.

    Attributes:
        score: In [0, 1]: likeness of the building.
        same_building: House number and street or building name agree.
        same_unit: Floor and unit agree too.
        no_unit: Neither address names a unit, so that the building is all there is to agree.
    """

    score: float
    same_building: bool
    same_unit: bool
    no_unit: bool

    @property
    def level(self) -> str:
        """``same unit``, ``same address`` (neither names a unit), ``same building`` or ``different``."""
        if not self.same_building:
            return "different"
        return "same unit" if self.same_unit else "same address" if self.no_unit else "same building"


@lru_cache(maxsize=32768)
def normalise_address(text: str) -> AddressForm:
    """Take an address apart: floor and unit, house numbers, words."""
    plain, unit = _take_units(_plain(text))
    numbers = [(int(low), int(high)) for low, high in _RANGE.findall(plain)]
    numbers = [(low, high) for low, high in numbers if low <= high <= low + _WIDEST]
    rest = _POSTCODE.sub(" ", _RANGE.sub(" ", plain))
    numbers += [(int(number), int(number)) for number in _NUMBER.findall(rest)]
    street, noise = words_of("street"), words_of("address_noise")
    words = [street.get(word, word) for word in _WORD.findall(plain) if not word[0].isdigit() and word not in noise]
    country = _country(words)
    return AddressForm(text, tuple(words), tuple(dict.fromkeys(numbers)), frozenset(unit), country)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.replace("İ", "I")).lower()
    if not folded.isascii():
        folded = re.sub(r"[^\W\d_]+", lambda found: romanize(found.group()), folded)
    folded = _APOSTROPHES.sub("", folded)
    return _SAINT.sub("saint", re.sub(r"\s+", " ", folded))


def _take_units(plain: str) -> tuple[str, set[str]]:
    unit: set[str] = set()
    for found in _FLOOR.finditer(plain):
        floor = next(group for group in found.groups() if group)
        unit.add("f:" + _ORDINALS.get(floor, floor.lstrip("0") or "0"))
    plain = _FLOOR.sub(" ", plain)
    for pattern in (_UNIT, _HASH_UNIT):
        for found in pattern.finditer(plain):
            unit.update("u:" + part.lstrip("0") for part in re.split(r"[\s/&-]+", found.group(1)) if part)
        plain = pattern.sub(" ", plain)
    return plain, unit


def _country(words: list[str]) -> str | None:
    for length in (1, 2, 3):
        if len(words) >= length and len(text := " ".join(words[-length:])) > 3:
            found = _country_of(text)
            if found is not None:
                return found
    return None


@lru_cache(maxsize=32768)
def _country_of(text: str) -> str | None:
    try:
        return resolve_country(text).code
    except UnknownCountryError:
        return None


def compare_addresses(left: AddressForm, right: AddressForm) -> AddressMatch:
    """Compare two addresses; floor and unit noise does not make a building another."""
    if _other_countries(left, right):
        return AddressMatch(0.0, same_building=False, same_unit=False, no_unit=False)
    matched_left, matched_right, telling = _matched(left.words, right.words)
    total_left, total_right = (_total(side.words) or 1e-9 for side in (left, right))
    share = max(matched_left / total_left, matched_right / total_right)
    balance = (matched_left + matched_right) / (total_left + total_right)
    numbers = _numbers_agree(left.numbers, right.numbers)
    score = max(0.0, min(1.0, (0.4 * share + 0.3 * balance + 0.3 * numbers) * min(1.0, 0.3 + 0.4 * telling)))
    building = numbers >= 0.5 and share >= _SHARE and telling >= _TELLING * (1 if numbers > 0.5 else 2)
    return AddressMatch(
        round(score, 6), building, building and _units_agree(left.unit, right.unit), not left.unit and not right.unit
    )


def may_share_building(left: AddressForm, right: AddressForm) -> bool:
    """Tell quickly whether ``compare_addresses`` can find one building: countries and house numbers do not conflict."""
    return _numbers_agree(left.numbers, right.numbers) > 0 and not _other_countries(left, right)


def _other_countries(left: AddressForm, right: AddressForm) -> bool:
    """Tell whether both name a country and they differ; addresses in Hong Kong are also written as in China."""
    if not left.country or not right.country or left.country == right.country:
        return False
    return {left.country, right.country} != {"CN", "HK"}


def _units_agree(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two addresses name the same unit; a floor alone agrees only with a floor alone."""
    floors_left, floors_right = ({part for part in unit if part[0] == "f"} for unit in (left, right))
    doors_left, doors_right = left - floors_left, right - floors_right
    if floors_left and floors_right and not floors_left & floors_right:
        return False
    if not doors_left and not doors_right:
        return bool(floors_left & floors_right)
    return bool(doors_left & doors_right) and (doors_left <= doors_right or doors_right <= doors_left)


def _numbers_agree(left: tuple[tuple[int, int], ...], right: tuple[tuple[int, int], ...]) -> float:
    """1 when a house number of one lies in a range of the other, 0 when none does, 0.5 when one side has none."""
    if not left or not right:
        return 0.5
    for low, high in left:
        for first, last in right:
            if low <= last and first <= high:
                return 1.0
    return 0.0


@cache
def _counts() -> tuple[dict[str, int], float]:
    counts = {row["token"]: int(row["count"]) for row in read_table("address_frequencies.csv")}
    return counts, math.log(max(sum(counts.values()), 2))


@lru_cache(maxsize=16384)
def _weight(word: str) -> float:
    """Street types and towns say little, a rare street or building name much."""
    counts, scale = _counts()
    if len(word) == 1:
        return 0.1
    return max(0.1, 1.0 - 1.25 * math.log1p(counts.get(word, 0)) / scale)


@lru_cache(maxsize=16384)
def _total(words: tuple[str, ...]) -> float:
    return sum(_weight(word) for word in words)


def _matched(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[float, float, float]:
    """Return the weight matched on each side, and together (the lesser of each pair)."""
    a, b = list(dict.fromkeys(left)), list(dict.fromkeys(right))
    pairs: list[WordsPair] = [((word,), (word,), 1.0) for word in a if word in b]
    rest_a, rest_b = [word for word in a if word not in b], [word for word in b if word not in a]
    pairs += _joins(rest_a, rest_b) + [(y, x, s) for x, y, s in _joins(rest_b, rest_a)]
    for word in [word for word in rest_a if len(word) >= 4]:
        near = [(_spelt_alike(word, other), other) for other in rest_b if len(other) >= 4]
        alike, best = max(near, default=(0.0, ""))
        if alike >= _ALIKE:
            pairs.append(((word,), (best,), alike))
            rest_b.remove(best)
    weights = [(sum(map(_weight, x)) * s, sum(map(_weight, y)) * s) for x, y, s in pairs]
    return sum(x for x, _ in weights), sum(y for _, y in weights), sum(min(pair) for pair in weights)


@lru_cache(maxsize=16384)
def _spelt_alike(word: str, other: str) -> float:
    return OSA.normalized_similarity(word, other, score_cutoff=_ALIKE)


def _joins(apart: list[str], together: list[str]) -> list[WordsPair]:
    """Match two words in a row with one that is both (``fa yuen`` and ``fayuen``), taking them out of the lists."""
    found: list[WordsPair] = []
    if not together:
        return found
    for first, second in list(pairwise(apart)):
        if first + second in together and first in apart and second in apart:
            found.append(((first, second), (first + second,), 1.0))
            apart.remove(first)
            apart.remove(second)
            together.remove(first + second)
    return found
