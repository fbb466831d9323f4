"""The mirror gap: what the sender declares against what the receiver declares, beyond what is usual between the two.

Fisman and Wei (JPE 2004) take the log gap; the symmetric gap of Davis and Haltiwanger is defined when one side is
zero. A bare gap says little, as there are dozens of harmless reasons for one; those that do not change drop out
against the baseline.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.bootstrap import block_draws, interval
from tidewaiter.flows.declarations import Pair
from tidewaiter.flows.lost_in_transit import CIF_MARGIN
from tidewaiter.flows.panel import Bools, Floats

#: Months added up before two declarations are compared, as the receiver books later.
BOOKING_WINDOW = 3
_LARGEST_LOG = 10.0


@dataclass(frozen=True, kw_only=True)
class MirrorGap:
    """Change of the mirror gap from baseline to window for every hub, [h] each; NaN where there is no data.

    Attributes:
        log: Mean log gap ln X' - ln M in the window less that of the baseline, with X' the sender's value at CIF.
        symmetric: The same of 2 (X' - M) / (X' + M).
        level: The same of X' - M, as an average month.
        log_interval: Sampling interval of `log`; likewise the two others.
        percentile: Share of the baseline's own gaps (symmetric) that lie below the window's mean.
        n: Periods compared.
    """

    log: Floats
    log_interval: tuple[Floats, Floats]
    symmetric: Floats
    symmetric_interval: tuple[Floats, Floats]
    level: Floats
    level_interval: tuple[Floats, Floats]
    percentile: Floats
    n: np.ndarray


def log_gap(sent: Floats, arrived: Floats) -> Floats:
    """Return ln X' - ln M; NaN where either side is zero."""
    both = (sent > 0) & (arrived > 0)
    gap = np.log(np.where(both, sent, 1.0)) - np.log(np.where(both, arrived, 1.0))
    return np.where(both, np.clip(gap, -_LARGEST_LOG, _LARGEST_LOG), np.nan)


def symmetric_gap(sent: Floats, arrived: Floats) -> Floats:
    """Return 2 (X' - M) / (X' + M) in [-2, 2]; NaN where both sides are zero."""
    total = sent + arrived
    return np.where(total > 0, 2 * (sent - arrived) / np.where(total > 0, total, 1.0), np.nan)


def mirror_gap(pair: Pair, *, cif: float = CIF_MARGIN, level: float, draws: int, seed: int) -> MirrorGap:
    """Return the pre-period-differenced mirror gaps.

    Args:
        pair: Two declarations of the same trade; only periods in which both sides are covered count.
        cif: Margin that turns the sender's FOB value into the receiver's CIF value.
        level: Level of the intervals.
        draws: Draws of the bootstrap.
        seed: Seed of the draws.
    """
    sent, arrived = _summed(pair.sent * (1 + cif), pair), _summed(pair.arrived, pair)
    rng = np.random.default_rng(seed)
    before = int(pair.baseline.sum())
    block = max(1, min(int(pair.window.sum()), before // 3))
    positions = block_draws(before, len(pair.baseline), draws, rng, block)
    changes = {}
    for name, gap in (
        ("log", log_gap(sent, arrived)),
        ("symmetric", symmetric_gap(sent, arrived)),
        ("level", (sent - arrived) / _length(pair)),
    ):
        changes[name] = _change(gap, pair.baseline, pair.window, positions, level)
    symmetric = symmetric_gap(sent, arrived)
    after = _mean(symmetric[:, pair.window])
    known = np.isfinite(symmetric[:, pair.baseline])
    lower = (symmetric[:, pair.baseline] < after[:, None]) & known
    percentile = np.where(
        known.any(axis=1) & np.isfinite(after), lower.sum(axis=1) / np.maximum(known.sum(axis=1), 1), np.nan
    )
    return MirrorGap(
        log=changes["log"][0],
        log_interval=changes["log"][1],
        symmetric=changes["symmetric"][0],
        symmetric_interval=changes["symmetric"][1],
        level=changes["level"][0],
        level_interval=changes["level"][1],
        percentile=percentile,
        n=np.isfinite(symmetric).sum(axis=1),
    )


def _length(pair: Pair) -> int:
    return max(1, min(BOOKING_WINDOW, int(pair.window.sum())))


def _summed(values: Floats, pair: Pair) -> Floats:
    """Return sums over the booking window, which never crosses from baseline to window; NaN where not covered."""
    masked = np.where(pair.covered, values, np.nan)
    result = np.full_like(masked, np.nan)
    size = _length(pair)
    for part in (pair.baseline, pair.window):
        places = np.flatnonzero(part)
        if len(places) < size:
            result[:, places] = masked[:, places] * size
            continue
        stacked = np.lib.stride_tricks.sliding_window_view(masked[:, places], size, axis=1).sum(axis=2)
        result[:, places[: stacked.shape[1]]] = stacked
    return result


def _mean(values: Floats) -> Floats:
    known = np.isfinite(values)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, values, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)


def _change(
    gap: Floats, baseline: Bools, window: Bools, positions: np.ndarray, level: float
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Return the mean change of a gap and its interval, drawn from blocks of the baseline's own deviations."""
    usual = _mean(gap[:, baseline])
    change = _mean(gap[:, window]) - usual
    deviation = np.nan_to_num(gap[:, baseline] - usual[:, None])[:, positions]  # [h, draws, t]
    errors = deviation[..., window].mean(axis=2) - deviation[..., baseline].mean(axis=2)
    return change, interval(change, errors.T, level)
