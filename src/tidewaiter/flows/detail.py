"""One hub in full: goods, months, origins, bounds of their share, and what would change the conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.answers import HubAssessment, number
from tidewaiter.flows.assess import Assessed
from tidewaiter.flows.calendar import EventDetail, concerning
from tidewaiter.flows.excess import Excess
from tidewaiter.flows.leg import Leg, spans
from tidewaiter.flows.origin_bounds import OriginBounds, origin_bounds
from tidewaiter.flows.panel import Floats
from tidewaiter.flows.pre_trend import PreTrend, pre_trends
from tidewaiter.law.tables import hs_titles
from tidewaiter.law.tables.records import Event
from tidewaiter.model import country_name


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodDetail:
    """One good at a hub, values of the window.

    Attributes:
        family: Family of codes; `title` what its newest code is called.
        imports_excess: Beyond the counterfactual, as the origins report; `exports_excess` as the hub reports. None
            without data, and where the trade is stated at another level of the same heading.
        imports_error: Standard error of the one; `exports_error` of the other.
    """

    family: str
    title: str
    imports_excess: float | None
    imports_error: float | None
    exports_excess: float | None
    exports_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDetail:
    """One period at a hub. None where there is no data, which is not zero."""

    period: str
    part: str
    imports: float | None
    imports_expected: float | None
    exports: float | None
    exports_expected: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginDetail:
    """What one origin says it sent to the hub, an average period of the baseline and of the window."""

    origin: str
    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundsDetail:
    """How much of the exports to the destination can be goods of some origins, over all goods, in the window.

    Attributes:
        of: Whose goods: ``US`` or ``all origins``.
        lower: What no other supply can explain; `upper` what came in from there at most.
        proportional: As if goods of all origins were mixed.
        corroborated: Value by which both legs grew.
    """

    of: str
    exports: float | None
    lower: float | None
    proportional: float | None
    upper: float | None
    corroborated: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HubDetail:
    """Everything about one hub.

    Attributes:
        assessment: The line of the ranking.
        goods: Goods, those with the largest excess first.
        months: Periods of baseline and window.
        origins: Origins, those that grew most first.
        bounds: Bounds of the origins' share.
        pre_trend: Whether imports and exports moved away from their counterfactuals before the window, by leg.
        events: Events of the calendar in the months of the data that concern the hub, by day.
        would_change: What would change the conclusion.
    """

    assessment: HubAssessment
    goods: tuple[GoodDetail, ...]
    months: tuple[MonthDetail, ...]
    origins: tuple[OriginDetail, ...]
    bounds: tuple[BoundsDetail, ...]
    pre_trend: dict[str, PreTrend]
    would_change: tuple[str, ...]
    events: tuple[EventDetail, ...] = ()


def hub_detail(found: Assessed, assessment: HubAssessment, calendar: Sequence[Event] = ()) -> HubDetail:
    """Return everything about one hub of an assessed panel, with the events of a calendar that concern it.

    Raises:
        UsageError: when the hub is no candidate.
    """
    hub, months = found.panel.hub(assessment.hub), _months(found, found.panel.hub(assessment.hub))
    return HubDetail(
        assessment=assessment,
        goods=_goods(found, hub),
        months=months,
        origins=_origins(found, hub),
        bounds=_bounds(found, hub),
        pre_trend=pre_trends(found, hub),
        events=concerning(calendar, assessment.hub, found.panel.destination, [month.period for month in months]),
        would_change=_would_change(assessment),
    )


def _goods(found: Assessed, hub: int) -> tuple[GoodDetail, ...]:
    silent = {excess.leg.name: _untold(excess.leg, hub, found.panel.goods) for excess in (found.imports, found.exports)}

    def cell(excess: Excess, values: Floats, good: int) -> float | None:
        known = excess.leg.usable[hub] and not silent[excess.leg.name][good]
        return number(float(values[hub, good])) if known else None

    rows = [
        GoodDetail(
            family=family,
            title=_title(family),
            imports_excess=cell(found.imports, found.imports.by_good, good),
            imports_error=cell(found.imports, found.imports.by_good_sd, good),
            exports_excess=cell(found.exports, found.exports.by_good, good),
            exports_error=cell(found.exports, found.exports.by_good_sd, good),
        )
        for good, family in enumerate(found.panel.goods)
    ]
    return tuple(sorted(rows, key=lambda r: -max(r.imports_excess or 0.0, r.exports_excess or 0.0)))


def _untold(leg: Leg, hub: int, goods: Sequence[str]) -> list[bool]:
    """Return the goods of which a leg says nothing, because it is stated at another level of the same heading, [k].

    What is stated of 8703 alone leaves 870323 unknown, which is not zero; and what is stated of 870323 says nothing of
    the rest of 8703.
    """
    codes = [family.partition(":")[2] for family in goods]
    told = [code for code, values in zip(codes, leg.actual[hub], strict=True) if values.any()]
    return [
        code not in told and any(code.startswith(other) or other.startswith(code) for other in told) for code in codes
    ]


def _title(family: str) -> str:
    vintage, _, code = family.partition(":")
    try:
        return hs_titles(int(vintage)).get(code, "")
    except (KeyError, ValueError):
        return ""


def _months(found: Assessed, hub: int) -> tuple[MonthDetail, ...]:
    panel = found.panel
    before, after = spans(panel, found.design.baseline, found.design.window)
    used = np.flatnonzero(before | after)
    series = []
    for excess in (found.imports, found.exports):
        known = excess.leg.covered[hub]
        actual, expected = excess.leg.actual[hub].sum(axis=0), excess.expected[hub].sum(axis=0)
        series.append(
            [(number(a), number(e)) if k else (None, None) for a, e, k in zip(actual, expected, known, strict=True)]
        )
    return tuple(
        MonthDetail(
            period=panel.periods[at],
            part="window" if after[at] else "baseline",
            imports=series[0][place][0],
            imports_expected=series[0][place][1],
            exports=series[1][place][0],
            exports_expected=series[1][place][1],
        )
        for place, at in enumerate(used)
    )


def _origins(found: Assessed, hub: int) -> tuple[OriginDetail, ...]:
    panel = found.panel
    parts = spans(panel, found.design.baseline, found.design.window)
    rows = []
    for at, code in enumerate(panel.origins):
        total = panel.shipped[at, hub].sum(axis=0)
        means = [number(float(np.mean(v))) if (v := total[p & np.isfinite(total)]).size else None for p in parts]
        if any(means):
            rows.append(OriginDetail(origin=code, name=country_name(code), before=means[0], after=means[1]))
    return tuple(sorted(rows, key=lambda row: (row.before or 0.0) - (row.after or 0.0)))


def _bounds(found: Assessed, hub: int) -> tuple[BoundsDetail, ...]:
    panel = found.panel
    _, after = spans(panel, found.design.baseline, found.design.window)
    covered = after & panel.exports_covered[hub] & panel.imports_covered[hub]
    if not covered.any():
        return ()
    sent, supply = (np.nansum(v[hub][:, covered], axis=1) for v in (panel.onward, panel.imports))
    lost = max(float(np.nan_to_num(found.lost.value[hub])), 0.0)
    rows = []
    for name, chosen in (("US", [o == "US" for o in panel.origins]), ("all origins", [True] * len(panel.origins))):
        if not any(chosen):
            continue
        came = np.nansum(panel.received[np.flatnonzero(chosen), hub][..., covered], axis=(0, 2))
        share = lost * came / came.sum() if came.sum() > 0 else np.zeros_like(came)
        rows.append(
            _bounds_row(name, sent, origin_bounds(sent, came, np.maximum(supply, came), lost=share), found, hub)
        )
    return tuple(rows)


def _bounds_row(name: str, sent: Floats, bounds: OriginBounds, found: Assessed, hub: int) -> BoundsDetail:
    both = found.corroborated.value[hub] if name != "US" else np.nan
    return BoundsDetail(
        of=name,
        exports=number(float(sent.sum())),
        lower=number(float(bounds.lower.sum())),
        proportional=number(float(np.nansum(bounds.proportional))),
        upper=number(float(bounds.upper.sum())),
        corroborated=number(float(both)),
    )


def _would_change(row: HubAssessment) -> tuple[str, ...]:
    """Return what would change the conclusion, in words."""
    lines = []
    for leg, what in ((row.imports_excess, "the origins' exports"), (row.exports_excess, "the hub's exports")):
        if leg.value is None:
            lines.append(f"data on {what} for baseline and window")
    if row.lost_in_transit.value is None:
        lines.append("the hub's own import statistics, to tell goods that arrive from goods that do not")
    for leg, what in ((row.imports_excess, "imports"), (row.exports_excess, "exports")):
        if leg.value is not None and leg.low is not None and leg.low <= 0 < leg.value:
            lines.append(f"more periods: the excess of {what} is within its error")
        if leg.value is not None and leg.model_low is not None and leg.model_low <= 0 < leg.value:
            lines.append(f"a counterfactual that explains the {what}: at least one of those tried does")
    if row.grade is not None:
        lines.append("a rise of demand in the hub itself, shown by sales or production there")
        lines.append("shipment records that show the goods staying, or the companies that sent them on")
    return tuple(lines)
