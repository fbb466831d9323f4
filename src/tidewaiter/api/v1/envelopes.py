"""What the answers to a body of rows come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tidewaiter.flows.answers import HubAssessment
from tidewaiter.model import Decision, Determination, Feature, Owner, Schema, Snapshot
from tidewaiter.model.networks import Lead
from tidewaiter.store.shipments import ShipmentImport
from tidewaiter.workspace import ListChange, ListingState, ScreenAnswer
from tidewaiter.workspace.explaining import ExplainedGood


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """A row that could not be used; the others are answered.

    Attributes:
        row: Position in the body from 1: the line of JSON Lines or CSV, else the element of the list.
        column: The fact at fault, as a path: ``parties[0].country``.
        id: The row's own id, where it could be read.
        reason: What is wrong.
        remedy: What to do about it.
    """

    row: int | None
    column: str | None
    id: str | None
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    rejected: tuple[RejectedRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions(_Answers):
    """A decision for every usable order, in their order."""

    answers: tuple[Decision, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Determinations(_Answers):
    """A determination for every usable transaction, in their order."""

    answers: tuple[Determination, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screenings(_Answers):
    """The hits of every usable row, in their order."""

    answers: tuple[ScreenAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A pair of names with its score; further columns of the row are given back beside them."""

    name1: str
    name2: str
    schema: str | None = None
    score: float
    features: dict[str, Feature]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparisons(_Answers):
    """The score of every usable pair, in their order."""

    answers: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """A party to screen. A name, an address or an identifier must be given; the rest helps the match.

    Attributes:
        aliases: Other names of the same party; the best match of any counts.
        identifiers: Numbers by kind, such as ``tax``, ``imo``, ``passport``.
        owners: Who owns the party; each is screened too, and what the listed ones hold is added up.
    """

    id: str | None = None
    name: str | None = None
    aliases: tuple[str, ...] = ()
    schema: Schema | None = None
    country: str | None = None
    address: str | None = None
    city: str | None = None
    birth_date: str | None = None
    gender: str | None = None
    nationality: str | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    owners: tuple[Owner, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairOfNames:
    """Two names to compare."""

    name1: str
    name2: str
    schema: Schema | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HubRanking:
    """Candidate hubs, best first; those without data come last and have no rank."""

    answers: tuple[HubAssessment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubExplained:
    """What chains of shipment records explain of a hub's excess, by goods, the greatest first, and last in total."""

    answers: tuple[ExplainedGood, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRanking:
    """Companies worth looking at, best first; without any, ``notes`` say what was asked in vain."""

    answers: tuple[Lead, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentImports:
    """Imported files of shipment records, in the order of their import."""

    answers: tuple[ShipmentImport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentRecords:
    """Records in full, in the order asked for, each with its source and the row it stands in."""

    answers: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSetAside:
    """A row of an imported file that could not be used."""

    row: int | None
    column: str | None
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsSetAside:
    """A part of the rows of an import that were set aside; ``total`` is how many there are in all."""

    answers: tuple[RowSetAside, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSnapshots:
    """The snapshot of each list that answers the date."""

    lists: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntities:
    """The entries of a list as FollowTheMoney entities."""

    list: str
    entities: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChanges:
    """What was added, removed and changed on a list between two dates."""

    list: str
    changes: tuple[ListChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingHistory:
    """One entry as it stands in each snapshot that changed it, oldest first."""

    id: str
    states: tuple[ListingState, ...]
