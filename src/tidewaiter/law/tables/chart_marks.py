"""Marks of the Country Chart whose date is known or in doubt: where the chart of an earlier day was not the newest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tidewaiter.law.tables.scope import Answer


def standing(since: dt.date | None, until: dt.date | None, unknown_before: dt.date | None, on: dt.date) -> Answer:
    """Tell whether something that stood from `since` until the day before `until` stood on a day.

    Args:
        since: First day, None when it is not known or lies before the rules.
        until: First day it no longer stood, None while it stands.
        unknown_before: Before this day it is unknown whether it stood.
    """
    if (until is not None and on >= until) or (since is not None and on < since):
        return "no"
    return "unknown" if unknown_before is not None and on < unknown_before else "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartMark:
    """What is known of when a country's row of the Country Chart (15 CFR 738 Supp. No. 1) had an X in a column.

    Attributes:
        column: Column such as ``NS1``.
        since: First day of the mark, None when it is not known or lies before the rules.
        until: First day the mark was gone, None when the newest text has it.
        unknown_before: Before this day it is unknown whether the row had the mark.
        status: ``verified``, ``verified in secondary reports``, ``partly verified`` or ``unverified``.
    """

    country: str
    column: str
    since: dt.date | None = None
    until: dt.date | None = None
    unknown_before: dt.date | None = None
    status: str = "verified"
    citation: str = ""
    note: str = ""

    def marked(self, on: dt.date) -> Answer:
        """Tell whether the row had the mark on a day."""
        return standing(self.since, self.until, self.unknown_before, on)
