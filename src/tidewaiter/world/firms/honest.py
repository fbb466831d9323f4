"""The honest firms of a world: suppliers, traders and importers, with their goods, sizes, births and ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import NEVER, Companies, Company, Role
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.goods import GoodKind
from tidewaiter.world.places import Floats, Ints

#: Trading firms outside the producing countries that sell abroad.
_EXPORTERS = 0.35
_MOST_GOODS = 4
_LEAST_FIRMS = 6
_YEAR = 365
#: Chance that an honest successor keeps the address, the phone or an owner.
_KEPT = 0.6


@dataclass(slots=True)
class Pools:
    """Which honest firms sell and buy which good in which country: numbers of companies and their sizes.

    Attributes:
        sellers: By country and good; `buyers` likewise.
    """

    sellers: dict[tuple[int, int], Ints]
    buyers: dict[tuple[int, int], Ints]
    size: Floats


def found_firms(
    companies: Companies,
    economy: Economy,
    weight: Floats,
    count: int,
    settings: FirmSettings,
    random: np.random.Generator,
) -> None:
    """Found the honest firms.

    Args:
        weight: Share of each country, [country].
        count: About how many there shall be.
    """
    places, goods = economy.places, economy.goods
    shares = weight**0.7 / (weight**0.7).sum() if weight.sum() else np.full(len(weight), 1 / len(weight))
    numbers = np.maximum(np.round(count * shares), _LEAST_FIRMS).astype(int)
    demand = np.array([2.0 if good.kind in {GoodKind.LISTED, GoodKind.SIBLING} else 1.0 for good in goods])
    for place, number in enumerate(numbers.tolist()):
        born, died = _lives(number, economy, settings, random)
        size = np.exp(settings.firm_spread * random.standard_normal(number))
        first = _covering(len(goods), number, demand, random)
        more = random.integers(0, _MOST_GOODS, number)
        sells = random.random(number) < _EXPORTERS
        sells[: max(3, number // 6)] = True
        born[: max(3, number // 6)] = np.minimum(born[: max(3, number // 6)], -200)
        died[: max(3, number // 6)] = NEVER
        producer, destination = place in places.producers, place == places.destination
        for at in range(number):
            extra = random.choice(len(goods), size=more[at], replace=False).tolist()
            companies.add(
                Company(
                    place=place,
                    role=Role.SUPPLIER if producer else Role.IMPORTER if destination else Role.HONEST_TRADER,
                    born=int(born[at]),
                    died=int(died[at]),
                    goods=tuple(dict.fromkeys([*first[at], *extra])),
                    exports=bool(producer or (sells[at] and not destination)),
                    imports=place not in places.origins,
                    size=float(size[at]),
                    ramp=settings.firm_ramp if born[at] > 0 else 0,
                )
            )


def _lives(number: int, economy: Economy, settings: FirmSettings, random: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw days of birth and end: most firms are old, some are founded since the sanctions, some close."""
    months = economy.months
    start, end = int(months.first_days[months.sanctions]), int(months.first_days[-1])
    old = -(random.gamma(2.0, 4 * _YEAR, number)).astype(np.intp) - 60
    between = random.integers(0, max(start, 1), number)
    new = start + (random.beta(1.2, 1.8, number) * (end - 90 - start)).astype(np.intp)
    draw = random.random(number)
    young = draw < settings.new_firms
    born = np.where(young, new, np.where(draw < settings.new_firms + 0.12, between, old))
    closes = (random.random(number) < settings.closed_firms) & (born < end - 400)
    died = np.where(closes, np.maximum(born, 0) + 300 + (random.random(number) * end).astype(np.intp), NEVER)
    return born, np.where(died < end, died, NEVER)


def _covering(goods: int, number: int, demand: Floats, random: np.random.Generator) -> list[list[int]]:
    """Return first goods of each firm so that the oldest firms of a country deal in all goods."""
    drawn = random.choice(goods, size=number, p=demand / demand.sum())
    first = [[int(good)] for good in drawn]
    sure = max(3, number // 6)
    for good in range(goods):
        first[good % sure].append(good)
        first[(good + 1) % sure].append(good)
    return first


def pools_of(companies: Companies, *, lasting: bool = False) -> Pools:
    """Return which firms with a business of their own sell and buy which good where.

    Args:
        lasting: Whether only firms that are there all the time count.
    """
    sellers: dict[tuple[int, int], list[int]] = {}
    buyers: dict[tuple[int, int], list[int]] = {}
    for number, company in enumerate(companies.all):
        if lasting and (company.born > 0 or company.died != NEVER):
            continue
        for good in company.goods:
            if company.exports:
                sellers.setdefault((company.place, good), []).append(number)
            if company.imports:
                buyers.setdefault((company.place, good), []).append(number)
    return Pools(
        sellers={key: np.array(found, dtype=np.intp) for key, found in sellers.items()},
        buyers={key: np.array(found, dtype=np.intp) for key, found in buyers.items()},
        size=np.array([company.size for company in companies.all]),
    )


def succeed_and_rename(
    companies: Companies, economy: Economy, settings: FirmSettings, random: np.random.Generator
) -> dict[int, int]:
    """Let some honest firms change their name, and some go on as a new company: both have honest reasons too.

    Returns:
        The company that goes on, by the one whose business it goes on with.
    """
    end = int(economy.months.first_days[-1])
    followers: dict[int, int] = {}
    for number in range(len(companies)):
        company = companies[number]
        draw = random.random()
        low, high = max(company.born + 300, 100), min(company.died, end) - 100
        if low >= high or company.first != NEVER or company.diverts or company.listed is not None:
            continue
        day = int(random.integers(low, high))
        if draw < settings.renamed_firms:
            company.renamed.append(day)
        elif draw < settings.renamed_firms + settings.succeeded_firms:
            followers[number] = _follower(companies, number, day, random)
            company.died = day
    return followers


def _follower(companies: Companies, number: int, day: int, random: np.random.Generator) -> int:
    """Found the company that goes on with the business of an honest firm."""
    company = companies[number]
    kept = {what for what in ("address", "phone", "owner", "buyer") if random.random() < _KEPT}
    return companies.add(
        Company(
            place=company.place,
            role=company.role,
            born=day - int(random.integers(5, 90)),
            died=company.died,
            predecessor=number,
            goods=company.goods,
            exports=company.exports,
            imports=company.imports,
            size=company.size,
            kept=frozenset(kept | {"buyer"}),
            licensed=company.licensed,
        )
    )
