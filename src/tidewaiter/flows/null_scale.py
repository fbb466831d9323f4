"""How wide errors are in truth: the scores of countries that divert nothing, held against what was stated of them.

Parts of an error that are added up one by one can count the same movement twice. The spread of ordinary countries in
the window itself shows it. Diversion only adds trade, so that the lower half of their scores is taken (an empirical
null, Efron, JASA 2004).
"""

from __future__ import annotations

import numpy as np

from tidewaiter.flows.panel import Bools, Floats

#: What the stated error is worth beside the scores, in countries: a few scores move it little.
_PRIOR_WEIGHT = 5.0
#: One score counts as no more than this, so that one odd country does not decide.
_LARGEST = 3.0
_MAD_TO_SD = 1.4826


def middle_scale(scores: Floats, ordinary: Bools) -> float:
    """Return the like for scores whose lower half is cut short, as those of trade that cannot fall below nothing are.

    The median distance from the median speaks for both halves, and a few hubs among the countries move it little.

    Args:
        scores: Estimates over their stated standard deviations, [h].
        ordinary: Countries nobody suspects, [h].
    """
    among = scores[ordinary & np.isfinite(scores)]
    if not len(among):
        return 1.0
    variance = (_MAD_TO_SD * float(np.median(np.abs(among - np.median(among))))) ** 2
    pooled = (len(among) * variance + _PRIOR_WEIGHT) / (len(among) + _PRIOR_WEIGHT)
    return float(min(np.sqrt(pooled), 1.0))


def null_scale(scores: Floats, ordinary: Bools) -> float:
    """Return by what stated standard deviations are to be multiplied, at most 1.

    Errors that are stated too narrow are a matter of drift, which is measured by itself.

    Args:
        scores: Estimates over their stated standard deviations, [h].
        ordinary: Countries nobody suspects, [h].
    """
    among = scores[ordinary & np.isfinite(scores)]
    if not len(among):
        return 1.0
    centre = np.median(among)
    lower = np.minimum(centre - among[among <= centre], _LARGEST)
    variance = ((lower**2).sum() + _PRIOR_WEIGHT) / (len(lower) + _PRIOR_WEIGHT)
    return float(min(np.sqrt(variance), 1.0))
