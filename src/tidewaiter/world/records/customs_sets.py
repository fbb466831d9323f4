"""Which customs' records an analyst has, for which months and how each writes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.places import UNION, Floats
from tidewaiter.world.trade import Bools

#: Countries whose customs write names in Cyrillic as a rule.
CYRILLIC = frozenset({"RU", "KZ", "KG", "BY", "UZ", "TJ", "AM", "MN", "RS", "BG", "MK"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomsSets:
    """Record sets, one for each country and direction. Arrays are [direction, country, ...]; direction 0 is export.

    Attributes:
        covered: Whether the set has the month, [direction, country, month].
        recorded: Share of goods that pass a border of the customs union inside which nothing is declared, [country].
        tax_ids: Whether the set states tax numbers; `monthly` whether it is dated by month only.
        cyrillic: Share of names written in Cyrillic, [country].
        cif: Cost, insurance and freight on top of the price, [country].
        currency: Share of records in another currency, [direction, country].
    """

    covered: Bools
    union: Bools
    recorded: float
    tax_ids: Bools
    monthly: Bools
    cyrillic: Floats
    cif: Floats
    currency: Floats

    @property
    def seen(self) -> Floats:
        """Share of months each set has, [direction, country]."""
        found: Floats = self.covered.mean(axis=2)
        return found


def draw_sets(economy: Economy, settings: FirmSettings, random: np.random.Generator) -> CustomsSets:
    """Draw which record sets there are and which months each has."""
    places, months = economy.places, economy.months
    count, length = len(places.codes), len(months)
    chance = np.full((2, count), settings.other_records)
    suspects = np.array(
        [at for at in places.candidates if places.size[at] > 0 and _suspected(economy, int(at))], dtype=np.intp
    )
    chance[:, suspects] = settings.suspect_records
    chance[:, places.hubs] = settings.hub_records
    chance[0, places.origins], chance[1, places.origins] = settings.origin_records, 0.0
    there = random.random((2, count)) < chance
    there[:, places.destination] = (False, True)
    covered = np.broadcast_to(there[..., None], (2, count, length)).copy()
    late = random.random((2, count)) < settings.late_records
    begin = np.where(late, random.integers(3, max(months.sanctions - 2, 4), (2, count)), 0)
    at = np.arange(length)
    covered &= at >= begin[..., None]
    covered &= random.random(covered.shape) >= settings.missing_records
    last = length - int(settings.destination_records * 16)
    covered[1, places.destination] &= at < max(last, length - 15)
    return CustomsSets(
        covered=covered,
        union=np.array([code in UNION for code in places.codes]),
        recorded=economy.settings.union_recording,
        tax_ids=random.random((2, count)) < settings.tax_ids,
        monthly=(random.random((2, count)) < settings.monthly_sets),
        cyrillic=np.array([settings.native_script if code in CYRILLIC else 0.0 for code in places.codes]),
        cif=economy.settings.cif * random.uniform(0.5, 1.5, count),
        currency=settings.other_currency * random.uniform(0.0, 2.0, (2, count)),
    )


def _suspected(economy: Economy, place: int) -> bool:
    """Whether an analyst would look there: beside the destination, a hub, or what looks like one."""
    places = economy.places
    return place in places.neighbours or place in places.hubs or any(decoy.place == place for decoy in economy.decoys)
