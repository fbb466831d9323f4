"""The way of each diverted consignment from company to company."""

from __future__ import annotations

from array import array
from dataclasses import fields

import numpy as np

from tidewaiter.world.chains import NONE, Channel
from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.carriers import Carried
from tidewaiter.world.firms.company import Companies, Role, Style
from tidewaiter.world.firms.legs import Legs
from tidewaiter.world.firms.operations import Operation, Stage
from tidewaiter.world.firms.settings import FirmSettings

#: Legs of the longest chains.
_MOST_LEGS = 5


def diverted_legs(
    economy: Economy,
    operations: list[Operation],
    carried: Carried,
    companies: Companies,
    settings: FirmSettings,
    random: np.random.Generator,
) -> Legs:
    """Return the legs of every consignment, in the order of chains and of their way."""
    walk = _Walk(economy, operations, carried, companies, settings, random)
    return walk.legs()


class _Walk:
    """Follows each consignment from company to company."""

    def __init__(
        self,
        economy: Economy,
        operations: list[Operation],
        carried: Carried,
        companies: Companies,
        settings: FirmSettings,
        random: np.random.Generator,
    ) -> None:
        self._economy, self._operations, self._carried = economy, operations, carried
        self._companies, self._settings, self._random = companies, settings, random
        self._rows = {entry.name: array("d") for entry in fields(Legs)}
        self._users = [at for at, company in enumerate(companies.all) if company.role is Role.END_USER]
        self._user_of: dict[int, int] = {}
        for number, company in enumerate(companies.all):
            if company.role is Role.BUYER and random.random() < settings.end_user_resale:
                self._user_of[number] = int(random.choice(self._users))

    def legs(self) -> Legs:
        chains = self._economy.chains
        plain = {entry.name: getattr(chains, entry.name).tolist() for entry in fields(chains)}
        draws = self._random.random((len(chains), 4)).tolist()
        for chain in range(len(chains)):
            self._follow(chain, {name: column[chain] for name, column in plain.items()}, draws[chain])
        integer = np.intp
        kinds = {
            "value": np.float64,
            "net_kg": np.float64,
            "quantity": np.float64,
            "exported": np.bool_,
            "imported": np.bool_,
        }
        kinds |= {"out": np.int64, "arrived": np.int64}
        return Legs(
            **{name: np.frombuffer(column).astype(kinds.get(name, integer)) for name, column in self._rows.items()}
        )

    def _follow(self, chain: int, row: dict[str, float], draw: list[float]) -> None:
        operation = self._operations[int(self._carried.operation[chain])]
        stage = operation.stages[int(self._carried.stage[chain])]
        buyers = stage.buyers
        buyer = buyers[min(int(len(buyers) * draw[0] ** 1.7), len(buyers) - 1)]
        supplier, hub = int(self._carried.supplier[chain]), int(row["hub"])
        channel = Channel(int(row["channel"]))
        self._now = {
            "chain": chain,
            "good": row["good"],
            "net_kg": row["net_kg"],
            "quantity": row["quantity"],
            "origin": row["origin"],
            "style": list(Style).index(operation.style),
            "lot": chain,
            "maker": supplier,
        }
        self._number = 0
        self._sold_as, self._good = int(row["sold_as"]), int(row["good"])
        if channel in {Channel.GHOST, Channel.TRANSIT, Channel.HIDDEN_TRANSIT}:
            self._on_paper(channel, stage, row, supplier, buyer, hub, draw)
        else:
            self._through(channel, chain, stage, row, supplier, buyer, hub)
        self._to_user(buyer, row, draw)

    def _on_paper(
        self,
        channel: Channel,
        stage: Stage,
        row: dict[str, float],
        supplier: int,
        buyer: int,
        hub: int,
        draw: list[float],
    ) -> None:
        """Goods that never enter the hub: its company is on the papers only."""
        destination = self._economy.places.destination
        named = NONE if channel is Channel.HIDDEN_TRANSIT else hub
        origin = int(row["origin"])
        left, arrived = int(row["left"]), int(row["arrived"])
        dispatched = hub if channel is not Channel.GHOST or draw[1] < 0.5 else origin
        if channel is Channel.GHOST and draw[2] < self._settings.straight_ghosts:
            self._add(
                supplier, buyer, left, arrived, row["value"], exporter=origin, importer=destination, named=named,
                dispatched=origin, consignee=stage.importer, declared=self._good, booked=self._sold_as,
            )  # fmt: skip
            self._mark(stage.importer, left)
            return
        seller = stage.abroad if stage.abroad is not None and draw[3] < 0.5 else stage.importer
        self._add(
            supplier, stage.importer, left, left + 1, row["value"], exporter=origin, importer=NONE, named=named,
            declared=self._good,
        )  # fmt: skip
        if seller != stage.importer:
            self._add(stage.importer, seller, left + 1, left + 2, row["resale"])
        self._add(
            seller, buyer, left + 2, arrived, row["second_resale"], exporter=NONE, importer=destination,
            dispatched=dispatched,
        )  # fmt: skip

    def _through(
        self, channel: Channel, chain: int, stage: Stage, row: dict[str, float], supplier: int, buyer: int, hub: int
    ) -> None:
        """Goods that enter the hub, and perhaps a second one."""
        destination = self._economy.places.destination
        self._add(
            supplier, stage.importer, int(row["left"]), int(row["at_hub"]), row["value"], exporter=int(row["origin"]),
            importer=hub, declared=self._good,
        )  # fmt: skip
        second = int(self._carried.second[chain])
        room = _MOST_LEGS - (2 if second == NONE else 3)
        abroad = stage.abroad if room else None
        steps = stage.onward[: room - (abroad is not None)]
        seller = self._inside(
            stage.importer, steps, int(row["at_hub"]), int(row["from_hub"]), row["value"], row["resale"]
        )
        out, place, price = int(row["from_hub"]), hub, row["resale"]
        if second != NONE:
            later = self._operations[second].stages[int(self._carried.second_stage[chain])]
            place, arrival = int(row["second"]), int(row["at_second"])
            lost = channel is Channel.LOST_BETWEEN
            self._add(
                seller, later.importer, out, arrival, price, exporter=hub, importer=NONE if lost else place, named=place
            )
            seller, out, price = later.importer, int(row["from_second"]), row["second_resale"]
            place = NONE if lost else place
        if abroad is not None and place != NONE:
            self._add(seller, abroad, out, out + 1, price, exporter=place, importer=NONE, named=destination)
            self._add(
                abroad, buyer, out + 1, int(row["arrived"]), price * 1.04, exporter=NONE, importer=destination,
                dispatched=place,
            )  # fmt: skip
            return
        self._add(
            seller, buyer, out, int(row["arrived"]), price, exporter=place, importer=destination,
            dispatched=place if place != NONE else int(row["second"]),
        )  # fmt: skip

    def _inside(self, seller: int, buyers: tuple[int, ...], begin: int, end: int, paid: float, price: float) -> int:
        """Sell from company to company inside a country; return the last one."""
        steps = len(buyers) + 1
        for number, buyer in enumerate(buyers, start=1):
            day = begin + (end - begin) * number // steps
            self._add(seller, buyer, day, day, paid + (price - paid) * number / steps)
            seller = buyer
        return seller

    def _to_user(self, buyer: int, row: dict[str, float], draw: list[float]) -> None:
        user = self._user_of.get(buyer)
        self._companies[buyer].receives = True
        if user is not None and draw[3] < 0.9 and self._number < _MOST_LEGS:
            arrived = int(row["arrived"])
            self._add(buyer, user, arrived + 5, arrived + 6, row["second_resale"] * 1.15)
            self._companies[user].receives = True

    def _add(
        self,
        seller: int,
        buyer: int,
        out: int,
        arrived: int,
        value: float,
        *,
        exporter: int = NONE,
        importer: int = NONE,
        named: int | None = None,
        dispatched: int | None = None,
        consignee: int | None = None,
        declared: int | None = None,
        booked: int | None = None,
    ) -> None:
        self._number += 1
        now = {
            "number": self._number,
            "seller": seller,
            "buyer": buyer,
            "shipper": seller,
            "consignee": buyer if consignee is None else consignee,
            "declared": self._sold_as if declared is None else declared,
            "booked": self._sold_as if booked is None else booked,
            "exporter": exporter,
            "importer": importer,
            "exported": exporter != NONE,
            "imported": importer != NONE,
            "named": importer if named is None else named,
            "dispatched": exporter if dispatched is None else dispatched,
            "out": out,
            "arrived": max(arrived, out),
            "value": value,
        }
        for name, column in self._rows.items():
            column.append(now[name] if name in now else self._now[name])
        self._mark(seller, out)
        self._mark(buyer, out)

    def _mark(self, number: int, day: int) -> None:
        company = self._companies[number]
        company.first, company.last = min(company.first, day), max(company.last, day)
