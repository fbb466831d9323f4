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
    inverse = np.divide(1.0, root, out=np.zeros_like(root), where=root > 0)
    present = covered.astype(float)
    # not by @: the threads of a matrix library that wait for each other take longer than matrices of this size
    top, bottom = np.einsum("hkt,hk->kt", values, inverse), np.einsum("hk,ht->kt", root, present)
    squares, least = np.einsum("hk,ht->kt", root**2, present), _least(bottom)
    pooled = _ratio(
        top.sum(axis=0) - np.einsum("hkt,hk->ht", values, inverse),
        bottom.sum(axis=0) - root.sum(axis=1)[:, None] * present,
    )
    factors = np.empty(values.shape)
    for good in range(values.shape[1]):  # the arrays of one good stay in the processor's cache
        weight = root[:, good, None] * present
        below = bottom[good] - weight
        enough = below**2 >= LEAST_DONORS * (squares[good] - weight * root[:, good, None])
        enough &= below > least
        above = top[good] - values[:, good] * inverse[:, good, None]
        factors[:, good] = above / below if enough.all() else np.divide(above, below, out=pooled.copy(), where=enough)
    return normalised(factors, baseline)


def normalised(factors: Floats, baseline: Bools) -> Floats:
    """Return factors with mean 1 over the baseline."""
    mean: Floats = np.einsum("...t,t->...", factors, baseline / max(baseline.sum(), 1))
    result: Floats = factors / np.maximum(mean, _TINY)[..., None]
    result[~(mean > 0)] = 1.0
    return result


def _least(bottom: Floats) -> float:
    return 1e-12 * max(1.0, float(bottom.max(initial=0.0)))


def _ratio(top: Floats, bottom: Floats) -> Floats:
    result: Floats = np.divide(top, bottom, out=np.ones_like(top), where=bottom > _least(bottom))
    return result


def impute(leg: Leg, factors: Floats) -> Floats:
    """Return the expected values a_hk g_hkt of a leg, [h, k, t]."""
    return levels(leg.actual, leg.covered, leg.baseline, factors)[..., None] * factors
