"""Estimates with their uncertainty, and evidence with its grade."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """Evidence grade: A official finding; B two independent legs or sources; C one method; D one red flag."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A fact with its source. ``reference`` finds the record again: a citation, an address, a row."""

    statement: str
    source: str
    reference: str = ""
    on: dt.date | None = None
    grade: Grade = Grade.D


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with what is known of its error.

    Attributes:
        low: Lower end of the sampling interval at ``level``; ``high`` its upper end.
        model_low: Least value among the counterfactuals tried; ``model_high`` the greatest. Never merged with sampling.
        unit: Unit of the value, such as ``USD``.
        n: Number of observations behind it.
        coverage: Share of the reporter-months that are covered, in [0, 1].
        vintage: Date or version of the data.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = 0.9
    model_low: float | None = None
    model_high: float | None = None
    unit: str = "USD"
    method: str = ""
    n: int = 0
    coverage: float | None = None
    vintage: str = ""
    grade: Grade | None = None
