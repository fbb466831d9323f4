"""Decoys: growth and changes that look like diversion and are none. Their diverted value is zero by construction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tidewaiter.world.goods import Good, GoodKind, of_kind
from tidewaiter.world.months import Months
from tidewaiter.world.places import ENTREPOTS, UNION, Places
from tidewaiter.world.settings import WorldSettings


class DecoyKind(StrEnum):
    """What a decoy is."""

    OWN_INDUSTRY = "own_industry"  # the country uses the goods itself
    ENTREPOT = "entrepot"  # it sells them on, but not to the destination
    PARALLEL_IMPORTS = "parallel_imports"  # civil goods go on to the destination
    OWN_PRODUCTION = "own_production"  # its own goods, or the producer's, go to the destination
    RECLASSIFICATION = "reclassification"  # goods declared under an unlisted code are now under the listed one


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoy:
    """One decoy.

    Attributes:
        place: Position of the country.
        goods: Positions of the goods; for reclassification the unlisted and the listed one.
        start: Position of the month it begins in; `ramp` months until full.
        strength: Size relative to the trade it concerns; for reclassification the share that changes its code.
    """

    kind: DecoyKind
    place: int
    goods: tuple[int, ...]
    start: int
    ramp: int
    strength: float


def draw_decoys(
    places: Places, goods: tuple[Good, ...], months: Months, settings: WorldSettings, random: np.random.Generator
) -> tuple[Decoy, ...]:
    """Draw the decoys of a world; a true hub has none but parallel imports, so that truth stays apart from decoys."""
    honest = np.setdiff1d(places.candidates, np.append(places.hubs, places.producer))
    order = random.permutation(list(DecoyKind)).tolist()
    free = random.permutation(honest).tolist()
    found = []
    for number in range(settings.decoys):
        kind = DecoyKind(order[number % len(order)])
        if not free:
            break
        place = int(random.choice(places.hubs)) if _at_hub(kind, random) and len(places.hubs) else int(free.pop())
        if (kind, places.codes[place]) in _NEVER:
            continue
        chosen = _goods(kind, goods, random)
        strength = float(settings.decoy_strength * np.exp(0.3 * random.standard_normal()))
        if kind is DecoyKind.RECLASSIFICATION:
            strength = float(random.uniform(0.2, 0.8))
        start = months.sanctions + int(random.integers(-6, 13))
        decoy = Decoy(
            kind=kind, place=place, goods=chosen, start=start, ramp=int(random.integers(1, 10)), strength=strength
        )
        if chosen:
            found.append(decoy)
    return tuple(found)


#: A union member's own sales to the destination are surveyed: nothing would be seen of this decoy.
_NEVER = {(DecoyKind.OWN_PRODUCTION, code) for code in UNION} | {(DecoyKind.OWN_INDUSTRY, code) for code in ENTREPOTS}


def _at_hub(kind: DecoyKind, random: np.random.Generator) -> bool:
    return kind is DecoyKind.PARALLEL_IMPORTS and random.random() < 0.5


def _goods(kind: DecoyKind, goods: tuple[Good, ...], random: np.random.Generator) -> tuple[int, ...]:
    if kind is DecoyKind.RECLASSIFICATION:
        siblings = of_kind(goods, GoodKind.SIBLING)
        return _sibling_and_listed(int(random.choice(siblings)), goods) if len(siblings) else ()
    civil = kind is DecoyKind.PARALLEL_IMPORTS
    pool = of_kind(goods, GoodKind.CONSUMER, GoodKind.CIVIL) if civil else of_kind(goods, GoodKind.LISTED)
    count = int(random.integers(1, max(2, len(pool) // 2) + 1))
    return tuple(sorted(random.choice(pool, size=count, replace=False).tolist()))


def _sibling_and_listed(sibling: int, goods: tuple[Good, ...]) -> tuple[int, ...]:
    listed = goods[sibling].sibling_of
    return () if listed is None else (sibling, listed)
