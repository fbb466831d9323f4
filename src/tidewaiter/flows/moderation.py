"""Borrowing strength: the noise of one hub from few months, steadied by that of all hubs of its size.

The variance of trade grows as a power of its mean (Taylor's law). Each hub's own variance is drawn towards the common
curve as far as the curve explains the hubs (Smyth, Statistical Applications in Genetics and Molecular Biology 2004),
which also gives a hub that never traded in the baseline a noise of its own instead of none.
"""

from __future__ import annotations

import numpy as np
import scipy

from tidewaiter.flows.panel import Bools, Floats

#: Fewer hubs than this give no curve.
_LEAST_HUBS = 6
_MOST_PRIOR = 50.0


def moderated_sd(sd: Floats, mean: Floats, degrees: float, usable: Bools) -> tuple[Floats, float]:
    """Return steadied standard deviations, [h], and the degrees of freedom they now rest on.

    Args:
        sd: Standard deviation of each hub's predicted total, [h].
        mean: Size of the total, [h], positive.
        degrees: Degrees of freedom of each hub's own standard deviation.
        usable: Hubs to learn the curve from, [h].
    """
    used = usable & (sd > 0) & (mean > 0)
    if used.sum() < _LEAST_HUBS:
        return np.where(sd > 0, sd, mean), degrees
    x, y = np.log(mean[used]), 2 * np.log(sd[used]) - scipy.special.digamma(degrees / 2) + np.log(degrees / 2)
    slope, intercept = _robust_line(x, y)
    spread = float(np.var(y - intercept - slope * x))
    prior = _degrees_of_spread(spread - float(scipy.special.polygamma(1, degrees / 2)))
    log_curve = np.clip(intercept + slope * np.log(np.maximum(mean, np.finfo(float).tiny)), -700, 700)
    curve = np.exp(log_curve)
    own = np.where(sd > 0, sd**2, curve)
    return np.sqrt((prior * curve + degrees * own) / (prior + degrees)), prior + degrees


def _robust_line(x: Floats, y: Floats) -> tuple[float, float]:
    """Return slope and intercept of a line through the middle of a cloud; the slope is of counting to scaling."""
    slope = float(np.polyfit(x, y, 1)[0]) if np.ptp(x) > 1.0 else 1.5
    slope = min(max(slope, 1.0), 2.0)
    return slope, float(np.median(y - slope * x))


def _degrees_of_spread(trigamma: float) -> float:
    """Return the degrees of freedom whose log variance has this spread: the inverse of trigamma(d / 2)."""
    if trigamma <= scipy.special.polygamma(1, _MOST_PRIOR / 2):
        return _MOST_PRIOR
    low, high = 0.05, _MOST_PRIOR
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if scipy.special.polygamma(1, middle / 2) > trigamma else (low, middle)
    return low
