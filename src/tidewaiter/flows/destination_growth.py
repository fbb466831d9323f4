"""How the destination's own demand moved: what unsuspected countries send it, relative to what they send elsewhere.

A boom, a fall of its currency or its own season moves every hub's exports to the destination alike, and no hub's
exports elsewhere. Taken from unsuspected countries by their median, so that a hub among them moves it little.
"""

from __future__ import annotations

import numpy as np

from tidewaiter.flows.hub_growth import weighted_median
from tidewaiter.flows.panel import Bools, Floats

#: Fewer countries than this, in equivalents of equal size, say nothing.
LEAST_COUNTRIES = 3.0
#: How far the demand of a destination wanders before anything is seen of it, log points.
PRIOR = 0.25
_LARGEST_LOG = 3.0
_MAD_TO_SD = 1.4826


def destination_growth(actual: Floats, expected: Floats, donors: Bools) -> tuple[float, float]:
    """Return the log growth of the destination's demand, drawn towards none, and the variance left around it.

    Args:
        actual: What each country sent to the destination in the window, [h].
        expected: What its own exports elsewhere make one expect, [h].
        donors: Countries nobody suspects, [h].
    """
    used = donors & (expected > 0)
    if not used.any():
        return 0.0, PRIOR**2
    weight = np.sqrt(expected[used])
    size = float(weight.sum() ** 2 / (weight**2).sum())
    if size < LEAST_COUNTRIES:
        return 0.0, PRIOR**2
    floor = np.exp(-_LARGEST_LOG)
    logs = np.clip(np.log(np.maximum(actual[used] / expected[used], floor)), -_LARGEST_LOG, _LARGEST_LOG)
    middle = float(weighted_median(logs[None], weight[None])[0])
    spread = _MAD_TO_SD * float(weighted_median(np.abs(logs - middle)[None], weight[None])[0])
    variance = np.pi / 2 * spread**2 / size
    keep = PRIOR**2 / (PRIOR**2 + variance)
    return keep * middle, keep * variance
