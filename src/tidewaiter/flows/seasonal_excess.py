"""Excess where nobody can serve as comparison: level of the baseline and common season."""

from __future__ import annotations

from dataclasses import replace

from tidewaiter.flows import hub_growth as growths
from tidewaiter.flows.counterfactual import Fit
from tidewaiter.flows.difference_in_differences import impute
from tidewaiter.flows.excess import Excess, finish
from tidewaiter.flows.leg import Leg, placebo_legs
from tidewaiter.flows.panel import Bools
from tidewaiter.flows.placebo_errors import placebo_drift
from tidewaiter.flows.seasonal import seasonal_baseline, seasonal_factors


def seasonal_excess(leg: Leg, donors: Bools, draws: int, seed: int) -> Excess:
    """Estimate the excess without anybody to compare with: level of the baseline, season of all hubs, no growth."""

    def fitting(other: Leg) -> Fit:
        season = seasonal_factors(other)
        expected = impute(other, season)
        return Fit(
            expected=expected,
            plain=expected,
            growth=growths.none(len(other.actual)),
            refit=lambda values: impute(replace(other, actual=values), season),
        )

    wander = placebo_drift(placebo_legs(leg), fitting, leg.usable)
    models = {"seasonal baseline": leg.total().sum(axis=1) - leg.total(seasonal_baseline(leg)).sum(axis=1)}
    method = "level of the baseline with common season"
    return finish(leg, fitting(leg), method, models=models, wander=wander, donors=donors, draws=draws, seed=seed)
