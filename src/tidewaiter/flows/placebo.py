"""Placebos: the same question where the answer should be no. Dates, hubs, goods and destinations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from tidewaiter.flows.excess import Excess
from tidewaiter.flows.panel import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Placebos:
    """How often a placebo shows as much as the hub does; small is telling. None where there is no such placebo.

    Attributes:
        dates: Share of windows inside the baseline with as large an excess, relative to what was expected.
        hubs: Share of countries that are no suspects with as large an excess, measured in its standard deviations.
        goods: Share of goods that are not under suspicion whose trade at the hub rose as much.
        destinations: Probability of the rise of the hub's exports of the same goods to other destinations, one-sided; a
            small value here speaks *against* diversion, as everything the hub sells rose.
        tests: Placebos behind `dates`, `hubs` and `goods`.
    """

    dates: float | None = None
    hubs: float | None = None
    goods: float | None = None
    destinations: float | None = None
    tests: tuple[int, int, int] = (0, 0, 0)


def placebo_dates(excess: Excess) -> tuple[Floats, int]:
    """Return the share of windows moved through the baseline with at least the true window's relative excess, [h]."""
    leg = excess.leg
    actual, expected = leg.actual.sum(axis=1), excess.expected.sum(axis=1)
    size = int(leg.window.sum())
    if int(leg.baseline.sum()) < size + 1:
        return np.full(len(actual), np.nan), 0
    present = leg.covered[:, leg.baseline]
    moved = [
        np.lib.stride_tricks.sliding_window_view(values[:, leg.baseline] * present, size, axis=1).sum(axis=2)
        for values in (actual, expected)
    ]
    placebo = _relative(moved[0], moved[1])
    true = _relative(leg.total().sum(axis=1), leg.total(excess.expected).sum(axis=1))
    known = np.isfinite(placebo)
    share = ((placebo >= true[:, None]) & known).sum(axis=1) + 1
    result = share / (known.sum(axis=1) + 1)
    return np.where(np.isfinite(true) & known.any(axis=1), result, np.nan), placebo.shape[1]


def placebo_hubs(excess: Excess) -> tuple[Floats, int]:
    """Return the share of donors whose excess is as many standard deviations out as each hub's, [h]."""
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = excess.value / excess.sd
    among = scores[excess.donors & np.isfinite(scores)]
    if not len(among):
        return np.full(len(scores), np.nan), 0
    own = (excess.donors & np.isfinite(scores)).astype(int)
    share = ((among[None, :] >= scores[:, None]).sum(axis=1) + 1 - own) / (len(among) + 1 - own)
    return np.where(np.isfinite(scores), share, np.nan), len(among)


def placebo_goods(excess: Excess, controls: Floats | None) -> tuple[Floats, int]:
    """Return the share of control goods that rose at the hub as much as the goods under suspicion did, [h].

    Args:
        excess: Excess of the goods under suspicion.
        controls: Trade of the same leg in control goods, [h, c, t], NaN where not covered.
    """
    leg = excess.leg
    if controls is None or not controls.shape[1]:
        return np.full(len(leg.actual), np.nan), 0
    covered, filled = leg.covered.astype(float), np.nan_to_num(controls)
    before, after = (
        np.einsum("hct,ht->hc", filled[..., part], covered[:, part])
        / np.maximum(covered[:, part].sum(axis=1), 1)[:, None]
        for part in (leg.baseline, leg.window)
    )
    rise = _relative(after, before)
    totals = leg.actual.sum(axis=1)
    own_before, own_after = (
        (totals * covered)[:, part].sum(axis=1) / np.maximum(covered[:, part].sum(axis=1), 1)
        for part in (leg.baseline, leg.window)
    )
    own = _relative(own_after, own_before)
    known = np.isfinite(rise)
    share = (((rise >= own[:, None]) & known).sum(axis=1) + 1) / (known.sum(axis=1) + 1)
    return np.where(np.isfinite(own) & known.any(axis=1), share, np.nan), controls.shape[1]


def placebo_destinations(exports: Excess) -> Floats:
    """Return the one-sided probability of the growth of exports elsewhere beyond other countries', [h]."""
    growth = exports.growth
    with np.errstate(invalid="ignore", divide="ignore"):
        score = growth.raw / np.sqrt(growth.variance + exports.drift**2)
    return np.asarray(scipy.stats.norm.sf(score))


def _relative(actual: Floats, expected: Floats) -> Floats:
    """Return actual over expected minus one, NaN where nothing is expected."""
    return np.where(expected > 0, actual / np.where(expected > 0, expected, 1.0) - 1.0, np.nan)
