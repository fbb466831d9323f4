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
from tidewaiter.world.places import Floats, Ints


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
