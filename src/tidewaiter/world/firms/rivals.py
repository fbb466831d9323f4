"""Honest sellers of listed goods to the destination: old and new firms beside which evaders do not stand out by value.

They sell goods of the producer outside the coalition or of their own make, which nobody forbids.
"""

from __future__ import annotations

import numpy as np

from tidewaiter.world.chains import NONE
from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import NEVER, Companies, Company, Role
from tidewaiter.world.firms.lanes import Lanes
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.places import Floats, Ints
from tidewaiter.world.trade import Bools, listed_goods

#: Companies at the top of a ranking that a small team can look at.
_TOP = 50
#: Consignments one buyer of a seller usually takes.
_LONGEST = 30
#: Share of honest trade that sellers here may carry.
_MOST = 0.85


def rival_targets(
    diverted: Floats, new: Bools, settings: FirmSettings, random: np.random.Generator
) -> tuple[Floats, Bools]:
    """Return values that honest sellers shall reach, and which of them are new firms.

    Args:
        diverted: Value each evader sells to the destination; `new` whether the evader is new since the sanctions.
    """
    values = np.sort(diverted)[::-1]
    fresh = np.sort(diverted[new])[::-1]
    top = min(_TOP, 2 * len(values))
    big = round(settings.rivals * top)
    threshold = values[min(max(top - big, 1), len(values)) - 1]
    fresh_top = min(_TOP, 2 * len(fresh))
    fresh_big = round(settings.new_rivals * fresh_top)
    fresh_threshold = (
        min(fresh[min(max(fresh_top - fresh_big, 1), len(fresh)) - 1], threshold) if len(fresh) else threshold
    )
    both = min(fresh_big, round(0.6 * big))
    large = threshold * np.exp(np.abs(0.7 * random.standard_normal(big)) + 0.08)
    below = max(threshold * 0.97 + 1, fresh_threshold)
    middle = np.exp(random.uniform(np.log(fresh_threshold), np.log(below), fresh_big - both))
    small = fresh_threshold * random.beta(0.6, 2.0, int(settings.small_rivals * len(diverted)) + 4)
    young = np.zeros(big + len(middle) + len(small), dtype=bool)
    young[:both] = True
    young[big : big + len(middle)] = True
    young[big + len(middle) :] = random.random(len(small)) < 0.35
    return np.concatenate([large, middle, small]), young


def draw_rivals(
    economy: Economy,
    companies: Companies,
    targets: Floats,
    young: Bools,
    usual: Floats,
    seen: Floats,
    settings: FirmSettings,
    random: np.random.Generator,
) -> Lanes:
    """Draw honest sellers to the destination and their lanes, within what honest trade there is.

    Args:
        targets: Value each shall sell since the sanctions; `young` whether it is a new firm.
        usual: Usual value of a consignment of each good.
        seen: Share of months each record set has, [direction, country].
    """
    founder = _Founder(economy, companies, usual, seen, settings, random)
    rows: list[tuple[float, ...]] = []
    for at in np.argsort(targets, kind="stable")[::-1].tolist():
        rows += founder.found(float(targets[at]), young=bool(young[at]))
    columns = np.array(rows, dtype=np.float64).reshape(-1, 8).T
    route, good, seller, buyer, first, last = columns[:6].astype(np.intp)
    ramps = np.array([company.ramp for company in companies.all], dtype=np.intp)
    return Lanes(
        route=route,
        good=good,
        seller=seller,
        buyer=buyer,
        first=first,
        last=last,
        count=columns[6],
        value=columns[7],
        ramp=ramps[seller],
        invoicer=np.full(len(route), NONE, dtype=np.intp),
    )


