"""How much a hub grew in trade that is not under suspicion: the third difference.

Own industry, demand and exchange rate move listed and unlisted goods alike; diversion does not. The growth of unlisted
goods at a hub, relative to the same goods elsewhere, therefore scales what the hub would have traded in listed ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.panel import Bools, Floats

#: Fewer comparison goods than this, in equivalents of equal size, say nothing about a hub.
LEAST_GOODS = 2.5
_LARGEST_LOG = 5.0
#: How far goods of one hub usually grow apart, log points: a good whose noise is less counts nearly in full.
_BETWEEN_GOODS = 0.3
#: Hubs are never taken to grow more alike than this, log points.
_LEAST_BETWEEN = 0.03
_MAD_TO_SD = 1.4826
_MEDIAN_VARIANCE = np.pi / 2


@dataclass(frozen=True, kw_only=True)
class HubGrowth:
    """Log growth of each hub's unsuspected trade relative to the same goods elsewhere.

    Attributes:
        raw: Weighted median over goods, [h]; NaN where there is too little to compare with.
        variance: Its sampling variance, [h]; infinite where `raw` is NaN.
        shrunk: Best guess after shrinkage to no growth of its own, [h].
        shrunk_variance: Variance left around it, [h].
    """

    raw: Floats
    variance: Floats
    shrunk: Floats
    shrunk_variance: Floats


def none(hubs: int) -> HubGrowth:
    """Return the answer where there is nothing to compare with: no growth of its own is assumed."""
    zero = np.zeros(hubs)
    return HubGrowth(raw=np.full(hubs, np.nan), variance=np.full(hubs, np.inf), shrunk=zero, shrunk_variance=zero)


def hub_growth(actual: Floats, expected: Floats, lump: Floats, donors: Bools) -> HubGrowth:
    """Estimate the growth of each hub over goods, and shrink it across hubs.

    The median over goods is not moved by a few goods that are re-routed themselves. A good counts by how well its
    window can be known: one that is traded in a few lumps says little. Hubs are shrunk to the ordinary country by
    empirical Bayes, but never further than one standard error (the limited translation rule of Efron and Morris, JASA
    1972), so that one exceptional hub is not taken for an ordinary one.

    Args:
        actual: Trade in comparison goods in the window, [h, c].
        expected: What other countries' trade in the same goods makes one expect, [h, c].
        lump: Variance over mean of the same trade in the baseline, [h, c], from `lumps`.
        donors: Hubs whose spread is that of ordinary countries, [h].
    """
    traded = expected > 0
    noise = np.divide(lump, expected, out=np.full_like(actual, np.inf), where=traded)
    weight = np.where(traded, 1.0 / (_BETWEEN_GOODS**2 + noise), 0.0)
    half = np.where(traded, lump / 2, 1.0)  # half a lump more on both sides keeps an empty window from meaning no trade
    logs = np.clip(np.log((actual + half) / (expected + half)), -_LARGEST_LOG, _LARGEST_LOG)
    size = weight.sum(axis=1) * _BETWEEN_GOODS**2  # in goods that are known well
    median = weighted_median(logs, weight)
    spread = np.maximum(_MAD_TO_SD * weighted_median(np.abs(logs - median[:, None]), weight), _BETWEEN_GOODS / 3)
    known = size >= LEAST_GOODS
    variance = np.where(known, _MEDIAN_VARIANCE * spread**2 / np.maximum(size, 1.0), np.inf)
    among = known & donors
    if among.sum() < LEAST_GOODS:
        among = known
    if not among.any():
        return none(len(weight))
    raw = np.where(known, median, np.nan)
    ordinary = float(np.median(raw[among]))
    spread_among = _MAD_TO_SD * float(np.median(np.abs(raw[among] - ordinary)))
    between = max(spread_among**2 - float(np.median(variance[among])), _LEAST_BETWEEN**2)
    keep = between / (between + variance)
    error = np.sqrt(np.where(known, variance, 0.0))
    centre = np.where(known, raw, ordinary)
    whole = ordinary + keep * (centre - ordinary)
    shrunk = np.clip(whole, centre - error, centre + error)
    # what is left is the variance after shrinkage, or the whole where the limit kept a hub from being shrunk
    left = np.where(known, np.where(shrunk == whole, keep, 1.0) * error**2, between)
    return HubGrowth(raw=raw, variance=variance, shrunk=shrunk, shrunk_variance=left)


def lumps(values: Floats, fitted: Floats, covered: Bools, baseline: Bools) -> Floats:
    """Return the variance over the mean of trade around its expectation in the baseline, [h, c].

    Args:
        values: [h, c, t]; ``fitted`` likewise what was expected.
        covered: [h, t].
        baseline: [t].
    """
    used = (covered & baseline).astype(float)
    squares = np.einsum("hct,ht->hc", (values - fitted) ** 2, used)
    total = np.einsum("hct,ht->hc", fitted, used)
    months = np.maximum(used.sum(axis=1), 2.0)[:, None]
    found: Floats = np.divide(squares * months / (months - 1), total, out=np.zeros_like(total), where=total > 0)
    return found


def weighted_median(values: Floats, weight: Floats) -> Floats:
    """Return the weighted median along the last axis, 0 where all weights are 0."""
    order = np.argsort(values, axis=-1)
    ordered, weights = np.take_along_axis(values, order, -1), np.take_along_axis(weight, order, -1)
    total = weights.sum(axis=-1, keepdims=True)
    place = (np.cumsum(weights, axis=-1) >= total / 2).argmax(axis=-1)
    found = np.take_along_axis(ordered, place[..., None], -1)[..., 0]
    result: Floats = np.where(total[..., 0] > 0, found, 0.0)
    return result
