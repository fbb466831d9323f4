"""What a world is drawn from: every parameter with its range, its unit and its meaning, and the sizes of a scale.

Ranges are wide on purpose and each world draws its own values, so that a detector cannot be fitted to one recipe.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

import numpy as np

from tidewaiter.world.streams import Streams


class Scale(StrEnum):
    """How large a world is."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Sizes of a scale.

    Attributes:
        origins: Coalition countries that make the goods.
        suspects: Candidate hubs among countries an authority has named or beside the destination.
        neutrals: Other countries.
        listed: Families of goods on the Common High Priority List; `civil` families that are not.
        hubs: Least and greatest number of true hubs.
        chains: Diverted consignments over the whole time, about.
        shipments: Shipment records, about.
    """

    origins: int
    suspects: int
    neutrals: int
    listed: int
    civil: int
    hubs: tuple[int, int]
    chains: int
    shipments: int


SIZES = {
    Scale.SMALL: Sizes(
        origins=6, suspects=9, neutrals=10, listed=9, civil=7, hubs=(3, 6), chains=2_600, shipments=40_000
    ),
    Scale.MEDIUM: Sizes(
        origins=10, suspects=13, neutrals=16, listed=18, civil=12, hubs=(4, 9), chains=60_000, shipments=1_000_000
    ),
    Scale.LARGE: Sizes(
        origins=15, suspects=17, neutrals=24, listed=32, civil=18, hubs=(6, 12), chains=250_000, shipments=10_000_000
    ),
}


class Spread(StrEnum):
    """How a parameter is drawn from its range."""

    UNIFORM = "uniform"
    LOG = "log-uniform"
    WHOLE = "whole number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a world: the range it is drawn from, both ends included, and what it means."""

    name: str
    low: float
    high: float
    spread: Spread
    unit: str
    meaning: str

    def draw(self, random: np.random.Generator) -> float | int:
        """Draw a value."""
        if self.spread is Spread.WHOLE:
            return int(random.integers(int(self.low), int(self.high) + 1))
        if self.spread is Spread.LOG:
            return float(np.exp(random.uniform(np.log(self.low), np.log(self.high))))
        return float(random.uniform(self.low, self.high))


def drawn(low: float, high: float, unit: str, meaning: str, spread: Spread = Spread.UNIFORM) -> Any:  # noqa: ANN401 - a field is of the type it is declared with
    """Return a field of settings that is drawn from a range."""
    return field(metadata={"low": low, "high": high, "unit": unit, "meaning": meaning, "spread": spread})


