"""What is sent where, to whom, for what: the input of every check."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from tidewaiter.model.circumstances import Circumstance
from tidewaiter.model.parties import ACTING_ROLES, Party


class Act(StrEnum):
    """The regulated act (15 CFR 734.13, 734.14, 734.16)."""

    EXPORT = "export"
    REEXPORT = "reexport"
    TRANSFER = "transfer_in_country"
    DEEMED_EXPORT = "deemed_export"


class Region(StrEnum):
    """Occupied regions of Ukraine with rules of their own (15 CFR 746.6)."""

    CRIMEA = "crimea"
    DNR = "dnr"
    LNR = "lnr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is sent. Every fact may be unknown (None); an unknown fact is reported where it matters, never assumed.

    Attributes:
        description: What it is, in words.
        eccn: Export Control Classification Number, at paragraph depth where known (``3A001.a.2``), or ``EAR99``.
        hs: HS code of 6 or more digits; ``hs_vintage`` is the edition it is written in.
        hs_vintage: Year of that edition, or any year in which it was in force.
        part_number: The manufacturer's own number of the part.
        manufacturer: Who made it.
        origin: Country it was made in, ISO 3166 alpha-2.
        us_content_pct: Controlled US content by value, in percent (15 CFR 734 Supp. No. 2).
        us_content_eccns: ECCNs of that content.
        fdp_inputs: ECCNs of the technology, software or equipment the foreign-made item is a direct product of (734.9).
        quantity: How many units.
        unit: What the quantity counts, such as ``pcs``.
        value_usd: Value of the line in US dollars; ``unit_value_usd`` follows from it and the quantity.
    """

    description: str | None = None
    eccn: str | None = None
    hs: str | None = None
    hs_vintage: int | None = None
    part_number: str | None = None
    manufacturer: str | None = None
    origin: str | None = None
    us_content_pct: float | None = None
    us_content_eccns: tuple[str, ...] | None = None
    fdp_inputs: tuple[str, ...] | None = None
    quantity: float | None = None
    unit: str | None = None
    value_usd: float | None = None

    @property
    def unit_value_usd(self) -> float | None:
        """Value of one unit in US dollars, or None when value or quantity is unknown."""
        return self.value_usd / self.quantity if self.value_usd is not None and self.quantity else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One order line, shipment or release of technology.

    Attributes:
        id: The caller's own key; answers carry it back.
        date: When the act takes place; None means the day of the check.
        act: The regulated act; an export unless said otherwise.
        from_country: Country the item leaves (JSON ``from``), ISO 3166 alpha-2.
        destination: Country of ultimate destination, ISO 3166 alpha-2.
        region: Occupied region inside the destination, if it is one.
        transit: Countries the item passes on its way.
        item: What is sent.
        parties: Who takes part, each in a role.
        end_use: One of the coded end uses of the interface, or free text.
        is_informed: True when BIS has informed the exporter by letter that a license is required.
        knowledge: What the exporter knows, such as ``diversion:RU``.
        circumstances: What the exporter affirms of the shipment, by which a license exception may be established; None
            when nobody asked, empty when none applies.
    """

    id: str
    date: dt.date | None = None
    act: Act = Act.EXPORT
    from_country: Annotated[str | None, Field(alias="from")] = None
    destination: str | None = None
    region: Region | None = None
    transit: tuple[str, ...] = ()
    item: Item = field(default_factory=Item)
    parties: tuple[Party, ...] = ()
    end_use: str | None = None
    is_informed: bool | None = None
    knowledge: tuple[str, ...] = ()
    circumstances: tuple[Circumstance, ...] | None = None

    @property
    def recipient_stated(self) -> bool:
        """Whether anybody is named on the receiving side; without one nobody was screened (15 CFR 748.5(c) to (f))."""
        return any(
            p.name or p.address or p.identifiers or p.listings for p in self.parties if p.role not in ACTING_ROLES
        )
