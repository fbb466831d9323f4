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
        value: The estimate; None where there is no data.
        low: Lower end of the sampling interval.
        high: Upper end of the sampling interval.
        level: Level of the interval.
        model_low: Least value among the counterfactuals tried. Never merged with sampling.
        model_high: Greatest value among the counterfactuals tried.
        unit: Unit of the value, such as ``USD``.
        method: How it was estimated, and from whose data; why there is none, where there is none.
        n: Number of observations behind it.
        coverage: Share of the reporter-months that are covered, in [0, 1].
        vintage: Date or version of the data.
        grade: Evidence grade of this estimate alone, where it is a finding.
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
