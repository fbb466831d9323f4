"""Each estimator's result at one hub as an `Estimate`: value, sampling interval, model range, coverage; or no data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tidewaiter.flows.answers import MirrorGapAnswer, number
from tidewaiter.flows.assess import Assessed
from tidewaiter.flows.excess import Excess
from tidewaiter.flows.lost_in_transit import LostInTransit
from tidewaiter.flows.matched import Matched
from tidewaiter.flows.offset import offset_ratio
from tidewaiter.flows.panel import Floats
from tidewaiter.model import Estimate, Grade


def excess_estimate(found: Assessed, excess: Excess, hub: int, *, finding: bool | None = None) -> Estimate:
    """Return the excess of one leg at one hub as an estimate, or no data."""
    leg, level = excess.leg, found.design.level
    source = {
        "imports": "as the origins report",
        "imports_reported": "as the hub reports",
        "exports": "as the hub reports",
    }
    if not leg.usable[hub]:
        return _nothing(found, f"no data {source[leg.name]}", float(leg.coverage()[hub]))
    low, high = excess.interval(level)
    least, most = excess.model_range()
    return Estimate(
        value=number(excess.value[hub]),
        low=number(low[hub]),
        high=number(high[hub]),
        level=level,
        model_low=number(least[hub]),
        model_high=number(most[hub]),
        unit=found.panel.unit,
        method=f"{excess.method}, {source[leg.name]}",
        n=int(leg.covered[hub].sum()),
        coverage=number(float(leg.coverage()[hub])),
        vintage=found.panel.vintage,
        grade=Grade.C if finding else None,
    )


def lost_estimate(found: Assessed, lost: LostInTransit, hub: int, finding: bool | None) -> Estimate:
    """Return what was lost on one leg at one hub; the published measure is the other end of the model range."""
    share = float(lost.pair.covered[hub].mean())
    if not np.isfinite(lost.value[hub]):
        return _nothing(found, "no data of both sides", share)
    low, high = lost.interval(found.design.level)
    both = (lost.value[hub], lost.level_value[hub])
    return Estimate(
        value=number(lost.value[hub]),
        low=number(low[hub]),
        high=number(high[hub]),
        level=found.design.level,
        model_low=number(min(both)),
        model_high=number(max(both)),
        unit=found.panel.unit,
        method=f"usual ratio of both declarations, booking lag {lost.pair.lag:g} months",
        n=int(lost.pair.covered[hub].sum()),
        coverage=number(share),
        vintage=found.panel.vintage,
        grade=Grade.C if finding else None,
    )


def corroborated_estimate(found: Assessed, hub: int) -> Estimate:
    """Return the value for which both legs of one hub grew, or no data."""
    return _matched(found, found.corroborated, hub, "min(imports excess, exports excess)")


def diversion_estimate(found: Assessed, hub: int) -> Estimate:
    """Return what is consistent with diversion at one hub: both legs matched, else only the most it can be.

    An upper bound has no value, 0 as lower end, and the upper end of the leg that has data.
    """
    matched = found.diversion
    if matched.bound[hub]:
        return _bound(found, matched.draws[:, hub], float(matched.coverage[hub]), unmatched(found, hub))
    sides = {"exports excess": found.exports.value[hub], "loss": found.lost.value[hub]}
    return _matched(found, matched, hub, f"imports excess matched by {_either(sides)}")


def unmatched(found: Assessed, hub: int) -> str:
    """Return why nothing could be matched at one hub, in words."""
    if np.isfinite(found.inward.value[hub]):
        return "no data on exports or losses to match the imports excess with: upper bound by imports alone"
    return "no data on imports to match the exports excess with: upper bound by exports alone"


def _either(sides: dict[str, float]) -> str:
    known = [name for name, value in sides.items() if np.isfinite(value)]
    lacking = [name for name in sides if name not in known]
    return " or ".join(known or sides) + (
        f", without {lacking[0]}, on which there is no data" if len(lacking) == 1 else ""
    )


def _matched(found: Assessed, matched: Matched, hub: int, method: str) -> Estimate:
    """Return a value with its interval."""
    coverage, value = float(matched.coverage[hub]), matched.value[hub]
    if not np.isfinite(value):
        return _nothing(found, f"no data: {method}", coverage)
    return Estimate(
        value=number(value),
        low=number(matched.low[hub]),
        high=number(matched.high[hub]),
        level=found.design.level,
        unit=found.panel.unit,
        method=method,
        n=round(coverage * found.imports.leg.covered.shape[1]),
        coverage=number(coverage),
        vintage=found.panel.vintage,
    )


def _bound(found: Assessed, draws: Floats, coverage: float, method: str, unit: str | None = None) -> Estimate:
    """Return an estimate without a value that says how much it is at most."""
    high = np.quantile(draws, 0.5 + found.design.level / 2)
    return replace(_nothing(found, method, coverage, unit), low=0.0, high=number(float(high)))


def _nothing(found: Assessed, method: str, coverage: float, unit: str | None = None) -> Estimate:
    return Estimate(
        value=None,
        level=found.design.level,
        unit=unit or found.panel.unit,
        method=method,
        coverage=number(coverage),
        vintage=found.panel.vintage,
    )


def _plain(
    found: Assessed, value: float, low: float, high: float, *, unit: str, method: str, n: int, coverage: float
) -> Estimate:
    if not np.isfinite(value):
        return _nothing(found, f"no data: {method}", coverage, unit)
    return Estimate(
        value=number(value), low=number(low), high=number(high), level=found.design.level, unit=unit, method=method,
        n=n, coverage=number(coverage), vintage=found.panel.vintage,
    )  # fmt: skip


def mirror_gap_answer(found: Assessed, hub: int) -> MirrorGapAnswer:
    """Return the change of the mirror gap at one hub."""
    gap, share = found.gap, float(found.lost.pair.covered[hub].mean())

    def part(value: Floats, ends: tuple[Floats, Floats], unit: str, method: str) -> Estimate:
        return _plain(
            found, value[hub], ends[0][hub], ends[1][hub], unit=unit, method=method, n=int(gap.n[hub]), coverage=share
        )

    return MirrorGapAnswer(
        symmetric=part(
            gap.symmetric, gap.symmetric_interval, "share of the mean", "Davis-Haltiwanger gap, change from baseline"
        ),
        log=part(gap.log, gap.log_interval, "log points", "log gap, change from baseline"),
        level=part(gap.level, gap.level_interval, f"{found.panel.unit} a period", "level gap, change from baseline"),
        percentile=number(gap.percentile[hub]),
        booking_lag=found.lost.pair.lag,
        cif_margin=found.design.cif,
    )


def offset_estimate(found: Assessed, hub: int) -> Estimate:
    """Return how much of the shortfall of direct trade went through one hub."""
    through, shortfall = found.diversion, found.direct.shortfall
    ratio, low, high = (offset_ratio(end, shortfall)[hub] for end in (through.value, through.low, through.high))
    unit = "share of the shortfall of direct trade"
    if through.bound[hub] and np.isfinite(ratio):
        draws = offset_ratio(through.draws[:, hub], shortfall)
        return _bound(found, draws, found.direct.coverage, unmatched(found, hub), unit)
    return _plain(
        found, ratio, low, high, unit=unit, method="diversion over shortfall",
        n=int(found.imports.leg.covered[hub].sum()), coverage=found.direct.coverage,
    )  # fmt: skip


def margin_estimate(found: Assessed, hub: int) -> Estimate:
    """Return the change of the share of goods one hub sends to the destination."""
    margin = found.margin
    return _plain(
        found, margin.change[hub], margin.low[hub], margin.high[hub], unit="share of the goods",
        method="extensive margin, change from baseline", n=margin.goods,
        coverage=float(found.exports.leg.coverage()[hub]),
    )  # fmt: skip


def premium_estimate(found: Assessed, hub: int) -> Estimate:
    """Return the change of the unit-value premium at one hub."""
    premium = found.premium
    return _plain(
        found, premium.change[hub], premium.low[hub], premium.high[hub], unit="log points",
        method="unit-value premium, median over goods, change from baseline", n=int(premium.goods[hub]),
        coverage=float(found.exports.leg.coverage()[hub]),
    )  # fmt: skip
