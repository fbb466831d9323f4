"""What a business register would say of the companies: with gaps and errors, and not of all of them."""

from __future__ import annotations

import pyarrow as pa

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Companies, Company, Role
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.goods import GoodKind
from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.identity.identities import Identity
from tidewaiter.world.identity.scripts import folded

COLUMNS = ("name", "country", "address", "registered_on", "register_id", "phone", "email", "activity", "owners")
_LISTED = (
    "wholesale of electronic components", "wholesale of machinery", "manufacture of electronic components",
    "wholesale of computers and software", "repair of electronic equipment", "manufacture of instruments",
)  # fmt: skip
_CIVIL = (
    "wholesale of textiles", "wholesale of food", "retail of household goods", "manufacture of garments",
    "wholesale of furniture", "wholesale of chemical products", "sale of motor vehicle parts", "wholesale of cosmetics",
)  # fmt: skip
_ANY = ("non-specialised wholesale trade", "business support", "management consulting", "agents in the sale of goods")
_FORWARDING = ("freight forwarding", "transport support activities", "warehousing")


def business_register(
    companies: Companies, identities: list[Identity], economy: Economy, settings: FirmSettings
) -> pa.Table:
    """Return the register, one row a company it knows, sorted by country and name."""
    random = economy.streams.of("papers.register")
    dice = Dice(random)
    end = int(economy.months.first_days[-1])
    rows: list[tuple[str | None, ...]] = []
    for number, company in enumerate(companies.all):
        if not dice.chance(settings.registered) or company.born >= end:
            continue
        rows.append(_row(company, identities[number], economy, settings, dice))
    rows.sort(key=lambda row: tuple(cell or "" for cell in row))
    columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(len(COLUMNS))]
    return pa.table(columns, names=list(COLUMNS))


def _row(
    company: Company, identity: Identity, economy: Economy, settings: FirmSettings, dice: Dice
) -> tuple[str | None, ...]:
    gap = settings.register_gaps
    end = int(economy.months.first_days[-1])
    known = sum(day < end for day in company.renamed)
    # A register learns of a new name late, or never.
    version = max(known - dice.chance(0.2), 0)
    name = identity.names[version].full
    born = company.born
    if dice.chance(settings.register_errors):
        born += dice.pick((-365, 365, -31, 3650))
    day = economy.months.date(born)
    cells = (
        identity.addresses[max(sum(change < end for change in company.moved) - dice.chance(0.3), 0)].written(),
        day.isoformat() if not dice.chance(0.04) else day.isoformat()[:7] + "-01",
        identity.register_number,
        identity.phone,
        identity.email,
        _activity(company, economy, settings, dice),
        ";".join(identity.owners),
    )
    kept = (None if dice.chance(gap) else cell for cell in cells)
    return (folded(name) if dice.chance(0.1) else name, economy.country[company.place], *kept)


def _activity(company: Company, economy: Economy, settings: FirmSettings, dice: Dice) -> str:
    if company.role is Role.FORWARDER:
        return dice.pick(_FORWARDING)
    if dice.chance(0.15 + settings.register_errors):
        return dice.pick(_ANY)
    # Whoever founds a company states any trade; more often so when the trade shall not be known.
    if dice.chance(0.25 if company.role is Role.SHELL else 0.06):
        return dice.pick(_CIVIL)
    kinds = {economy.goods[good].kind for good in company.goods}
    listed = bool(kinds & {GoodKind.LISTED, GoodKind.SIBLING})
    both = listed and len(kinds) > 1 and dice.chance(0.3)
    return dice.pick(_CIVIL) if both or not listed else dice.pick(_LISTED)
