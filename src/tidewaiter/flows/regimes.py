"""Regimes of a series: where its level changed, by penalised least squares, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import scipy

from tidewaiter.flows.panel import Floats

#: Fewer periods than this are no regime, and a series shorter than three of them has no change points.
LEAST_LENGTH = 3
#: Changes less sure than this are not reported.
RATE = 0.05
_MAD_TO_SD = 1.4826


def longest_stretch(known: np.ndarray) -> tuple[int, int]:
    """Return the longest run of True as (start, stop)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(int), [0]])))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return 0, 0
    start, stop = runs[np.argmax(runs[:, 1] - runs[:, 0])]
    return int(start), int(stop)


def deseasonalised(values: Floats, month: np.ndarray) -> Floats:
    """Return ln(1 + value) less the median of its calendar month around the median of the series, [t].

    Months are compared after a running level is taken out, so that growth is no season; with less than two years of
    data there is no season to take out.
    """
    logs = np.log1p(np.maximum(values, 0.0))
    if len(logs) < 24 or len(np.unique(month)) < 12:
        return logs
    around = np.lib.stride_tricks.sliding_window_view(np.pad(logs, 6, constant_values=np.nan), 13)
    level = np.nanmedian(around, axis=1)
    season = np.zeros(12)
    for m in range(12):
        season[m] = np.median((logs - level)[month == m])
    return np.asarray(logs - (season - season.mean())[month])


def change_positions(series: Floats, penalty: float | None = None) -> list[int]:
    """Return the first positions of new levels by penalised least squares.

    Args:
        series: [t], without gaps.
        penalty: Cost of a change; by default 3 s^2 ln t with s the noise of month-to-month differences, which is about
            the Bayesian criterion for level and position.
    """
    if len(series) < 3 * LEAST_LENGTH:
        return []
    noise = noise_of(series)
    if noise == 0:
        return []
    price = 3.0 * noise**2 * np.log(len(series)) if penalty is None else penalty
    return _partition(series, price)


def _partition(series: Floats, penalty: float) -> list[int]:
    """Return the cheapest partition into regimes (Jackson et al., IEEE Signal Processing Letters 2005).

    Exact, by dynamic programming over the last change; PELT prunes its way to the same optimum, which pays off for
    series far longer than any of months.
    """
    length = len(series)
    sums = np.concatenate([[0.0], np.cumsum(series)])
    squares = np.concatenate([[0.0], np.cumsum(series**2)])
    best = np.full(length + 1, np.inf)
    best[0] = -penalty
    last = np.zeros(length + 1, dtype=np.intp)
    for end in range(LEAST_LENGTH, length + 1):
        starts = np.arange(0, end - LEAST_LENGTH + 1)
        within = squares[end] - squares[starts] - (sums[end] - sums[starts]) ** 2 / (end - starts)
        total = best[starts] + within + penalty
        last[end] = starts[np.argmin(total)]
        best[end] = total.min()
    found = []
    end = length
    while (end := int(last[end])) > 0:
        found.append(end)
    return found[::-1]


def significant(series: Floats, positions: Sequence[int], rate: float = RATE) -> dict[int, float]:
    """Return the changes that stand against the noise of all regimes together, with their probability by chance.

    The weakest change is dropped until all that are left are beyond chance. Month-to-month noise alone would let
    through what heavy tails throw up.
    """
    kept = list(positions)
    while kept:
        p = _p_values(series, kept)
        weakest = max(p, key=lambda at: p[at])
        if p[weakest] <= rate:
            return p
        kept.remove(weakest)
    return {}


def _p_values(series: Floats, positions: Sequence[int]) -> dict[int, float]:
    edges = [0, *positions, len(series)]
    regimes = [series[a:b] for a, b in pairwise(edges)]
    degrees = len(series) - len(regimes)
    variance = sum(cost(regime) for regime in regimes) / max(degrees, 1)
    found = {}
    for i, at in enumerate(positions):
        gain = cost(series[edges[i] : edges[i + 2]]) - cost(regimes[i]) - cost(regimes[i + 1])
        beside = len(regimes[i]) + len(regimes[i + 1]) - 2
        own = (cost(regimes[i]) + cost(regimes[i + 1])) / max(beside, 1)
        noise = max(variance, own)  # a quiet stretch elsewhere makes nothing here surer
        chance = float(scipy.stats.f.sf(gain / noise, 1, max(degrees, 1))) if noise > 0 else 0.0
        found[at] = min(chance * len(series), 1.0)
    return found


def noise_of(series: Floats) -> float:
    """Return the noise of a series from its month-to-month differences, which a few changes of level do not move."""
    steps = np.diff(series)
    robust = _MAD_TO_SD * float(np.median(np.abs(steps - np.median(steps)))) / np.sqrt(2)
    return robust if robust > 0 else float(steps.std() / np.sqrt(2))


def months_it_may_lie_in(stretch: Floats, at: int, level: float) -> tuple[int, int]:
    """Return first and last position whose fit is not worse than chance allows (likelihood ratio)."""
    costs = np.array([cost(stretch[:i]) + cost(stretch[i:]) for i in range(1, len(stretch))])
    noise = cost(stretch[:at]) + cost(stretch[at:])
    variance = max(noise / max(len(stretch) - 2, 1), 1e-12)
    allowed = np.flatnonzero(costs <= noise + variance * scipy.stats.chi2.ppf(level, 1)) + 1
    return int(min(allowed.min(initial=at), at)), int(max(allowed.max(initial=at), at))


def cost(values: Floats) -> float:
    """Return the squares around the mean."""
    return float(((values - values.mean()) ** 2).sum()) if len(values) else 0.0
