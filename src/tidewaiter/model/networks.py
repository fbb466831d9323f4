"""Companies and what is known of them from shipment records: chains, signs, leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from tidewaiter.model.evidence import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedListing:
    """A listing that a company of the records is, or may be.

    Attributes:
        listing_id: Id of the listing.
        list: List it is on.
        name: Listed name.
        score: Of screening, in [0, 1].
        listed_on: Day of the listing.
    """

    listing_id: str
    list: str
    name: str
    score: float
    listed_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company as shipment records show it.

    Attributes:
        company_id: Stays the same between runs as long as most of its spellings do.
        names: Spellings, the most frequent first.
        country: ISO 3166 alpha-2 of where most of its records place it; None when none does.
        addresses: As written; likewise `identifiers` (tax or registration numbers), `phones` and `domains`.
        records: Number of records it takes part in.
        first_seen: Day of its first record, `last_seen` of its last.
        value_usd: Value of the records it ships.
        forwarder: It carries for others: what it ships is not its own.
        linked_listings: Listings it is, or may be.
    """

    company_id: str
    names: tuple[str, ...]
    country: str | None = None
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    records: int = 0
    first_seen: dt.date | None = None
    last_seen: dt.date | None = None
    value_usd: float | None = None
    forwarder: bool = False
    linked_listings: tuple[LinkedListing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One movement of goods from one company to another, by the records that tell of it.

    Attributes:
        shipment_ids: Records: the declaration of the exporting side, of the importing side, or both.
        from_company: Company that ships, as ``company_id``; written ``from``.
        to: Company that receives, as ``company_id``.
        date: Day of departure, the earliest that it can have been.
        date_precision: ``day``, or ``month`` where only the month of departure is on record: `date` may then be its
            first, and earlier than what happened, even than the leg before it in a chain.
        value_usd: US dollars; None when no record states a value.
        from_country: Country it leaves, ISO 3166 alpha-2.
        to_country: Country it goes to, ISO 3166 alpha-2.
        goods: Family of HS codes.
        net_kg: Net weight in kilograms.
        quantity: Pieces.
    """

    shipment_ids: tuple[str, ...]
    from_company: Annotated[str, Field(alias="from")]
    to: str
    date: dt.date
    date_precision: str = "day"
    value_usd: float | None = None
    from_country: str | None = None
    to_country: str | None = None
    goods: str | None = None
    net_kg: float | None = None
    quantity: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Legs of the same goods, one after the other, from a supplier to the destination.

    Attributes:
        legs: In order of time.
        confidence: Of the weakest join of two legs, in [0, 1].
        weakest: Which join that is, and why.
    """

    legs: tuple[Leg, ...]
    confidence: float
    weakest: str = ""


class SignState(StrEnum):
    """Whether a sign is there: three values, since records may not cover what would have to be seen."""

    PRESENT = "present"
    ABSENT = "absent"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A named fact about a company that evaders show more often than honest traders.

    Attributes:
        sign: Its id.
        state: Present, absent, or undetermined and then `why` says which records are missing.
        value: What was measured, in the unit the sign's definition gives; None when it is not a number.
        why: In words, with the numbers.
        clears_if: What would clear it.
        source: Publication that names the sign.
        evidence: Shipment ids, listing ids or register entries.
        base_rate: Share of all companies of the same kind (country, controlled goods) that show it.
        points: What it adds to the log-odds of the company's lead score.
        since: First day it could be seen.
    """

    sign: str
    state: SignState
    value: float | None = None
    why: str = ""
    clears_if: str = ""
    source: str = ""
    evidence: tuple[str, ...] = ()
    base_rate: float | None = None
    points: float = 0.0
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A company worth looking at, and why. It is consistent with diversion; nothing here says that it diverts.

    Attributes:
        company_id: Id of the company.
        names: Its spellings, the most frequent first.
        country: ISO 3166 alpha-2 of where most of its records place it; None when none does.
        score: In [0, 1], comparable within one ranking.
        rank: Place in the ranking, from 1.
        signs: Present and undetermined ones, the heaviest first.
        chains: Chains it is part of, the surest first.
        value_usd: Value of goods under suspicion it sent on, or is shown by chains to have sent on, to the destination.
        first_seen: Day of its first record.
        linked_listings: Listings it is, or may be.
        grade: A with an official finding (a listing), B with two independent kinds of evidence, C with one, D with a
            single sign.
    """

    company_id: str
    names: tuple[str, ...]
    country: str | None
    score: float
    rank: int
    signs: tuple[Sign, ...] = ()
    chains: tuple[Chain, ...] = ()
    value_usd: float | None = None
    first_seen: dt.date | None = None
    linked_listings: tuple[LinkedListing, ...] = ()
    grade: Grade = Grade.D
