"""Many weak signs: the rise of each good, put together, where the sum over goods drowns in the noise of a few.

Each good counts by its own standard deviations and up to a limit (Huber's psi), so that a broad rise of small goods is
seen beside large goods that fluctuate, and one odd good decides nothing.
"""

from __future__ import annotations

import numpy as np
import scipy

from tidewaiter.flows.excess import Excess
from tidewaiter.flows.null_scale import middle_scale
from tidewaiter.flows.panel import Bools, Floats

#: No good counts for more standard deviations than this.
LIMIT = 3.0


def pooled_p_values(excess: Excess, ordinary: Bools) -> Floats:
    """Return the probability of as broad a rise when nothing was diverted, one-sided, [h]; NaN where there is no data.

    Errors of single goods are stated wide, because each is known from few shipments; how wide those of the sum are,
    ordinary countries show. Errors the goods of a hub share, of its growth and of drift, add up instead of averaging
    out.

    Args:
        excess: Excess of one leg.
        ordinary: Countries nobody suspects, [h].
    """
    sd = excess.by_good_sd
    scores = np.clip(np.divide(excess.by_good, sd, out=np.zeros_like(sd), where=sd > 0), -LIMIT, LIMIT)
    shared = np.divide(excess.by_good_shared, sd, out=np.zeros_like(sd), where=sd > 0)
    variance = (1.0 - shared**2).sum(axis=1) + shared.sum(axis=1) ** 2
    together = np.where(np.isfinite(excess.value), scores.sum(axis=1) / np.sqrt(np.maximum(variance, 1.0)), np.nan)
    p: Floats = scipy.stats.norm.sf(together / middle_scale(together, ordinary))
    return p
