"""The days on which anything the law knows of begins, ends or becomes uncertain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from typing import Any, cast, get_args, get_type_hints

from tidewaiter.law.rule import Rule
from tidewaiter.law.tables import LawTables

_DAY = dt.timedelta(days=1)


def changes(tables: LawTables, rules: Mapping[str, Rule]) -> tuple[dt.date, ...]:
    """Return every date in the tables and rules, and the day after each (a last day ends with it), in order.

    Records are walked by their own fields, so that a date of a kind added later counts without being named here.
    """
    days = {*_dates(tables), *_dates(rules)}
    return tuple(sorted(days | {day + _DAY for day in days if day < dt.date.max}))


def _dates(value: object) -> Iterator[dt.date]:
    if isinstance(value, dt.date):
        yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _dates(member)
    elif isinstance(value, tuple):
        for member in value:
            yield from _dates(member)
    elif is_dataclass(value):
        for name in _dated_fields(cast("type", type(value))):
            yield from _dates(getattr(value, name))


@cache
def _dated_fields(record: type) -> tuple[str, ...]:
    return tuple(name for name, kind in get_type_hints(record).items() if _may_hold_dates(kind))


@cache
def _may_hold_dates(kind: Any) -> bool:  # noqa: ANN401  a type of any form
    if kind is Any or (isinstance(kind, type) and issubclass(kind, dt.date)):
        return True
    if is_dataclass(kind):
        return bool(_dated_fields(cast("type", kind)))
    return any(_may_hold_dates(part) for part in get_args(kind))
