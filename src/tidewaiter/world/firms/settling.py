"""What companies come to by what they did: when they were founded, end, are listed, and move."""

from __future__ import annotations

import numpy as np

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import NEVER, Companies, Company, Role
from tidewaiter.world.firms.settings import FirmSettings

#: Days after the first diversion before which nobody is listed.
_SOONEST = 30


def settle(companies: Companies, economy: Economy, settings: FirmSettings, random: np.random.Generator) -> None:
    """Set births, ends and listings of evaders and buyers by their first and last consignment."""
    end = int(economy.months.first_days[-1])
    for company in companies.all:
        if company.role in {Role.SHELL, Role.BROKER} and company.first != NEVER and company.born > -60:
            company.born = company.first - int(random.exponential(settings.shell_age)) - 4
        if company.role is Role.SHELL and 0 < company.last < end - 150 and random.random() < 0.5:
            company.died = company.last + int(random.integers(20, 200))
        if company.role in {Role.BUYER, Role.END_USER} and company.born > company.first - 10:
            company.born = company.first - int(random.integers(10, 200))
        company.listed = _listing_day(company, end, random)
    _list_wrongly(companies, economy, settings, random)


def move(companies: Companies, economy: Economy, share: float, random: np.random.Generator) -> None:
    """Let a share of all companies move to another address."""
    end = int(economy.months.first_days[-1])
    for company in companies.all:
        low, high = max(company.born, 0) + 200, min(company.died, end)
        if low < high and random.random() < share:
            company.moved.append(int(random.integers(low, high)))


def _listing_day(company: Company, end: int, random: np.random.Generator) -> int | None:
    """Return the day a company is listed, now that it is known when it began; None when it is not listed in time."""
    day = company.listed
    if day is None or company.first == NEVER:
        return None
    if day < company.first + _SOONEST:
        day = company.first + int(random.integers(45, 300))
    return day if day < end else None


def _list_wrongly(companies: Companies, economy: Economy, settings: FirmSettings, random: np.random.Generator) -> None:
    """List some honest traders too."""
    start, end = int(economy.months.first_days[economy.months.sanctions]), int(economy.months.first_days[-1])
    listed = sum(company.listed is not None for company in companies.all)
    honest = [company for company in companies.all if company.role is Role.HONEST_TRADER]
    for _ in range(round(settings.wrong_listings * listed)):
        company = honest[int(random.integers(len(honest)))]
        company.listed = int(random.integers(start + 120, end))