_SHARE, _LOG, _WHOLE = "share", Spread.LOG, Spread.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldSettings:
    """The settings of one world: `parameters` lists them with ranges and meaning, `draw_settings` draws them.

    Ranges are for drawing. Whoever makes a world may set a value outside its range to see what happens.
    """

    # Trade
    level_usd: float = drawn(1.5e6, 6e6, "USD a month", "imports of a median good by a country of size 1", _LOG)
    size_spread: float = drawn(0.3, 0.7, "log sd", "countries differ in size around what is assumed for them")
    taste_spread: float = drawn(0.4, 0.9, "log sd", "countries differ in what they buy")
    producer_share: float = drawn(0.15, 0.45, _SHARE, "share of the large producer outside the coalition")
    noise: float = drawn(0.08, 0.35, "log sd", "monthly noise of one route and good, besides lumpy orders")
    noise_memory: float = drawn(0.1, 0.7, "autocorrelation", "memory of that noise from month to month")
    cycle: float = drawn(0.02, 0.12, "log sd", "business cycle of an importer, common to all goods")
    order_usd: float = drawn(4e3, 8e4, "USD", "median size of one honest order; small routes have empty months", _LOG)
    season: float = drawn(0.03, 0.25, "log amplitude", "seasons")
    growth: float = drawn(-0.01, 0.06, "log points a year", "growth of world trade")
    growth_spread: float = drawn(0.01, 0.06, "log points a year, sd", "importers grow at different rates")
    price_cycle: float = drawn(0.0, 0.5, "log points", "price rise of chips and alike in 2021 to 2023; weight does not")
    pandemic: float = drawn(0.0, 0.35, "log points", "fall of trade from March to June 2020")
    exchange_shocks: float = drawn(0.0, 0.3, _SHARE, "countries that have a fall of the currency")
    exchange_depth: float = drawn(0.1, 0.5, "log points", "fall of imports in such a shock; it lasts 4 to 12 months")
    reexport_share: float = drawn(0.03, 0.15, _SHARE, "imports that an ordinary country sells on")
    entrepot_share: float = drawn(0.3, 0.7, _SHARE, "imports that an entrepot sells on")
    # Sanctions
    listed_fall: float = drawn(0.75, 0.97, _SHARE, "fall of direct trade in listed goods, coalition to destination")
    civil_fall: float = drawn(0.1, 0.6, _SHARE, "fall of direct trade in other goods")
    producer_rise: float = drawn(0.1, 1.2, _SHARE, "rise of the producer's own sales to the destination")
    # Diversion
    hubs: int = drawn(0, 1, _SHARE, "number of true hubs, from the least (0) to the greatest (1) of the scale")
    surprise_hubs: float = drawn(0.0, 0.3, _SHARE, "chance that a hub is a country nobody suspects")
    diverted_share: float = drawn(
        0.04, 0.45, _SHARE, "shortfall of direct trade in listed goods that is diverted", _LOG
    )
    clean_goods: float = drawn(0.0, 0.35, _SHARE, "listed goods that nobody diverts")
    hub_evenness: float = drawn(
        0.5, 4.0, "Dirichlet", "how evenly diversion is spread over hubs; small is uneven", _LOG
    )
    goods_per_hub: float = drawn(0.4, 1.0, _SHARE, "diverted goods a hub handles")
    first_start: int = drawn(0, 3, "months", "months after March 2022 until the first hub starts", _WHOLE)
    last_start: int = drawn(4, 18, "months", "months after March 2022 until the last hub starts", _WHOLE)
    ramp: int = drawn(2, 9, "months", "months from the start to full size", _WHOLE)
    ghost: float = drawn(0.0, 0.6, _SHARE, "diverted value declared to the hub that never enters it")
    transit: float = drawn(0.0, 0.3, _SHARE, "diverted value in unrecorded transit")
    transit_named: float = drawn(0.3, 1.0, _SHARE, "transit whose export declaration names the hub")
    two_hubs: float = drawn(0.0, 0.4, _SHARE, "diverted value that passes a second hub")
    lost_between: float = drawn(0.0, 0.6, _SHARE, "of these, value the second hub never books")
    dwell: float = drawn(8, 50, "days", "mean time in a hub", _LOG)
    markup: float = drawn(1.05, 1.7, "ratio", "price at each resale over the price paid", _LOG)
    order_spread: float = drawn(0.5, 1.1, "log sd", "sizes of diverted consignments")
    enforcement: float = drawn(0.2, 0.9, _SHARE, "hubs that see enforcement, such as a ban or listings")
    enforcement_depth: float = drawn(0.3, 0.95, _SHARE, "fall of diversion through the hub then")
    displaced: float = drawn(0.0, 0.9, _SHARE, "of that fall, what goes to other hubs")
    code_switching: float = drawn(0.0, 0.12, _SHARE, "diverted consignments declared under an unlisted code at the hub")
    # Decoys
    decoys: int = drawn(3, 8, "count", "decoys: growth and changes that are no diversion", _WHOLE)
    decoy_strength: float = drawn(0.4, 3.0, "ratio", "size of a decoy relative to the trade it concerns", _LOG)
    # Statistics
    cif: float = drawn(0.02, 0.12, _SHARE, "mean CIF margin of importers")
    booking_lag: float = drawn(0.1, 0.6, "months", "mean time from export to booking of the import")
    reporting_noise: float = drawn(0.02, 0.2, "log sd", "errors of a declared cell, each side")
    structural_gap: float = drawn(0.05, 0.4, "log sd", "constant difference of both sides on a route")
    missing_months: float = drawn(0.0, 0.06, _SHARE, "months a reporter outside the coalition leaves out")
    stop_publishing: float = drawn(0.0, 0.25, _SHARE, "candidates that stop publishing after 2022")
    suppressed_below: float = drawn(50, 3000, "USD", "cells below this are not published", _LOG)
    confidential: float = drawn(0.0, 0.03, _SHARE, "reporter and good whose partners are hidden")
    wrong_partner: float = drawn(0.0, 0.12, _SHARE, "value booked under another partner on the routes concerned")
    late_edition: float = drawn(0.0, 0.4, _SHARE, "reporters that adopt HS 2022 months late")
    special_trade: float = drawn(0.0, 0.1, _SHARE, "candidates whose exports leave re-exports out")
    union_recording: float = drawn(0.3, 1.0, _SHARE, "exports to the destination recorded inside a customs union")
    missing_weight: float = drawn(0.0, 0.15, _SHARE, "cells without net weight")
    # Goods
    model_spread: float = drawn(0.1, 0.9, "log sd", "weights of a piece, between models of one good")

    def of(self, name: str) -> float:
        """Return a setting by its name."""
        return float(getattr(self, name))


def parameters(settings: type = WorldSettings) -> tuple[Parameter, ...]:
    """Return every parameter of a world with its range, unit and meaning."""
    return tuple(Parameter(name=entry.name, **entry.metadata) for entry in fields(settings))


def draw_settings(seed: int) -> WorldSettings:
    """Draw the settings of a world. Each parameter has its own stream, so that a new one changes no other."""
    streams = Streams(seed)
    values: dict[str, Any] = {p.name: p.draw(streams.of(f"settings.{p.name}")) for p in parameters()}
    return WorldSettings(**values)
