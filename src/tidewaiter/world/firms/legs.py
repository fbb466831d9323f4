"""Legs of goods from company to company: what every record, honest or not, is made of."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from tidewaiter.world.chains import Days
from tidewaiter.world.places import Floats, Ints
from tidewaiter.world.trade import Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Legs:
    """Legs of goods from company to company, one a row.

    Attributes:
        chain: Number of the consignment, `NONE` for honest trade; `number` of the leg in its chain, from 1.
        seller: Company the goods come from; `buyer` company they go to.
        consignee: Company the exporter declares: `buyer`, unless that is false or the sale is invoiced elsewhere.
        shipper: Company the importer declares: `seller`, unless the sale is invoiced elsewhere.
        good: Good as it is; `declared` as declared on the exporter's side, `booked` on the importer's.
        exporter: Country the goods leave in this leg, `NONE` for a sale inside a country; `importer` likewise.
        exported: Whether the exporting customs could record it; `imported` likewise the importing one.
        named: Country the exporter declares as destination, or `NONE`; `dispatched` country the importer declares as
            dispatch.
        out: Day it leaves; `arrived` day it arrives.
        value: US dollars; `net_kg` weight; `quantity` pieces.
        origin: Country the goods were made in.
        style: Number of the operation's style, `NONE` for honest trade.
        lot: Number that is equal on all legs of a consignment; `maker` company in the origin whose brands it holds.
    """

    chain: Ints
    number: Ints
    seller: Ints
    buyer: Ints
    consignee: Ints
    shipper: Ints
    good: Ints
    declared: Ints
    booked: Ints
    exporter: Ints
    importer: Ints
    exported: Bools
    imported: Bools
    named: Ints
    dispatched: Ints
    out: Days
    arrived: Days
    value: Floats
    net_kg: Floats
    quantity: Floats
    origin: Ints
    style: Ints
    lot: Ints
    maker: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.chain)

    def take(self, which: Ints | Bools) -> Legs:
        """Return some of them."""
        return Legs(**{entry.name: getattr(self, entry.name)[which] for entry in fields(self)})


def joined(parts: list[Legs]) -> Legs:
    """Return several sets of legs as one."""
    return Legs(**{entry.name: np.concatenate([getattr(part, entry.name) for part in parts]) for entry in fields(Legs)})
