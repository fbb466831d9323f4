"""The seasonal baseline, which official statisticians ship first: the same calendar months, on average."""

from __future__ import annotations

import numpy as np

from tidewaiter.flows.difference_in_differences import levels, normalised
from tidewaiter.flows.leg import Leg
from tidewaiter.flows.panel import Floats


def seasonal_baseline(leg: Leg) -> Floats:
    """Return the mean of the same calendar month over the baseline for each hub and good, [h, k, t].

    A calendar month the baseline does not cover takes the mean of all its months. No growth is assumed.
    """
    before = leg.covered & leg.baseline
    expected = np.repeat(levels(leg.actual, leg.covered, leg.baseline)[..., None], leg.actual.shape[2], axis=2)
    for month in np.unique(leg.month):
        same = leg.month == month
        count = (before & same).sum(axis=1)
        total = np.einsum("hkt,ht->hk", leg.actual, (before & same).astype(float))
        mean = total / np.maximum(count, 1)[:, None]
        expected[:, :, same] = np.where((count > 0)[:, None, None], mean[..., None], expected[:, :, same])
    return expected


def seasonal_factors(leg: Leg) -> Floats:
    """Return the season all hubs and goods share, with mean 1 over the baseline, [1, 1, t].

    Each hub and good counts by the root of its level, as in the difference in differences.
    """
    root = np.sqrt(levels(leg.actual, leg.covered, leg.baseline))
    scaled = leg.actual * np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)[..., None]
    before = (leg.covered & leg.baseline).astype(float)
    top = np.einsum("hkt,ht->t", scaled, before)
    bottom = np.einsum("hk,ht->t", root, before)
    factors = np.ones(len(leg.month))
    for month in np.unique(leg.month):
        same = leg.month == month
        if bottom[same].sum() > 0:
            factors[same] = top[same].sum() / bottom[same].sum()
    return normalised(factors[None, None], leg.baseline)
