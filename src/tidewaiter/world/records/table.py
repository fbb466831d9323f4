"""Records to be as rows of the canonical table: what each declaration says of goods, way and parties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.world.chains import NONE
from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.places import Floats, Ints
from tidewaiter.world.records.catalogue import Catalogue, part_of
from tidewaiter.world.records.codes import Codes
from tidewaiter.world.records.columns import TRUTH_SCHEMA
from tidewaiter.world.records.customs_sets import CustomsSets
from tidewaiter.world.records.descriptions import Descriptions
from tidewaiter.world.records.faults import stated_dates
from tidewaiter.world.records.parties import Parties
from tidewaiter.world.records.sides import EXPORT, IMPORT, Sides
from tidewaiter.world.trade import Bools

_DIRECTIONS = ("export", "import")
_UNITS = {"RU": "шт", "KZ": "шт", "KG": "шт", "BY": "шт", "TR": "ADET", "AZ": "ADET"}
_KILOGRAMS = {"RU": "кг", "KZ": "кг", "KG": "кг", "BY": "кг", "TR": "KG", "AZ": "KG"}
_CARRIERS = (
    "road", "air", "sea", "rail", "TIR", "AIR WAYBILL", "CMR", "multimodal", "courier", "40", "30", "10", "20",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Everything that records are written with.

    Attributes:
        rates: Units of a country's currency for a US dollar, [country], and what each is called.
    """

    economy: Economy
    sets: CustomsSets
    settings: FirmSettings
    parties: Parties
    codes: Codes
    descriptions: Descriptions
    catalogue: Catalogue
    rates: Floats
    currencies: pa.Array

    def rows(self, sides: Sides, random: np.random.Generator) -> tuple[dict[str, pa.Array], pa.Table]:
        """Return the columns of records, without their ids, and the truth of each; sorted by set and day."""
        order = np.lexsort((random.random(len(sides)), sides.day, sides.direction, sides.reporter))
        sides = sides.take(order)
        named = self.parties.name(sides, random)
        columns = named.columns | self._goods(sides, random) | self._amounts(sides, random) | self._way(sides, random)
        columns |= self._recorded(sides, random)
        legs = sides.legs
        diverted = legs.chain != NONE
        truth = pa.table(
            {
                "shipper_company": named.shipper,
                "consignee_company": named.consignee,
                "true_shipper": named.true_shipper,
                "true_consignee": named.true_consignee,
                "leg_id": sides.leg_id,
                "chain_id": pa.array(legs.chain, mask=~diverted),
                "diverted": diverted,
            }
        )
        return columns, truth.select(TRUTH_SCHEMA.names[1:])

    def _goods(self, sides: Sides, random: np.random.Generator) -> dict[str, pa.Array]:
        legs, settings, size = sides.legs, self.settings, len(sides)
        good = np.where(sides.direction == IMPORT, legs.booked, legs.declared)
        month = np.minimum(self.economy.months.of_days(sides.day), len(self.economy.months) - 1)
        mistaken = random.random(size) < settings.code_errors
        good = np.where(mistaken, self._neighbour()[good], good)
        coalition = np.isin(legs.origin, self.economy.places.origins)
        # Made elsewhere for a maker of the coalition; the same on every record of a lot.
        mixed = (legs.lot * 40503) % 9973 < settings.foreign_brands * 9973
        coalition |= mixed & (legs.origin == self.economy.places.producer)
        part = pa.array(part_of(legs.good, legs.maker, legs.lot, coalition))
        brand = random.random(size) < settings.brands
        brands = self.catalogue.brands.take(part)
        return {
            "hs": self.codes.of(good, sides.reporter, month, random.random((2, size))),
            "description": self.descriptions.of(good, sides.reporter, random.random((2, size))),
            "brand": _only(brand, brands),
            "part_number": _only(random.random(size) < settings.part_numbers, self.catalogue.parts.take(part)),
            "manufacturer": _only(brand & (random.random(size) < 0.2), brands),
        }

    def _neighbour(self) -> Ints:
        """Return the good in the same heading, or the good itself."""
        found = np.arange(len(self.economy.goods))
        for at, good in enumerate(self.economy.goods):
            if good.sibling_of is not None:
                found[at], found[good.sibling_of] = good.sibling_of, at
        return found

    def _amounts(self, sides: Sides, random: np.random.Generator) -> dict[str, pa.Array]:
        legs, settings, sets, size = sides.legs, self.settings, self.sets, len(sides)
        reporter, imports = sides.reporter, sides.direction == IMPORT
        value = legs.value * np.where(imports, 1 + sets.cif[reporter], 1.0)
        value = np.round(value * np.exp(settings.value_error * random.standard_normal(size)), 2)
        net = np.round(legs.net_kg * np.exp(0.004 * random.standard_normal(size)), 3)
        in_kilograms = random.random(size) < settings.kilograms
        quantity = np.where(in_kilograms, net, np.maximum(np.round(legs.quantity), 1.0))
        countries = self.economy.country
        pieces = pa.array([_UNITS.get(code, "pcs") for code in countries], pa.string()).take(pa.array(reporter))
        kilograms = pa.array([_KILOGRAMS.get(code, "kg") for code in countries], pa.string()).take(pa.array(reporter))
        counted = random.random(size) >= settings.missing_quantities
        other = random.random(size) < sets.currency[sides.direction, reporter]
        stated = random.random(size) >= settings.missing_values
        gross = random.random(size) < 0.5
        amount = np.round(value * self.rates[reporter], 2)
        return {
            "quantity": _number(quantity, counted),
            "unit": _only(counted, pc.if_else(pa.array(in_kilograms), kilograms, pieces)),
            "net_kg": _number(net, random.random(size) >= settings.missing_weights),
            "gross_kg": _number(np.round(net * random.uniform(1.01, 1.18, size), 3), gross),
            "value_usd": _number(value, stated & ~other),
            "value": _number(amount, stated & other),
            "currency": _only(stated & other, self.currencies.take(pa.array(reporter))),
        }

    def _way(self, sides: Sides, random: np.random.Generator) -> dict[str, pa.Array]:
        legs, settings, size = sides.legs, self.settings, len(sides)
        places = self.economy.places
        onward = (legs.chain != NONE) & (legs.number > 1)
        false = onward & (random.random(size) < settings.false_origins)
        pretended = np.where(random.random(size) < 0.6, places.producer, np.maximum(legs.dispatched, 0))
        wrong = random.random(size) < settings.origin_wrong
        some = places.producers[random.integers(0, len(places.producers), size)]
        origin = np.where(false, pretended, np.where(wrong, some, legs.origin))
        unnamed = (sides.direction == EXPORT) & (random.random(size) < settings.no_destination)
        named = np.where(sides.direction == IMPORT, legs.importer, np.where(unnamed, NONE, legs.named))
        dispatched = np.where(sides.direction == IMPORT, legs.dispatched, legs.exporter)
        misread = random.random(size) < settings.dispatch_wrong
        dispatched = np.where(misread, random.integers(0, len(self.economy.country), size), dispatched)
        resold = (sides.direction == 0) & ~np.isin(legs.exporter, places.producers)
        procedure = np.where(sides.direction == IMPORT, 0, 1 + (resold & (random.random(size) < 0.7)))
        procedures = pa.array(["4000", "1000", "3100"], pa.string())
        carrier = pa.array(_CARRIERS, pa.string()).take(
            pa.array((random.random(size) * len(_CARRIERS)).astype(np.intp))
        )
        return {
            "origin_country": _only(random.random(size) < settings.origin_stated, self._countries(origin)),
            "dispatch_country": _only(random.random(size) < 0.96, self._countries(dispatched)),
            "destination_country": self._countries(named),
            "procedure": _only(random.random(size) < 0.8, procedures.take(pa.array(procedure))),
            "carrier": _only(random.random(size) < 0.6, carrier),
        }

    def _recorded(self, sides: Sides, random: np.random.Generator) -> dict[str, pa.Array]:
        reporter = self._countries(sides.reporter)
        direction = pa.array(_DIRECTIONS, pa.string()).take(pa.array(sides.direction))
        monthly = self.sets.monthly[sides.direction, sides.reporter]
        return stated_dates(self.economy.months.dates(sides.day), monthly, self.settings, random) | {
            "source": pc.binary_join_element_wise("customs", reporter, direction, "-"),
            "reporter": reporter,
            "direction": direction,
        }

    def _countries(self, places: Ints) -> pa.Array:
        codes = pa.array([*self.economy.country, None], pa.string())
        return codes.take(pa.array(np.where(places == NONE, len(self.economy.country), places)))


def _number(values: Floats, which: Bools) -> pa.Array:
    return pa.array(values, pa.float64(), mask=~which)


def _only(which: Bools, values: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(which), values, pa.scalar(None, values.type))
