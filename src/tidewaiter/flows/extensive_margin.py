"""The extensive margin: how many of the goods a hub sends to the destination (Scheckenhofer, Teti, Wanner 2025)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from tidewaiter.flows.leg import Leg
from tidewaiter.flows.panel import Floats

#: A good counts as traded when it is worth this much in each of at least this many periods; single samples do not
#: count.
LEAST_VALUE, LEAST_PERIODS = 1_000.0, 2


@dataclass(frozen=True, kw_only=True)
class ExtensiveMargin:
    """Change of the share of goods a hub trades.

    Attributes:
        before: Share of the goods traded in a stretch of the baseline as long as the window, on average, [h].
        after: Share of the goods traded in the window, [h].
        change: `after` less `before`, [h], NaN where there is no data.
        low: Lower end of the interval of `change`; `high` its upper end, [h].
        goods: Goods looked at.
    """

    before: Floats
    after: Floats
    change: Floats
    low: Floats
    high: Floats
    goods: int


def extensive_margin(leg: Leg, *, level: float, least_value: float = LEAST_VALUE) -> ExtensiveMargin:
    """Compare which goods are traded in the window with which were in equally long stretches of the baseline.

    The interval takes the goods as draws of what a hub may trade, paired before and after (a Student interval of the
    mean difference over goods).
    """
    size = int(leg.window.sum())
    needed = min(LEAST_PERIODS, size)
    positive = (leg.actual >= least_value) & leg.covered[:, None]
    places = np.flatnonzero(leg.baseline)
    stretches = [places[i : i + size] for i in range(0, len(places) - size + 1, size)]
    if not stretches:
        stretches = [places]
    traded = [positive[..., stretch].sum(axis=2) >= needed for stretch in stretches]
    before = np.mean(traded, axis=0)
    after = (positive[..., leg.window].sum(axis=2) >= needed).astype(float)
    difference = after - before
    goods = max(difference.shape[1], 1)
    change = np.where(leg.usable, difference.mean(axis=1), np.nan)
    error = difference.std(axis=1, ddof=1 if goods > 1 else 0) / np.sqrt(goods)
    reach = scipy.stats.t.ppf(0.5 + level / 2, max(goods - 1, 1)) * error
    return ExtensiveMargin(
        before=before.mean(axis=1),
        after=after.mean(axis=1),
        change=change,
        low=change - reach,
        high=change + reach,
        goods=difference.shape[1],
    )
