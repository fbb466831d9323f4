"""The ranking of hubs: every estimator over all candidates, graded, with intervals, placebos and traps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.answers import HubAssessment, HubCoverage, number
from tidewaiter.flows.assess import Assessed, Design, assess
from tidewaiter.flows.change_points import ChangePoint, change_points
from tidewaiter.flows.estimates import (
    corroborated_estimate,
    diversion_estimate,
    excess_estimate,
    lost_estimate,
    margin_estimate,
    mirror_gap_answer,
    offset_estimate,
    premium_estimate,
)
from tidewaiter.flows.grading import grade
from tidewaiter.flows.leg import shipped_by_all, spans
from tidewaiter.flows.notes import Context, notes
from tidewaiter.flows.panel import Floats, Panel
from tidewaiter.flows.placebo import Placebos, placebo_dates, placebo_destinations, placebo_goods, placebo_hubs
from tidewaiter.flows.ranking import Ranks, rank_with_intervals
from tidewaiter.flows.signs import signs_of
from tidewaiter.flows.window import period_index
from tidewaiter.law.tables.records import Event
from tidewaiter.model import country_name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """What all rows share."""

    found: Assessed
    ranks: Ranks
    placebos: Sequence[Placebos]
    calendar: Sequence[Event]
    context: Context
    shipped: Floats


def rank_hubs(
    panel: Panel, design: Design, *, calendar: Sequence[Event] = (), context: Context | None = None
) -> tuple[HubAssessment, ...]:
    """Rank every candidate hub of a panel, best first; hubs without any data come last and have no rank.

    Args:
        panel: Trade between origins, hubs and the destination.
        design: Baseline, window, levels.
        calendar: Dated events that change points are held against.
        context: What is known beside the numbers.

    Raises:
        UsageError: when the data have no period of the baseline or of the window.
    """
    return answers(assess(panel, design), calendar=calendar, context=context)


def answers(
    found: Assessed, *, calendar: Sequence[Event] = (), context: Context | None = None
) -> tuple[HubAssessment, ...]:
    """Return the rows of a panel that was assessed, best first."""
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.fmax(found.inward.value / found.imports.sd, found.exports.value / found.exports.sd)
    through = found.diversion
    ranks = rank_with_intervals(through.value, through.draws, score, bound=through.bound, level=found.design.level)
    sheet = _Sheet(
        found=found,
        ranks=ranks,
        placebos=_placebos(found),
        calendar=calendar,
        context=context or Context(),
        shipped=shipped_by_all(found.panel),
    )
    rows = [_row(sheet, hub) for hub in range(len(found.panel.hubs))]
    return tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.hub)))


def _row(sheet: _Sheet, hub: int) -> HubAssessment:
    found, code = sheet.found, sheet.found.panel.hubs[hub]
    signs = signs_of(found, hub, official=code in sheet.context.named)
    graded, why = grade(signs)
    rank = int(sheet.ranks.rank[hub])
    imports = found.imports if found.imports.leg.usable[hub] else found.reported
    return HubAssessment(
        hub=code,
        name=country_name(code),
        rank=rank or None,
        rank_low=int(sheet.ranks.low[hub]) or None,
        rank_high=int(sheet.ranks.high[hub]) or None,
        imports_excess=excess_estimate(found, imports, hub, finding=signs.imports),
        exports_excess=excess_estimate(found, found.exports, hub, finding=signs.exports),
        lost_in_transit=lost_estimate(found, found.lost, hub, signs.lost),
        corroborated=corroborated_estimate(found, hub),
        mirror_gap=mirror_gap_answer(found, hub),
        change_points=_changes(sheet, hub),
        coverage=_coverage(found, hub),
        grade=graded,
        why=why,
        notes=notes(found, hub, sheet.context),
        diversion=diversion_estimate(found, hub),
        imports_excess_reported=excess_estimate(found, found.reported, hub),
        lost_to_neighbours=lost_estimate(found, found.lost_beside, hub, None),
        offset_ratio=offset_estimate(found, hub),
        extensive_margin=margin_estimate(found, hub),
        unit_value_premium=premium_estimate(found, hub),
        placebos=sheet.placebos[hub],
        q_value=number(float(found.tests.q[hub])),
        tests=found.tests.tests,
    )


def _coverage(found: Assessed, hub: int) -> HubCoverage:
    panel = found.panel
    _, after = spans(panel, found.design.baseline, found.design.window)
    window = [period for period, inside in zip(panel.periods, after, strict=True) if inside]
    legs = {"origins": found.imports.leg, "imports": found.reported.leg, "exports": found.exports.leg}
    shares = {side: round(float(leg.coverage()[hub]), 4) for side, leg in legs.items()}
    gaps = {
        side: tuple(p for p, known in zip(window, leg.covered[hub, leg.window], strict=True) if not known)
        for side, leg in legs.items()
    }
    return HubCoverage(**shares, no_data={side: months for side, months in gaps.items() if months})


def _changes(sheet: _Sheet, hub: int) -> tuple[ChangePoint, ...]:
    """Return the changes of exports to the destination and of imports from the origins; years have none."""
    panel, design = sheet.found.panel, sheet.found.design
    if panel.annual:
        return ()
    code = panel.hubs[hub]
    calendar = [e for e in sheet.calendar if not e.countries or code in e.countries or panel.destination in e.countries]
    first = period_index(panel.periods[0])
    series = {"exports": panel.onward[hub].sum(axis=0), "imports": sheet.shipped[hub].sum(axis=0)}
    found: list[ChangePoint] = []
    for leg, values in series.items():
        found += change_points(values, first, leg, calendar, level=design.level, seed=design.seed)
    return tuple(found)


def _placebos(found: Assessed) -> list[Placebos]:
    panel = found.panel
    before, after = spans(panel, found.design.baseline, found.design.window)
    used = before | after
    main = found.imports if found.imports.leg.usable.any() else found.exports
    controls = panel.shipped_controls if main is found.imports else panel.onward_controls
    dates, n_dates = placebo_dates(main)
    hubs, n_hubs = placebo_hubs(main)
    goods, n_goods = placebo_goods(main, controls[..., used])
    elsewhere = placebo_destinations(found.exports)
    value: Callable[[float], float | None] = number
    return [
        Placebos(
            dates=value(dates[h]), hubs=value(hubs[h]), goods=value(goods[h]), destinations=value(elsewhere[h]),
            tests=(n_dates, n_hubs, n_goods),
        )
        for h in range(len(panel.hubs))
    ]  # fmt: skip
