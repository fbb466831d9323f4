"""All carried law tables behind one object of dictionary lookups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from tidewaiter.law.tables.chart_marks import ChartMark
from tidewaiter.law.tables.eccn_code import split_eccn
from tidewaiter.law.tables.records import (
    CclChange,
    ChartRow,
    ChplEntry,
    Control,
    Eccn,
    Event,
    FormerHts,
    GeccEntry,
    GroupMembership,
    HtsEntry,
    HubEntry,
    MeuEccn,
    RedFlagRule,
    Supp6Item,
)
from tidewaiter.law.tables.scope import Answer, Scope
from tidewaiter.model import LawError


def _digits(hs: str) -> str:
    """Return the digits of a code however it is punctuated: a dot must never make a listed code look unlisted."""
    return hs if hs.isdigit() else "".join(c for c in hs if c.isdigit())


@dataclass(frozen=True, kw_only=True)
class LawTables:
    """The EAR's tables as of the newest text carried, with the dates that are known.

    Attributes:
        as_of: Currency (eCFR date) of the newest text; no table says anything about rules published later.
        currency: Date each table file is of, by table name.
    """

    as_of: dt.date
    currency: Mapping[str, dt.date]
    chart: Mapping[str, ChartRow]
    country_groups: Mapping[str, frozenset[str]]
    entries: Mapping[str, Eccn]
    control_rows: Mapping[str, tuple[Control, ...]]
    all_destination_rows: Mapping[str, tuple[Control, ...]]
    hts_entries: Mapping[int, Mapping[str, HtsEntry]]
    supp6_items: tuple[Supp6Item, ...]
    coalition: Mapping[str, GeccEntry]
    high_priority: Mapping[str, ChplEntry]
    meu_eccns: Mapping[str, MeuEccn]
    hubs: Mapping[str, tuple[HubEntry, ...]]
    calendar: tuple[Event, ...]
    red_flag_rules: tuple[RedFlagRule, ...]
    group_dates: Mapping[str, tuple[GroupMembership, ...]] = field(default_factory=dict)
    chart_dates: Mapping[str, tuple[ChartMark, ...]] = field(default_factory=dict)
    former_hts: Mapping[int, Mapping[str, FormerHts]] = field(default_factory=dict)
    ccl_changes: Mapping[str, tuple[CclChange, ...]] = field(default_factory=dict)

    def chart_row(self, country: str) -> ChartRow | None:
        """Return the Country Chart row that applies to a country (15 CFR 738 Supp. No. 1), or None when there is none.

        Hong Kong takes China's row, Liechtenstein Switzerland's, a dependent territory its parent's (738.3(b)). None
        means the chart answers nothing for this country; it is never permission.
        """
        return self.chart.get(country)

    def chart_mark(self, country: str, column: str, on: dt.date) -> Answer:
        """Tell whether the row that applies to a country had an X in a column on a day.

        ``unknown`` where there is no row, and where the mark of an earlier day is in doubt. A mark without a date is
        taken to be as old as the rules.
        """
        row = self.chart_row(country)
        if row is None:
            return "unknown"
        for place in dict.fromkeys((country, row.row_country)):
            for mark in self.chart_dates.get(place, ()):
                if mark.column == column:
                    return mark.marked(on)
        return "yes" if column in row.columns else "no"

    def is_china(self, country: str, on: dt.date) -> bool:
        """Tell whether a place is China under the EAR on a day: Hong Kong is since its own entries were removed."""
        return country == "CN" or (country == "HK" and self.in_group("HK", "D:1", on) == "yes")

    def groups(self, country: str, on: dt.date | None = None) -> frozenset[str]:
        """Return the country groups (15 CFR 740 Supp. No. 1) a country is in, such as ``A:5`` and ``B``.

        Hong Kong takes China's, Liechtenstein Switzerland's, the Cayman Islands the United Kingdom's. A country that
        the supplement does not list is in no group, which is no statement about it. Macau is not in D:5: rules that
        mean it name it.

        Args:
            country: ISO 3166 alpha-2.
            on: Day of the membership; None for the newest text. A membership that is unknown on the day is left out
                where it can only permit (groups A and B) and kept where it restricts (D and E).
        """
        newest = self.country_groups.get(country, frozenset())
        if on is None or country not in self.group_dates:
            return newest
        ended = {m.group for m in self.group_dates[country] if m.until is not None}
        answers = {group: self.in_group(country, group, on) for group in newest | ended}
        return frozenset(g for g, a in answers.items() if a == "yes" or (a == "unknown" and g[0] in "DE"))

    def in_group(self, country: str, group: str, on: dt.date) -> Answer:
        """Tell whether a country was in a country group on a day.

        Memberships for which no change is known are taken to be as old as the rules.
        """
        for membership in self.group_dates.get(country, ()):
            if membership.group == group or (membership.group == "*" and group in self.groups(country)):
                return membership.member(on)
        return "yes" if group in self.groups(country) else "no"

    def eccn(self, code: str) -> Eccn | None:
        """Return the CCL entry of an ECCN of any paragraph depth, or None when there is none (``EAR99`` included)."""
        split = split_eccn(code)
        return self.entries.get(split[0]) if split else None

    def controls(self, code: str) -> tuple[Control, ...]:
        """Return every control row of the entry of `code`; ask each row's scope whether it covers the code."""
        split = split_eccn(code)
        return self.control_rows.get(split[0], ()) if split else ()

    def ccl_before(self, code: str, on: dt.date) -> tuple[CclChange, ...]:
        """Return what is known of how an item of a code stood on a day on which the newest text did not yet hold.

        A code coarser than a change's paragraphs is not met by it: which paragraph the item is in is asked anyhow.
        """
        split = split_eccn(code)
        changes = self.ccl_changes.get(split[0], ()) if split else ()
        return tuple(one for one in changes if one.acts(on) and one.scope.covers(code) == "yes")

    def all_destinations(self, code: str) -> Answer:
        """Tell whether a license is required to every destination, whatever the chart says (15 CFR 738.3(a)(1))."""
        split = split_eccn(code)
        answers = {row.scope.covers(code) for row in self.all_destination_rows.get(split[0], ())} if split else set()
        return "yes" if "yes" in answers else "unknown" if "unknown" in answers else "no"

    def hts(self, supplement: int, hs: str) -> HtsEntry | None:
        """Return the entry of a code on an HTS supplement to part 746, by its first six digits (Supp. No. 5(b)).

        Raises:
            LawError: when the supplement is not one that lists HTS codes (2, 4, 5, 7).
        """
        if supplement not in self.hts_entries:
            raise LawError(f"Supplement No. {supplement} to part 746 lists no HTS codes; ask for 2, 4, 5 or 7.")
        digits = _digits(hs)
        return self.hts_entries[supplement].get(digits[:6]) if len(digits) >= 6 else None

    def in_hts(self, supplement: int, hs: str, on: dt.date) -> Answer:
        """Tell whether a code was on an HTS supplement on a date.

        ``unknown`` lies between the first date the code can have been listed and the first date it is known to have
        been; for a code that has left the supplement, up to the text that no longer has it. A code coarser than six
        digits gives ``unknown`` when some code below it is listed.
        """
        entry = self.hts(supplement, hs)
        digits = _digits(hs)
        if len(digits) < 6:
            return "unknown" if any(code.startswith(digits) for code in self.hts_entries[supplement]) else "no"
        former = self.former_hts.get(supplement, {}).get(digits[:6])
        if former is not None:
            return "unknown" if former.not_before <= on < former.until else "no"
        if entry is None or on < entry.not_before:
            return "no"
        return "yes" if on >= (entry.listed_from or self.currency["hts"]) else "unknown"

    def supp6(self) -> tuple[Supp6Item, ...]:
        """Return the items of Supplement No. 6 to part 746, in the order of the supplement."""
        return self.supp6_items

    def gecc(self, country: str, on: dt.date) -> GeccEntry | None:
        """Return a country's entry in Supplement No. 3 to part 746 when it had joined by `on`, else None."""
        entry = self.coalition.get(country)
        return entry if entry and on >= entry.joined else None

    def chpl(self, hs: str, on: dt.date) -> ChplEntry | None:
        """Return the Common High Priority List entry of a code (HS 2022), or None.

        Dates of addition are known for no single code: `ChplEntry.added_status` says on what grounds the code is taken
        to be listed from `ChplEntry.listed_by`, and must be shown with it.
        """
        digits = _digits(hs)
        entry = self.high_priority.get(digits[:6]) if len(digits) >= 6 else None
        return entry if entry and on >= entry.listed_by else None

    def meu_supp2(self, eccn: str) -> MeuEccn | None:
        """Return the entry of Supplement No. 2 to part 744 for an ECCN, or None."""
        split = split_eccn(eccn)
        return self.meu_eccns.get(split[0]) if split else None

    def hub(self, country: str, on: dt.date) -> HubEntry | None:
        """Return the latest statement by `on` that names a country as a transshipment concern, or None."""
        stated = [entry for entry in self.hubs.get(country, ()) if entry.since <= on]
        return stated[-1] if stated else None

    def events(self) -> tuple[Event, ...]:
        """Return the dated calendar of law, guidance and enforcement, oldest first."""
        return self.calendar

    def red_flags(self) -> tuple[RedFlagRule, ...]:
        """Return the red flags of Supplement No. 3 to part 732 as short coded titles."""
        return self.red_flag_rules


__all__ = ["Answer", "LawTables", "Scope"]
