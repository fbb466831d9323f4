"""Feeding: do the goods that went out come in? The excess of imports against that of exports, good by good.

In the sum over all goods a rise of exports drowns in the noise of imports that are many times larger. Good by good it
need not: where the goods that rose outward are small in the usual imports, their rise inward stands out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.excess import Excess
from tidewaiter.flows.panel import Floats

#: A good counts when its exports rose by this many standard deviations.
CLEAR = 2.0


@dataclass(frozen=True, kw_only=True)
class Feed:
    """How much of each dollar of exports excess came in as imports excess of the same good, [h].

    Attributes:
        ratio: Weighted least squares through the origin over goods; NaN where no good rose outward.
        error: Its standard error; what the goods share, such as the error of the hub's growth, does not average out.
    """

    ratio: Floats
    error: Floats


def feed(inward: Excess, outward: Excess) -> Feed:
    """Return the feeding of exports by imports of the same goods.

    Args:
        inward: Imports excess, from the origins or from everywhere.
        outward: Exports excess.
    """
    clear = outward.by_good > CLEAR * outward.by_good_sd
    usable = inward.leg.usable & outward.leg.usable
    weight = np.where(clear & usable[:, None], 1.0 / inward.by_good_sd**2, 0.0)
    squares = (weight * outward.by_good**2).sum(axis=1)
    known = squares > 0
    ratio = np.divide(
        (weight * outward.by_good * inward.by_good).sum(axis=1), squares, out=np.full(len(squares), np.nan), where=known
    )
    pull = weight * outward.by_good
    apart = (pull**2 * (inward.by_good_sd**2 - inward.by_good_shared**2)).sum(axis=1)
    together = (pull * inward.by_good_shared).sum(axis=1) ** 2
    error = np.divide(np.sqrt(apart + together), squares, out=np.full(len(squares), np.nan), where=known)
    return Feed(ratio=ratio, error=error)
