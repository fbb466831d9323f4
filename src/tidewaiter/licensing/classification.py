"""How an item is classified: an entry of the CCL, EAR99, another agency's item, or not known (parts 738 and 774)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tidewaiter.law import Law
from tidewaiter.law.tables import split_eccn
from tidewaiter.model import Item, parse_hs

_EAR99 = re.compile(r"^\s*ear[\s-]*99\s*$", re.IGNORECASE)
_OTHER_AGENCY = re.compile(
    r"^\s*(usml\b.*|itar\b.*|(cat(egory)?\s*)?[ivx]+\s*\([a-z].*|nrc\b.*|doe\b.*|(10|22)\s*c\.?f\.?r\b.*)$",
    re.IGNORECASE,
)
#: How an entry says that all its items are on the US Munitions List; others only mention what is.
_ITAR_ENTRY = re.compile(r"\bth(?:ese items are|is entry is)\W+subject to the itar", re.IGNORECASE)
_SOFTWARE = re.compile(r"\b(software|firmware|source code|object code|computer program|saas|app)\b", re.IGNORECASE)
_TECHNOLOGY = re.compile(r"\b(technology|technical data|know-how|drawings|blueprints?|specifications)\b", re.IGNORECASE)


class Kind(StrEnum):
    """What is known of an item's classification."""

    CCL = "ccl"  # an entry of the CCL
    EAR99 = "ear99"
    OTHER_AGENCY = "other_agency"  # the CCL entry points to ITAR, NRC or DOE, or the caller named another list
    UNLISTED = "unlisted"  # has the form of an ECCN, but the carried CCL has no such entry
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Classification:
    """An item as the rules see it.

    Attributes:
        code: ECCN of any paragraph depth, ``EAR99``, or empty when it is not known. An HS code never stands in for it.
        hs: Digits of the HS code, or None. ``hs_error`` says what is wrong with one that cannot be read.
        group: Product group A to E of an ECCN, ``D`` or ``E`` when the description says software or technology.
    """

    kind: Kind
    code: str = ""
    hs: str | None = None
    hs_error: str | None = None
    group: str | None = None
    description: str = ""

    @property
    def on_ccl(self) -> bool:
        """Whether the item is in an ECCN, as far as stated."""
        return self.kind in (Kind.CCL, Kind.UNLISTED)

    @property
    def intangible(self) -> bool:
        """Whether the item is software or technology, as far as known."""
        return self.group in ("D", "E")


def classify(item: Item, law: Law) -> Classification:
    """Return the item's classification, as stated by the caller and checked against the carried list."""
    return _classify(law, (item.eccn or "").strip(), item.hs, item.description or "")


@lru_cache(maxsize=65536)
def _classify(law: Law, eccn: str, hs_text: str | None, description: str) -> Classification:
    hs, hs_error = _hs(hs_text)
    group = "D" if _SOFTWARE.search(description) else "E" if _TECHNOLOGY.search(description) else None
    if _EAR99.match(eccn):
        return Classification(Kind.EAR99, "EAR99", hs, hs_error, group, description)
    split = split_eccn(eccn) if eccn else None
    if split is None:
        kind = Kind.OTHER_AGENCY if eccn and _OTHER_AGENCY.match(eccn) else Kind.UNKNOWN
        return Classification(kind, eccn if kind is Kind.OTHER_AGENCY else "", hs, hs_error, group, description)
    code = ".".join((split[0], *split[1]))
    entry = law.tables.eccn(code)
    if entry is None:
        return Classification(Kind.UNLISTED, code, hs, hs_error, code[1], description)
    elsewhere = entry.pointer and not entry.reasons and _ITAR_ENTRY.search(entry.title)
    return Classification(Kind.OTHER_AGENCY if elsewhere else Kind.CCL, code, hs, hs_error, code[1], description)


def _hs(text: str | None) -> tuple[str | None, str | None]:
    if text is None or not str(text).strip():
        return None, None
    try:
        return parse_hs(text).code, None
    except ValueError as error:
        return None, str(error)
