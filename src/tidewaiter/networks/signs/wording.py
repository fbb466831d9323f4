"""Numbers in the sentences of signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

_STEPS = ((1e9, "bn"), (1e6, "mn"), (1e3, "k"))


def usd(value: float | None) -> str:
    """Return an amount in three digits."""
    if value is None:
        return "an unknown value"
    for step, name in _STEPS:
        if value >= step * 0.9995:
            return f"USD {value / step:.3g} {name}"
    return f"USD {value:.0f}"


def day(ordinal: float | None) -> str:
    """Return a day counted as an ordinal, as it is written."""
    return "an unknown day" if ordinal is None else dt.date.fromordinal(int(ordinal)).isoformat()


def number(value: float) -> str:
    """Return a whole number, or one with two digits after the point."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:.2f}"


def count(value: float | None, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun in the singular, or in the plural, which ends in s unless given."""
    n = int(value or 0)
    return f"{n} {noun}" if n == 1 else f"{n:,} {plural or noun + 's'}"


def share(value: float) -> str:
    """Return a share in percent."""
    return f"{100 * value:.0f} %"


def get(row: Mapping[str, Any], name: str) -> float:
    """Return a fact as a number, 0 for none."""
    found = row.get(name)
    return 0.0 if found is None else float(found)
