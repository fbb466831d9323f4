"""Progress: a ledger of a hub, month by month, against an agreed baseline and the dated calendar of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import scipy

from tidewaiter.flows.answers import number
from tidewaiter.flows.panel import Floats, Panel
from tidewaiter.flows.partial import Statement
from tidewaiter.flows.window import Span, inside, period_index
from tidewaiter.law.tables.records import Event
from tidewaiter.model import UsageError
from tidewaiter.monitor.displacement import Rise, displacement
from tidewaiter.monitor.event_effects import EventEffect, event_effects, named
from tidewaiter.monitor.series import Watched, watched

#: Months that are taken together, the last of them the month of the entry.
TOGETHER = 3
#: A change smaller than this share of the agreed level is none, however sure.
LEAST_CHANGE = 0.10
_RATE = 0.05
_YEAR = 12
_NONE: Mapping[Statement, dt.date] = {}
_LEAST_AGREED = 3
#: Routes that took over at least this share of a fall make it a displacement.
_DISPLACED = 0.25


class State(StrEnum):
    """How a month stands against the agreed baseline."""

    IMPROVED = "improved"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    DISPLACED = "displaced"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One month of a hub.

    Attributes:
        hub: ISO 3166 alpha-2.
        month: ``2023-08``.
        leg: Series it is watched by.
        state: How the month stands against the agreed baseline.
        value: Money in the month; None where there is no data, which is not zero.
        agreed: Mean of the agreed baseline.
        change: Mean of the last three months over the agreed level, less one.
        p_value: Probability of a change as large by chance.
        displaced_to: Countries whose routes rose by a quarter of the hub's fall or more, beyond chance.
        events: Events of the month that concern the hub, the destination or everybody.
        alert: The state is another than in the last month with data.
        note: Why a month that has some data counts as none; blank where it does not.
    """

    hub: str
    month: str
    leg: str
    state: State
    value: float | None
    agreed: float | None
    change: float | None = None
    p_value: float | None = None
    displaced_to: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    alert: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The ledger of a hub.

    Attributes:
        agreed: The agreed baseline, as ``2022-06:2023-07``.
        unit: Currency.
        ledger: Months after the agreed baseline.
        effects: Events that concern the hub, by how telling they are.
    """

    hub: str
    destination: str
    agreed: str
    unit: str
    ledger: tuple[LedgerEntry, ...]
    effects: tuple[EventEffect, ...]


def progress(
    panel: Panel,
    hub: str,
    agreed: Span | None = None,
    calendar: Sequence[Event] = (),
    partial: Mapping[Statement, dt.date] = _NONE,
) -> Progress:
    """Return the ledger of a hub against an agreed baseline.

    Args:
        panel: Monthly trade.
        hub: The hub.
        agreed: Months whose level counts as where things stood when progress was asked for; the year before the last
            twelve months with data when None.
        calendar: Dated events.
        partial: Statements that hold a part of their month and are no data in the panel, with the day they came out.

    Raises:
        UsageError: when the hub is no candidate, the data are annual, or fewer than three months of the agreed baseline
            are covered.
    """
    if panel.annual:
        raise UsageError("progress needs monthly data: these are annual.")
    place = panel.hub(hub)
    series = watched(panel, place)
    agreed = agreed or _year_before_last(panel, series.values)
    within = inside(panel.periods, agreed)
    level = series.values[within & np.isfinite(series.values)]
    if len(level) < _LEAST_AGREED:
        raise UsageError(
            f"only {len(level)} months of the agreed baseline {agreed} have data for {hub}: "
            "see `tidewaiter flows coverage`."
        )
    concerned = [e for e in calendar if not e.countries or {hub, panel.destination} & set(e.countries)]
    after = [at for at, period in enumerate(panel.periods) if period_index(period) > agreed.last]
    entries: list[LedgerEntry] = []
    last: State | None = None
    gone = _displaced_to(panel, hub)
    for at in after:
        entry = _entry(panel, series, at, hub=hub, level=level, gone=gone, calendar=concerned)
        alert = entry.state is not State.NO_DATA and last is not None and entry.state is not last
        entries.append(replace(entry, alert=alert, note=_not_over(entry, partial, panel.origins)))
        last = last if entry.state is State.NO_DATA else entry.state
    return Progress(
        hub=hub,
        destination=panel.destination,
        agreed=str(agreed),
        unit=panel.unit,
        ledger=tuple(entries),
        effects=event_effects(panel, hub, series.values, concerned),
    )


def _not_over(entry: LedgerEntry, partial: Mapping[Statement, dt.date], origins: Sequence[str]) -> str:
    """Return why there is no data, where the month was not over when they came out."""
    reporters = (entry.hub,) if entry.leg == "exports" else origins
    days = [
        day
        for (_, reporter, flow, period), day in partial.items()
        if reporter in reporters and flow == "X" and period == entry.month
    ]
    if entry.state is not State.NO_DATA or not days:
        return ""
    return f"not over when the data came out ({max(days).isoformat()})"


def _year_before_last(panel: Panel, values: Floats) -> Span:
    known = np.flatnonzero(np.isfinite(values))
    last = period_index(panel.periods[int(known[-1])]) if len(known) else period_index(panel.periods[-1])
    return Span(last - 2 * _YEAR + 1, last - _YEAR)


def _entry(
    panel: Panel,
    series: Watched,
    at: int,
    *,
    hub: str,
    level: Floats,
    gone: tuple[str, tuple[str, ...]],
    calendar: Sequence[Event],
) -> LedgerEntry:
    month, leg, values = panel.periods[at], series.leg, series.values
    events = tuple(named(event) for event in calendar if event.date.isoformat()[:7] == month)
    agreed = number(float(level.mean()))
    if not np.isfinite(values[at]):
        return LedgerEntry(hub=hub, month=month, leg=leg, state=State.NO_DATA, value=None, agreed=agreed, events=events)
    recent = values[max(at - TOGETHER + 1, 0) : at + 1]
    recent = recent[np.isfinite(recent)]
    mean = float(level.mean())
    change = float(recent.mean()) / mean - 1 if mean > 0 else np.inf
    p = _chance(recent, level)
    state = State.UNCHANGED
    if p <= _RATE and abs(change) >= LEAST_CHANGE:
        state = State.IMPROVED if change < 0 else State.WORSE
    to: tuple[str, ...] = ()
    if state is State.IMPROVED and gone[0] and month >= gone[0] and gone[1]:
        state, to = State.DISPLACED, gone[1]
    return LedgerEntry(
        hub=hub,
        month=month,
        leg=leg,
        state=state,
        value=number(float(values[at])),
        agreed=agreed,
        change=number(change),
        p_value=number(p),
        displaced_to=to,
        events=events,
    )


def _chance(recent: Floats, level: Floats) -> float:
    """Return the probability of the recent months' mean in months like those agreed on (prediction, Student's t).

    Logs, because trade varies in proportion; half a usual month is added so that an empty month has one.
    """
    floor = 0.01 * level.mean() if level.mean() > 0 else 1.0
    before, now = np.log(level + floor), np.log(recent + floor)
    spread = before.std(ddof=1)
    if spread == 0:
        return 0.0 if now.mean() != before.mean() else 1.0
    t = (now.mean() - before.mean()) / (spread * np.sqrt(1 / len(now) + 1 / len(before)))
    return float(2 * scipy.stats.t.sf(abs(t), len(before) - 1))


def _displaced_to(panel: Panel, hub: str) -> tuple[str, tuple[str, ...]]:
    """Return the month of the hub's own fall and where it went, both blank without a fall."""
    found = displacement(panel, hub)
    if not found.fall.found or found.fall.month is None:
        return "", ()
    risen = [row for row in found.to if row.verdict is Rise.BEYOND_CHANCE and (row.share or 0.0) >= _DISPLACED]
    return found.fall.month, tuple(row.country for row in risen)
