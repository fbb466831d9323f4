"""When a series changed: penalised change points (as PELT; Killick, Fearnhead and Eckley, JASA 2012) and the calendar.

The series is ln(1 + value), deseasonalised. A change is given with the months it may lie in, the ratio of the levels
after and before, and the nearest event of the calendar. Whether changes keep to the calendar at all is a test of its
own: events moved at random must come as near by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.panel import Floats
from tidewaiter.flows.regimes import (
    LEAST_LENGTH,
    change_positions,
    deseasonalised,
    longest_stretch,
    months_it_may_lie_in,
    significant,
)
from tidewaiter.flows.window import month_name
from tidewaiter.law.tables.records import Event

#: An event this many months before or after a change may have to do with it.
NEAR = 3
_PERMUTATIONS = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePoint:
    """A lasting change of a series.

    Attributes:
        leg: Which series changed.
        date: First month of the new level.
        low: First month it may lie in, at the interval's level.
        high: Last month it may lie in.
        step_ratio: Level after over level before.
        p_value: Probability of a step this large somewhere in the series without a change (F test, times the months it
            was looked for in).
        event: Nearest event of the calendar within `NEAR` months, as ``date title``; None when there is none.
        event_distance: Months from that event to the change.
        calendar_p: Probability that events placed at random come as near to the series' changes.
    """

    leg: str
    date: str
    low: str
    high: str
    step_ratio: float
    p_value: float
    event: str | None = None
    event_distance: int | None = None
    calendar_p: float | None = None


def change_points(
    values: Floats, first_month: int, leg: str, calendar: Sequence[Event] = (), *, level: float = 0.9, seed: int = 0
) -> tuple[ChangePoint, ...]:
    """Return the change points of a monthly series, each with its months, its step and the calendar.

    Args:
        values: [t], NaN where not covered; the longest stretch without gaps is used.
        first_month: Index of the first month, as in `window`.
        leg: Name of the series.
        calendar: Events that may have to do with it.
        level: Level of the months a change may lie in.
        seed: Seed of the permutations.
    """
    start, stop = longest_stretch(np.isfinite(values))
    if stop - start < 3 * LEAST_LENGTH:
        return ()
    month = (np.arange(start, stop) + first_month) % 12
    series = deseasonalised(values[start:stop], month)
    chances = significant(series, change_positions(series))
    positions = sorted(chances)
    if not positions:
        return ()
    origin = first_month + start
    events = sorted({_month(event) for event in calendar})
    inside = [e for e in events if origin <= e < origin + len(series)]
    chance = calendar_test([origin + p for p in positions], inside, origin, len(series), seed)
    edges = [0, *positions, len(series)]
    return tuple(
        _described(
            series,
            (edges[i], at, edges[i + 2]),
            chances[at],
            origin=origin,
            leg=leg,
            calendar=calendar,
            chance=chance,
            level=level,
        )
        for i, at in enumerate(positions)
    )


def calendar_test(changes: Sequence[int], events: Sequence[int], origin: int, length: int, seed: int) -> float | None:
    """Return the probability that as many events at random months come as near to the changes, None without events.

    The statistic is the mean distance of each change to its nearest event; events are moved round the series together,
    so that their spacing stays.
    """
    if not changes or not events:
        return None
    at, when = np.asarray(changes) - origin, np.asarray(events) - origin

    def distance(placed: np.ndarray) -> float:
        return float(np.abs(at[:, None] - placed[None, :]).min(axis=1).mean())

    observed = distance(when)
    shifts = np.random.default_rng(seed).integers(length, size=_PERMUTATIONS)
    nearer = sum(distance((when + shift) % length) <= observed for shift in shifts)
    return (nearer + 1) / (_PERMUTATIONS + 1)


def _described(
    series: Floats,
    edges: tuple[int, int, int],
    p_value: float,
    *,
    origin: int,
    leg: str,
    calendar: Sequence[Event],
    chance: float | None,
    level: float,
) -> ChangePoint:
    start, at, stop = edges
    low, high = months_it_may_lie_in(series[start:stop], at - start, level)
    nearest = min(calendar, key=lambda e: abs(origin + at - _month(e)), default=None)
    distance = None if nearest is None else origin + at - _month(nearest)
    near = distance is not None and abs(distance) <= NEAR
    return ChangePoint(
        leg=leg,
        date=month_name(origin + at),
        low=month_name(origin + start + low),
        high=month_name(origin + start + high),
        step_ratio=float(f"{np.exp(series[at:stop].mean() - series[start:at].mean()):.4g}"),
        p_value=float(f"{p_value:.3g}"),
        event=f"{nearest.date.isoformat()} {nearest.title}" if near and nearest else None,
        event_distance=distance if near else None,
        calendar_p=chance,
    )


def _month(event: Event) -> int:
    return event.date.year * 12 + event.date.month - 1
