"""The interval of the least of two values, of which neither can be below nothing.

The least is above a bound when both sides are, and below a bound when either is, so that each end of its interval is
the lesser of the two sides' ends (Berger, Technometrics 1982; Chernozhukov, Lee and Rosen, Econometrica 2013). Draws of
the least itself would count its bias twice: they put both ends too low.

Such an end errs as often as a side's where the sides are far apart, because one side alone decides. Where both are
alike, as in all countries that divert nothing, the lower end errs only if both sides do, and the upper if either does.
How many countries are of which kind the panel tells, and the sides' errors are set so that over all of them the end
errs as often as it says (Dai, Stanford and LeBlanc, JASA 2022).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.panel import Floats
from tidewaiter.flows.unified_interval import unified_interval

#: Fewer countries than this cannot say how many are alike, and none is taken to be.
_LEAST_COUNTRIES = 12


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two sides.

    Attributes:
        value: [h], NaN where there is no data.
        errors: Draws of estimate minus truth, [draws, h].
    """

    value: Floats
    errors: Floats


def least_of_two(one: Side, other: Side, level: float) -> tuple[Floats, Floats]:
    """Return the interval of the least of both sides, [h] each; NaN where a side is.

    Args:
        one: One side.
        other: The other.
        level: Share of the truths, over all countries of the panel, that should lie inside.
    """
    apart = share_apart(one.value, other.value)

    def above(allowed: Floats) -> Floats:
        return both_err(allowed, apart)

    def below(allowed: Floats) -> Floats:
        return either_errs(allowed, apart)

    ends = [unified_interval(side.value, side.errors, level, above, below) for side in (one, other)]
    low, high = (np.minimum(ends[0][end], ends[1][end]) for end in (0, 1))
    return low, high


def share_apart(one: Floats, other: Floats) -> float:
    """Return the share of the countries without a rise on both sides that have one on one side.

    Half of the sides without a rise are below nothing, and hardly one with a rise is (Storey, JRSS B 2002).
    """
    known = np.isfinite(one) & np.isfinite(other)
    if known.sum() < _LEAST_COUNTRIES:
        return 1.0
    first, second = one[known] <= 0, other[known] <= 0
    none = [min(2 * float(side.mean()), 1.0) for side in (first, second)]
    neither = min(4 * float((first & second).mean()), *none)
    either = sum(none) - neither
    return float(np.clip(1.0 - neither / either, 0.0, 1.0)) if either > 0 else 1.0


def both_err(allowed: Floats, apart: float) -> Floats:
    """Return the error of one side with which an end errs as often as allowed, if where sides are alike both must err.

    That is x with apart x + (1 - apart) x^2 = allowed.
    """
    return np.asarray(2 * allowed / (apart + np.sqrt(apart**2 + 4 * (1 - apart) * allowed)))


def either_errs(allowed: Floats, apart: float) -> Floats:
    """Return the like if where sides are alike one is enough: apart x + (1 - apart) (1 - (1 - x)^2) = allowed."""
    return np.asarray(2 * allowed / (2 - apart + np.sqrt((2 - apart) ** 2 - 4 * (1 - apart) * allowed)))
