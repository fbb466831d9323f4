"""The counterfactual of a Poisson difference in differences, by imputation.

What a hub would have traded is its own level before, times what the same goods did elsewhere in the meantime:
E[Y_hkt] = a_hk g_kt. With levels by hub and good and factors by good and period this is the two-way fixed-effects
Poisson model of the literature, fitted on cells without treatment and read off at the treated ones (Borusyak, Jaravel
and Spiess, Review of Economic Studies 2024), so that growth, prices and seasons common to a good drop out.
"""

from __future__ import annotations

import numpy as np

from tidewaiter.flows.leg import Leg
from tidewaiter.flows.panel import Bools, Floats

#: Fewer donors than this, in equivalents of equal size, and the factor of a good is that of all goods together.
LEAST_DONORS = 4.0
_TINY = np.finfo(float).tiny


def levels(values: Floats, covered: Bools, baseline: Bools, factors: Floats | None = None) -> Floats:
    """Return the Poisson level a_hk: values of the baseline over the factors of the same periods, [h, k]."""
    weight = (covered & baseline).astype(float)
    total = np.einsum("hkt,ht->hk", values, weight)
    exposure = (
        weight.sum(axis=1)[:, None]
        if factors is None
        else np.einsum("hkt,ht->hk", np.broadcast_to(factors, values.shape), weight)
    )
    result: Floats = np.divide(total, exposure, out=np.zeros_like(total), where=exposure > 0)
    return result


def time_factors(values: Floats, covered: Bools, baseline: Bools, donors: Bools) -> Floats:
    """Return g_hkt, how the donors' trade in a good moved, relative to their own baseline, [h, k, t].

    A donor counts by the root of its level: between equal weights, right where noise is proportional, and weights by
    value, right where it is that of counting. A hub is never its own donor.

    Args:
        values: [h, k, t], zero where not covered.
        covered: [h, t].
        baseline: [t].
        donors: [h].
    """
    root = np.sqrt(np.maximum(levels(values, covered, baseline), 0.0)) * donors[:, None]
    scaled = values * np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)[..., None]
    present = covered.astype(float)
    top, bottom = scaled.sum(axis=0), root.T @ present
    own_top = top - scaled
    own_bottom = bottom - root[..., None] * present[:, None]
    squares = (root**2).T @ present - (root**2)[..., None] * present[:, None]
    enough = own_bottom**2 >= LEAST_DONORS * squares
    pooled = _ratio(own_top.sum(axis=1), own_bottom.sum(axis=1))
    factors = np.where(enough & (own_bottom > 0), _ratio(own_top, own_bottom), pooled[:, None])
    return normalised(factors, baseline)


def normalised(factors: Floats, baseline: Bools) -> Floats:
    """Return factors with mean 1 over the baseline."""
    mean = factors[..., baseline].mean(axis=-1, keepdims=True)
    return np.where(mean > 0, factors / np.maximum(mean, _TINY), 1.0)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    result: Floats = np.divide(
        top, bottom, out=np.ones_like(top), where=bottom > 1e-12 * max(1.0, float(bottom.max(initial=0.0)))
    )
    return result


def impute(leg: Leg, factors: Floats) -> Floats:
    """Return the expected values a_hk g_hkt of a leg, [h, k, t]."""
    return levels(leg.actual, leg.covered, leg.baseline, factors)[..., None] * factors
