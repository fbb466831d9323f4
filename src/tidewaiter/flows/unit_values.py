"""The unit-value premium: a scarcity rent shows that goods go where they should not (CEPR DP20097).

u = ln(value / net kg); premium = (u[h->R] - u[h->other]) - (u[o->h] - u[o->other]). Inside one code goods differ, so
that medians over goods are taken and extremes are drawn in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from tidewaiter.flows.panel import Bools, Floats, Panel

#: Share of the log unit values drawn in at either end.
WINSORISED = 0.05
_LEAST_GOODS = 3


@dataclass(frozen=True, kw_only=True)
class UnitValuePremium:
    """Log premium on what a hub sends to the destination.

    Attributes:
        before: Median over goods in the baseline, [h]; NaN with fewer than three goods.
        after: Median over goods in the window, [h].
        change: Median over goods of the change, [h]; `low` and `high` its interval by order statistics.
        goods: Goods behind the change, [h].
    """

    before: Floats
    after: Floats
    change: Floats
    low: Floats
    high: Floats
    goods: np.ndarray


def unit_values(value: Floats, kg: Floats) -> Floats:
    """Return ln(value / kg), NaN where either is missing or zero."""
    known = (np.nan_to_num(value) > 0) & (np.nan_to_num(kg) > 0)
    return np.where(known, np.log(np.where(known, value, 1.0)) - np.log(np.where(known, kg, 1.0)), np.nan)


def winsorised(values: Floats, share: float = WINSORISED) -> Floats:
    """Return values with both tails drawn in to their quantiles, NaN kept."""
    if not np.isfinite(values).any():
        return values
    low, high = np.nanquantile(values, [share, 1.0 - share])
    return np.clip(values, low, high)


def unit_value_premium(panel: Panel, baseline: Bools, window: Bools, *, level: float) -> UnitValuePremium:
    """Return the premium of each hub before and after, and its change.

    Args:
        panel: Needs net weights; goods without them are left out.
        baseline: [t]; `window` likewise.
        level: Level of the interval.
    """
    before, after = _premium(panel, baseline), _premium(panel, window)
    change = after - before
    ends = [_order_interval(row, level) for row in change]
    return UnitValuePremium(
        before=_median(before),
        after=_median(after),
        change=_median(change),
        low=np.array([low for low, _ in ends]),
        high=np.array([high for _, high in ends]),
        goods=np.isfinite(change).sum(axis=1),
    )


def _premium(panel: Panel, periods: Bools) -> Floats:
    """Return the premium by hub and good over some periods, [h, k]."""

    def total(values: Floats) -> Floats:
        return np.asarray(np.nansum(values[..., periods], axis=-1))

    shipped, shipped_kg = total(panel.shipped_weighed), total(panel.shipped_kg)
    others, others_kg = shipped.sum(axis=0) - shipped, shipped_kg.sum(axis=0) - shipped_kg
    onward = unit_values(total(panel.onward_weighed), total(panel.onward_kg))
    elsewhere = unit_values(total(panel.elsewhere_weighed), total(panel.elsewhere_kg))
    inward = unit_values(shipped, shipped_kg) - unit_values(others, others_kg)
    return winsorised((onward - elsewhere) - inward)


def _median(values: Floats) -> Floats:
    enough = np.isfinite(values).sum(axis=1) >= _LEAST_GOODS
    result = np.full(len(values), np.nan)
    if enough.any():
        result[enough] = np.nanmedian(values[enough], axis=1)
    return result


def _order_interval(values: Floats, level: float) -> tuple[float, float]:
    """Return the distribution-free interval of a median by order statistics."""
    known = np.sort(values[np.isfinite(values)])
    if len(known) < _LEAST_GOODS:
        return np.nan, np.nan
    place = int(scipy.stats.binom.ppf((1 - level) / 2, len(known), 0.5))
    place = min(max(place - 1, 0), (len(known) - 1) // 2)
    return float(known[place]), float(known[len(known) - 1 - place])
