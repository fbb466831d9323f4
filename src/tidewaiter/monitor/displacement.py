"""Displacement: when one hub falls, which routes rose with it, beyond chance and by how much of the fall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tidewaiter.flows.answers import number
from tidewaiter.flows.change_points import change_points
from tidewaiter.flows.false_discovery import benjamini_hochberg
from tidewaiter.flows.panel import Floats, Panel
from tidewaiter.flows.window import period_index
from tidewaiter.model import UsageError, country_name
from tidewaiter.monitor.series import step, watched

#: Months compared on either side of the fall unless told otherwise; rate of false discoveries among the routes.
MONTHS, RATE = 6, 0.10
#: A route worth less than this share of the fall, before and after, cannot have taken it over.
_LEAST_SHARE = 0.05
#: A rise before the date of this much a month makes a further rise no answer to it.
_RISING = 0.05


class Rise(StrEnum):
    """Whether a route rose: beyond chance among all routes looked at, only by itself, or not."""

    BEYOND_CHANCE = "beyond_chance"
    POSSIBLE = "possible"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """The fall of a hub.

    Attributes:
        month: First month of the lower level; None when there was none, or no data to see one in.
        leg: Series it is seen in.
        before: Mean a month before it.
        after: Mean a month from it on.
        p_value: Probability of it by chance.
        found: It is beyond chance.
        months: Months of the series that have data; with none of them nothing is said, which is not that nothing fell.
    """

    month: str | None
    leg: str
    before: float | None
    after: float | None
    p_value: float | None
    found: bool
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Displaced:
    """One route that may have taken over.

    Attributes:
        country: Where goods may go instead, ISO 3166 alpha-2.
        name: Name of the country.
        route: ``round``: the falling hub sends to a neighbour of the destination; ``instead``: another hub sends to the
            destination.
        before: Mean a month before the fall.
        after: Mean a month from the fall on.
        share: Rise as a share of the fall; None without a fall.
        p_value: Probability of such a rise by chance.
        q_value: Smallest false-discovery rate at which it is a finding, among all routes looked at.
        verdict: Whether it rose beyond chance, only by itself, or not.
        already_rising: It rose before the fall, too: the rise may be its own.
    """

    country: str
    name: str
    route: str
    before: float
    after: float
    share: float | None
    p_value: float
    q_value: float
    verdict: Rise
    already_rising: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Displacement:
    """What became of the trade of a hub that fell. Without a fall nothing was displaced.

    Attributes:
        hub: ISO 3166 alpha-2.
        destination: Where its goods went.
        unit: Currency.
        fall: The fall.
        to: Routes that may have taken over, those beyond chance first.
        notes: What must be known to read it.
    """

    hub: str
    destination: str
    unit: str
    fall: Fall
    to: tuple[Displaced, ...]
    notes: tuple[str, ...] = ()


def displacement(panel: Panel, hub: str, *, month: str | None = None, months: int = MONTHS) -> Displacement:
    """Return which routes rose when a hub fell.

    Args:
        panel: Monthly trade.
        hub: The hub that fell.
        month: First month of the lower level; by default the largest fall among its change points.
        months: Months compared on either side.

    Raises:
        UsageError: when the hub is no candidate, the data are annual, or the month is not among them.
    """
    if panel.annual:
        raise UsageError("displacement needs monthly data: these are annual.")
    place = panel.hub(hub)
    series = watched(panel, place)
    at, known = _month(panel, series.values, month), int(np.isfinite(series.values).sum())
    if at is None:
        fall = Fall(month=None, leg=series.leg, before=None, after=None, p_value=None, found=False, months=known)
        return Displacement(
            hub=hub, destination=panel.destination, unit=panel.unit, fall=fall, to=(), notes=_notes(panel)
        )
    down = step(series.values, at, months)
    found = bool(np.isfinite(down.p_fall) and down.p_fall <= RATE / 2 and down.after < down.before)
    fall = Fall(
        month=panel.periods[at],
        leg=series.leg,
        before=number(down.before),
        after=number(down.after),
        p_value=number(down.p_fall),
        found=found,
        months=known,
    )
    loss = down.before - down.after
    to = _risen(panel, place, at, months, loss) if found else ()
    return Displacement(hub=hub, destination=panel.destination, unit=panel.unit, fall=fall, to=to, notes=_notes(panel))


def _month(panel: Panel, values: Floats, month: str | None) -> int | None:
    if month is not None:
        if month not in panel.periods:
            raise UsageError(f"{month} is not among the months {panel.periods[0]} to {panel.periods[-1]}.")
        return panel.periods.index(month)
    first = period_index(panel.periods[0])
    falls = [point for point in change_points(values, first, "") if point.step_ratio < 1]
    if not falls:
        return None
    deepest = min(falls, key=lambda point: point.step_ratio)
    return period_index(deepest.date) - first


def _routes(panel: Panel, hub: int) -> Iterator[tuple[str, str, Floats]]:
    for at, neighbour in enumerate(panel.neighbours):
        if neighbour != panel.hubs[hub]:
            yield neighbour, "round", panel.sent[hub, at].sum(axis=0)
    for at, other in enumerate(panel.hubs):
        if at != hub:
            yield other, "instead", panel.onward[at].sum(axis=0)


def _risen(panel: Panel, hub: int, at: int, months: int, loss: float) -> tuple[Displaced, ...]:
    found = []
    for country, route, values in _routes(panel, hub):
        change = step(values, at, months)
        if np.isfinite(change.p_rise) and max(change.before, change.after) >= _LEAST_SHARE * loss:
            found.append((country, route, change))
    tested = benjamini_hochberg(np.array([change.p_rise for _, _, change in found]), RATE)
    rows = []
    for (country, route, change), q, sure in zip(found, tested.q, tested.found, strict=True):
        rise = change.after - change.before
        verdict = Rise.BEYOND_CHANCE if sure else Rise.POSSIBLE if change.p_rise <= RATE else Rise.NO
        rows.append(
            Displaced(
                country=country,
                name=country_name(country),
                route=route,
                before=number(change.before) or 0.0,
                after=number(change.after) or 0.0,
                share=number(rise / loss) if loss > 0 else None,
                p_value=number(change.p_rise) or 0.0,
                q_value=number(float(q)) or 0.0,
                verdict=verdict,
                already_rising=bool(change.trend > _RISING),
            )
        )
    order = list(Rise)
    return tuple(sorted(rows, key=lambda row: (order.index(row.verdict), -(row.share or 0.0))))


def _notes(panel: Panel) -> tuple[str, ...]:
    reporting = sum(bool(np.isfinite(panel.onward[at]).any()) for at in range(len(panel.hubs)))
    return (
        f"{reporting} of {len(panel.hubs)} countries report exports to {panel.destination}; no other can rise here",
        "a rise at the same time is consistent with displacement; it does not show the same goods",
    )


__all__ = ["MONTHS", "Displaced", "Displacement", "Fall", "Rise", "displacement"]
