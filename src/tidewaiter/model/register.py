"""What a register of businesses says of a company."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One entry of a business register, as an official register or a commercial directory gives it.

    Attributes:
        name: Registered name.
        country: ISO 3166 alpha-2.
        registered_on: Day of registration.
        register_id: Tax or registration number.
        activity: Line of business, in words or as a code.
        owners: Names of owners and directors.
    """

    name: str
    country: str | None = None
    address: str | None = None
    registered_on: dt.date | None = None
    register_id: str | None = None
    phone: str | None = None
    email: str | None = None
    activity: str | None = None
    owners: tuple[str, ...] = ()
