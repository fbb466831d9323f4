"""Which customs record which leg: rows of legs as seen by one side, an invoice split into several where it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Style
from tidewaiter.world.firms.legs import Legs, joined
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.places import Floats, Ints
from tidewaiter.world.records.customs_sets import CustomsSets
from tidewaiter.world.trade import Bools

EXPORT, IMPORT = 0, 1
_HONEST_SPLITS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Records to be: legs as one customs sees them.

    Attributes:
        legs: The leg of each; values, weights and pieces are those of the record.
        leg_id: Number of the leg in the world.
        direction: `EXPORT` or `IMPORT`.
        day: Day of the record, counted from the world's first day.
    """

    legs: Legs
    leg_id: Ints
    direction: Ints
    day: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.leg_id)

    @property
    def reporter(self) -> Ints:
        """Country whose customs records it."""
        return np.where(self.direction == EXPORT, self.legs.exporter, self.legs.importer)

    def take(self, which: Ints | Bools) -> Sides:
        """Return some of them."""
        return Sides(
            legs=self.legs.take(which), leg_id=self.leg_id[which], direction=self.direction[which], day=self.day[which]
        )


def recorded_sides(
    economy: Economy, legs: Legs, leg_id: Ints, sets: CustomsSets, settings: FirmSettings, random: np.random.Generator
) -> Sides:
    """Return the records that the sets hold of some legs."""
    places, end = economy.places, int(economy.months.first_days[-1])
    inside = sets.union[np.maximum(legs.exporter, 0)] & (legs.exporter >= 0)
    inside |= (
        sets.union[np.maximum(legs.dispatched, 0)] & (legs.dispatched >= 0) & (legs.importer == places.destination)
    )
    inside &= (legs.importer == places.destination) | (legs.named == places.destination)
    parts = []
    for direction, country, day, could in (
        (EXPORT, legs.exporter, legs.out, legs.exported),
        (IMPORT, legs.importer, legs.arrived, legs.imported),
    ):
        month = np.minimum(economy.months.of_days(day), len(economy.months) - 1)
        there = could & (day < end) & sets.covered[direction, country, month]
        there &= random.random(len(legs)) >= settings.missed
        there &= ~inside | (random.random(len(legs)) < sets.recorded)
        rows = np.flatnonzero(there)
        parts.append(
            Sides(
                legs=legs.take(rows),
                leg_id=leg_id[rows],
                direction=np.full(len(rows), direction),
                day=day[rows].astype(np.intp),
            )
        )
    both = joined_sides(parts)
    return _split(both, settings, random)


def joined_sides(parts: list[Sides]) -> Sides:
    """Return several sets of records as one."""
    return Sides(
        legs=joined([part.legs for part in parts]),
        leg_id=np.concatenate([part.leg_id for part in parts]),
        direction=np.concatenate([part.direction for part in parts]),
        day=np.concatenate([part.day for part in parts]),
    )


def _split(sides: Sides, settings: FirmSettings, random: np.random.Generator) -> Sides:
    """Split invoices: those of splitters as a rule, others now and then."""
    splitter = list(Style).index(Style.INVOICE_SPLITTER)
    chance = np.where(sides.legs.style == splitter, 0.8, _HONEST_SPLITS) * (sides.legs.quantity >= settings.splitting)
    pieces = np.where(random.random(len(sides)) < chance, random.integers(2, settings.splitting + 1, len(sides)), 1)
    row = np.repeat(np.arange(len(sides)), pieces)
    weight: Floats = random.uniform(0.7, 1.3, len(row))
    weight /= np.bincount(row, weights=weight, minlength=len(sides))[row]
    found = sides.take(row)
    for name in ("value", "net_kg", "quantity"):
        getattr(found.legs, name)[:] *= weight
    found.day[:] += np.where(pieces[row] > 1, random.integers(0, 5, len(row)), 0)
    return found
