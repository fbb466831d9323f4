"""Moving-block bootstrap of prediction errors: how far a counterfactual can miss when nothing was diverted.

An excess is what happened minus what would have happened, and the second is predicted. Its error has two parts, which
the bootstrap holds together: the level was fitted on noisy months, and the months of the window have noise of their
own. Residuals of the baseline are drawn in blocks of months, the same months for all hubs and goods, so that what
moves them together stays together (Kuensch, Annals of Statistics 1989; for predictions Stine, JASA 1985).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tidewaiter.flows.leg import Leg
from tidewaiter.flows.panel import Floats, Indices

#: Draws unless told otherwise; seed likewise: the same question gives the same interval.
DRAWS, SEED = 200, 20220224
_MONTHS_IN_BLOCK = 4
_LARGEST_FACTOR = 2.0


def block_draws(length: int, wanted: int, draws: int, rng: np.random.Generator, block: int | None = None) -> Indices:
    """Return positions in a series of `length` made of circular blocks, [draws, wanted].

    Args:
        length: Length of the series that is drawn from.
        wanted: Length of the series that is drawn.
        draws: How many.
        rng: Source of chance.
        block: Length of a block; by default 4, but never more than a third of the series.
    """
    size = block or max(1, min(_MONTHS_IN_BLOCK, length // 3))
    starts = rng.integers(length, size=(draws, -(-wanted // size)))
    positions = (starts[..., None] + np.arange(size)) % length
    return positions.reshape(draws, -1)[:, :wanted]


def relative_residuals(leg: Leg, expected: Floats, parameters: float = 1.0) -> Floats:
    """Return residuals of the baseline relative to their expectation, [h, k, p], scaled up for fitted parameters.

    Periods in which a hub is not covered take its residuals of other periods in turn, so that a gap adds no certainty.
    """
    actual, fitted = leg.actual[..., leg.baseline], expected[..., leg.baseline]
    covered = leg.covered[:, leg.baseline]
    residual = np.divide(actual - fitted, fitted, out=np.zeros_like(actual), where=fitted > 0)
    count = covered.sum(axis=1)
    scale = np.sqrt(count / np.maximum(count - parameters, 0.5))
    residual *= np.minimum(scale, _LARGEST_FACTOR)[:, None, None]
    for hub in np.flatnonzero((count > 0) & (count < covered.shape[1])):
        known = np.flatnonzero(covered[hub])
        gaps = np.flatnonzero(~covered[hub])
        residual[hub][:, gaps] = residual[hub][:, known[np.arange(len(gaps)) % len(known)]]
    return residual


def prediction_errors(
    leg: Leg,
    expected: Floats,
    refit: Callable[[Floats], Floats],
    positions: Indices,
    *,
    parameters: float = 1.0,
) -> Floats:
    """Draw errors of the predicted total of the window by good, [draws, h, k].

    Args:
        leg: The leg.
        expected: Its counterfactual, [h, k, t].
        refit: Returns the counterfactual of a leg with other values, [h, k, t] to [h, k, t].
        positions: Positions in the baseline, [draws, t], from `block_draws`.
        parameters: Parameters fitted to each series.
    """
    residual = relative_residuals(leg, expected, parameters)
    present = leg.covered[:, leg.window].astype(float)
    hubs, goods = expected.shape[:2]
    errors = np.empty((len(positions), hubs, goods))
    for draw, at in enumerate(positions):
        values = expected * (1.0 + residual[..., at])
        missed = (values - refit(values))[..., leg.window]
        errors[draw] = np.einsum("hkt,ht->hk", missed, present)
    return errors


def interval(value: Floats, errors: Floats, level: float) -> tuple[Floats, Floats]:
    """Return the interval of each value: the value minus the quantiles of its error.

    Args:
        value: [h].
        errors: Estimate minus truth, [draws, h].
        level: Share of the truths that should lie inside.
    """
    tail = (1.0 - level) / 2.0
    below, above = np.quantile(errors, [tail, 1.0 - tail], axis=0)
    return value - np.maximum(above, 0.0), value - np.minimum(below, 0.0)
