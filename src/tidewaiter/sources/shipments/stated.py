"""What the user says of a file that the file does not say itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stated:
    """What the user says of a file that the file does not say itself.

    Attributes:
        source: Name of the source in the table.
        reporter: ISO 3166 alpha-2 of the customs that recorded it.
        currency: Currency of amounts whose currency the file does not state.
        date: Day of rows without a date.
        decimal: Decimal mark of the numbers, ``.`` or ``,``.
        order: ``day_first`` or ``month_first``, for dates that can be read both ways.
        last: Last day a record can be of; later ones are set aside.
    """

    source: str
    reporter: str | None = None
    currency: str | None = None
    date: str | None = None
    decimal: str | None = None
    order: str | None = None
    last: dt.date | None = None
