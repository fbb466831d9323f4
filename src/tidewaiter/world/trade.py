"""Honest trade: what every route would carry of every good in every month, and what it did carry.

A route is a pair of exporter and importer. Arrays are [route, good, month], values in US dollars free on board.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from tidewaiter.world.decoys import Decoy, DecoyKind
from tidewaiter.world.goods import Good, GoodKind, of_kind
from tidewaiter.world.months import Months
from tidewaiter.world.places import UNION, Floats, Ints, Places
from tidewaiter.world.settings import WorldSettings
from tidewaiter.world.streams import Streams

Bools = npt.NDArray[np.bool_]
#: Chance that a country sells such goods on to another one at all.
_PARTNERS = 0.3
#: Parcels of one order have sizes with this gamma shape.
_ORDER_SHAPE = 1.5
_DIRECT_RAMP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """The routes of a world.

    Attributes:
        exporter: Country of each; `importer` likewise.
        number: Position of the route between two countries, -1 where there is none.
        from_producer: Whether the exporter makes the goods.
    """

    exporter: Ints
    importer: Ints
    number: Ints
    from_producer: Bools

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.exporter)

    def between(self, exporters: npt.ArrayLike, importers: npt.ArrayLike) -> Ints:
        """Return the routes that exist between some exporters and some importers."""
        found = self.number[np.ix_(np.atleast_1d(exporters), np.atleast_1d(importers))].ravel()
        return np.asarray(found[found >= 0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What trade is expected to be.

    Attributes:
        value: With sanctions and decoys.
        free: Direct trade of the origins with the destination had there been no sanctions, [origin, good, month].
        price: Price of a good relative to its usual one, [good, month].
        decoyed: Part of `value` that decoys and the producer's own sales add, same shape.
    """

    value: Floats
    free: Floats
    price: Floats
    decoyed: Floats


def make_routes(places: Places, random: np.random.Generator) -> Routes:
    """Return the routes: producers to everybody, candidates to the destination and to some of the others."""
    count = len(places.codes)
    buys = np.zeros(count, dtype=bool)
    buys[[places.destination, *places.candidates]] = True
    linked = np.zeros((count, count), dtype=bool)
    linked[np.ix_(places.producers, np.flatnonzero(buys))] = True
    some = random.random((count, count)) < _PARTNERS
    linked[np.ix_(places.candidates, places.candidates)] |= some[np.ix_(places.candidates, places.candidates)]
    linked[np.ix_(places.hubs, places.candidates)] = True
    linked[np.ix_(places.candidates, places.neighbours)] = True
    linked[places.candidates, places.destination] = True
    np.fill_diagonal(linked, val=False)
    exporter, importer = np.nonzero(linked)
    number = np.full((count, count), -1, dtype=np.intp)
    number[exporter, importer] = np.arange(len(exporter))
    return Routes(
        exporter=exporter, importer=importer, number=number, from_producer=np.isin(exporter, places.producers)
    )


def expected_trade(
    places: Places,
    goods: Sequence[Good],
    months: Months,
    routes: Routes,
    decoys: Sequence[Decoy],
    settings: WorldSettings,
    streams: Streams,
) -> Expected:
    """Return expected honest trade."""
    price = _prices(goods, months, settings, streams.of("trade.prices"))
    value = _levels(places, goods, routes, settings, streams.of("trade.levels"))[..., None]
    value = value * _seasons(goods, months, settings, streams.of("trade.seasons"))[None] * price[None]
    value = value * np.exp(_paths(places, months, settings, streams)[routes.importer])[:, None]
    value *= np.exp(_noise(value.shape, settings, streams.of("trade.noise")))
    direct = routes.between(places.origins, places.destination)
    free = value[direct].copy()
    _sanctions(value, places, goods, months, routes, settings)
    plain = value.copy()
    _producer_rise(value, places, goods, months, routes, settings)
    for decoy in decoys:
        _apply(decoy, value, places, months, routes)
    return Expected(value=value, free=free, price=price, decoyed=value - plain)


