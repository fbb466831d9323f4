"""The interval of a value that cannot be below nothing: one ordering from upper bound to two-sided (Feldman, Cousins).

Diversion only adds trade. Where the truth is nothing, no estimate is too low, and an interval with half of its error
on either side errs half as often as it says. The unified interval (Feldman and Cousins, Physical Review D 57, 1998)
holds every truth whose likelihood, against that of the best truth that is possible, is not too small: its error lies
above where the truth is near nothing, on both sides where it is far from it, and it is never empty.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import scipy

from tidewaiter.flows.panel import Floats

_STEPS = 13

#: What becomes of the error that is allowed at one end of a side.
Allowance = Callable[[Floats], Floats]


def unified_interval(
    value: Floats, errors: Floats, level: float, above: Allowance = np.asarray, below: Allowance = np.asarray
) -> tuple[Floats, Floats]:
    """Return the interval of each value, [h] each, at least 0; NaN where the value is.

    The ordering is that of a normal error, the quantiles are those of the draws.

    Args:
        value: [h].
        errors: Draws of estimate minus truth, [draws, h].
        level: Share of the truths that should lie inside.
        above: Returns the share of estimates that may lie too far above the truth, from what `level` alone allows;
            `below` likewise. They serve intervals that are put together from several.
    """
    distance, over, under = _ordering(level)
    truth = distance[:, None] * errors.std(axis=0)
    known = np.isfinite(value)
    low, high = np.full(len(value), np.nan), np.full(len(value), np.nan)
    if known.any():
        truth, drawn = truth[:, known], errors[:, known]
        low[known] = _end(value[known], truth, np.quantile(drawn, 1.0 - above(over), axis=0))
        high[known] = _end(value[known], truth, np.quantile(drawn, below(under), axis=0))
    return low, high


def _end(value: Floats, truth: Floats, reach: Floats) -> Floats:
    """Return the truth that has each value just at the edge of what it allows, [h].

    Args:
        value: [h].
        truth: Truths near nothing, rising from 0, [step, h].
        reach: Farthest error each allows, [step, h]; beyond the last truth it stays the same.
    """
    edge = np.maximum.accumulate(truth + reach, axis=0)
    near = np.array([np.interp(v, e, t) for v, e, t in zip(value, edge.T, truth.T, strict=True)])
    return np.where(value >= edge[-1], value - (edge[-1] - truth[-1]), near)


@lru_cache(maxsize=8)
def _ordering(level: float) -> tuple[Floats, Floats, Floats]:
    """Return truths, in standard deviations from nothing, and the share allowed to lie above and below each.

    A truth m takes the estimates from x1 to m + d. Where x1 < 0 the best truth there is 0, and equal likelihood ratios
    at both ends give x1 - m = -(d^2 + m^2) / 2m; from the two-sided reach on both ends are as far.
    """
    norm = scipy.stats.norm
    distance = np.linspace(0.0, norm.ppf(0.5 + level / 2), _STEPS)

    def too_much(d: float, m: float) -> float:
        return float(norm.cdf(d) - norm.cdf(-(d**2 + m**2) / (2 * m)) - level)

    far = [
        scipy.optimize.brentq(too_much, norm.ppf(level), norm.ppf(0.5 + level / 2) + 1e-9, (m,)) for m in distance[1:]
    ]
    over = norm.sf([norm.ppf(level), *far])
    return distance, over, np.maximum(1.0 - level - over, 0.0)
