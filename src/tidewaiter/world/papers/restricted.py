"""The list of restricted parties of a world: it lags behind diversion, misses many, and now and then errs."""

from __future__ import annotations

import pyarrow as pa

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Companies
from tidewaiter.world.firms.settings import FirmSettings
from tidewaiter.world.identity.dice import Dice
from tidewaiter.world.identity.identities import Identity
from tidewaiter.world.identity.scripts import folded, is_cyrillic, romanised

COLUMNS = ("name", "country", "listed_on", "address", "aliases", "delisted_on")


def restricted_list(
    companies: Companies, identities: list[Identity], economy: Economy, settings: FirmSettings
) -> pa.Table:
    """Return the list in the columns of a user's own list, sorted by day and name."""
    dice = Dice(economy.streams.of("papers.restricted"))
    listed = {number: company.listed for number, company in enumerate(companies.all) if company.listed is not None}
    rows = []
    for number, day in listed.items():
        identity, company = identities[number], companies[number]
        version = sum(change <= day for change in company.renamed)
        name = _published(identity.names[version].full)
        aliases = [_published(other.full) for other in identity.names[:version]]
        if dice.chance(0.35):
            aliases.append(_published(identity.names[version].core))
        if identity.names[version].full != name and dice.chance(0.6):
            aliases.append(identity.names[version].full)
        place = identity.addresses[sum(change <= day for change in company.moved)]
        address = _published(place.written()) if dice.chance(0.75) else ""
        lifted = economy.months.date(day + 120 + dice.below(500)).isoformat() if dice.chance(settings.delisted) else ""
        country = economy.country[company.place]
        rows.append((name, country, economy.months.date(day).isoformat(), address, ";".join(aliases), lifted))
    rows.sort(key=lambda row: (row[2], row[0]))
    columns = [pa.array([row[at] for row in rows], pa.string()) for at in range(len(COLUMNS))]
    return pa.table(columns, names=list(COLUMNS))


def _published(text: str) -> str:
    """Return a text as lists publish it: in Latin letters."""
    return romanised(text).replace('"', "") if is_cyrillic(text) else folded(text)
