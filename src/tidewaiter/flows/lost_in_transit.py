"""Lost in transit: what one side sent and the other never books (Chupilkin, Javorcik, Plekhanov, CEPR DP20097).

The published measure takes the gap of the window less the usual gap of the baseline, in money. A gap that is
structural is a share of trade rather than a sum, so that it would seem to grow with any honest growth; here the usual
*ratio* of the two declarations is carried forward, and the published measure is given beside it as the other model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy

from tidewaiter.flows.bootstrap import block_draws, interval
from tidewaiter.flows.declarations import Pair, ratio_residuals, usual_ratio
from tidewaiter.flows.drift import drift, root_error
from tidewaiter.flows.leg import placebo_spans
from tidewaiter.flows.moderation import moderated_sd
from tidewaiter.flows.null_scale import null_scale
from tidewaiter.flows.panel import Bools, Floats

#: Cost, insurance and freight on top of the FOB value (OECD mean).
CIF_MARGIN = 0.05
_MONTHS_A_DEGREE = 3.0
#: Drift of the ratio assumed before any placebo is seen: two declarations of one shipment wander less than trade
#: itself.
_PRIOR_DRIFT = 0.05


@dataclass(frozen=True, kw_only=True)
class LostInTransit:
    """Goods lost in transit to each hub, in the sender's valuation.

    Attributes:
        pair: The two declarations.
        value: [h]; NaN where there is no data.
        errors: Draws of estimate minus truth, [draws, h]; `sd` their standard deviation, [h].
        level_value: The published measure, the window's gap less the usual gap in money, [h].
        degrees: Degrees of freedom of `sd`.
    """

    pair: Pair
    value: Floats
    errors: Floats
    sd: Floats
    level_value: Floats
    degrees: float

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Return the sampling interval, [h] each."""
        return interval(self.value, self.errors, level)

    @cached_property
    def p_values(self) -> Floats:
        """The probability of a loss this large when nothing is lost, one-sided, [h]."""
        with np.errstate(invalid="ignore", divide="ignore"):
            p: Floats = scipy.stats.t.sf(self.value / self.sd, self.degrees)
        return p


def lost_in_transit(pair: Pair, *, suspects: Bools, cif: float = CIF_MARGIN, draws: int, seed: int) -> LostInTransit:
    """Estimate what was lost on the way to each hub in the window.

    Args:
        pair: Two declarations of the same trade.
        suspects: Hubs whose window may not serve as placebo, [h].
        cif: Margin of CIF over FOB values; only the published measure depends on it.
        draws: Draws of the bootstrap.
        seed: Seed of the draws.
    """
    usable = pair.usable
    before, after = pair.covered & pair.baseline, pair.covered & pair.window
    ratio = usual_ratio(pair)
    sent, arrived = pair.total(pair.sent, after), pair.total(pair.arrived, after)
    value = sent - arrived / ratio
    gap = pair.sent * (1 + cif) - pair.arrived
    months = after.sum(axis=1) / np.maximum(before.sum(axis=1), 1)
    level_value = pair.total(gap, after) - months * pair.total(gap, before)
    errors, noise, degrees = _draw_errors(pair, arrived / ratio, draws, seed)
    wander = _drift(pair, noise, usable & ~suspects)
    rng = np.random.default_rng(seed + 1)
    errors = errors + (arrived / ratio) * np.expm1(wander * rng.standard_normal(errors.shape))
    sd = np.sqrt((noise * arrived / ratio) ** 2 * degrees / max(degrees - 2, 1) + (arrived / ratio * wander) ** 2)
    nothing = np.where(usable, 0.0, np.nan)
    floor = np.maximum(sd, 1e-12 * np.maximum(sent, 1.0))
    scale = null_scale(value / floor, usable & ~suspects)
    return LostInTransit(
        pair=pair,
        value=value + nothing,
        errors=scale * errors,
        sd=scale * floor,
        level_value=level_value + nothing,
        degrees=degrees,
    )


def _draw_errors(pair: Pair, arrived: Floats, draws: int, seed: int) -> tuple[Floats, Floats, float]:
    """Return draws of the error, [draws, h], the noise as a share of what arrived, [h], and its degrees of freedom."""
    residual, covered = ratio_residuals(pair)
    weight = np.where(covered, pair.sent, 0.0)[:, pair.baseline]
    months = int(pair.baseline.sum())
    rng = np.random.default_rng(seed)
    # Late bookings cancel out inside a block; blocks as long as the window keep what does not at its edges.
    block = max(1, min(int(pair.window.sum()), months // 3))
    positions = block_draws(months, len(pair.baseline), draws, rng, block)
    scale = np.sqrt(months / max(months - 1, 1))
    drawn = scale * np.where(covered, residual, 0.0)[:, pair.baseline][:, positions]  # [h, draws, t]
    in_window = np.where(pair.covered, pair.sent, 0.0)[:, pair.window]
    missed = np.einsum("hdw,hw->dh", drawn[..., pair.window], _shares(in_window))
    level = np.einsum("hdp,hp->dh", drawn[..., pair.baseline], _shares(weight))
    share = level - missed
    own = share.std(axis=0)
    noise, degrees = moderated_sd(
        own * arrived, np.maximum(arrived, 1.0), max(months / _MONTHS_A_DEGREE, 2.0), pair.usable
    )
    noise = np.divide(noise, arrived, out=np.zeros_like(noise), where=arrived > 0)
    standard = np.divide(share, own, out=rng.standard_normal(share.shape), where=own > 0)
    heavy = np.sqrt(degrees / rng.chisquare(degrees, size=share.shape))
    errors: Floats = standard * heavy * noise * arrived
    return errors, noise, degrees


def _shares(values: Floats) -> Floats:
    total = values.sum(axis=1, keepdims=True)
    even = np.full_like(values, 1.0 / max(values.shape[1], 1))
    shares: Floats = np.divide(values, total, out=even, where=total > 0)
    return shares


def _drift(pair: Pair, noise: Floats, counted: Bools) -> float:
    """Return how far the ratio wanders beyond noise, from placebo windows and from the window of hubs not suspected.

    A loss lowers bookings, so that here the upper half is the one free of it.
    """
    errors, counts = [], []
    for baseline, window in [*placebo_spans(pair.baseline, int(pair.window.sum())), (pair.baseline, pair.window)]:
        other = Pair(
            sent=pair.sent, arrived=pair.arrived, covered=pair.covered, baseline=baseline, window=window, lag=pair.lag
        )
        after = other.covered & window
        errors.append(-root_error(other.total(pair.arrived, after), usual_ratio(other) * other.total(pair.sent, after)))
        counts.append(counted & other.usable)
    return drift(np.concatenate(errors), np.tile(noise, len(errors)), np.concatenate(counts), _PRIOR_DRIFT)
