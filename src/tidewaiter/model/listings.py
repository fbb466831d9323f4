"""Entries of restricted-party lists, as facts, and the dated snapshots they come in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from tidewaiter.model.dates import PartialDate
from tidewaiter.model.parties import Address, Identifier, Schema


class NameKind(StrEnum):
    """How a name stands in an entry."""

    PRIMARY = "primary"
    ALIAS = "alias"
    FORMER = "former"
    #: Named inside another entry's text: a subordinate institution or affiliated entity.
    AFFILIATE = "affiliate"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedName:
    """One name of a listed entry. ``weak`` marks what the publisher calls a weak or low-quality alias."""

    text: str
    kind: NameKind = NameKind.PRIMARY
    weak: bool = False


class ItemScope(StrEnum):
    """Which items an entry's license requirement reaches."""

    ALL = "all"  # all items subject to the EAR
    CCL = "ccl"  # items on the CCL
    CCL_AND_SUPP7 = "ccl_and_supp7"  # items on the CCL and EAR99 items of Supp. No. 7 to part 746
    MEU_SUPP2 = "meu_supp2"  # items of Supp. No. 2 to part 744
    PROJECT_746_8_A_4 = "project_746_8_a_4"  # all items, when used in projects of 746.8(a)(4)
    ALL_EXCEPT = "all_except"  # all items, with an exclusion the entry states (see `exclusion`)
    NONE = "none"  # the list imposes no item-based license requirement by itself
    UNREAD = "unread"  # the requirement was present but could not be coded: ask


class ReviewPolicy(StrEnum):
    """License review policy of an entry, coded from its last column."""

    DENIAL = "denial"
    PRESUMPTION_OF_DENIAL = "presumption_of_denial"
    CASE_BY_CASE = "case_by_case"
    PRESUMPTION_OF_APPROVAL = "presumption_of_approval"
    MIXED = "mixed"
    SEE_SECTION = "see_section"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Coded license requirement of an entry.

    Attributes:
        items: Item scope.
        footnotes: Footnote designations 1 to 5 of Supp. No. 4 to part 744.
        sections: EAR sections the entry cites, such as ``744.11`` or ``746.8(a)(3)``.
        exceptions: License exceptions the entry itself allows, such as ``GOV 740.11(b)(2)``.
        exclusion: Code of a stated exclusion, such as ``petroleum_products`` or ``ofac_general_license``.
        extends_to: Code when the entry reaches further than the party: ``other_parties``.
    """

    items: ItemScope
    footnotes: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    exclusion: str | None = None
    extends_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where an entry was published: ``89 FR 68548`` and the publication date where it is known."""

    text: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One entry of one restricted-party list.

    Attributes:
        id: Stable across snapshots: list id, colon, the publisher's number or a hash of name and country heading.
        list: List id, such as ``us.bis.entity_list``.
        countries: ISO 3166 alpha-2 of every country the entry is connected with.
        heading: Country heading the entry stands under, where the list has headings.
        source_number: The publisher's own number (OFAC ``ent_num``), where there is one.
        listed_on: First citation date or the publisher's listing date; None when unknown.
        listed_after: The entry is known not to have been listed on this date (from an older snapshot).
        changed_on: Latest citation date, when later than `listed_on`.
        delisted_on: Expiry or removal date.
        address_only: The entry is an address of high diversion risk (15 CFR 744.16), not a party.
        target: False for a party that a dataset names beside those it lists, such as a relative or a subsidiary.
        topics: Why the entry is in a dataset that says so entry by entry, as FollowTheMoney topics.
    """

    id: str
    list: str
    schema: Schema = Schema.ENTITY
    names: tuple[ListedName, ...] = ()
    addresses: tuple[Address, ...] = ()
    countries: tuple[str, ...] = ()
    heading: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    programs: tuple[str, ...] = ()
    requirement: Requirement | None = None
    review_policy: ReviewPolicy | None = None
    citations: tuple[Citation, ...] = ()
    listed_on: dt.date | None = None
    listed_after: dt.date | None = None
    changed_on: dt.date | None = None
    delisted_on: dt.date | None = None
    birth_dates: tuple[PartialDate, ...] = ()
    nationalities: tuple[str, ...] = ()
    gender: str | None = None
    source_number: str | None = None
    address_only: bool = False
    target: bool = True
    topics: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """What the entry is called where it has no name: its address, else its first number."""
        if self.name:
            return self.name
        known = (*(address.full for address in self.addresses), *(one.value for one in self.identifiers))
        return next((text for text in known if text), self.id)

    @property
    def name(self) -> str:
        """The primary name."""
        return next(
            (n.text for n in self.names if n.kind is NameKind.PRIMARY), self.names[0].text if self.names else ""
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The state of one list on one date, and whether it answers the asked date exactly.

    Attributes:
        list: List id, such as ``us.bis.entity_list``.
        date: Date the data are of (not when they were fetched).
        sha256: Of the stored listings file.
        entries: Number of entries in the file.
        source: Publisher's name of the source, and how it reached us.
        reconstructed: True when the answer for an earlier date is rebuilt from entry dates of this later snapshot;
            parties removed in between are then missing.
        age_days: Days between the snapshot and the asked date (0 when reconstructed).
        note: A sentence for a person, when something about the snapshot must be said.
        supplement_date: Date of the later snapshot whose entries first listed by the asked date were added, if one was.
        supplement_sha256: Of that snapshot's stored listings file.
    """

    list: str
    date: dt.date
    sha256: str
    entries: int = 0
    source: str = ""
    reconstructed: bool = False
    age_days: int = 0
    note: str | None = None
    supplement_date: dt.date | None = None
    supplement_sha256: str | None = None
