"""What is true in a world, to hold estimates against: each hub's diverted value by month and leg, decoys, settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tidewaiter.world.chains import NONE, Channel
from tidewaiter.world.decoys import DecoyKind
from tidewaiter.world.economy import Economy
from tidewaiter.world.goods import GoodKind, of_kind
from tidewaiter.world.hubs import Hub
from tidewaiter.world.places import UNION, Floats, Ints
from tidewaiter.world.reporting import Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """True diversion in US dollars. Arrays are [country, month]; all goods are on the Common High Priority List.

    Attributes:
        economy: The world.
        through: Diverted through the country as first or second hub, free on board at the origin, by month of
            departure from the origin.
        declared: Of this, what the origins' export declarations say went to the country (as first hub).
        booked: What the country books as imported from the origins of it.
        onward: What the country books as exported to the destination of it, at resale value, in the goods under
            suspicion: consignments declared under another code are left out, and what a customs union does not record.
        lost: Declared to the country and not booked there, by month of departure.
        imports_excess: What the origins' statistics show of listed goods sent to the country beyond honest trade
            without
            decoys: `declared`, less confidential cells, and what decoys add. `exports_excess` likewise of `onward`.
    """

    economy: Economy
    through: Floats
    declared: Floats
    booked: Floats
    onward: Floats
    lost: Floats
    imports_excess: Floats
    exports_excess: Floats
    total: float = field(default=0.0)

    def of(self, country: str, first: str, last: str, what: str = "through") -> float:
        """Return the true value of one country in a span of months, both included; 0 without diversion."""
        economy = self.economy
        if country not in economy.country:
            return 0.0
        begin, end = economy.months.at(first), economy.months.at(last) + 1
        values: Floats = getattr(self, what)
        return float(values[economy.country.index(country), begin:end].sum())

    def to_json(self) -> dict[str, Any]:
        """Return the truth as plain data for ``truth.json``."""
        economy = self.economy
        names = ("through", "declared", "booked", "onward", "lost", "imports_excess", "exports_excess")
        return {
            "seed": economy.seed,
            "scale": str(economy.scale),
            "destination": economy.country[economy.places.destination],
            "origins": [economy.country[at] for at in economy.places.origins],
            "months": [economy.months.first, economy.months.last],
            "sanctions": economy.months.names[economy.months.sanctions],
            "settings": {name: getattr(economy.settings, name) for name in economy.settings.__dataclass_fields__},
            "goods": [
                {"family": g.family, "code": g.code, "kind": str(g.kind), "tier": g.tier, "title": g.title}
                for g in economy.goods
            ],
            "hubs": [_hub(economy, hub) for hub in economy.hubs],
            "decoys": [
                {
                    "country": economy.country[d.place],
                    "kind": str(d.kind),
                    "goods": [economy.goods[at].family for at in d.goods],
                    "start": economy.months.names[min(max(d.start, 0), len(economy.months) - 1)],
                    "strength": d.strength,
                }
                for d in economy.decoys
            ],
            "shortfall_usd": float(economy.shortfall.sum()),
            "diverted_usd": self.total,
            "by_month": [
                {"country": code, "month": month}
                | {name: round(float(getattr(self, name)[at, t]), 2) for name in names}
                for at, code in enumerate(economy.country)
                if self.imports_excess[at].any() or self.exports_excess[at].any()
                for t, month in enumerate(economy.months.names)
                if any(getattr(self, name)[at, t] for name in names)
            ],
        }


def true_diversion(economy: Economy, faults: Faults) -> Truth:
    """Add up the diverted consignments of a world by country and month."""
    chains, months = economy.chains, economy.months
    shape = (len(economy.country), len(months))

    def add(country: Ints, days: np.ndarray, value: Floats, which: np.ndarray) -> Floats:
        at = np.flatnonzero(which & (country != NONE) & (days != NONE))
        month = months.of_days(days[at])
        kept = month < len(months)
        total = np.zeros(shape)
        np.add.at(total, (country[at][kept], month[kept]), value[at][kept])
        return total

    every = np.ones(len(chains), dtype=bool)
    twice = np.isin(chains.channel, (Channel.TWO_HUBS, Channel.LOST_BETWEEN))
    enters = twice | (chains.channel == Channel.THROUGH)
    named = chains.channel != Channel.HIDDEN_TRANSIT
    suspected = np.isin(chains.sold_as, of_kind(economy.goods, GoodKind.LISTED))
    first, second = chains.hub, chains.second
    onward = add(first, chains.from_hub, chains.resale, suspected & (chains.channel == Channel.THROUGH))
    onward += add(second, chains.from_second, chains.second_resale, suspected & (chains.channel == Channel.TWO_HUBS))
    recorded = np.array([faults.union if code in UNION else 1.0 for code in economy.country])
    recorded = np.where(faults.special & ~np.isin(range(shape[0]), economy.places.producers), 0.0, recorded)
    shown = ~faults.hidden[first, chains.sold_as]
    seen = add(first, chains.from_hub, chains.resale, suspected & shown & (chains.channel == Channel.THROUGH))
    shown = ~faults.hidden[np.maximum(second, 0), chains.sold_as]
    seen += add(
        second, chains.from_second, chains.second_resale, suspected & shown & (chains.channel == Channel.TWO_HUBS)
    )
    sent = add(first, chains.left, chains.value, named & ~faults.hidden[chains.origin, chains.good])
    return Truth(
        economy=economy,
        through=add(first, chains.left, chains.value, every) + add(second, chains.left, chains.value, twice),
        declared=add(first, chains.left, chains.value, named),
        booked=add(first, chains.at_hub, chains.value, enters),
        onward=onward * recorded[:, None],
        lost=add(first, chains.left, chains.value, named & ~enters),
        imports_excess=sent + _decoys(economy, inward=True),
        exports_excess=(seen + _decoys(economy, inward=False)) * recorded[:, None],
        total=float(chains.value.sum()),
    )


def _decoys(economy: Economy, *, inward: bool) -> Floats:
    """Return what decoys add to listed goods from the origins to each country, or from it to the destination."""
    places, routes = economy.places, economy.routes
    listed = of_kind(economy.goods, GoodKind.LISTED)
    total = np.zeros((len(economy.country), len(economy.months)))
    for country in places.candidates:
        ends = (places.origins, country) if inward else (country, places.destination)
        total[country] = economy.decoyed[np.ix_(routes.between(*ends), listed)].sum(axis=(0, 1))
    for decoy in economy.decoys:
        if inward and decoy.kind is DecoyKind.RECLASSIFICATION:
            sibling, _ = decoy.goods
            moved = economy.honest[routes.between(places.origins, decoy.place), sibling].sum(axis=0) * decoy.strength
            total[decoy.place, decoy.start :] += moved[decoy.start :]
    return total


def _hub(economy: Economy, hub: Hub) -> dict[str, Any]:
    months = economy.months.names
    return {
        "country": economy.country[hub.place],
        "start": months[hub.start],
        "ramp_months": hub.ramp,
        "weight": hub.weight,
        "goods": [economy.goods[at].family for at in hub.goods],
        "ghost": hub.ghost,
        "transit": hub.transit,
        "two_hubs": hub.two_hubs,
        "second": None if hub.second is None else economy.country[hub.second],
        "events": [
            {"kind": str(event.kind), "month": months[event.month], "depth": event.depth} for event in hub.events
        ],
    }