class _Founder:
    """Founds honest sellers where there is room for what they shall sell."""

    def __init__(
        self,
        economy: Economy,
        companies: Companies,
        usual: Floats,
        seen: Floats,
        settings: FirmSettings,
        random: np.random.Generator,
    ) -> None:
        places, routes, months = economy.places, economy.routes, economy.months
        self._economy, self._companies, self._usual = economy, companies, usual
        self._settings, self._random = settings, random
        self._listed = listed_goods(economy.goods)
        self._routes = routes.between(places.candidates, places.destination)
        later = economy.honest[np.ix_(self._routes, self._listed)][:, :, months.sanctions :]
        self._room = later.sum(axis=2) * _MOST
        self._sides = seen[0][routes.exporter[self._routes]] + seen[1][places.destination]
        # Whoever buys diverted goods buys of honest sellers too.
        self._buyers = [
            at
            for at, company in enumerate(companies.all)
            if company.role in {Role.IMPORTER, Role.BUYER} and company.born < 0 and company.died == NEVER
        ]

    def found(self, target: float, *, young: bool) -> list[tuple[float, ...]]:
        """Found a seller; return its lanes, or none where there is no room."""
        random, room = self._random, self._room
        wanted = target / np.maximum(self._sides, 0.1)
        weight = np.sqrt(room.sum(axis=1) * self._sides) * (room.sum(axis=1) > wanted)
        if not weight.sum():
            return []
        pick = int(random.choice(len(weight), p=weight / weight.sum()))
        best = room[pick].argsort(kind="stable")[::-1]
        need = int((np.cumsum(room[pick][best]) < wanted[pick]).sum()) + 1
        goods = best[: max(need, int(random.integers(1, 5)))]
        goods = goods[room[pick][goods] > 0]
        share = room[pick][goods] * random.uniform(0.4, 1.6, len(goods))
        values = np.minimum(share / share.sum() * wanted[pick], room[pick][goods])
        room[pick][goods] -= values
        firm = self._company(int(self._economy.routes.exporter[self._routes[pick]]), goods, young=young)
        rows: list[tuple[float, ...]] = []
        for good, value in zip(self._listed[goods].tolist(), values.tolist(), strict=True):
            rows += self._lanes(firm, int(self._routes[pick]), good, value)
        return rows

    def _company(self, place: int, goods: Ints, *, young: bool) -> int:
        random, months = self._random, self._economy.months
        start, end = int(months.first_days[months.sanctions]), int(months.first_days[-1])
        new = start + int(random.beta(1.0, 2.5) * (end - 300 - start))
        producer = place == self._economy.places.producer
        return self._companies.add(
            Company(
                place=place,
                role=Role.SUPPLIER if producer else Role.HONEST_TRADER,
                born=new if young else -int(random.gamma(2.0, 1300)) - 60,
                goods=tuple(self._listed[goods].tolist()),
                exports=True,
                imports=not producer or random.random() < 0.4,
                size=float(random.random() + 0.5),
                ramp=self._settings.firm_ramp if young else 0,
                licensed=random.random() < self._settings.licensed_rivals,
            )
        )

    def _lanes(self, firm: int, route: int, good: int, value: float) -> list[tuple[float, ...]]:
        """Return a firm's lanes of one good: to one buyer or several; an old firm sold less before the sanctions."""
        random, months = self._random, self._economy.months
        day = np.array([max(self._companies[firm].born + 25, 0)])
        first, since, last = int(months.of_days(day)[0]), months.sanctions, len(months) - 1
        profile = self._economy.honest[route, good]
        before = profile[first:since].sum() / max(profile[since:].sum(), 1.0)
        price = self._usual[good] * float(np.exp(0.5 * random.standard_normal()))
        count = max(value / price, 1.0)
        number = min(1 + int(random.poisson(count / _LONGEST)), 12)
        shares = random.dirichlet(np.full(number, 1.5)).tolist()
        chosen = random.choice(self._buyers, size=number).tolist()
        rows: list[tuple[float, ...]] = []
        for buyer, share in zip(chosen, shares, strict=True):
            rows.append((route, good, firm, buyer, max(first, since), last, count * share, value / count))
            if first < since:
                earlier = count * share * before * float(random.uniform(0.1, 0.9))
                rows.append((route, good, firm, buyer, first, since - 1, earlier, value / count))
        return rows
