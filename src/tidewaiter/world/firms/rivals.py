"""Honest sellers of listed goods to the destination: old and new firms beside which evaders do not stand out by value.

They sell goods of the producer outside the coalition or of their own make, which nobody forbids.
"""

from __future__ import annotations

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Companies, Company, Role
from tidewaiter.world.firms.lanes import Lanes
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.places import Floats
from tidewaiter.world.trade import listed_goods

#: Companies at the top of a ranking that a small team can look at.
_TOP = 50
_LONGEST = 30


def rival_targets(
    diverted: Floats, new: np.ndarray, settings: FirmSettings, random: np.random.Generator
) -> tuple[Floats, np.ndarray]:
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
    middle = np.exp(random.uniform(np.log(fresh_threshold), np.log(threshold * 0.97 + 1), fresh_big - both))
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
    young: np.ndarray,
    usual: Floats,
    seen: Floats,
    settings: FirmSettings,
    random: np.random.Generator,
) -> Lanes:
    """Draw honest sellers to the destination and their lanes, within what honest trade there is.

    Args:
        targets: Value each shall sell since the sanctions; `young` whether it is a new firm.
        seen: Share of months each record set has, [direction, country].
    """
    places, routes, months = economy.places, economy.routes, economy.months
    listed = listed_goods(economy.goods)
    to_destination = routes.between(places.candidates, places.destination)
    room = economy.honest[np.ix_(to_destination, listed)][:, :, months.sanctions :].sum(axis=2) * 0.85
    sides = seen[0][routes.exporter[to_destination]] + seen[1][places.destination]
    rows: list[tuple[float, ...]] = []
    buyers = [at for at, company in enumerate(companies.all) if company.role is Role.IMPORTER]
    start, end = int(months.first_days[months.sanctions]), int(months.first_days[-1])
    for at in np.argsort(targets)[::-1].tolist():
        wanted = targets[at] / np.maximum(sides, 0.1)
        weight = np.sqrt(room.sum(axis=1)) * np.sqrt(sides) * (room.sum(axis=1) > wanted)
        if not weight.sum():
            continue
        pick = int(random.choice(len(weight), p=weight / weight.sum()))
        place = int(routes.exporter[to_destination[pick]])
        best = room[pick].argsort()[::-1]
        need = int((np.cumsum(room[pick][best]) < wanted[pick]).sum()) + 1
        goods = best[: max(need, int(random.integers(1, 5)))]
        goods = goods[room[pick][goods] > 0]
        share = room[pick][goods] / room[pick][goods].sum() * random.uniform(0.4, 1.6, len(goods))
        values = np.minimum(share / share.sum() * wanted[pick], room[pick][goods])
        room[pick][goods] -= values
        born = (
            start + int(random.beta(1.0, 2.5) * (end - 300 - start))
            if young[at]
            else -int(random.gamma(2.0, 1300)) - 60
        )
        firm = companies.add(
            Company(
                place=place,
                role=Role.SUPPLIER if place == places.producer else Role.HONEST_TRADER,
                born=born,
                goods=tuple(listed[goods].tolist()),
                exports=True,
                imports=place != places.producer or random.random() < 0.4,
                size=float(random.random() + 0.5),
                ramp=settings.firm_ramp if young[at] else 0,
            )
        )
        first = max(int(months.of_days(np.array([born + 25]))[0]), 0)
        for good, value in zip(listed[goods].tolist(), values.tolist(), strict=True):
            rows += _lanes_of(firm, int(to_destination[pick]), good, value, first, usual[good], buyers, economy, random)
    return _table(rows, companies)


def _lanes_of(
    firm: int,
    route: int,
    good: int,
    value: float,
    first: int,
    usual: float,
    buyers: list[int],
    economy: Economy,
    random: np.random.Generator,
) -> list[tuple[float, ...]]:
    """Return a firm's lanes of one good: to one buyer or several; an old firm sold before the sanctions too."""
    months = economy.months
    since = months.sanctions
    profile = economy.honest[route, good]
    before = profile[first:since].sum() / max(profile[since:].sum(), 1.0) if first < since else 0.0
    price = usual * float(np.exp(0.5 * random.standard_normal()))
    count = max(value / price, 1.0)
    number = min(1 + int(random.poisson(count / _LONGEST)), 12)
    shares = random.dirichlet(np.full(number, 1.5))
    chosen = random.choice(buyers, size=number)
    last = len(months) - 1
    return [
        (route, good, firm, int(buyer), first, last, count * share * (1 + before), value / count)
        for buyer, share in zip(chosen.tolist(), shares.tolist(), strict=True)
    ]


def _table(rows: list[tuple[float, ...]], companies: Companies) -> Lanes:
    columns = np.array(rows, dtype=np.float64).reshape(-1, 8).T
    route, good, seller, buyer, first, last = columns[:6].astype(np.intp)
    ramp = np.array([company.ramp for company in companies.all], dtype=np.intp)[seller]
    return Lanes(
        route=route, good=good, seller=seller, buyer=buyer, first=first, last=last, count=columns[6],
        value=columns[7], ramp=ramp,
    )  # fmt: skip
