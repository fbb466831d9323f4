"""The law as one object: the carried tables and the dated rules."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache

from tidewaiter.law.changes import changes
from tidewaiter.law.loader import load_rules
from tidewaiter.law.rule import Rule, RuleAt
from tidewaiter.law.tables import LawTables, load_tables
from tidewaiter.model import LawError


class Law:
    """Tables and rules together. One object is shared by all determinations; it never changes once built.

    Attributes:
        tables: Country Chart, country groups, CCL, supplements.
        rules: Rules by id.
    """

    __slots__ = ("__weakref__", "_at", "_changes", "_groups", "_periods", "rules", "tables")

    def __init__(self, tables: LawTables, rules: Mapping[str, Rule]) -> None:
        self.tables = tables
        self.rules = rules
        self._at: dict[tuple[str, dt.date], RuleAt | None] = {}
        self._groups: dict[tuple[str, tuple[str, ...], dt.date], bool] = {}
        self._changes: tuple[dt.date, ...] = ()
        self._periods: dict[dt.date, dt.date] = {}

    def at(self, rule_id: str, day: dt.date) -> RuleAt | None:
        """Return a rule as it stood on a day, or None when it did not exist then.

        Raises:
            LawError: when there is no rule of this id.
        """
        key = (rule_id, day)
        if key not in self._at:
            if rule_id not in self.rules:
                raise LawError(f"there is no rule {rule_id!r} in law/data/rules")
            self._at[key] = self.rules[rule_id].at(day)
        return self._at[key]

    def within(self, country: str, destinations: tuple[str, ...], day: dt.date) -> bool:
        """Tell whether a list of ISO codes, country groups and ``*`` means a country on a day.

        Hong Kong is meant by China from the day it ceased to be a destination of its own.
        """
        key = (country, destinations, day)
        found = self._groups.get(key)
        if found is None:
            member_of = self.tables.groups(country, day)
            names = {"*", country, *member_of} | ({"CN"} if self.tables.is_china(country, day) else set())
            found = self._groups[key] = not names.isdisjoint(destinations)
        return found

    def period(self, day: dt.date) -> dt.date:
        """Return the first day of the period around a day in which nothing the law knows of changes.

        Whatever depends on the day only through the law is the same on both, so that it is worked out once a period.
        """
        found = self._periods.get(day)
        if found is None:
            self._changes = self._changes or changes(self.tables, self.rules)
            place = bisect_right(self._changes, day)
            found = self._periods[day] = self._changes[place - 1] if place else dt.date.min
        return found


@cache
def load_law() -> Law:
    """Return the law the package carries, read once.

    Raises:
        LawError: when a table or rule file is malformed.
    """
    return Law(load_tables(), load_rules())
