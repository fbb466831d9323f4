"""Who a record names as shipper and consignee, in which spelling, and what else it says of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.places import Floats, Ints
from tidewaiter.world.records.customs_sets import CustomsSets
from tidewaiter.world.records.sides import Sides
from tidewaiter.world.records.spelled import SpelledCompanies
from tidewaiter.world.trade import Bools

_APPENDED = 0.006
_NO_COUNTRY = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Who is named on each record.

    Attributes:
        shipper: Company named as shipper; `consignee` as consignee.
        true_shipper: Company that ships; `true_consignee` company it is consigned to.
        columns: The columns of the parties.
    """

    shipper: Ints
    consignee: Ints
    true_shipper: Ints
    true_consignee: Ints
    columns: dict[str, pa.Array]


class Parties:
    """Names the parties of records.

    Args:
        forwarders: Companies that are forwarders, by country.
    """

    def __init__(
        self,
        economy: Economy,
        spelled: SpelledCompanies,
        sets: CustomsSets,
        settings: FirmSettings,
        place: Ints,
        forwarders: dict[int, Ints],
    ) -> None:
        self._economy, self._spelled, self._sets, self._settings = economy, spelled, sets, settings
        self._place = place
        self._forwarders = forwarders
        self._countries = pa.array(economy.country, pa.string())

    def name(self, sides: Sides, random: np.random.Generator) -> Named:
        """Return who each record names."""
        shipper = np.where(sides.direction == 0, sides.legs.seller, sides.legs.shipper)
        consignee = np.where(sides.direction == 0, sides.legs.consignee, sides.legs.buyer)
        draw, which = random.random((2, len(sides)))
        share = self._settings.forwarders
        by_forwarder = {"shipper": draw < share * 0.5, "consignee": (draw >= share * 0.5) & (draw < share)}
        named: dict[str, Ints] = {}
        columns: dict[str, pa.Array] = {}
        told = random.random(len(sides)) < self._settings.known_principal
        in_alias = random.random(len(sides)) < 0.5
        declarant = pa.nulls(len(sides), pa.string())
        for side, true in (("shipper", shipper), ("consignee", consignee)):
            named[side] = self._replaced(true, by_forwarder[side], which)
            columns |= self._describe(side, named[side], sides, random)
            principal = self._written(true, sides, random)
            hidden = named[side] != true
            columns[f"{side}_alias"] = _where(hidden & told & in_alias, principal, columns[f"{side}_alias"])
            declarant = _where(hidden & told & ~in_alias, principal, declarant)
        some = random.random(len(sides)) < 0.15
        agent = self._agents(sides, random)
        columns["declarant"] = pc.coalesce(declarant, _only(some, agent))
        return Named(
            shipper=named["shipper"],
            consignee=named["consignee"],
            true_shipper=shipper,
            true_consignee=consignee,
            columns=columns,
        )

    def _replaced(self, company: Ints, which: Bools, draw: Floats) -> Ints:
        """Put a forwarder of the same country in the place of some companies."""
        found = company.copy()
        for row in np.flatnonzero(which).tolist():
            firms = self._forwarders[int(self._place[company[row]])]
            found[row] = firms[int(draw[row] * len(firms))]
        return found

    def _agents(self, sides: Sides, random: np.random.Generator) -> pa.Array:
        """Return customs agents of the reporting country."""
        draw = random.random(len(sides))
        firms = np.empty(len(sides), dtype=np.intp)
        reporter = sides.reporter
        for place in np.unique(reporter).tolist():
            rows = np.flatnonzero(reporter == place)
            own = self._forwarders[place]
            firms[rows] = own[(draw[rows] * len(own)).astype(np.intp)]
        return self._written(firms, sides, random)

    def _written(
        self, company: Ints, sides: Sides, random: np.random.Generator, *, native: Bools | None = None
    ) -> pa.Array:
        """Return names as the record set writes them."""
        spelled, settings = self._spelled, self._settings
        entry = spelled.name_entry.on(company, sides.day)
        where = sides.reporter * 2 + sides.direction
        draw = random.random((2, len(sides)))
        latin = spelled.names.of(entry, where, settings.true_names, draw)
        if native is None or not native.any():
            return latin
        return _where(native, spelled.native_names.of(entry, where, settings.true_names, draw), latin)

    def _describe(self, side: str, company: Ints, sides: Sides, random: np.random.Generator) -> dict[str, pa.Array]:
        spelled, settings, size = self._spelled, self._settings, len(sides)
        reporter = sides.reporter
        where = reporter * 2 + sides.direction
        own = self._place[company] == reporter
        # Foreign names are carried over into Cyrillic less often than one's own are written in it.
        native = random.random(size) < self._sets.cyrillic[reporter] * np.where(own, 1.0, 0.35)
        name = self._written(company, sides, random, native=native)
        draw = random.random((2, size))
        place = spelled.address_entry.on(company, sides.day)
        address = spelled.addresses.of(place, where, 0.6, draw)
        if native.any():
            address = _where(native, spelled.native_addresses.of(place, where, 0.6, draw), address)
        appended = random.random(size) < _APPENDED
        name = _where(appended, pc.binary_join_element_wise(name, address, ", "), name)
        stated = (random.random(size) < settings.addresses) & ~appended
        other = (self._sets.cyrillic[reporter] > 0) & (random.random(size) < settings.aliases)
        alias = self._written(company, sides, random, native=~native & other)
        in_set = self._sets.tax_ids[sides.direction, reporter] & own
        numbers = spelled.tax_numbers.take(pa.array(company))
        wrong = random.random(size) < settings.wrong_ids
        numbers = _where(wrong, spelled.tax_numbers.take(pa.array(random.permutation(company))), numbers)
        contacts = random.random((2, size)) < settings.contacts
        return {
            side: name,
            f"{side}_address": _only(stated, address),
            f"{side}_country": _only(
                random.random(size) >= _NO_COUNTRY, self._countries.take(pa.array(self._place[company]))
            ),
            f"{side}_alias": _only(other, alias),
            f"{side}_id": _only(in_set & (random.random(size) < 0.97), numbers),
            f"{side}_phone": _only(contacts[0], spelled.phones.of(company, where, 0.7, random.random((2, size)))),
            f"{side}_email": _only(contacts[1], spelled.emails.take(pa.array(company))),
        }


def _where(which: Bools, yes: pa.Array, no: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(which), yes, no)


def _only(which: Bools, values: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(which), values, pa.scalar(None, values.type))
