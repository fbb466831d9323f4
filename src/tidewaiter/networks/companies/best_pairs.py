"""For each group the pair that speaks most for it, found in one pass over all pairs."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.companies.numbering import mixed
from tidewaiter.networks.companies.reading import Floats, Ints
from tidewaiter.networks.companies.text_columns import NONE
from tidewaiter.networks.compiled import compiled


def best_of_each_other(low: Ints, high: Ints, mean: Floats, tie: Ints, size: int) -> Ints:
    """Return the places of pairs of groups each of which has no better neighbour than the other.

    Args:
        low: Groups between which there is something, `high` the other one of each.
        mean: What speaks for a pair; one that is not positive is no neighbour.
        tie: A number of each group by which equal weights are ordered.
        size: How many groups there may be.
    """
    hopeful = np.flatnonzero(mean > 0)
    low, high, mean = low[hopeful], high[hopeful], mean[hopeful]
    # Ties are broken by chance, but the same chance every time: in order of number, long runs would join one by one.
    chance = mixed(np.minimum(tie[low], tie[high]), np.maximum(tie[low], tie[high]))
    best = np.full(size, NONE)
    _fill_best(low, high, mean, chance, best)
    place = np.arange(len(low))
    mutual = (best[low] == place) & (best[high] == place)
    return np.asarray(hopeful[mutual], dtype=np.int64)


@compiled
def _fill_best(low: Ints, high: Ints, mean: Floats, chance: Ints, best: Ints) -> None:
    for place in range(len(low)):
        for group in (low[place], high[place]):
            before = best[group]
            if (
                before < 0
                or mean[place] > mean[before]
                or (mean[place] == mean[before] and chance[place] >= chance[before])
            ):
                best[group] = place
