"""A fitted counterfactual: what trade would have been, and how it is fitted again to drawn or placebo values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.difference_in_differences import levels
from tidewaiter.flows.hub_growth import HubGrowth
from tidewaiter.flows.leg import Leg
from tidewaiter.flows.panel import Floats


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A fitted counterfactual.

    Attributes:
        expected: [h, k, t]; `plain` the same without the hub's own growth.
        growth: The hub's own growth in the window.
        refit: The counterfactual of the same leg with other values, growth and donors held, [h, k, t] to [h, k, t].
    """

    expected: Floats
    plain: Floats
    growth: HubGrowth
    refit: Callable[[Floats], Floats]


#: How a counterfactual is fitted to a leg, be it the true one or a placebo.
Fitting = Callable[[Leg], Fit]


def level_of_baseline(leg: Leg) -> Floats:
    """Return the mean of the baseline in every period, [h, k, t]."""
    return np.repeat(levels(leg.actual, leg.covered, leg.baseline)[..., None], leg.actual.shape[2], axis=2)


def scaled(leg: Leg, expected: Floats, growth: HubGrowth) -> Floats:
    """Return the counterfactual with each hub's own growth in the window."""
    factor = np.where(leg.window[None, :], np.exp(growth.shrunk)[:, None], 1.0)
    return expected * factor[:, None, :]
