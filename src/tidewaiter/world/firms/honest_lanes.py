"""Which lanes there are: how many records each route and good has, and between whom."""

from __future__ import annotations

import numpy as np

from tidewaiter.world.chains import NONE
from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Companies
from tidewaiter.world.firms.honest import Pools
from tidewaiter.world.firms.lanes import Lanes
from tidewaiter.world.goods import GoodKind
from tidewaiter.world.places import Floats, Ints

#: Consignments of a usual lane over the whole time.
_LANE = 14.0


def usual_values(economy: Economy, random: np.random.Generator) -> Floats:
    """Return the usual value of a consignment of each good, [good]; as in diversion, so that size tells nothing."""
    chains, goods = economy.chains, economy.goods
    spread = np.exp(0.3 * random.standard_normal(len(goods)))
    if not len(chains):
        return np.asarray(economy.settings.order_usd * spread)
    middle = float(np.median(chains.value))
    found = middle * spread
    for good in np.unique(chains.good).tolist():
        found[good] = np.median(chains.value[chains.good == good]) * float(np.exp(0.15 * random.standard_normal()))
    return np.asarray(found, dtype=np.float64)


def route_shares(economy: Economy, sets_seen: Floats) -> Floats:
    """Return how many of the honest records lie on each route and good, [route, good], adding up to one.

    Records an analyst has are mostly of the goods and countries looked at.

    Args:
        sets_seen: Share of months each record set has, [direction, country].
    """
    places, routes, goods = economy.places, economy.routes, economy.goods
    seen = sets_seen[0][routes.exporter] + sets_seen[1][routes.importer]
    listed = np.array([good.kind in {GoodKind.LISTED, GoodKind.SIBLING} for good in goods])
    to_destination = routes.importer == places.destination
    from_origin = np.isin(routes.exporter, places.origins)
    inward = np.isin(routes.exporter, places.producers) & ~to_destination
    value = economy.honest.sum(axis=2)
    weight = np.sqrt(np.maximum(value, 0.0)) * seen[:, None]
    kinds = (
        (inward[:, None] & listed[None], 0.42),
        (inward[:, None] & ~listed[None], 0.12),
        ((to_destination & from_origin)[:, None] & np.ones_like(listed)[None], 0.16),
        ((to_destination & ~from_origin)[:, None] & ~listed[None], 0.12),
        ((~to_destination & ~inward)[:, None] & np.ones_like(listed)[None], 0.18),
    )
    shares = np.zeros_like(value)
    for which, share in kinds:
        part = np.where(which, weight, 0.0)
        shares += share * part / part.sum() if part.sum() > 0 else 0.0
    return np.asarray(shares / shares.sum())


def draw_lanes(
    economy: Economy,
    companies: Companies,
    pools: Pools,
    counts: Floats,
    usual: Floats,
    random: np.random.Generator,
) -> Lanes:
    """Draw the lanes of the routes.

    Args:
        counts: Consignments expected on each route and good, [route, good].
        usual: Usual value of a consignment of each good.
    """
    routes = economy.routes
    found: list[tuple[Ints, ...]] = []
    for route, good in np.argwhere(counts > 0.5).tolist():
        sellers = pools.sellers.get((int(routes.exporter[route]), good))
        buyers = pools.buyers.get((int(routes.importer[route]), good))
        if sellers is None or buyers is None:
            continue
        number = 1 + int(counts[route, good] / _LANE)
        seller = sellers[random.choice(len(sellers), size=number, p=_weights(pools, sellers))]
        buyer = buyers[random.choice(len(buyers), size=number, p=_weights(pools, buyers))]
        share = random.dirichlet(np.full(number, 1.2)) * counts[route, good]
        same = np.full(number, route), np.full(number, good)
        found.append((*same, seller, buyer, share))
    columns = [np.concatenate(column) for column in zip(*found, strict=True)] if found else [np.zeros(0)] * 5
    firms = [column.astype(np.intp) for column in columns[:4]]
    return _windows(economy, companies, *firms, count=columns[4], usual=usual, random=random)


def _weights(pools: Pools, firms: Ints) -> Floats:
    size = np.sqrt(pools.size[firms])
    found: Floats = size / size.sum()
    return found


def _windows(
    economy: Economy,
    companies: Companies,
    route: Ints,
    good: Ints,
    seller: Ints,
    buyer: Ints,
    *,
    count: Floats,
    usual: Floats,
    random: np.random.Generator,
) -> Lanes:
    """Return lanes with the months in which both companies are there; lanes begin and end for their own reasons too."""
    months = economy.months
    born = np.array([company.born for company in companies.all])
    died = np.array([company.died for company in companies.all])
    ramps = np.array([company.ramp for company in companies.all], dtype=np.intp)
    day = np.maximum(np.maximum(born[seller], born[buyer]) + 20, 0)
    first = months.of_days(day)
    last = months.of_days(np.minimum(np.minimum(died[seller], died[buyer]), int(months.first_days[-1]))) - 1
    begins, ends = random.random((2, len(route))) < 0.25
    span = np.maximum(last - first, 0)
    moved = (random.random(len(route)) * span).astype(np.intp)
    first = np.where(begins, first + moved // 2, first)
    last = np.where(ends, last - (span - moved) // 3, last)
    kept = first <= last
    own = np.exp(0.4 * random.standard_normal(len(companies)))
    return Lanes(
        route=route[kept],
        good=good[kept],
        seller=seller[kept],
        buyer=buyer[kept],
        first=first[kept],
        last=last[kept],
        count=count[kept],
        value=(usual[good] * own[seller])[kept],
        ramp=np.maximum(ramps[seller], ramps[buyer])[kept],
        invoicer=np.full(int(kept.sum()), NONE, dtype=np.intp),
    )
