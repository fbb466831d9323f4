"""What placebos say of a counterfactual: who is out of line, and how far countries drift beyond the noise of months."""

from __future__ import annotations

import numpy as np

from tidewaiter.flows.counterfactual import Fit, Fitting
from tidewaiter.flows.drift import PRIOR_DRIFT, drift, root_error
from tidewaiter.flows.leg import Leg
from tidewaiter.flows.panel import Bools, Floats

#: Donors further above their counterfactual than this many standard deviations may be hubs and are left out.
_OUTLYING = 3.0


def noise_share(leg: Leg, expected: Floats) -> Floats:
    """Return the sampling standard deviation of the window's total as a share of its expectation, [h].

    A quick formula for placebos; the intervals rest on the bootstrap.
    """
    actual, fitted = leg.actual.sum(axis=1), expected.sum(axis=1)
    before, after = leg.covered & leg.baseline, leg.covered & leg.window
    residual = np.divide(actual - fitted, fitted, out=np.zeros_like(actual), where=fitted > 0)
    n, w = before.sum(axis=1), after.sum(axis=1)
    variance = (residual**2 * before).sum(axis=1) / np.maximum(n - 1, 1)
    share = np.sqrt(variance * (1.0 / np.maximum(w, 1) + 1.0 / np.maximum(n, 1)))
    return np.where((n > 1) & (w > 0), share, np.nan)


def _missed(leg: Leg, fit: Fit) -> tuple[Floats, Floats]:
    """Return each hub's error in the window and the noise to expect of it, [h] each."""
    errors = root_error(leg.total().sum(axis=1), leg.total(fit.expected).sum(axis=1))
    return errors, np.sqrt(noise_share(leg, fit.expected) ** 2 + fit.growth.shrunk_variance)


def out_of_line(leg: Leg, expected: Floats) -> Bools:
    """Return hubs that lie so far above a counterfactual that they may not teach it, [h]."""
    errors, noise = root_error(leg.total().sum(axis=1), leg.total(expected).sum(axis=1)), noise_share(leg, expected)
    scale = np.sqrt(noise**2 + drift(errors, noise, leg.usable) ** 2)
    if not np.isfinite(errors).any():
        return np.zeros(len(errors), dtype=bool)
    out: Bools = np.nan_to_num(errors - np.nanmedian(errors)) > _OUTLYING * np.nan_to_num(scale, nan=np.inf)
    return out


def placebo_drift(placebos: list[Leg], fitting: Fitting, counted: Bools) -> float:
    """Return the drift that placebos show beyond their noise."""
    if not placebos:
        return PRIOR_DRIFT
    found = [_missed(other, fitting(other)) for other in placebos]
    errors, noise = (np.concatenate([pair[side] for pair in found]) for side in (0, 1))
    return drift(errors, noise, np.tile(counted, len(placebos))) * float(np.sqrt(1.0 + 1.0 / max(counted.sum(), 1)))