def ordered_trade(
    expected: Floats, goods: Sequence[Good], settings: WorldSettings, random: np.random.Generator
) -> Floats:
    """Draw what was ordered: a Poisson number of orders of gamma size, so that small routes have empty months."""
    size = settings.order_usd * np.array([good.order_factor for good in goods])
    rate = expected / size[None, :, None]
    # The order in which numbers are drawn follows the arrays, which is the same on every machine.
    orders = random.poisson(rate)
    found = np.zeros_like(expected)
    some = orders > 0
    sizes = np.broadcast_to(size[None, :, None], orders.shape)[some]
    found[some] = sizes * random.standard_gamma(_ORDER_SHAPE * orders[some]) / _ORDER_SHAPE
    return found


def _levels(
    places: Places, goods: Sequence[Good], routes: Routes, settings: WorldSettings, random: np.random.Generator
) -> Floats:
    """Return the usual monthly value of each route and good."""
    countries, kinds = len(places.codes), len(goods)
    level = settings.level_usd * np.exp(0.8 * random.standard_normal(kinds))
    taste = np.exp(settings.taste_spread * random.standard_normal((countries, kinds)))
    demand = places.size[:, None] * taste * level[None, :]
    made = np.exp(0.9 * random.standard_normal((countries, kinds))) * np.isin(range(countries), places.origins)[:, None]
    made *= (1 - settings.producer_share) / made.sum(axis=0)
    made[places.producer] = settings.producer_share * np.exp(0.4 * random.standard_normal(kinds))
    near = np.exp(0.5 * random.standard_normal(len(routes)))
    value = made[routes.exporter] * demand[routes.importer] * near[:, None]
    return value + _resold(places, goods, demand, routes, near, random)


def _resold(
    places: Places, goods: Sequence[Good], demand: Floats, routes: Routes, near: Floats, random: np.random.Generator
) -> Floats:
    """Return what candidates sell on, spread over their partners; union members deal more with the destination."""
    union = np.array([code in UNION for code in places.codes])
    pull = places.size[routes.importer] * near * ~routes.from_producer
    pull = np.where(union[routes.exporter] & (routes.importer == places.destination), 4.0, 1.0) * pull
    total = np.bincount(routes.exporter, weights=pull, minlength=len(places.codes))
    share = np.divide(pull, total[routes.exporter], out=np.zeros_like(pull), where=total[routes.exporter] > 0)
    deals = np.exp(0.8 * random.standard_normal((len(routes), len(goods)))) * (
        random.random((len(routes), len(goods))) < 0.6
    )
    found: Floats = places.resale[routes.exporter][:, None] * demand[routes.exporter] * share[:, None] * deals
    return found


def _prices(goods: Sequence[Good], months: Months, settings: WorldSettings, random: np.random.Generator) -> Floats:
    """Return prices relative to usual ones: a hump from 2021 to 2023 for goods of the electrical chapters."""
    up = months.since(months.at("2021-03") + int(random.integers(0, 9)), int(random.integers(4, 12)))
    down = months.since(months.at("2022-09") + int(random.integers(0, 12)), int(random.integers(6, 18)))
    strength = settings.price_cycle * random.uniform(0.3, 1.3, len(goods))
    strength *= np.array([1.0 if good.code[:2] == "85" else 0.25 for good in goods])
    wobble = np.cumsum(0.008 * random.standard_normal((len(goods), len(months))), axis=1)
    found: Floats = np.exp(strength[:, None] * (up - down)[None] + wobble)
    return found


def _seasons(goods: Sequence[Good], months: Months, settings: WorldSettings, random: np.random.Generator) -> Floats:
    phase = random.uniform(0, 2 * np.pi) + 0.4 * random.standard_normal(len(goods))
    angle = 2 * np.pi * months.calendar[None] / 12 + phase[:, None]
    new_year = np.where(months.calendar == 0, -settings.season, 0.0)
    growth = settings.growth + 0.03 * random.standard_normal(len(goods))
    years = np.arange(len(months)) / 12
    found: Floats = np.exp(settings.season * np.sin(angle) + new_year[None] + growth[:, None] * years[None])
    return found


