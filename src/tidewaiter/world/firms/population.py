"""All firms of a world and what they do: honest ones, evaders with their operations, and the legs and lanes of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.carriers import assign
from tidewaiter.world.firms.company import Companies, Company, Role, Style
from tidewaiter.world.firms.histories import found_stages
from tidewaiter.world.firms.honest import found_firms, pools_of, succeed_and_rename
from tidewaiter.world.firms.honest_lanes import draw_lanes, route_shares, usual_values
from tidewaiter.world.firms.lanes import Lanes, fewer, handed_over, invoiced_elsewhere, joined_lanes, no_lanes
from tidewaiter.world.firms.legs import Legs
from tidewaiter.world.firms.operations import Operation, plan_operations
from tidewaiter.world.firms.rivals import draw_rivals, rival_targets
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.firms.settling import move, settle
from tidewaiter.world.firms.walks import diverted_legs
from tidewaiter.world.places import Floats, Ints
from tidewaiter.world.settings import SIZES

_FORWARDERS = (2, 6)
#: Least share of records that are of honest trade.
_HONEST = 0.3
#: Greatest share of records that are of honest sellers of listed goods to the destination.
_RIVALS = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The firms of a world.

    Attributes:
        companies: All companies.
        mixture: Share of each style among operations, as drawn.
        operations: Operations of evaders.
        legs: Legs of diverted consignments.
        lanes: Lanes of honest trade.
        forwarders: Forwarders by country.
    """

    companies: Companies
    mixture: dict[Style, float]
    operations: list[Operation]
    legs: Legs
    lanes: Lanes
    forwarders: dict[int, Ints]


def populate(economy: Economy, settings: FirmSettings, seen: Floats) -> Population:
    """Draw the firms of a world.

    Args:
        seen: Share of months each record set has, [direction, country]: honest trade that no set can show is left out.
    """
    streams, companies = economy.streams, Companies()
    target = SIZES[economy.scale].shipments
    shares = route_shares(economy, seen)
    found_firms(
        companies,
        economy,
        _weights(economy, shares),
        round(settings.firms * target**0.62),
        settings,
        streams.of("firms.honest"),
    )
    mixture = draw_mixture(settings, streams.of("firms.styles"))
    pools = pools_of(companies, lasting=True)
    operations = plan_operations(economy, settings, mixture, streams.of("firms.operations"))
    found_stages(operations, companies, economy, settings, streams.of("firms.stages"))
    carried = assign(economy, operations, pools, streams.of("firms.carried"))
    legs = diverted_legs(economy, operations, carried, companies, settings, streams.of("firms.legs"))
    settle(companies, economy, settings, streams.of("firms.settled"))
    usual = usual_values(economy, streams.of("firms.values"))
    rivals = _rivals(economy, companies, legs, usual, seen, settings, streams.of("firms.rivals"))
    sides = seen[0][economy.routes.exporter] + seen[1][economy.routes.importer]
    taken = (legs.exported * seen[0][legs.exporter] + legs.imported * seen[1][legs.importer]).sum()
    wanted = (rivals.count * sides[rivals.route]).sum()
    rivals = fewer(rivals, min(1.0, _RIVALS * target / wanted) if wanted else 1.0)
    taken += (rivals.count * sides[rivals.route]).sum()
    counts = shares * max(target - taken, _HONEST * target) / max((shares * sides[:, None]).sum(), 0.2)
    others = draw_lanes(economy, companies, pools_of(companies), counts, usual, streams.of("firms.lanes"))
    lanes = invoiced_elsewhere(
        joined_lanes([rivals, others]),
        companies,
        economy,
        settings.invoiced_elsewhere,
        streams.of("firms.invoicers"),
    )
    followers = succeed_and_rename(companies, economy, settings, streams.of("firms.changes"))
    move(companies, economy, settings.moved_firms, streams.of("firms.moves"))
    return Population(
        companies=companies,
        mixture=mixture,
        operations=operations,
        legs=legs,
        lanes=handed_over(lanes, followers, companies, economy),
        forwarders=_forwarders(companies, economy, streams.of("firms.forwarders")),
    )


def draw_mixture(settings: FirmSettings, random: np.random.Generator) -> dict[Style, float]:
    """Draw the share of each style among the operations of a world."""
    shares = random.dirichlet(np.full(len(Style), settings.style_evenness)).tolist()
    return dict(zip(Style, shares, strict=True))


def _weights(economy: Economy, shares: Floats) -> Floats:
    """Return how much of the honest records each country takes part in."""
    routes, count = economy.routes, len(economy.country)
    by_route = shares.sum(axis=1)
    out = np.bincount(routes.exporter, weights=by_route, minlength=count)
    return np.asarray(out + np.bincount(routes.importer, weights=by_route, minlength=count), dtype=np.float64)


def _rivals(
    economy: Economy,
    companies: Companies,
    legs: Legs,
    usual: Floats,
    seen: Floats,
    settings: FirmSettings,
    random: np.random.Generator,
) -> Lanes:
    """Draw honest sellers to the destination, in view of what evaders sell there."""
    places = economy.places
    there = ((legs.importer == places.destination) | (legs.named == places.destination)) & (legs.number > 1)
    if not there.any():
        return no_lanes()
    # An evader is seen with both records of a leg, or one; so is its rival.
    sides = legs.exported * seen[0][legs.exporter] + legs.imported * seen[1][legs.importer]
    value: Floats = np.asarray(
        np.bincount(legs.seller[there], weights=(legs.value * sides)[there], minlength=len(companies)), dtype=np.float64
    )
    evaders = np.flatnonzero(value > 0)
    new = np.array([not companies[at].exports for at in evaders.tolist()], dtype=bool)
    targets, young = rival_targets(value[evaders], new, settings, random)
    return draw_rivals(economy, companies, targets, young, usual, seen, settings, random)


def _forwarders(companies: Companies, economy: Economy, random: np.random.Generator) -> dict[int, Ints]:
    """Found forwarders in every country."""
    found = {}
    for place in range(len(economy.country)):
        count = int(random.integers(*_FORWARDERS))
        numbers = [
            companies.add(Company(place=place, role=Role.FORWARDER, born=-int(random.gamma(2.0, 1500)) - 200))
            for _ in range(count)
        ]
        found[place] = np.array(numbers, dtype=np.intp)
    return found
