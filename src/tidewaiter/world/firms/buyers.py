"""Companies in the destination that buy diverted goods: firms of their own, ordinary importers, and end users."""

from __future__ import annotations

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import NEVER, Companies, Company, Role
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.trade import listed_goods

#: Buyers founded since the sanctions.
_YOUNG = 0.45


class Buyers:
    """Buyers of diverted goods, some of which buy of many operations.

    Args:
        companies: All companies; buyers are added to them.
        count: How many buyers there are, besides end users with a supplier of their own.
    """

    def __init__(
        self,
        companies: Companies,
        economy: Economy,
        settings: FirmSettings,
        count: int,
        random: np.random.Generator,
    ) -> None:
        self._companies, self._random = companies, random
        self._place = economy.places.destination
        self._start = int(economy.months.first_days[economy.months.sanctions])
        self._listed = listed_goods(economy.goods)
        ordinary = [
            at
            for at, company in enumerate(companies.all)
            if company.role is Role.IMPORTER and company.born < 0 and company.died == NEVER
        ]
        some = min(round(count * settings.ordinary_buyers), len(ordinary))
        picked = random.choice(len(ordinary), size=some, replace=False).tolist()
        self._pool = [ordinary[at] for at in picked] + [self._add(Role.BUYER) for _ in range(max(count - some, 2))]
        self._weight = random.pareto(1.2, len(self._pool)) + 0.3
        for _ in range(max(2, count // 4)):
            self._add(Role.END_USER)

    def some(self, count: int) -> tuple[int, ...]:
        """Return some buyers; large ones are picked more often."""
        weight = self._weight / self._weight.sum()
        picked = self._random.choice(len(self._pool), size=min(count, len(self._pool)), replace=False, p=weight)
        return tuple(self._pool[at] for at in picked.tolist())

    def own(self) -> tuple[int, ...]:
        """Return an end user for itself."""
        return (self._add(Role.END_USER),)

    def _add(self, role: Role) -> int:
        random = self._random
        young = role is Role.BUYER and random.random() < _YOUNG
        born = self._start + int(random.integers(-60, 500)) if young else -int(random.gamma(2.0, 1500)) - 100
        goods = tuple(random.choice(self._listed, size=min(2, len(self._listed)), replace=False).tolist())
        size = float(random.random())
        return self._companies.add(
            Company(place=self._place, role=role, born=born, goods=goods, imports=True, size=size)
        )
