"""The monthly series a hub is watched by, and how two stretches of one are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from tidewaiter.flows.leg import shipped_by_all
from tidewaiter.flows.panel import Floats, Panel

#: Fewer months than this on either side of a date are compared with nothing.
LEAST_MONTHS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A hub's monthly series.

    Attributes:
        leg: ``exports`` to the destination as the hub reports them; ``imports`` from the origins where it reports none.
        values: Money a month, [t], NaN where there is no data.
    """

    leg: str
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Change of the mean from the months before a date to the months from it on.

    Attributes:
        before: Mean before; `after` mean after, NaN where too few months are known.
        p_rise: Probability of a rise as large by chance (Welch's t, one-sided); `p_fall` of a fall.
        trend: Relative change a month in the months before: a rise that goes on is no answer to the date.
    """

    before: float
    after: float
    p_rise: float
    p_fall: float
    trend: float


def watched(panel: Panel, hub: int) -> Watched:
    """Return the series of a hub."""
    exports = panel.onward[hub].sum(axis=0)
    if np.isfinite(exports).any() and np.nansum(exports) > 0:
        return Watched(leg="exports", values=exports)
    return Watched(leg="imports", values=shipped_by_all(panel)[hub].sum(axis=0))


def step(values: Floats, at: int, months: int) -> Step:
    """Compare up to `months` months before a position with as many from it on."""
    before, after = (part[np.isfinite(part)] for part in (values[max(at - months, 0) : at], values[at : at + months]))
    if min(len(before), len(after)) < LEAST_MONTHS:
        return Step(before=np.nan, after=np.nan, p_rise=np.nan, p_fall=np.nan, trend=np.nan)
    mean = float(before.mean())
    trend = (
        float(np.polyfit(np.arange(len(before)), before, 1)[0]) / mean
        if mean > 0 and len(before) > LEAST_MONTHS
        else 0.0
    )
    if before.std() + after.std() == 0:
        same = before[0] == after[0]
        rise = 1.0 if same else float(after[0] < before[0])
        return Step(before=mean, after=float(after.mean()), p_rise=rise, p_fall=1.0 if same else 1 - rise, trend=trend)
    tested = scipy.stats.ttest_ind(after, before, equal_var=False, alternative="greater")
    p = float(tested.pvalue)
    return Step(before=mean, after=float(after.mean()), p_rise=p, p_fall=1 - p, trend=trend)
