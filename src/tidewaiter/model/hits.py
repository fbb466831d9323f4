"""Answers of the screening room."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from tidewaiter.model.listings import Requirement, ReviewPolicy


class Strength(StrEnum):
    """How a hit is to be treated: a match counts as listed, a possible match holds the transaction until resolved."""

    MATCH = "match"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that supports or weakens a hit.

    Attributes:
        score: In [0, 1] for agreement measures; 1 is full agreement.
        weight: Contribution to the hit's score, signed.
        detail: What was compared with what, for a person.
    """

    score: float
    weight: float = 0.0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A listed entry that may be the party screened.

    Attributes:
        name: The entry's primary name; ``matched`` is the name, alias or address that matched.
        score: In [0, 1], comparable between queries.
        license_requirement: Coded requirement of the entry, None where its list has none.
    """

    listing_id: str
    list: str
    name: str
    matched: str
    score: float
    strength: Strength
    features: dict[str, Feature] = field(default_factory=dict)
    listed_on: dt.date | None = None
    citation: str | None = None
    country: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    license_requirement: Requirement | None = None
    schema: str | None = None
    programs: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAs:
    """That a party is listed, as the licensing room uses it: from a hit that is a match, or stated by the caller.

    Attributes:
        list: List id, without footnote.
        certain: False for a possible match nobody has resolved yet; it can only make an outcome undetermined.
        stated: True when the caller stated the listing rather than screening finding it.
        requirement: Coded requirement of the entry. None when the caller stated only the list.
        owner_share_pct: Set when not the party itself but its owners are listed: their aggregate share in percent.
    """

    list: str
    listing_id: str | None = None
    name: str | None = None
    requirement: Requirement | None = None
    review_policy: ReviewPolicy | None = None
    programs: tuple[str, ...] = ()
    listed_on: dt.date | None = None
    citation: str | None = None
    certain: bool = True
    stated: bool = False
    address_only: bool = False
    owner_share_pct: float | None = None
