"""Facts of a party as rows state them, for those who take what can be read and pass over the rest."""

from __future__ import annotations

from collections.abc import Callable

from tidewaiter.model import PartialDate
from tidewaiter.sources.orders import codes, days
from tidewaiter.sources.orders.values import FaultError


def read_birth_date(said: str) -> PartialDate | None:
    """Return a date known to the day, month or year; None when it cannot be read."""
    return _read(days.partial_day, said)


def read_gender(said: str) -> str | None:
    """Return ``male`` or ``female``; None for another, or one that cannot be read."""
    return _read(codes.gender, said)


def _read(reader: Callable[[object], str | None], said: str) -> str | None:
    try:
        return reader(said)
    except FaultError:
        return None
