"""The law as one object: the carried tables and the dated rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

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

    __slots__ = ("__weakref__", "_at", "_groups", "rules", "tables")

    def __init__(self, tables: LawTables, rules: Mapping[str, Rule]) -> None:
        self.tables = tables
        self.rules = rules
        self._at: dict[tuple[str, dt.date], RuleAt | None] = {}
        self._groups: dict[tuple[str, tuple[str, ...]], bool] = {}

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

    def within(self, country: str, destinations: tuple[str, ...]) -> bool:
        """Tell whether a country is meant by a list of ISO codes, country groups and ``*``. Hong Kong is China's."""
        key = (country, destinations)
        if key not in self._groups:
            member_of = self.tables.groups(country)
            self._groups[key] = any(
                ref in ("*", country) or ref in member_of or (ref == "CN" and country == "HK") for ref in destinations
            )
        return self._groups[key]


@cache
def load_law() -> Law:
    """Return the law the package carries, read once.

    Raises:
        LawError: when a table or rule file is malformed.
    """
    return Law(load_tables(), load_rules())
