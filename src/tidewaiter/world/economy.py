"""The truth of a world, before anybody reports it: countries, goods, honest trade and diverted consignments."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tidewaiter.world.chains import Chains, divert
from tidewaiter.world.decoys import Decoy, draw_decoys
from tidewaiter.world.goods import Good, choose_goods
from tidewaiter.world.hubs import Hub, draw_hubs
from tidewaiter.world.lots import model_weights
from tidewaiter.world.months import Months
from tidewaiter.world.places import Floats, Places, choose_places
from tidewaiter.world.settings import SIZES, Scale, WorldSettings, draw_settings
from tidewaiter.world.streams import Streams
from tidewaiter.world.trade import Routes, expected_trade, listed_goods, make_routes, ordered_trade


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """What is true.

    Attributes:
        honest: Honest trade, [route, good, month], US dollars free on board.
        expected: What honest trade was expected to be, same shape.
        decoyed: Part of `expected` that decoys and the producer's own sales add, same shape.
        shortfall: Direct trade in listed goods that sanctions took away, expected, [origin, good, month].
        price: Price relative to the usual one, [good, month].
        model_kg: Weight of a piece of each model, [good, model].
        chains: Diverted consignments.
    """

    seed: int
    scale: Scale
    settings: WorldSettings
    streams: Streams
    months: Months
    places: Places
    goods: tuple[Good, ...]
    routes: Routes
    decoys: tuple[Decoy, ...]
    hubs: tuple[Hub, ...]
    honest: Floats
    expected: Floats
    decoyed: Floats
    shortfall: Floats
    price: Floats
    model_kg: Floats
    chains: Chains

    @property
    def country(self) -> tuple[str, ...]:
        """ISO 3166 alpha-2 of each country."""
        return self.places.codes


def build_economy(
    seed: int, scale: Scale, settings: WorldSettings | None = None, months: Months | None = None
) -> Economy:
    """Draw a world's truth.

    Args:
        seed: The same seed gives the same world.
        scale: How large it is.
        settings: Settings to use instead of those drawn from the seed.
        months: Months it covers, 2019-01 to 2024-12 unless told.
    """
    streams, sizes = Streams(seed), SIZES[scale]
    settings, months = settings or draw_settings(seed), months or Months()
    places = choose_places(sizes, settings, streams.of("places"), streams.of("places.hubs"))
    goods = choose_goods(sizes, streams.of("goods"))
    routes = make_routes(places, streams.of("routes"))
    decoys = draw_decoys(places, goods, months, settings, streams.of("decoys"))
    hubs = draw_hubs(places, goods, months, settings, streams.of("hubs"))
    expected = expected_trade(places, goods, months, routes, decoys, settings, streams)
    shortfall = np.maximum(expected.free - expected.value[routes.between(places.origins, places.destination)], 0.0)
    shortfall[:, np.setdiff1d(np.arange(len(goods)), listed_goods(goods))] = 0.0
    model_kg = model_weights(goods, settings.model_spread, streams.of("goods.models"))
    chains = divert(
        places, goods, model_kg, months, hubs, expected, shortfall, settings, sizes.chains, streams.of("chains")
    )
    return Economy(
        seed=seed,
        scale=scale,
        settings=settings,
        streams=streams,
        months=months,
        places=replace(places, hubs=np.array(sorted(hub.place for hub in hubs), dtype=np.intp)),
        goods=goods,
        routes=routes,
        decoys=decoys,
        hubs=hubs,
        honest=ordered_trade(expected.value, goods, settings, streams.of("orders")),
        expected=expected.value,
        decoyed=expected.decoyed,
        shortfall=shortfall,
        price=expected.price,
        model_kg=model_kg,
        chains=chains,
    )
