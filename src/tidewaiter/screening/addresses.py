"""Addresses: what names the building, what names the unit inside it, and how far two addresses agree."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from tidewaiter.screening.scripts import romanize
from tidewaiter.screening.words import words_of

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['’ʼ`‘´]")
#: ``16/F``, ``16F.``, ``16th floor``, ``floor 16``, ``level 3``, ``G/F``.
_FLOOR = re.compile(
    r"\b(\d{1,3}|g|lg|ug|m)\s?/\s?f(?:l|loor)?\b\.?|\b(\d{1,3})(?:st|nd|rd|th)?\s?(?:f|fl|flr|floor|kat)\b\.?"
    r"|\b(?:floor|fl|flr|level|kat)\b\.?\s?(?:no\b\.?\s?)?(\d{1,3})\b|\b(ground|first|second|third|fourth|fifth|top)\s(?:floor|fl)\b"
)
#: ``Unit D``, ``Room 803``, ``Flat/RM 2309``, ``Suite 12-A``, ``Office 4``, ``No: 12/3`` is not one.
_UNIT = re.compile(
    r"\b(?:flat\s?/\s?rm|flat\s?/\s?room|unit|units|room|rooms|rm|rms|flat|suite|ste|office|off|apt|apartment|apart|shop|daire|"
    r"ofis|kvartira|kv|pomeshch|pomeshchenie|pom|komnata|kom|warehouse|workshop|stall|cabin|kabinet)\b\.?\s?(?:nos?\b\.?\s?|number\s?)?[:#]?\s?"
    r"((?:\d+[a-z]?|[a-z]\d*)(?:\s?[-/&,]\s?(?:\d+[a-z]?\b|[a-z]\b))*)(?![a-z])"
)
_HASH_UNIT = re.compile(r"#\s?(\d[\w-]*)")
_ORDINALS = {"ground": "g", "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "top": "top"}
_POSTCODE = re.compile(r"\b\d{5,6}\b")


@dataclass(frozen=True, slots=True)
class AddressForm:
    """An address taken apart.

    Attributes:
        text: As written.
        words: Words that name street, building and town, romanised, with street types in one spelling.
        numbers: House numbers.
        unit: Floor and unit designations, such as ``f:16`` and ``u:d``.
    """

    text: str
    words: frozenset[str]
    numbers: frozenset[str]
    unit: frozenset[str]

    @property
    def key(self) -> str:
        """Words and numbers as one text for the candidate index."""
        return "^" + "^".join([*sorted(self.numbers), *sorted(self.words)])


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """How far two addresses agree.

    Attributes:
        score: In [0, 1]: likeness of the building.
        same_building: Street number (or building name) and street agree.
        same_unit: Also floor and unit agree, as far as both are given, and at least one is.
    """

    score: float
    same_building: bool
    same_unit: bool


@lru_cache(maxsize=65536)
def normalise_address(text: str) -> AddressForm:
    """Take an address apart."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = " ".join(romanize(part) if not part.isascii() and part.isalpha() else part for part in re.split(r"([^\W_]+)", plain) if part)
    plain = re.sub(r"\s+", " ", re.sub(r"\s+([,./-])\s+", r"\1", _APOSTROPHES.sub("", plain)))
    unit: set[str] = set()
    for found in _FLOOR.finditer(plain):
        floor = next(group for group in found.groups() if group)
        unit.add("f:" + _ORDINALS.get(floor, floor.lstrip("0") or "0"))
    plain = _FLOOR.sub(" ", plain)
    for pattern in (_UNIT, _HASH_UNIT):
        for found in pattern.finditer(plain):
            unit.update("u:" + part.lstrip("0") for part in re.split(r"[\s/&,-]+", found.group(1)) if part)
        plain = pattern.sub(" ", plain)
    postcodes = set(_POSTCODE.findall(plain))
    street = words_of("street")
    tokens = [street.get(word, word) for word in _WORD.findall(plain)]
    numbers = frozenset(word.lstrip("0") or word for word in tokens if word[0].isdigit() and word not in postcodes)
    words = frozenset(word for word in tokens if not word[0].isdigit() and word not in words_of("address_noise"))
    return AddressForm(text, words, numbers, frozenset(unit))


def compare_addresses(left: AddressForm, right: AddressForm) -> AddressMatch:
    """Compare two addresses."""
    weak = words_of("street").values()
    weight = {word: 0.25 if word in weak or len(word) < 3 else 1.0 for word in left.words | right.words}
    pairs = _matched(left.words, right.words)
    matched_left = sum(weight[a] * s for a, _, s in pairs)
    matched_right = sum(weight[b] * s for _, b, s in pairs)
    total_left = sum(weight[word] for word in left.words) or 1e-9
    total_right = sum(weight[word] for word in right.words) or 1e-9
    share = max(matched_left / total_left, matched_right / total_right)
    balance = (matched_left + matched_right) / (total_left + total_right)
    telling = min(1.0, sum(min(weight[a], weight[b]) * s for a, b, s in pairs) / 3)
    if left.numbers and right.numbers:
        common = len(left.numbers & right.numbers) / min(len(left.numbers), len(right.numbers))
    else:
        common = 0.5
    score = max(0.0, min(1.0, (0.45 * share + 0.2 * balance + 0.35 * common) * (0.4 + 0.6 * telling)))
    building = common > 0.5 and share >= 0.6 and telling >= 0.6
    unit = building and bool(left.unit & right.unit) and (left.unit <= right.unit or right.unit <= left.unit)
    return AddressMatch(round(score, 6), building, unit)


def _matched(left: frozenset[str], right: frozenset[str]) -> list[tuple[str, str, float]]:
    pairs = [(word, word, 1.0) for word in left & right]
    rest = set(right - left)
    for word in sorted(left - right):
        if len(word) < 4:
            continue
        best = max(rest, key=lambda other: (OSA.normalized_similarity(word, other), other), default="")
        alike = OSA.normalized_similarity(word, best) if best else 0.0
        if alike >= 0.75:
            pairs.append((word, best, alike))
            rest.discard(best)
    return pairs


