"""Supplement No. 6 to part 746, which lists by name, CAS number and concentration, not by HTS code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tidewaiter.law import Law, Tri, any_of, tri, words_in
from tidewaiter.law.tables import Supp6Item
from tidewaiter.licensing.classification import Classification

_CHEMICAL_CHAPTERS = ("28", "29", "30", "38")
_CAS = re.compile(r"(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])")
_PERCENT = re.compile(
    r"(?P<bound><=?|≤|>=?|≥|\b[a-z]+(?: than)?)?\s*(?P<value>\d{1,3}(?:[.,]\d+)?)\s*(?:%|percent\b|pct\b)"
)
_BELOW = frozenset({"<", "<=", "≤", "below", "under", "max", "maximum", "to", "less than"})
#: What may stand beside a chemical's name without making it another thing.
_BESIDE = re.compile(
    r"\b(?:by weight|weight|wt|anhydrous|pure|purity|grade|reagent|technical|industrial|liquid|gas|cas|no|assay|drums?"
    r"|min|at least|percent|pct|less|more|than|below|under|above|over|up to|max|maximum|minimum)\b|[^a-z]+"
)


@dataclass(frozen=True, slots=True)
class Supp6Match:
    """Whether the supplement names an item, and which of its entries may be meant.

    Attributes:
        items: Entries as ``(b)(1) Acetone``.
        threshold_pct: Lowest concentration of those entries, in percent by weight, or None where they state none.
    """

    answer: Tri
    items: tuple[str, ...] = ()
    threshold_pct: float | None = None


def supp6_match(law: Law, goods: Classification) -> Supp6Match:
    """Tell whether an item is one of Supplement No. 6 (746.8(a)(6)).

    Certain only where the description identifies the chemical, by CAS number or by being its name, and states a
    concentration at or above (or below) the entry's. A name or number alone leaves the concentration open. Without a
    description only chemicals, biologics and medicines are in doubt.
    """
    if goods.description:
        return _described(law, goods.description.lower())
    return Supp6Match(tri(None if goods.hs is None or goods.hs.startswith(_CHEMICAL_CHAPTERS) else False))


@lru_cache(maxsize=16384)
def _described(law: Law, text: str) -> Supp6Match:
    stated = frozenset(_CAS.findall(text))
    named = _named(law, text)
    found = [item for item in law.tables.supp6() if item.cas in stated or item in named]
    if stated and any(item.cas in stated for item in found):
        found = [item for item in found if item.cas in stated]
    if not found:
        return Supp6Match(Tri.NO)
    answer = any_of(_one(item, text, identified=item.cas in stated or _is(item, text)) for item in found)
    levels = [level for item in found if (level := _threshold(item)) is not None]
    items = tuple(f"{item.paragraph} {item.item}" for item in found)
    return Supp6Match(answer, items, min(levels, default=None))


def _name(item: Supp6Item) -> str:
    return item.item.split(":")[0].split(" (")[0].strip().lower()


def _named(law: Law, text: str) -> tuple[Supp6Item, ...]:
    short = {_name(item): item for item in law.tables.supp6() if len(_name(item).split()) <= 3}
    return tuple(short[found] for found in words_in(text, tuple(short)) if found in short)


def _is(item: Supp6Item, text: str) -> bool:
    """Whether the description is the name itself, and not of a thing for or with it ("ammonia sensor")."""
    rest = text.replace(_name(item), " ", 1)
    return item.cas is not None and rest != text and not _BESIDE.sub("", rest)


def _share_of(item: Supp6Item, text: str) -> bool:
    """Whether the percentage stands beside the chemical's name: "isopropanol solution 30%", "30% isopropanol"."""
    name, share = re.escape(_name(item)), r"\d{1,3}(?:[.,]\d+)?\s*(?:%|percent\b|pct\b)"
    before = rf"(?<!\w){name}(?:\s+solution)?[\s,(]+{share}"
    after = rf"{share}\s+(?:solution of\s+)?{name}(?!\w)"
    return item.cas is not None and re.search(f"{before}|{after}", text) is not None


def _threshold(item: Supp6Item) -> float | None:
    level = re.match(r"\d+", item.min_concentration_pct or "")
    return float(level[0]) if level else None


def _one(item: Supp6Item, text: str, *, identified: bool) -> Tri:
    level = _threshold(item)
    if level is None:
        return Tri.UNKNOWN
    shares = [_reaches(one, level) for one in _PERCENT.finditer(text)]
    if not identified and len(shares) == 1 and shares[0] is Tri.NO and _share_of(item, text):
        return Tri.NO
    if not identified or len(set(shares)) != 1:
        return Tri.UNKNOWN
    return shares[0]


def _reaches(share: re.Match[str], level: float) -> Tri:
    value = float(share["value"].replace(",", "."))
    bound = (share["bound"] or "").strip()
    if bound in _BELOW:
        return tri(False if value < level else None)
    if bound in (">", ">=", "≥", "min", "minimum", "least", "over", "above", "more than"):
        return tri(True if value >= level else None)
    return tri(value >= level)
