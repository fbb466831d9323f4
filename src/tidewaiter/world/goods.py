"""The goods of a world: families of codes, listed and civil, with the codes each edition of the HS has for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from tidewaiter.law import load_law
from tidewaiter.law.tables import HsFamily, hs_family, hs_titles
from tidewaiter.world.settings import Sizes

#: Editions in force in the years a world covers.
BEFORE, AFTER = 2017, 2022
#: Codes of a family that are used; the great families that gather residues have dozens.
_MOST_CODES = 4
#: US dollars a kilogram and kilograms a piece, by the beginning of the code; the longest that fits counts.
_PRICES: Mapping[str, tuple[float, float]] = {
    "8541": (600, 0.004), "8542": (1800, 0.003), "8532": (120, 0.003), "8534": (90, 0.1), "8536": (60, 0.05),
    "8471": (220, 3.0), "8482": (14, 0.6), "8457": (22, 6000), "8458": (20, 4000), "8459": (20, 4000), "8466": (35, 5),
    "8486": (180, 900), "8504": (40, 2.0), "8517": (260, 0.6), "8525": (240, 0.5), "8526": (400, 1.5),
    "8529": (70, 0.4), "8543": (110, 2.0), "8548": (60, 0.3), "8703": (18, 1500), "8807": (500, 4), "90": (260, 1.5),
    "84": (25, 20), "85": (45, 2), "61": (22, 0.3), "62": (24, 0.4), "64": (20, 0.9), "33": (18, 0.2), "30": (90, 0.1),
    "94": (6, 15),
}  # fmt: skip
_ELSE = (8.0, 2.0)
#: Goods of daily life that were sold to the destination before and are carried in by others since.
_CONSUMER = ("851713", "870323", "847130", "330300", "640399")
_CIVIL_CHAPTERS = (
    "09",
    "18",
    "19",
    "21",
    "30",
    "33",
    "34",
    "39",
    "48",
    "61",
    "62",
    "63",
    "64",
    "69",
    "70",
    "94",
    "95",
    "96",
)


class GoodKind(StrEnum):
    """What a good is in a world."""

    LISTED = "listed"  # on the Common High Priority List
    SIBLING = "sibling"  # not listed, in the heading of a listed good
    CONSUMER = "consumer"  # civil, but no longer sold directly
    CIVIL = "civil"


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """One family of goods.

    Attributes:
        family: Id of the family of codes, such as ``2022:854231``.
        code: Code in HS 2022 that stands for it; the listed one.
        title: Its title.
        tier: Tier of the Common High Priority List, or None.
        codes: Codes of the family that are used, by edition; `shares` how its trade is spread over them.
        usd_per_kg: Usual price; `kg_per_piece` usual weight.
        order_factor: Size of an order relative to other goods.
        sibling_of: Position of the listed good in whose heading it is, or None.
    """

    family: str
    code: str
    title: str
    kind: GoodKind
    tier: str | None
    codes: Mapping[int, tuple[str, ...]]
    shares: Mapping[int, tuple[float, ...]]
    usd_per_kg: float
    kg_per_piece: float
    order_factor: float
    sibling_of: int | None = None

    @property
    def listed(self) -> bool:
        """Whether it is on the Common High Priority List."""
        return self.kind is GoodKind.LISTED


def choose_goods(sizes: Sizes, random: np.random.Generator) -> tuple[Good, ...]:
    """Choose the goods of a world: listed ones first, then siblings, consumer and civil goods."""
    listed = _choose_listed(sizes.listed, random)
    goods = [_good(code, GoodKind.LISTED, random) for code in listed]
    siblings = _siblings(listed, max(2, sizes.civil // 3), random)
    goods += [_good(code, GoodKind.SIBLING, random, sibling_of=at) for code, at in siblings]
    consumer = _unused(_CONSUMER, goods)
    goods += [_good(code, GoodKind.CONSUMER, random) for code in consumer[: max(2, sizes.civil // 4)]]
    civil = _unused(_civil_codes(), goods)
    left = sizes.listed + sizes.civil - len(goods)
    picked = random.choice(len(civil), size=max(left, 2), replace=False)
    goods += [_good(civil[at], GoodKind.CIVIL, random) for at in sorted(picked.tolist())]
    return tuple(goods)


def of_kind(goods: Sequence[Good], *kinds: GoodKind) -> npt.NDArray[np.intp]:
    """Return the positions of the goods of some kinds."""
    return np.array([at for at, good in enumerate(goods) if good.kind in kinds], dtype=np.intp)


@cache
def _tiers() -> Mapping[str, str]:
    return {code: entry.tier for code, entry in load_law().tables.high_priority.items()}


def _family(code: str) -> HsFamily:
    family = hs_family(code, AFTER)
    if family is None:
        raise LookupError(f"{code} is no code of HS {AFTER}: choose other goods for the world.")
    return family


def _choose_listed(count: int, random: np.random.Generator) -> list[str]:
    """Return codes of different families: always some of tier 1, the rest at random."""
    first = sorted(code for code, tier in _tiers().items() if tier == "1")
    rest = sorted(code for code, tier in _tiers().items() if tier != "1")
    order = [*random.permutation(first).tolist()[: max(2, count // 4)], *random.permutation(rest).tolist()]
    chosen: dict[str, str] = {}
    for code in order:
        chosen.setdefault(_family(code).id, code)
    return sorted(list(chosen.values())[:count])


def _siblings(listed: Sequence[str], count: int, random: np.random.Generator) -> list[tuple[str, int]]:
    """Return unlisted codes in the headings of listed goods, whose families hold no listed code."""
    taken = {_family(code).id for code in _tiers()}
    found: list[tuple[str, int]] = []
    for at in random.permutation(len(listed)).tolist():
        same = [c for c in hs_titles(AFTER) if len(c) == 6 and c[:4] == listed[at][:4] and c not in _tiers()]
        free = [c for c in same if _family(c).id not in taken]
        if free:
            code = str(random.choice(free))
            taken.add(_family(code).id)
            found.append((code, at))
    return found[:count]


@cache
def _civil_codes() -> tuple[str, ...]:
    """Return codes of plain civil goods that no supplement to part 746 names and no edition changed."""
    law = load_law().tables
    on_supplements = {code for entries in law.hts_entries.values() for code in entries}
    codes = (c for c in hs_titles(AFTER) if len(c) == 6 and c[:2] in _CIVIL_CHAPTERS and c not in on_supplements)
    return tuple(code for code in codes if not _family(code).split and len(_family(code).members[BEFORE]) == 1)


def _unused(codes: Sequence[str], goods: Sequence[Good]) -> list[str]:
    taken = {good.family for good in goods} | {_family(code).id for code in _tiers()}
    return [code for code in codes if _family(code).id not in taken]


def _good(code: str, kind: GoodKind, random: np.random.Generator, sibling_of: int | None = None) -> Good:
    family = _family(code)
    codes = {edition: _used(family, edition, code) for edition in (BEFORE, AFTER)}
    shares = {edition: _shares(len(used), random) for edition, used in codes.items()}
    price, weight = next((value for start, value in _by_length() if code.startswith(start)), _ELSE)
    return Good(
        family=family.id,
        code=code,
        title=hs_titles(AFTER)[code],
        kind=kind,
        tier=_tiers().get(code),
        codes=codes,
        shares=shares,
        usd_per_kg=float(price * np.exp(0.3 * random.standard_normal())),
        kg_per_piece=weight,
        order_factor=float(np.exp(0.5 * random.standard_normal()) * (4.0 if weight > 500 else 1.0)),
        sibling_of=sibling_of,
    )


@cache
def _by_length() -> list[tuple[str, tuple[float, float]]]:
    return sorted(_PRICES.items(), key=lambda item: -len(item[0]))


def _used(family: HsFamily, edition: int, code: str) -> tuple[str, ...]:
    """Return the codes of an edition that stand for the good: the code itself first, others of its heading."""
    members = family.members[edition]
    near = [c for c in members if c[:4] == code[:4]] or list(members)
    return tuple(sorted(near, key=lambda c: c != code)[:_MOST_CODES])


def _shares(count: int, random: np.random.Generator) -> tuple[float, ...]:
    """Return shares that add up to one; the first code has most of the trade."""
    if count == 1:
        return (1.0,)
    rest = random.dirichlet(np.ones(count - 1)) * random.uniform(0.1, 0.5)
    return (float(1 - rest.sum()), *(float(share) for share in rest))
