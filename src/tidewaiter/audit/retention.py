"""How long the records of a transaction must be kept (15 CFR 762.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

CITATION = "15 CFR 762.6"
YEARS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Until when a record must be kept, as far as the dates known say.

    Attributes:
        until: Last day of the period. None when no event date is known, or while an agency's request holds the record:
            then it must be kept without limit of time.
        counted_from: The latest event, from which the years are counted.
        because: One sentence for a person.
    """

    until: dt.date | None
    counted_from: dt.date | None
    because: str
    citation: str = CITATION


def retain_until(
    *,
    exported_on: dt.date | None = None,
    later_events: Iterable[dt.date] = (),
    terminated_on: dt.date | None = None,
    requested_by_agency: bool = False,
) -> Retention:
    """Return how long the records of one transaction must be kept: five years from the latest of its events.

    The answer moves when a later event becomes known, so it is computed again whenever one is, and a stored answer is
    only the least that is known so far.

    Args:
        exported_on: Date of the export from the United States.
        later_events: Dates of known reexports, transshipments or diversions of the item.
        terminated_on: Date of any other termination of the transaction.
        requested_by_agency: An agency has asked for the record; it may not be destroyed without that agency's written
            authorization (15 CFR 762.6(b)), whatever the years.
    """
    events = [day for day in (exported_on, *later_events, terminated_on) if day is not None]
    latest = max(events, default=None)
    if requested_by_agency:
        return Retention(
            until=None,
            counted_from=latest,
            because="An agency asked for the record: keep it until the agency authorizes its destruction in writing.",
            citation="15 CFR 762.6(b)",
        )
    if latest is None:
        return Retention(
            until=None,
            counted_from=None,
            because="No date of export, reexport, diversion or termination is known: keep the record until one is.",
        )
    return Retention(
        until=_years_after(latest, YEARS),
        counted_from=latest,
        because=f"{YEARS} years from {latest.isoformat()}, the latest event known of the transaction.",
        citation="15 CFR 762.6(a)",
    )


def _years_after(day: dt.date, years: int) -> dt.date:
    """Return the same day some years later; 29 February becomes 1 March, so that the period is never cut short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)
