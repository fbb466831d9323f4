"""Excess of the goods a hub sends on to the destination, against what hubs send elsewhere."""

from __future__ import annotations

from dataclasses import replace

from tidewaiter.flows.counterfactual import Fit, level_of_baseline, scaled
from tidewaiter.flows.destination_growth import destination_growth
from tidewaiter.flows.difference_in_differences import impute, time_factors
from tidewaiter.flows.excess import LEAST_DONORS, Excess, finish
from tidewaiter.flows.hub_growth import hub_growth, lumps
from tidewaiter.flows.leg import Leg, placebo_legs
from tidewaiter.flows.panel import Bools, Floats
from tidewaiter.flows.placebo_errors import out_of_line, placebo_drift
from tidewaiter.flows.seasonal import seasonal_baseline
from tidewaiter.flows.seasonal_excess import seasonal_excess

_PASSES = 4


def export_excess(leg: Leg, elsewhere: Leg, *, suspects: Bools, draws: int, seed: int) -> Excess:
    """Estimate the excess of the goods a hub sends on to the destination.

    Prices, seasons and growth come from what hubs send everywhere but to the destination and its neighbours: the common
    factors from all hubs that are no suspects, the hub's own growth from its own exports elsewhere. The destination's
    own demand comes from what countries nobody suspects send it.

    Args:
        leg: Exports to the destination.
        elsewhere: Exports of the same goods and periods to other countries.
        suspects: Hubs that may not teach the counterfactual, [h].
        draws: Draws of the bootstrap.
        seed: Seed of the draws.
    """
    donors = _ordinary(elsewhere, elsewhere.usable & ~suspects)
    if donors.sum() < LEAST_DONORS:
        return seasonal_excess(leg, donors, draws, seed)

    def fitting(other: Leg) -> Fit:
        beside = replace(elsewhere, baseline=other.baseline, window=other.window)
        return _fit_exports(other, beside, donors)

    fit = fitting(leg)
    # unsuspected countries are placebos in the window itself
    wander = placebo_drift([*placebo_legs(leg), leg], fitting, donors & leg.usable)
    models, method = _models(leg, fit), "difference in differences (Poisson) against exports elsewhere"
    return finish(leg, fit, method, models=models, wander=wander, donors=donors, draws=draws, seed=seed, lumpy=True)


def _models(leg: Leg, fit: Fit) -> dict[str, Floats]:
    """Return the excess by other counterfactuals, by name, [h] each."""
    actual = leg.total().sum(axis=1)
    others = {
        "seasonal baseline": seasonal_baseline(leg),
        "difference in differences": fit.plain,
        "level of the baseline": level_of_baseline(leg),
    }
    return {name: actual - leg.total(expected).sum(axis=1) for name, expected in others.items()}


def _ordinary(elsewhere: Leg, donors: Bools) -> Bools:
    """Return donors without those whose exports elsewhere grew out of line, such as a new entrepot's.

    One such country raises what is expected of all others, so that the next is seen only when it is gone.
    """
    kept = donors
    for _ in range(_PASSES):
        if kept.sum() < LEAST_DONORS:
            return kept
        factors = time_factors(elsewhere.actual, elsewhere.covered, elsewhere.baseline, kept)
        next_ = kept & ~out_of_line(elsewhere, impute(elsewhere, factors))
        if (next_ == kept).all():
            break
        kept = next_
    return kept


def _fit_exports(leg: Leg, elsewhere: Leg, donors: Bools) -> Fit:
    factors = time_factors(elsewhere.actual, elsewhere.covered, elsewhere.baseline, donors)
    usual = impute(elsewhere, factors)
    lump = lumps(elsewhere.actual, usual, elsewhere.covered, elsewhere.baseline)
    own = hub_growth(elsewhere.total(), elsewhere.total(usual), lump, donors)
    plain = impute(leg, factors)
    alike = leg.total(scaled(leg, plain, own)).sum(axis=1)
    demand, left = destination_growth(leg.total().sum(axis=1), alike, donors & leg.usable)
    growth = replace(own, shrunk=own.shrunk + demand, shrunk_variance=own.shrunk_variance + left)
    return Fit(
        expected=scaled(leg, plain, growth),
        plain=plain,
        growth=growth,
        refit=lambda values: scaled(leg, impute(replace(leg, actual=values), factors), growth),
    )
