"""The legs of diverted consignments as each country's statistics book them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.world.chains import NONE, Chains, Channel, Days
from tidewaiter.world.months import Months
from tidewaiter.world.places import Floats, Ints, Places
from tidewaiter.world.trade import Routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookings:
    """Bookings of one side, one a row.

    Attributes:
        route: Position of the route; `NONE` for exports whose declaration names no country.
        reporter: Country that books.
        good: Good as declared there.
        month: Position of the month; bookings after the end of the world are left out.
        value: US dollars free on board; `net_kg` weight.
    """

    route: Ints
    reporter: Ints
    good: Ints
    month: Ints
    value: Floats
    net_kg: Floats


def booked_exports(chains: Chains, places: Places, months: Months, routes: Routes) -> Bookings:
    """Return what the exporters book: origins always, hubs what goes on from them."""
    books = _Books(chains, months, routes)
    first = np.where(chains.channel == Channel.HIDDEN_TRANSIT, NONE, chains.hub)
    destination = np.full(len(chains), places.destination, dtype=np.intp)
    two, through = _two(chains), chains.channel == Channel.THROUGH
    twice = chains.channel == Channel.TWO_HUBS
    every = np.ones(len(chains), dtype=np.bool_)
    return _joined(
        books.take(every, chains.origin, first, chains.good, chains.left, chains.value, exports=True),
        books.take(through, chains.hub, destination, chains.sold_as, chains.from_hub, chains.resale, exports=True),
        books.take(two, chains.hub, chains.second, chains.sold_as, chains.from_hub, chains.resale, exports=True),
        books.take(
            twice, chains.second, destination, chains.sold_as, chains.from_second, chains.second_resale, exports=True
        ),
    )


def booked_imports(chains: Chains, months: Months, routes: Routes) -> Bookings:
    """Return what the hubs book as imports; the destination publishes nothing by then."""
    books = _Books(chains, months, routes)
    enters = _two(chains) | (chains.channel == Channel.THROUGH)
    twice = chains.channel == Channel.TWO_HUBS
    return _joined(
        books.take(enters, chains.origin, chains.hub, chains.sold_as, chains.at_hub, chains.value, exports=False),
        books.take(twice, chains.hub, chains.second, chains.sold_as, chains.at_second, chains.resale, exports=False),
    )


def _two(chains: Chains) -> npt.NDArray[np.bool_]:
    return np.isin(chains.channel, (Channel.TWO_HUBS, Channel.LOST_BETWEEN))


@dataclass(frozen=True, slots=True)
class _Books:
    chains: Chains
    months: Months
    routes: Routes

    def take(
        self,
        which: npt.NDArray[np.bool_],
        exporter: Ints,
        importer: Ints,
        good: Ints,
        day: Days,
        value: Floats,
        *,
        exports: bool,
    ) -> Bookings:
        month = self.months.of_days(day)
        kept = which & (month < len(self.months))
        named = importer[kept] != NONE
        route = np.where(named, self.routes.number[exporter[kept], importer[kept]], NONE)
        return Bookings(
            route=route,
            reporter=(exporter if exports else importer)[kept],
            good=good[kept],
            month=month[kept],
            value=value[kept],
            net_kg=self.chains.net_kg[kept],
        )


def _joined(*parts: Bookings) -> Bookings:
    names = ("route", "reporter", "good", "month", "value", "net_kg")
    return Bookings(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})
