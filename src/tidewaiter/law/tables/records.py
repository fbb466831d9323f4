"""Rows of the carried law tables, as frozen facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tidewaiter.law.tables.chart_marks import standing
from tidewaiter.law.tables.scope import Answer, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """A country's row of the Commerce Country Chart (15 CFR 738 Supp. No. 1).

    Attributes:
        country: ISO 3166 alpha-2 that was asked for; ``row_country`` the one whose row applies to it.
        columns: Columns with an X, such as ``NS1``. No row carries an X in AT1 or AT2: anti-terrorism controls act
            through parts 742 and 746, so their absence here is never permission.
        footnotes: Footnote numbers of the row; they impose requirements the grid does not show.
        pointer: Where the law of an embargoed destination stands; such a row has no marks and gives no permission.
        basis: Why another country's row applies (15 CFR 738.3(b)), else None.
        verified: False when the relation to ``row_country`` could not be verified in the regulation's own words.
    """

    country: str
    row_country: str
    columns: frozenset[str]
    footnotes: tuple[int, ...] = ()
    pointer: str | None = None
    basis: str | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Eccn:
    """An entry of the Commerce Control List (15 CFR 774 Supp. No. 1).

    Attributes:
        title: The entry's heading.
        reasons: Reasons for control, such as ``NS``; empty for entries that only point elsewhere.
        lvs: List-based exception LVS as the entry states it (dollar limits by paragraph), ``N/A`` or empty; ``gbs``
            and ``tsr`` likewise.
        other_exceptions: Symbols of further list-based exceptions the entry mentions, such as ``IEC``.
        sta_limited: The entry states special conditions for License Exception STA.
        pointer: The entry has no License Requirements table: it points to another agency or is reserved.
    """

    eccn: str
    category: str
    product_group: str
    title: str
    reasons: tuple[str, ...] = ()
    lvs: str = ""
    gbs: str = ""
    tsr: str = ""
    other_exceptions: tuple[str, ...] = ()
    sta_limited: bool = False
    pointer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control row of an ECCN entry.

    Attributes:
        reason: Reason for control, such as ``NS``, or ``RUS`` for the Russian industry sector sanctions.
        column: Country Chart column, or None when the requirement is not in the chart: then `destinations` says where
            it applies as far as it could be coded, and `citation` where the law stands.
        destinations: ISO 3166 alpha-2 codes, country groups (``D:5``), ``*`` for every destination; empty when the
            text only refers to a section.
        except_destinations: Groups left out of the groups of `destinations`; a country named by itself stays in.
        verified: False for a row of an earlier day that could not be verified.
    """

    eccn: str
    reason: str
    column: str | None
    scope_text: str
    scope: Scope
    destinations: tuple[str, ...] = ()
    except_destinations: tuple[str, ...] = ()
    citation: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CclChange:
    """What is known of how an entry of the CCL, or a paragraph of it, stood before a day.

    Attributes:
        scope: Paragraphs the row is about; the whole entry where it names none.
        since: First day of what the row says, None for the beginning; `until` the first day it no longer holds.
        control: The control that acted before, where it is known.
        absent: The entry or paragraph did not exist before: an item was in another one, or in none.
        citation: The rule that made the change; ``status`` how far it was verified, ``note`` what stood before.
    """

    eccn: str
    scope: Scope
    until: dt.date
    since: dt.date | None = None
    control: Control | None = None
    absent: bool = False
    status: str = "unverified"
    citation: str = ""
    note: str = ""

    def acts(self, on: dt.date) -> bool:
        """Tell whether the row is about a day."""
        return on < self.until and (self.since is None or on >= self.since)

    @property
    def verified(self) -> bool:
        """Whether the change was verified, in the rule itself or in reports of it."""
        return self.status.startswith("verified")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtsEntry:
    """An HTS-6 code of Supplement No. 2, 4, 5 or 7 to part 746.

    Attributes:
        description: HS 2022 wording of the code, not the supplement's own.
        section: Paragraph that imposes the requirement.
        min_unit_price_usd: Wholesale unit price in US dollars from which the code is reached (Supp. No. 5), else None.
        not_before: First date of the supplement: the code was certainly not listed earlier.
        listed_from: First date on which the code is taken to be listed (see `status`); None when only the newest text
            shows it.
        status: How sure `listed_from` is: ``verified in secondary reports``, ``partly verified`` or ``unverified``.
        citation: Federal Register documents of the supplement's rules.
        note: What the dates rest on, such as an earlier edition that had or lacked the code.
    """

    supplement: int
    hs6: str
    description: str
    section: str
    min_unit_price_usd: float | None = None
    not_before: dt.date
    listed_from: dt.date | None = None
    status: str = "verified"
    citation: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerHts:
    """A code once on an HTS supplement to part 746 that the newest text no longer has.

    Attributes:
        not_before: The code was certainly not listed earlier; `until` the first day it was certainly not listed.
    """

    supplement: int
    hs6: str
    not_before: dt.date
    until: dt.date
    status: str
    citation: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supp6Item:
    """An item of Supplement No. 6 to part 746, which lists by name and CAS number, not by HTS code."""

    paragraph: str
    item: str
    cas: str | None = None
    min_concentration_pct: str | None = None
    section: str = "746.8(a)(6)"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMembership:
    """What is known of when a country was in a country group (15 CFR 740 Supp. No. 1).

    Attributes:
        group: Group such as ``A:5``, or ``*`` for every group of the country.
        since: First day of membership, None when it is not known or lies before the rules.
        until: First day the country was out of the group again, None when the newest text has it.
        unknown_before: Before this day it is unknown whether the country was a member.
        status: ``verified``, ``verified in secondary reports``, ``partly verified`` or ``unverified``.
    """

    country: str
    group: str
    since: dt.date | None = None
    until: dt.date | None = None
    unknown_before: dt.date | None = None
    status: str = "verified"
    citation: str = ""
    note: str = ""

    def member(self, on: dt.date) -> Answer:
        """Tell whether the country was in the group on a day."""
        return standing(self.since, self.until, self.unknown_before, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeccEntry:
    """A Global Export Control Coalition country (Supp. No. 3 to part 746).

    Attributes:
        joined: Date from which the exclusion is applied here; ``published`` the Federal Register date of the rule.
        status: ``verified``, ``partly verified`` or ``unverified`` as to `joined`.
    """

    country: str
    scope: str
    joined: dt.date
    published: dt.date
    fr_cite: str
    citation: str
    status: str = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChplEntry:
    """A code of the Common High Priority List (BIS, EU, UK, Japan), in HS 2022.

    Attributes:
        tier: ``1``, ``2``, ``3A``, ``3B``, ``4A`` or ``4B``.
        added: Date the source says the code joined; None when it says none.
        added_status: What is known of the date.
        list_version: Date of the list version the entry was read from.
        listed_by: First date on which the code is taken to be on the list; `added_status` says on what grounds.
    """

    hs6: str
    tier: str
    description: str
    added: dt.date | None
    added_status: str
    list_version: dt.date
    listed_by: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeuEccn:
    """An ECCN of Supplement No. 2 to part 744, reached by 744.21(a)(1) for military end use.

    Attributes:
        scope: Paragraphs of the entry the supplement names, for certain or under a condition.
        question: The condition, as a question.
        listed_from: Day before which it is open whether the supplement named the entry; None where that is not known
            to have changed.
    """

    eccn: str
    scope: Scope
    question: str
    listed_from: dt.date | None
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HubEntry:
    """A country an authority has named as a transshipment concern for Russia.

    Attributes:
        since: Date of the authority's statement; the country counts as a known hub from then.
        verified: False when only a secondary report of the statement was read.
    """

    country: str
    since: dt.date
    source: str
    citation: str
    verified: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated change of law, guidance or enforcement."""

    id: str
    date: dt.date
    kind: str
    title: str
    countries: tuple[str, ...] = ()
    citation: str = ""
    verified: bool = True
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlagRule:
    """A red flag of Supplement No. 3 to part 732, as a short coded title of our own."""

    n: int
    id: str
    title: str
    theme: str
    citation: str
    since: dt.date | None = None
    verified: bool = True
