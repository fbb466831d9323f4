"""The pre-trend: whether trade moved away from its counterfactual before anything happened, as an event study shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy

from tidewaiter.flows.answers import number
from tidewaiter.flows.excess import Excess

if TYPE_CHECKING:
    from tidewaiter.flows.assess import Assessed

_LEAST_PERIODS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PreTrend:
    """Trend of actual over expected trade in the baseline.

    Attributes:
        slope: Log points a year; None with fewer than six periods.
        p_value: Probability of a slope as large without a trend (Student's t, lag-one correlation allowed for).
        parallel: The slope is not beyond chance at 5 %: the counterfactual held before.
    """

    slope: float | None = None
    p_value: float | None = None
    parallel: bool | None = None


def pre_trend(excess: Excess, hub: int) -> PreTrend:
    """Return the pre-trend of one hub on one leg."""
    leg = excess.leg
    used = np.flatnonzero(leg.baseline & leg.covered[hub])
    actual, expected = leg.actual[hub].sum(axis=0)[used], excess.expected[hub].sum(axis=0)[used]
    if len(used) < _LEAST_PERIODS or not (expected > 0).all():
        return PreTrend()
    ratio = actual / expected - 1.0  # logs would break where a month is empty
    annual = not leg.month.any()
    years = used / (1.0 if annual else 12.0)
    fit = scipy.stats.linregress(years, ratio)
    if not np.isfinite(fit.stderr) or fit.stderr == 0:
        return PreTrend(slope=number(float(fit.slope)))
    residual = ratio - fit.intercept - fit.slope * years
    memory = float(np.clip(np.corrcoef(residual[:-1], residual[1:])[0, 1], 0.0, 0.9)) if residual.std() > 0 else 0.0
    wider = np.sqrt((1 + memory) / (1 - memory))
    p = float(2 * scipy.stats.t.sf(abs(fit.slope) / (fit.stderr * wider), len(used) - 2))
    return PreTrend(slope=number(float(fit.slope)), p_value=number(p), parallel=p > 0.05)


def pre_trends(found: Assessed, hub: int) -> dict[str, PreTrend]:
    """Return the pre-trends of imports and exports of one hub, of the legs that have data, by name of the leg."""
    return {e.leg.name: pre_trend(e, hub) for e in (found.imports, found.exports) if e.leg.usable[hub]}
