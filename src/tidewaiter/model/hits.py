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
        listing_id: Id of the entry, the same in every snapshot; ``tidewaiter lists show`` gives its history.
        list: List id, such as ``us.bis.entity_list``.
        name: The entry's primary name.
        matched: The name, alias, identifier or address of the entry that matched.
        score: In [0, 1], comparable between queries.
        strength: Whether the hit counts as listed or must be resolved.
        features: What supports or weakens the hit, by name.
        listed_on: When the entry was first listed, None when unknown.
        citation: Where the entry was published.
        country: ISO 3166 alpha-2 of every country of the entry.
        addresses: Addresses of the entry as published.
        license_requirement: Coded requirement of the entry, None where its list has none.
        review_policy: Coded license review policy of the entry, None where its list has none.
        schema: Kind of the entry.
        programs: Sanctions programs the entry stands under.
        note: A sentence for a person, when something about the hit must be said.
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
    review_policy: ReviewPolicy | None = None
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
        owner_path: Set when not the party itself but an owner of it is listed: positions in ``owners`` that lead to the
            owner, outermost first.
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
    owner_path: tuple[int, ...] = ()
