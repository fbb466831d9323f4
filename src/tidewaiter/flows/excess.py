"""Excess trade of each hub: what one leg carried in the window beyond its counterfactual, with its errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy

from tidewaiter.flows.bootstrap import block_draws, interval, prediction_errors
from tidewaiter.flows.counterfactual import Fit
from tidewaiter.flows.hub_growth import HubGrowth
from tidewaiter.flows.leg import Leg
from tidewaiter.flows.moderation import moderated_sd
from tidewaiter.flows.null_scale import null_scale
from tidewaiter.flows.panel import Bools, Floats

#: Fewer donors than this cannot say how trade in a good moved; the seasonal baseline is used then.
LEAST_DONORS = 5
#: Error of one declared cell, as a share: two statistics of the same cell seldom agree better.
CELL_ERROR = 0.15
_LEAST_ERROR = 1e-9
#: Months of a baseline that are worth one degree of freedom, as they hang together in blocks.
_MONTHS_A_DEGREE = 3.0
#: A hub whose own noise is less than this share of the steadied one gets normal draws instead of its own.
_TOO_QUIET = 1 / 3


@dataclass(frozen=True, kw_only=True)
class Excess:
    """Excess of one leg for every hub.

    Attributes:
        leg: The leg.
        expected: Its counterfactual, [h, k, t].
        method: Name of the counterfactual.
        value: Actual minus expected total of the covered window, [h]; NaN where there is no data.
        errors: Draws of estimate minus truth, [draws, h].
        sd: Standard deviation of the errors, [h]; `degrees` its degrees of freedom.
        by_good: Value by good, [h, k]; `by_good_sd` its standard deviation, of which `by_good_shared` is shared by all
            goods of a hub.
        models: Excess by other counterfactuals, by name, [h] each; NaN where one does not exist.
        growth: Growth of unsuspected trade at each hub, where it was used.
        drift: Drift of placebos, as a share of the expected trade.
        donors: Hubs the counterfactual was learnt from, [h].
    """

    leg: Leg
    expected: Floats
    method: str
    value: Floats
    errors: Floats
    sd: Floats
    degrees: float
    by_good: Floats
    by_good_sd: Floats
    by_good_shared: Floats
    models: Mapping[str, Floats]
    growth: HubGrowth
    drift: float
    donors: Bools

    def interval(self, level: float) -> tuple[Floats, Floats]:
        """Return the sampling interval of the excess, [h] each."""
        return interval(self.value, self.errors, level)

    @cached_property
    def p_values(self) -> Floats:
        """The probability of an excess this large when nothing was diverted, one-sided, [h]."""
        with np.errstate(invalid="ignore", divide="ignore"):
            p: Floats = scipy.stats.t.sf(self.value / self.sd, self.degrees)
        return p

    def model_range(self) -> tuple[Floats, Floats]:
        """Return least and greatest excess over all counterfactuals, [h] each."""
        every = np.vstack([self.value, *self.models.values()])
        every = np.where(np.isfinite(every), every, self.value)
        return every.min(axis=0), every.max(axis=0)


def finish(
    leg: Leg,
    fit: Fit,
    method: str,
    *,
    models: Mapping[str, Floats],
    wander: float,
    donors: Bools,
    draws: int,
    seed: int,
    lumpy: bool = False,
) -> Excess:
    """Draw the errors of the counterfactual: bootstrap noise, steadied across hubs, plus drift and error of growth.

    A leg that is `lumpy` keeps the errors stated: trade of a few shipments cannot fall below nothing, so that the lower
    half of ordinary countries' scores says too little of their spread.
    """
    rng = np.random.default_rng(seed)
    before = int(leg.baseline.sum())
    positions = block_draws(before, len(leg.baseline), draws, rng)
    apart = prediction_errors(leg, fit.expected, fit.refit, positions)
    raw = apart.sum(axis=2)
    total = leg.total(fit.expected).sum(axis=1)
    own = raw.std(axis=0)
    sd, degrees = moderated_sd(
        own, np.maximum(total, least_total(leg)), max(before / _MONTHS_A_DEGREE, 2.0), leg.usable
    )
    standard = np.divide(raw, own, out=np.zeros_like(raw), where=own > _LEAST_ERROR)
    standard = np.where(own < sd * _TOO_QUIET, rng.standard_normal(raw.shape), standard)
    heavy = np.sqrt(degrees / rng.chisquare(degrees, size=raw.shape))
    loose = np.sqrt(wander**2 + fit.growth.shrunk_variance)
    stated = _error_of_cells(leg, fit.expected)
    errors = standard * sd * heavy + total * np.expm1(loose * rng.standard_normal(raw.shape))
    errors += stated * rng.standard_normal(raw.shape)
    value = np.where(leg.usable, leg.total().sum(axis=1) - total, np.nan)
    whole = np.sqrt(sd**2 * degrees / max(degrees - 2, 1) + (total * np.expm1(loose)) ** 2 + stated**2)
    scores = np.divide(value, whole, out=np.full_like(value, np.nan), where=whole > 0)
    scale = 1.0 if lumpy else null_scale(scores, donors)
    return Excess(
        leg=leg,
        expected=fit.expected,
        method=method,
        value=value,
        errors=scale * errors,
        sd=scale * whole,
        degrees=degrees,
        models={name: np.where(leg.usable, found, np.nan) for name, found in models.items()},
        by_good=leg.total() - leg.total(fit.expected),
        by_good_sd=_sd_by_good(leg, fit, apart.std(axis=0), loose),
        by_good_shared=leg.total(fit.expected) * np.expm1(loose)[:, None],
        growth=fit.growth,
        drift=wander,
        donors=donors,
    )


def _sd_by_good(leg: Leg, fit: Fit, own: Floats, loose: Floats) -> Floats:
    """Return the standard deviation of each good's excess, [h, k]; a good never traded before is not known exactly."""
    expected = leg.total(fit.expected)
    beyond = np.where(leg.covered[:, None], leg.actual - fit.expected, 0.0)[..., leg.window]
    stated = CELL_ERROR**2 * (beyond**2).sum(axis=2)
    sd: Floats = np.sqrt(own**2 + (expected * np.expm1(loose)[:, None]) ** 2 + stated + least_total(leg) ** 2)
    return sd


def _error_of_cells(leg: Leg, expected: Floats) -> Floats:
    """Return the standard error of what is beyond expectation because declared cells are wrong by themselves, [h].

    The bootstrap knows how trade varies around its level before; a flow many times that level is itself declared with
    errors, which average out over its cells.
    """
    beyond = np.where(leg.covered[:, None], leg.actual - expected, 0.0)[..., leg.window]
    size: Floats = CELL_ERROR * np.sqrt((beyond**2).sum(axis=(1, 2)))
    return size


def least_total(leg: Leg) -> float:
    """Return the total of the window below which a hub is taken to send a shipment now and then.

    One usual shipment in the time of baseline and window together: a hub that never traded may still trade once.
    """
    cells = leg.actual[..., leg.baseline]
    positive = cells[cells > 0]
    if not len(positive):
        return 1.0
    return float(np.median(positive)) * float(leg.window.sum()) / (float(leg.baseline.sum()) + 1.0)
