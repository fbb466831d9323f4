"""Synthetic control: the mixture of untreated countries that moved like the hub before (Abadie, JEL 2021)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from tidewaiter.flows.leg import Leg
from tidewaiter.flows.panel import Bools, Floats

#: Fewer donors than this give no synthetic control.
LEAST_DONORS = 3
#: How hard the weights are held to sum to one, and how much an even mixture is preferred among equals.
_SUM, _RIDGE = 1e3, 0.05


@dataclass(frozen=True, kw_only=True)
class SyntheticControl:
    """A synthetic control for each hub.

    Attributes:
        weights: [h, donors]; NaN rows where there is none.
        donors: Places of the donors on the hub axis.
        expected: Total of the window, [h]; NaN where there is none.
        fit_ratio: Root mean square error after over before, [h]; the placebo test ranks it among donors.
    """

    weights: Floats
    donors: np.ndarray
    expected: Floats
    fit_ratio: Floats

    def placebo_p(self) -> Floats:
        """Return the share of donors whose fit ratio is at least the hub's, itself included, [h] (Abadie 2021)."""
        among = self.fit_ratio[self.donors]
        among = among[np.isfinite(among)]
        beaten = (among[None, :] >= self.fit_ratio[:, None]).sum(axis=1)
        own = np.isin(np.arange(len(self.fit_ratio)), self.donors)
        p: Floats = (beaten + ~own) / (len(among) + 1)
        return np.where(np.isfinite(self.fit_ratio), p, np.nan)


def synthetic_control(leg: Leg, donors: Bools) -> SyntheticControl:
    """Fit w >= 0, sum w = 1 to each hub's total over goods, relative to its mean before, and read the window off.

    Only donors and hubs covered in every period take part. Series are summed over goods: at the level of one good and
    month trade is too lumpy to be matched.
    """
    totals = leg.actual.sum(axis=1)
    whole = leg.covered.all(axis=1)
    mean = totals[:, leg.baseline].mean(axis=1) if leg.baseline.any() else np.zeros(len(totals))
    relative = np.divide(totals, mean[:, None], out=np.zeros_like(totals), where=mean[:, None] > 0)
    pool = np.flatnonzero(donors & whole & (mean > 0))
    hubs = len(totals)
    weights = np.full((hubs, len(pool)), np.nan)
    path = np.full_like(totals, np.nan)
    for hub in np.flatnonzero(whole & (mean > 0)):
        use = pool != hub
        if use.sum() < LEAST_DONORS:
            continue
        weights[hub] = 0.0
        weights[hub, use] = simplex_weights(relative[pool[use]][:, leg.baseline].T, relative[hub, leg.baseline])
        path[hub] = weights[hub] @ relative[pool] * mean[hub]
    missed = totals - path
    before = np.sqrt((missed[:, leg.baseline] ** 2).mean(axis=1))
    after = np.sqrt((missed[:, leg.window] ** 2).mean(axis=1)) if leg.window.any() else np.full(hubs, np.nan)
    ratio = np.divide(after, before, out=np.full(hubs, np.nan), where=before > 0)
    return SyntheticControl(weights=weights, donors=pool, expected=path[:, leg.window].sum(axis=1), fit_ratio=ratio)


def simplex_weights(donors: Floats, target: Floats) -> Floats:
    """Return weights w >= 0 with sum 1 that bring ``donors @ w`` closest to the target.

    A little ridge towards an even mixture settles ties when there are more donors than periods (Doudchenko and Imbens
    2016).

    Args:
        donors: [t, donors].
        target: [t].
    """
    periods, count = donors.shape
    scale = _RIDGE * np.sqrt(periods)
    rows = np.vstack([donors, _SUM * np.ones((1, count)), scale * np.eye(count)])
    aim = np.concatenate([target, [_SUM], np.full(count, scale / count)])
    weights, _ = scipy.optimize.nnls(rows, aim)
    total = weights.sum()
    return np.asarray(weights / total if total > 0 else np.full(count, 1.0 / count))
