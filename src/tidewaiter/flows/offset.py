"""The offset ratio: how much of what no longer goes directly is made up for through hubs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.leg import make_leg, over_origins
from tidewaiter.flows.panel import Floats, Panel
from tidewaiter.flows.seasonal import seasonal_baseline
from tidewaiter.flows.window import Span


@dataclass(frozen=True, kw_only=True)
class DirectTrade:
    """Direct exports of the origins to the destination in the window.

    Attributes:
        actual: Sum over the covered window; NaN where there is no data.
        expected: What the same months of the baseline make one expect.
        shortfall: Expected less actual, at least 0.
        coverage: Share of periods that is covered.
        monthly: Mean of the baseline a period.
    """

    actual: float
    expected: float
    shortfall: float
    coverage: float
    monthly: float


def direct_trade(panel: Panel, baseline: Span, window: Span) -> DirectTrade:
    """Return how far direct exports fell short of their seasonal baseline."""
    values = over_origins(panel.direct, panel.origin_covered)[None]
    leg = make_leg(panel, "direct", values, baseline, window)
    if not leg.usable.any():
        return DirectTrade(
            actual=np.nan, expected=np.nan, shortfall=np.nan, coverage=float(leg.covered.mean()), monthly=np.nan
        )
    actual, expected = float(leg.total().sum()), float(leg.total(seasonal_baseline(leg)).sum())
    return DirectTrade(
        actual=actual,
        expected=expected,
        shortfall=max(expected - actual, 0.0),
        coverage=float(leg.covered.mean()),
        monthly=float(leg.actual[..., leg.baseline].sum() / max(leg.covered[:, leg.baseline].sum(), 1)),
    )


def offset_ratio(through_hubs: Floats, shortfall: float) -> Floats:
    """Return the value through each hub over the shortfall of direct trade; NaN when there is no shortfall."""
    return np.asarray(through_hubs / shortfall) if shortfall > 0 else np.full_like(through_hubs, np.nan)
