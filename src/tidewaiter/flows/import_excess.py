"""Excess of the goods sent to each hub: a triple difference against other countries and other goods."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tidewaiter.flows import hub_growth as growths
from tidewaiter.flows.counterfactual import Fit, level_of_baseline, scaled
from tidewaiter.flows.difference_in_differences import impute, time_factors
from tidewaiter.flows.excess import LEAST_DONORS, Excess, finish
from tidewaiter.flows.hub_growth import HubGrowth, hub_growth, lumps
from tidewaiter.flows.leg import Leg, placebo_legs
from tidewaiter.flows.panel import Bools, Floats
from tidewaiter.flows.placebo_errors import out_of_line, placebo_drift
from tidewaiter.flows.seasonal import seasonal_baseline
from tidewaiter.flows.seasonal_excess import seasonal_excess
from tidewaiter.flows.synthetic_control import synthetic_control


def import_excess(
    leg: Leg, *, suspects: Bools, controls: Floats | None, rerouted: Floats | None, draws: int, seed: int
) -> Excess:
    """Estimate the excess of the goods sent to each hub.

    Args:
        leg: Goods sent to the hubs.
        suspects: Hubs that may not teach the counterfactual, [h].
        controls: Trade of the same leg in control goods, [h, c, t] over the leg's periods, NaN where not covered; None
            where there is none.
        rerouted: What the hub sent on of the control goods to the destination, [h, c, t]; its rise is re-routing of
            goods that are not under suspicion, no growth of the hub, and is taken out.
        draws: Draws of the bootstrap.
        seed: Seed of the draws.
    """
    donors = leg.usable & ~suspects
    if donors.sum() >= LEAST_DONORS:
        donors &= ~out_of_line(leg, _fit_imports(leg, donors, controls, rerouted).expected)
    if donors.sum() < LEAST_DONORS:
        return seasonal_excess(leg, donors, draws, seed)

    def fitting(other: Leg) -> Fit:
        return _fit_imports(other, donors, controls, rerouted)

    fit = fitting(leg)
    placebos = [*placebo_legs(leg), leg]  # countries that are no hubs are placebos in the window itself
    wander = placebo_drift(placebos, fitting, donors)
    synthetic = synthetic_control(leg, donors)
    actual = leg.total().sum(axis=1)
    models = {
        "seasonal baseline": actual - leg.total(seasonal_baseline(leg)).sum(axis=1),
        "difference in differences": actual - leg.total(fit.plain).sum(axis=1),
        "synthetic control": actual - synthetic.expected,
    }
    known = np.isfinite(fit.growth.raw).any()
    method = f"{'triple difference' if known else 'difference in differences'} (Poisson), imputed"
    return finish(leg, fit, method, models=models, wander=wander, donors=donors, draws=draws, seed=seed)


def _fit_imports(leg: Leg, donors: Bools, controls: Floats | None, rerouted: Floats | None) -> Fit:
    growth = _growth_of_controls(leg, controls, rerouted, donors)

    def plain(values: Floats) -> Floats:
        return impute(replace(leg, actual=values), time_factors(values, leg.covered, leg.baseline, donors))

    fitted = plain(leg.actual)
    return Fit(
        expected=scaled(leg, fitted, growth),
        plain=fitted,
        growth=growth,
        refit=lambda values: scaled(leg, plain(values), growth),
    )


def _growth_of_controls(leg: Leg, controls: Floats | None, rerouted: Floats | None, donors: Bools) -> HubGrowth:
    if controls is None or not controls.shape[1]:
        return growths.none(len(leg.actual))
    same = replace(leg, actual=_without_rerouting(leg, np.nan_to_num(controls), rerouted))
    expected = impute(same, time_factors(same.actual, same.covered, same.baseline, donors))
    lump = lumps(same.actual, expected, same.covered, same.baseline)
    return hub_growth(same.total(), same.total(expected), lump, donors)


def _without_rerouting(leg: Leg, controls: Floats, rerouted: Floats | None) -> Floats:
    """Return trade in control goods less what the hub sent on of them to the destination beyond its level before."""
    if rerouted is None:
        return controls
    on = replace(leg, actual=np.nan_to_num(rerouted), covered=np.asarray((~np.isnan(rerouted)).any(axis=1)))
    inward = replace(leg, actual=controls).total()
    outward = np.maximum(on.total() - on.total(level_of_baseline(on)), 0.0)
    kept = np.clip(1.0 - np.divide(outward, inward, out=np.zeros_like(inward), where=inward > 0), 0.0, 1.0)
    return np.where(leg.window, controls * kept[..., None], controls)
