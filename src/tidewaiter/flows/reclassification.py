"""Goods that only changed their code: a code rises while its siblings fall (Fisman and Wei 2004)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tidewaiter.flows.excess import Excess
from tidewaiter.flows.panel import Floats, Indices
from tidewaiter.flows.seasonal import seasonal_baseline


def reclassified(excess: Excess, siblings: Floats, heading_of: Indices) -> Floats:
    """Return the part of each hub's excess that siblings of the goods lost in the same window, in money, [h].

    Heading by heading the smaller of the goods' rise and the siblings' fall counts; this is what a change of codes
    would explain at most.

    Args:
        excess: Excess of the goods.
        siblings: Trade of the same leg in the other goods of each heading, [h, s, t], NaN where not covered.
        heading_of: Place of each good's heading, [k], -1 where there is no sibling.
    """
    leg = excess.leg
    if not siblings.shape[1]:
        return np.zeros(len(leg.actual))
    same = replace(leg, actual=np.nan_to_num(siblings))
    fall = np.maximum(same.total(seasonal_baseline(same)) - same.total(), 0.0)
    by_good = leg.total() - leg.total(excess.expected)
    rise = np.zeros_like(fall)
    for place in range(siblings.shape[1]):
        rise[:, place] = by_good[:, heading_of == place].sum(axis=1)
    return np.asarray(np.minimum(np.maximum(rise, 0.0), fall).sum(axis=1))
