"""The true hubs: which goods each handles, since when, through which channels, and what enforcement does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tidewaiter.world.goods import Good
from tidewaiter.world.months import Months
from tidewaiter.world.places import Floats, Ints, Places
from tidewaiter.world.settings import WorldSettings
from tidewaiter.world.trade import listed_goods


class EventKind(StrEnum):
    """What enforcement happened."""

    TRANSIT_BAN = "transit_ban"
    BANKS = "banks"
    LISTINGS = "listings"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnforcementEvent:
    """One act of enforcement at a hub.

    Attributes:
        month: Position of the month.
        depth: Share by which diversion through the hub falls from then on.
    """

    kind: EventKind
    month: int
    depth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """One true hub.

    Attributes:
        place: Position of the country.
        start: Position of the month diversion starts in; `ramp` months until full.
        weight: Share of diversion before enforcement.
        goods: Positions of the goods it handles.
        ghost: Share of its value that never enters it; likewise `transit`, `two_hubs`.
        second: Country that goods may pass next, or None; `second_books` whether that country books them as a rule is
            drawn for each consignment.
        events: Enforcement, in order.
        dwell: Mean days in the hub; `markup` price at resale over price paid.
    """

    place: int
    start: int
    ramp: int
    weight: float
    goods: tuple[int, ...]
    ghost: float
    transit: float
    two_hubs: float
    second: int | None
    events: tuple[EnforcementEvent, ...]
    dwell: float
    markup: float

    def activity(self, months: Months) -> tuple[Floats, Floats]:
        """Return activity in each month without enforcement, and with it; 1 is full."""
        free = months.since(self.start, self.ramp)
        held = free.copy()
        for event in self.events:
            held *= 1 - event.depth * months.since(event.month, 2)
        return free, held


def draw_hubs(
    places: Places, goods: Sequence[Good], months: Months, settings: WorldSettings, random: np.random.Generator
) -> tuple[Hub, ...]:
    """Draw the true hubs of a world."""
    listed = listed_goods(goods)
    diverted = listed[random.random(len(listed)) >= settings.clean_goods]
    diverted = diverted if len(diverted) else listed[:1]
    count = len(places.hubs)
    weights = random.dirichlet(np.full(count, settings.hub_evenness)) if count else np.zeros(0)
    first, last = settings.first_start, max(settings.last_start, settings.first_start + 1)
    starts = months.sanctions + np.sort(random.integers(first, last + 1, count))
    starts[:1] = months.sanctions + first
    order = random.permutation(places.hubs)
    return tuple(
        _hub(int(place), int(start), float(weight), diverted, places, months, settings, random)
        for place, start, weight in zip(order, starts, weights, strict=True)
    )


def _hub(
    place: int,
    start: int,
    weight: float,
    diverted: Ints,
    places: Places,
    months: Months,
    settings: WorldSettings,
    random: np.random.Generator,
) -> Hub:
    kept = diverted[random.random(len(diverted)) < settings.goods_per_hub]
    kept = kept if len(kept) else random.choice(diverted, 1)
    nexts = np.setdiff1d(np.append(places.hubs, places.neighbours), [place])
    spread = random.uniform(0.3, 1.7, 3)
    ghost, transit = min(settings.ghost * spread[0], 0.85), min(settings.transit * spread[1], 0.4)
    return Hub(
        place=place,
        start=start,
        ramp=max(1, int(settings.ramp * random.uniform(0.5, 1.5))),
        weight=weight,
        goods=tuple(sorted(kept.tolist())),
        ghost=ghost,
        transit=(1 - ghost) * transit,
        two_hubs=(1 - ghost) * (1 - transit) * min(settings.two_hubs * spread[2], 0.8),
        second=int(random.choice(nexts)) if len(nexts) else None,
        events=_events(start, months, settings, random),
        dwell=settings.dwell * float(random.uniform(0.6, 1.6)),
        markup=1 + (settings.markup - 1) * float(random.uniform(0.5, 1.5)),
    )


def _events(
    start: int, months: Months, settings: WorldSettings, random: np.random.Generator
) -> tuple[EnforcementEvent, ...]:
    if random.random() >= settings.enforcement:
        return ()
    count = int(random.integers(1, 3))
    latest = len(months) - 3
    if start + 5 >= latest:
        return ()
    when = np.sort(random.integers(start + 4, latest, count))
    kinds = random.choice(list(EventKind), count)
    depths = settings.enforcement_depth * random.uniform(0.5, 1.1, count)
    return tuple(
        EnforcementEvent(kind=EventKind(kind), month=int(month), depth=float(min(depth, 0.97)))
        for kind, month, depth in zip(kinds, when, depths, strict=True)
    )
