"""Drift: how far countries wander from their counterfactual when nothing happens, beyond the noise of months.

Months drawn from the baseline know nothing of slow change. Placebos do: the same estimator on windows inside the
baseline, and on countries that are no hubs. What their errors show beyond noise is the drift, as a share of the
expected trade.
"""

from __future__ import annotations

import numpy as np

from tidewaiter.flows.panel import Bools, Floats

#: What is assumed before any placebo is seen: drift of a twentieth, worth as much as two placebos. Negative estimates
#: count as none, so that a larger prior would outweigh a dozen placebos that show nothing.
PRIOR_DRIFT, PRIOR_WEIGHT = 0.05, 2.0
_LARGEST = 1.5
_LOWER_HALF = 0.5


def root_error(actual: Floats, expected: Floats) -> Floats:
    """Return 2 (sqrt(actual / expected) - 1), NaN where nothing is expected.

    Near zero it is the relative error; its noise is symmetric where that of the ratio leans right and that of its log
    left, so that one half can stand for the whole.
    """
    return np.where(
        expected > 0, 2 * (np.sqrt(np.maximum(actual, 0.0) / np.where(expected > 0, expected, 1.0)) - 1), np.nan
    )


def drift(errors: Floats, noise: Floats, usable: Bools, prior: float = PRIOR_DRIFT) -> float:
    """Return the standard deviation of drift, as a share of the expected trade.

    Diversion only adds trade, so that the lower half of the errors is free of it: their spread below the median is that
    of countries that divert nothing (an empirical null, Efron, JASA 2004).

    Args:
        errors: Errors of placebos as shares of the expected trade, [n], from `root_error`.
        noise: Sampling standard deviation of each, likewise, [n].
        usable: Placebos to count, [n].
        prior: Drift assumed before any placebo is seen.
    """
    used = usable & np.isfinite(errors) & np.isfinite(noise)
    if not used.any():
        return prior
    found, sampling = errors[used], noise[used]
    weight = 1.0 / (prior**2 + sampling**2)
    centre = weighted_quantile(found, weight, _LOWER_HALF)
    lower = found <= centre
    trimmed = np.minimum((found[lower] - centre) ** 2, _LARGEST**2)
    beyond = trimmed - sampling[lower] ** 2
    count = float(weight[lower].sum() ** 2 / (weight[lower] ** 2).sum())
    own = float(np.average(beyond, weights=weight[lower] ** 2))
    pooled = (count * max(own, 0.0) + PRIOR_WEIGHT * prior**2) / (count + PRIOR_WEIGHT)
    return float(np.sqrt(pooled))


def weighted_quantile(values: Floats, weight: Floats, share: float) -> float:
    """Return the value below which the given share of the weight lies."""
    order = np.argsort(values)
    place = np.searchsorted(np.cumsum(weight[order]), share * weight.sum())
    return float(values[order][min(place, len(values) - 1)])