def _paths(places: Places, months: Months, settings: WorldSettings, streams: Streams) -> Floats:
    """Return log trade of each importer relative to usual: growth, cycle, the pandemic, falls of the currency."""
    random, shocks = streams.of("trade.importers"), streams.of("trade.exchange")
    shape = (len(places.codes), len(months))
    growth = settings.growth_spread * random.standard_normal(shape[0])[:, None] * (np.arange(shape[1]) / 12)[None]
    cycle = _autocorrelated(settings.cycle * random.standard_normal(shape), 0.8)
    pandemic = np.zeros(shape[1])
    pandemic[max(months.at("2020-03"), 0) : max(months.at("2020-07"), 0)] = -settings.pandemic
    hit = shocks.random(shape[0]) < settings.exchange_shocks
    start, length = shocks.integers(0, shape[1], shape[0]), shocks.integers(4, 13, shape[0])
    month = np.arange(shape[1])[None]
    fall = hit[:, None] & (month >= start[:, None]) & (month < (start + length)[:, None])
    depth = settings.exchange_depth * shocks.uniform(0.5, 1.5, shape[0])
    return growth + cycle + pandemic[None] - fall * depth[:, None]


def _noise(shape: tuple[int, ...], settings: WorldSettings, random: np.random.Generator) -> Floats:
    """Return noise of each cell with memory, of mean one after exponentiation."""
    white = random.standard_normal(shape)
    return _autocorrelated(settings.noise * white, settings.noise_memory) - 0.5 * settings.noise**2


def _autocorrelated(shocks: Floats, memory: float) -> Floats:
    """Return first-order autoregressions along the last axis whose standard deviation is that of the shocks."""
    scaled = shocks * np.sqrt(1 - memory**2)
    scaled[..., 0] = shocks[..., 0]
    found: Floats = scipy.signal.lfilter([1.0], [1.0, -memory], scaled, axis=-1)
    return found


def _sanctions(
    value: Floats, places: Places, goods: Sequence[Good], months: Months, routes: Routes, settings: WorldSettings
) -> None:
    """Lower direct trade from the origins."""
    after = months.since(months.sanctions, _DIRECT_RAMP)
    fall = np.array([settings.civil_fall if good.kind is GoodKind.CIVIL else settings.listed_fall for good in goods])
    value[routes.between(places.origins, places.destination)] *= 1 - fall[:, None] * after[None]


def _producer_rise(
    value: Floats, places: Places, goods: Sequence[Good], months: Months, routes: Routes, settings: WorldSettings
) -> None:
    """Raise what the producer outside the coalition sells to the destination itself."""
    rise = settings.producer_rise * np.array([0.3 if good.kind is GoodKind.CIVIL else 1.0 for good in goods])
    value[routes.between(places.producer, places.destination)] *= 1 + rise[:, None] * months.since(months.sanctions, 12)


def _apply(decoy: Decoy, value: Floats, places: Places, months: Months, routes: Routes) -> None:
    """Add a decoy to expected trade. Reclassification changes declarations only: see `tidewaiter.world.reporting`."""
    if decoy.kind is DecoyKind.RECLASSIFICATION:
        return
    kinds, grown = np.array(decoy.goods), decoy.strength * months.since(decoy.start, decoy.ramp)
    inward = routes.between(places.producers, decoy.place)
    onward = routes.between(decoy.place, places.destination)
    others = np.setdiff1d(places.candidates, [decoy.place, *places.neighbours])
    outward = routes.between(decoy.place, others)
    if decoy.kind is DecoyKind.OWN_PRODUCTION:
        usual = value[np.ix_(inward, kinds)].sum(axis=0)
        value[np.ix_(onward, kinds)] += 0.3 * usual[None] * grown
        return
    added = value[np.ix_(inward, kinds)] * grown
    value[np.ix_(inward, kinds)] += added
    if decoy.kind is DecoyKind.PARALLEL_IMPORTS:
        value[np.ix_(onward, kinds)] += added.sum(axis=0)[None]
    elif decoy.kind is DecoyKind.ENTREPOT and len(outward):
        value[np.ix_(outward, kinds)] += added.sum(axis=0)[None] / len(outward)


def listed_goods(goods: Sequence[Good]) -> Ints:
    """Return the positions of the listed goods."""
    return of_kind(goods, GoodKind.LISTED)
