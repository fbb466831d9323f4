"""What is said of one hub: the line that ``tidewaiter hubs`` prints, as frozen facts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tidewaiter.flows.change_points import ChangePoint
from tidewaiter.flows.placebo import Placebos
from tidewaiter.model import Estimate, Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorGapAnswer:
    """Change of the mirror gap between origins and hub.

    Attributes:
        symmetric: Davis-Haltiwanger gap, in [-2, 2].
        log: Log gap, in log points.
        level: Gap in money a month.
        percentile: Share of the baseline's own gaps below the window's.
        booking_lag: Months by which bookings follow dispatches, estimated over all hubs.
        cif_margin: Margin put on the sender's value.
    """

    symmetric: Estimate
    log: Estimate
    level: Estimate
    percentile: float | None = None
    booking_lag: float = 0.0
    cif_margin: float = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class HubCoverage:
    """Share of periods of baseline and window that are covered, by side.

    Attributes:
        origins: Exports as the origins report them.
        imports: Imports as the hub reports them.
        exports: Exports as the hub reports them.
        no_data: Periods of the window without data, by side.
    """

    origins: float
    imports: float
    exports: float
    no_data: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HubAssessment:
    """One hub: what its trade statistics are consistent with, how sure, and what speaks against it.

    Attributes:
        hub: ISO 3166 alpha-2.
        name: Name of the country.
        rank: By `diversion`, shrunk by its own error, so that a large noisy country does not outrank a small clear one;
            None without data. Where only one leg has data it is by the upper bound, and the interval of the rank allows
            for nothing at all.
        rank_low: Best rank in the stated share of the bootstrap draws.
        rank_high: Worst rank in the stated share of the bootstrap draws.
        imports_excess: Imports from the origins beyond the counterfactual, as the origins report them, or as the hub
            does where no origin is covered (the method says which).
        exports_excess: Exports to the destination beyond the counterfactual, as the hub reports them.
        lost_in_transit: Sent by the origins and not booked by the hub, beyond what is usual.
        corroborated: min(imports excess, exports excess): the value for which both legs grew.
        mirror_gap: Change of the gap between both declarations.
        change_points: When exports and imports changed.
        coverage: Share of periods that is covered.
        grade: Evidence grade; None when nothing was found.
        notes: Every trap that applies.
        diversion: Imports excess matched by exports excess or by loss in transit: what is consistent with diversion.
            Where only one leg has data nothing can be matched: the value is None, and `high` is what it can be at most.
        why: Reason for the grade.
        imports_excess_reported: Imports excess as the hub reports it.
        lost_to_neighbours: Sent by the hub to neighbours of the destination and not booked there, beyond what is usual.
        offset_ratio: `diversion` over the shortfall of direct trade, an upper bound where that is one.
        extensive_margin: Change of the share of goods the hub sends to the destination.
        unit_value_premium: Change of the log premium on what it sends there.
        placebos: The same question where the answer should be no.
        q_value: Smallest false-discovery rate at which this hub is a finding.
        tests: Tests that share the false-discovery control.
    """

    hub: str
    rank: int | None
    imports_excess: Estimate
    exports_excess: Estimate
    lost_in_transit: Estimate
    corroborated: Estimate
    mirror_gap: MirrorGapAnswer
    change_points: tuple[ChangePoint, ...]
    coverage: HubCoverage
    grade: Grade | None
    notes: tuple[str, ...]
    name: str = ""
    rank_low: int | None = None
    rank_high: int | None = None
    why: str = ""
    diversion: Estimate
    imports_excess_reported: Estimate
    lost_to_neighbours: Estimate
    offset_ratio: Estimate
    extensive_margin: Estimate
    unit_value_premium: Estimate
    placebos: Placebos = field(default_factory=Placebos)
    q_value: float | None = None
    tests: int = 0


def number(value: float) -> float | None:
    """Return a float for an answer: None instead of NaN, and no more digits than mean anything."""
    if not math.isfinite(value):
        return None
    return float(f"{float(value):.6g}")
