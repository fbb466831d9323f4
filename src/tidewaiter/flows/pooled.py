"""Exports good by good: what the sum over goods does not show, because it drowns in the noise of a few.

Two sums of the same rises. Many weak signs: each good counts by its own standard deviations and up to a limit (Huber's
psi), so that a broad rise of small goods is seen beside large goods that fluctuate, and one odd good decides nothing.
Precise signs: each good counts by the inverse of its variance (generalised least squares of a rise that all goods
have), so that goods the country hardly ever sold there, which are known best, are heard.
"""

from __future__ import annotations

import numpy as np
import scipy

from tidewaiter.flows.excess import Excess
from tidewaiter.flows.null_scale import middle_scale
from tidewaiter.flows.panel import Bools, Floats

#: No good counts for more standard deviations than this among many weak signs.
LIMIT = 3.0
_TINY = np.finfo(float).tiny


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


def weighted_p_values(excess: Excess, ordinary: Bools) -> Floats:
    """Return the probability of as large a rise of precisely known goods, one-sided, [h]; NaN where there is no data.

    With variances D of the goods and an error s that all share, the weights are those of (D + s s')^-1 1, by the
    formula of Sherman and Morrison.

    Args:
        excess: Excess of one leg.
        ordinary: Countries nobody suspects, [h].
    """
    sd, shared = excess.by_good_sd, excess.by_good_shared
    precision = np.where(sd > 0, 1.0 / np.maximum(sd**2 - shared**2, 1e-6 * sd**2 + _TINY), 0.0)
    common = (shared * precision).sum(axis=1) / (1.0 + (shared**2 * precision).sum(axis=1))
    weight = precision * (1.0 - shared * common[:, None])
    variance = np.maximum(weight.sum(axis=1), _TINY)
    score = np.where(np.isfinite(excess.value), (weight * excess.by_good).sum(axis=1) / np.sqrt(variance), np.nan)
    p: Floats = scipy.stats.t.sf(score / middle_scale(score, ordinary), excess.degrees)
    return p
