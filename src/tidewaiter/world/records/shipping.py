"""Honest consignments, month by month: the part of honest trade that the lanes of a world's firms carry."""

from __future__ import annotations

import numpy as np

from tidewaiter.world.chains import NONE
from tidewaiter.world.decoys import DecoyKind
from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.lanes import Lanes
from tidewaiter.world.firms.legs import Legs
from tidewaiter.world.lots import in_pieces, model_of
from tidewaiter.world.places import Floats, Ints
from tidewaiter.world.trade import Bools

#: Share of a cell of honest trade that lanes may carry at most.
_MOST = 0.98


class HonestTrade:
    """Draws the honest consignments of each month.

    Args:
        economy: The world.
        lanes: Who sells what to whom.
        licensed: Whether each company sells goods of the coalition to the destination legally, [company].
    """

    def __init__(self, economy: Economy, lanes: Lanes, licensed: Bools) -> None:
        self._economy, self._lanes, self._licensed = economy, lanes, licensed
        cells = np.cumsum(economy.honest, axis=2)
        total = cells[lanes.route, lanes.good, lanes.last]
        total = total - np.where(lanes.first > 0, cells[lanes.route, lanes.good, np.maximum(lanes.first - 1, 0)], 0.0)
        length = np.maximum(lanes.last - lanes.first + 1, 1)
        grown = np.maximum(1 - np.minimum(lanes.ramp, length) / (2.0 * length), 0.3)
        self._rate = np.divide(lanes.count, total * grown, out=np.zeros(len(lanes)), where=total > 0)

    def month(self, month: int, lot: int, random: np.random.Generator) -> Legs:
        """Return the consignments that leave in a month.

        Args:
            month: Position of the month.
            lot: First number for their lots.
        """
        economy, lanes = self._economy, self._lanes
        active = np.flatnonzero((lanes.first <= month) & (month <= lanes.last))
        cell = economy.honest[lanes.route[active], lanes.good[active], month]
        ramp = lanes.ramp[active]
        grown = np.where(ramp > 0, np.minimum((month - lanes.first[active] + 1) / np.maximum(ramp, 1), 1.0), 1.0)
        number = random.poisson(self._rate[active] * cell * grown)
        lane = np.repeat(active, number)
        value = lanes.value[lane] * np.exp(economy.settings.order_spread * 0.7 * random.standard_normal(len(lane)))
        value = self._fitted(lane, value, month)
        return self._legs(lane, value, month, lot, random)

    def _fitted(self, lane: Ints, value: Floats, month: int) -> Floats:
        """Return values scaled down where the lanes of a cell would carry more than there is."""
        economy, lanes = self._economy, self._lanes
        goods = len(economy.goods)
        key = lanes.route[lane] * goods + lanes.good[lane]
        total = np.bincount(key, weights=value, minlength=economy.honest.shape[0] * goods)
        there = economy.honest[:, :, month].ravel() * _MOST
        scale = np.minimum(np.divide(there, total, out=np.ones_like(total), where=total > 0), 1.0)
        found: Floats = value * scale[key]
        return found

    def _legs(self, lane: Ints, value: Floats, month: int, lot: int, random: np.random.Generator) -> Legs:
        economy, lanes = self._economy, self._lanes
        routes, months, size = economy.routes, economy.months, len(lane)
        route, good = lanes.route[lane], lanes.good[lane]
        exporter, importer = routes.exporter[route], routes.importer[route]
        begin, end = months.first_days[month : month + 2]
        out = begin + (random.random(size) * (end - begin)).astype(np.int64)
        price = np.array([entry.usd_per_kg for entry in economy.goods])[good] * economy.price[good, month]
        # Whoever sells on adds a margin; makers do not.
        margin = np.where(routes.from_producer[route], 1.0, random.uniform(1.03, economy.settings.markup + 0.1, size))
        net_kg = value / (price * margin * np.exp(0.25 * random.standard_normal(size)))
        numbers = lot + np.arange(size)
        net_kg, quantity = in_pieces(net_kg, economy.model_kg[good, model_of(numbers)])
        declared = self._declared(route, good, month, random)
        invoicer = lanes.invoicer[lane]
        blank = np.full(size, NONE, dtype=np.intp)
        yes = np.ones(size, dtype=bool)
        return Legs(
            chain=blank,
            number=np.ones(size, dtype=np.intp),
            seller=lanes.seller[lane],
            buyer=lanes.buyer[lane],
            consignee=np.where(invoicer == NONE, lanes.buyer[lane], invoicer),
            shipper=np.where(invoicer == NONE, lanes.seller[lane], invoicer),
            good=good,
            declared=declared,
            booked=declared,
            exporter=exporter,
            importer=importer,
            exported=yes,
            imported=yes,
            named=importer,
            dispatched=exporter,
            out=out,
            arrived=out + random.integers(2, 36, size),
            value=value,
            net_kg=net_kg,
            quantity=quantity,
            origin=self._origins(lane, month, random),
            style=blank,
            lot=numbers,
            maker=lanes.seller[lane],
        )

    def _declared(self, route: Ints, good: Ints, month: int, random: np.random.Generator) -> Ints:
        """Return the goods declared: another good where a decoy of the world changed the code."""
        routes, places, found = self._economy.routes, self._economy.places, good.copy()
        inward = np.isin(routes.exporter[route], places.origins)
        for decoy in self._economy.decoys:
            if decoy.kind is DecoyKind.RECLASSIFICATION and month >= decoy.start:
                sibling, listed = decoy.goods
                moved = inward & (good == sibling) & (routes.importer[route] == decoy.place)
                found[moved & (random.random(len(good)) < decoy.strength)] = listed
        return found

    def _origins(self, lane: Ints, month: int, random: np.random.Generator) -> Ints:
        """Return where the goods were made: what is sold on to the destination since the sanctions is of no origin."""
        economy = self._economy
        route, good = self._lanes.route[lane], self._lanes.good[lane]
        places, routes = economy.places, economy.routes
        exporter = routes.exporter[route]
        made = places.producers[random.integers(0, len(places.producers), len(route))]
        other = np.where(random.random(len(route)) < 0.7, places.producer, exporter)
        onward = (routes.importer[route] == places.destination) & (month >= economy.months.sanctions)
        listed = np.array([entry.listed for entry in economy.goods])[good]
        origins = places.origins[random.integers(0, len(places.origins), len(route))]
        other = np.where(self._licensed[self._lanes.seller[lane]], origins, other)
        # Producers sell their own goods, unless they sell on under a license.
        own = routes.from_producer[route] & ~(self._licensed[self._lanes.seller[lane]] & onward & listed)
        return np.where(own, exporter, np.where(onward & listed, other, made))
