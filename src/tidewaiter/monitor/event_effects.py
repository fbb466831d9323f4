"""What a series did around the events of the calendar: an event study, with all other months as placebos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.answers import number
from tidewaiter.flows.panel import Bools, Floats, Panel
from tidewaiter.flows.regimes import deseasonalised
from tidewaiter.flows.window import period_index
from tidewaiter.law.tables.records import Event

#: Months before and after an event whose levels are compared.
_AROUND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEffect:
    """What the series did around an event: an event study with placebo months.

    Attributes:
        event: Date and title.
        citation: Where it is recorded.
        verified: Its date was read in a source.
        step_ratio: Level of the four months from the event on over that of the four before, seasons taken out.
        p_value: Share of all other months with a step as large in either direction.
    """

    event: str
    citation: str
    verified: bool
    step_ratio: float
    p_value: float


def event_effects(panel: Panel, hub: str, values: Floats, calendar: Sequence[Event]) -> tuple[EventEffect, ...]:
    """Return the steps at the events that name the hub, against the steps at all other months."""
    first = period_index(panel.periods[0])
    month = (first + np.arange(len(values))) % 12
    known = np.isfinite(values)
    if known.sum() < 2 * _AROUND + 1:
        return ()
    logs = np.full(len(values), np.nan)
    logs[known] = deseasonalised(values[known], month[known])
    steps = np.array([_step(logs, known, at) for at in range(len(values))])
    found = []
    for event in calendar:
        at = event.date.year * 12 + event.date.month - 1 - first
        if hub not in event.countries or not 0 <= at < len(steps) or not np.isfinite(steps[at]):
            continue
        others = np.delete(steps, range(max(at - 1, 0), min(at + 2, len(steps))))
        others = np.abs(others[np.isfinite(others)])
        p = (float((others >= abs(steps[at])).sum()) + 1) / (len(others) + 1)
        found.append(
            EventEffect(
                event=named(event),
                citation=event.citation,
                verified=event.verified,
                step_ratio=number(float(np.exp(steps[at]))) or 0.0,
                p_value=number(p) or 0.0,
            )
        )
    return tuple(sorted(found, key=lambda effect: effect.p_value))


def _step(logs: Floats, known: Bools, at: int) -> float:
    before, after = slice(max(at - _AROUND, 0), at), slice(at, at + _AROUND)
    if known[before].sum() < _AROUND - 1 or known[after].sum() < _AROUND - 1:
        return np.nan
    return float(np.nanmean(logs[after]) - np.nanmean(logs[before]))


def named(event: Event) -> str:
    """Return an event as it is shown: date and title."""
    return f"{event.date.isoformat()} {event.title}"
