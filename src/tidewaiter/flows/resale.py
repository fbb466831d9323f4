"""Resale or own sale: whether a country that sends more to the destination passes goods on, or sells its own.

Statistics of exports alone cannot tell a maker who found a new market from a hub. Three things can, each weighed by how
likely it would be either way (log-likelihood ratios, which add up): goods that are passed on come in first, good by
good; their price carries a rent of scarcity (Chupilkin, Javorcik, Plekhanov, CEPR DP20097); and goods are among them
that the country did not sell there before (Scheckenhofer, Teti, Wanner 2025).
"""

from __future__ import annotations

import numpy as np
import scipy

from tidewaiter.flows.extensive_margin import ExtensiveMargin
from tidewaiter.flows.feed import Feed
from tidewaiter.flows.panel import Floats
from tidewaiter.flows.unit_values import UnitValuePremium

#: Value that came in for each dollar that was passed on: between all of it, and what a high mark-up leaves (0.6).
PASSED_ON = 0.8
#: No sign counts for more than this, nor a rise of more standard errors than `_MOST_ERRORS`.
_MOST, _MOST_ERRORS = 10.0, 5.0


def resale_evidence(fed: tuple[Feed, Feed], premium: UnitValuePremium, margin: ExtensiveMargin, level: float) -> Floats:
    """Return the log-likelihood ratio of resale over own sale, [h]; 0 where nothing tells.

    Args:
        fed: Feeding of exports by imports from the origins, and from everywhere; the better of the two counts, because
            a second hub buys from the first.
        premium: Change of the unit values.
        margin: Change of the share of goods that are sold.
        level: Level of the intervals of both.
    """
    feeding = np.fmax(_of_feed(fed[0]), _of_feed(fed[1]))
    rises = [_of_rise(found.change, found.low, found.high, level) for found in (premium, margin)]
    return np.asarray(np.nan_to_num(feeding) + rises[0] + rises[1])


def _of_feed(feed: Feed) -> Floats:
    """Return how much likelier a ratio is if `PASSED_ON` came in than if nothing did, [h]; 0 where it is not known."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = PASSED_ON * (2 * feed.ratio - PASSED_ON) / (2 * feed.error**2)
    return np.clip(np.where(np.isfinite(found), found, 0.0), -_MOST, _MOST)


def _of_rise(change: Floats, low: Floats, high: Floats, level: float) -> Floats:
    """Return the log-likelihood ratio of a rise, whatever its size, over none, [h]; a fall tells nothing."""
    error = (high - low) / (2 * scipy.stats.norm.ppf(0.5 + level / 2))
    errors = np.divide(change, error, out=np.zeros_like(change), where=error > 0)
    return np.asarray(np.clip(np.nan_to_num(errors), 0.0, _MOST_ERRORS) ** 2 / 2)
