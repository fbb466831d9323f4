"""Events of the calendar that concern a hub, in the months of its data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from tidewaiter.flows.window import period_index
from tidewaiter.law.tables.records import Event

_YEAR = len("2022")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDetail:
    """A dated event beside the data of a hub.

    Attributes:
        date: Day; ``verified`` says whether it could be checked against its source.
        title: What happened; ``citation`` where that stands.
        names_hub: The event names the hub; others name the destination, or nobody and so everybody.
    """

    date: dt.date
    title: str
    citation: str
    verified: bool
    names_hub: bool


def concerning(
    calendar: Sequence[Event], hub: str, destination: str, periods: Sequence[str]
) -> tuple[EventDetail, ...]:
    """Return the events that name the hub, the destination or nobody, from the first period to the last, by day.

    Args:
        calendar: Dated events.
        hub: ISO 3166 alpha-2; ``destination`` likewise.
        destination: Where goods may be diverted to.
        periods: Months or years of the data, in order.
    """
    if not periods:
        return ()
    first, last = period_index(periods[0]), period_index(periods[-1])
    last += 11 if len(periods[-1]) == _YEAR else 0
    found = [
        EventDetail(
            date=event.date,
            title=event.title,
            citation=event.citation,
            verified=event.verified,
            names_hub=hub in event.countries,
        )
        for event in calendar
        if first <= event.date.year * 12 + event.date.month - 1 <= last
        and (not event.countries or {hub, destination} & set(event.countries))
    ]
    return tuple(sorted(found, key=lambda event: (event.date, event.title)))
