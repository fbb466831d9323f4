"""Lanes of honest trade: who sells a good to whom, on which route, since when and how much.

Honest trade is far larger than the records an analyst has: a record set holds the declarations of some traders. So a
lane carries a part of the honest trade of its route and good, and never more than there is.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from tidewaiter.world.chains import NONE
from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import NEVER, Companies, Role
from tidewaiter.world.firms.honest import Pools
from tidewaiter.world.goods import GoodKind
from tidewaiter.world.places import Floats, Ints

#: Consignments of a usual lane over the whole time.
_LANE = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """Lanes, one a row.

    Attributes:
        route: Position of the route; `good` of the good.
        seller: Company that sells; `buyer` that buys.
        first: First month; `last` the last one.
        count: Consignments expected over that time.
        value: Usual value of a consignment, US dollars.
        ramp: Months until full size; 0 for none.
        invoicer: Company in a third country through which the sale is invoiced, or `NONE`.
    """

    route: Ints
    good: Ints
    seller: Ints
    buyer: Ints
    first: Ints
    last: Ints
    count: Floats
    value: Floats
    ramp: Ints
    invoicer: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.route)

    def take(self, which: Ints) -> Lanes:
        """Return some of them."""
        return Lanes(**{entry.name: getattr(self, entry.name)[which] for entry in fields(self)})


def joined_lanes(parts: list[Lanes]) -> Lanes:
    """Return several sets of lanes as one."""
    return Lanes(
        **{entry.name: np.concatenate([getattr(part, entry.name) for part in parts]) for entry in fields(Lanes)}
    )


def no_lanes() -> Lanes:
    """Return no lanes at all."""
    whole, real = np.zeros(0, dtype=np.intp), np.zeros(0)
    return Lanes(
        route=whole,
        good=whole,
        seller=whole,
        buyer=whole,
        first=whole,
        last=whole,
        count=real,
        value=real,
        ramp=whole,
        invoicer=whole,
    )


def fewer(lanes: Lanes, share: float) -> Lanes:
    """Return lanes of the same value with fewer and larger consignments."""
    return replace(lanes, count=lanes.count * share, value=lanes.value / share)


def invoiced_elsewhere(
    lanes: Lanes, companies: Companies, economy: Economy, share: float, random: np.random.Generator
) -> Lanes:
    """Return lanes of which a share is invoiced through a lasting honest trader in a third country."""
    traders = np.array(
        [
            at
            for at, company in enumerate(companies.all)
            if company.role is Role.HONEST_TRADER and company.exports and company.born < 0 and company.died == NEVER
        ],
        dtype=np.intp,
    )
    if not len(traders) or not len(lanes):
        return lanes
    place = np.array([company.place for company in companies.all], dtype=np.intp)
    found = traders[random.integers(0, len(traders), len(lanes))]
    elsewhere = (place[found] != place[lanes.seller]) & (place[found] != place[lanes.buyer])
    some = (random.random(len(lanes)) < share) & elsewhere & (place[lanes.seller] != economy.places.destination)
    return replace(lanes, invoicer=np.where(some, found, NONE))


def handed_over(lanes: Lanes, followers: dict[int, int], companies: Companies, economy: Economy) -> Lanes:
    """Return lanes in which companies that go on with another's business have taken over its lanes.

    Args:
        followers: Company that follows, by the company that it follows.
    """
    for end in ("seller", "buyer"):
        firms: Ints = getattr(lanes, end)
        follower = np.array([followers.get(at, -1) for at in range(len(companies))], dtype=np.intp)
        died = np.array([company.died for company in companies.all])
        month = economy.months.of_days(np.minimum(died[firms], int(economy.months.first_days[-1]) - 1))
        split = (follower[firms] >= 0) & (month <= lanes.last)
        length = np.maximum(lanes.last - lanes.first + 1, 1)
        part = np.clip((month - lanes.first) / length, 0.0, 1.0)
        rows = np.flatnonzero(split)
        after = {entry.name: getattr(lanes, entry.name)[rows] for entry in fields(Lanes)}
        after |= {
            end: follower[firms[rows]],
            "first": np.maximum(month, lanes.first)[rows],
            "count": (lanes.count * (1 - part))[rows],
            "ramp": np.zeros(len(rows), dtype=np.intp),
        }
        before = {entry.name: getattr(lanes, entry.name) for entry in fields(Lanes)}
        before |= {
            "last": np.where(split, month - 1, lanes.last),
            "count": np.where(split, lanes.count * part, lanes.count),
        }
        lanes = joined_lanes([Lanes(**before), Lanes(**after)])
        lanes = lanes.take(np.flatnonzero(lanes.first <= lanes.last))
    return lanes


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
