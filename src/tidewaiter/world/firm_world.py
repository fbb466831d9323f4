"""The firms of a world and everything written of them: records, register, list; and the truth of each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import NEVER, Role, Style
from tidewaiter.world.firms.population import Population, populate
from tidewaiter.world.firms.settings import FirmSettings, draw_firm_settings
from tidewaiter.world.identity.identities import Identity, make_identities
from tidewaiter.world.papers.register import business_register
from tidewaiter.world.papers.restricted import restricted_list
from tidewaiter.world.papers.truth_files import true_chains, true_companies
from tidewaiter.world.places import Ints
from tidewaiter.world.records.archive import Written, write_records
from tidewaiter.world.records.catalogue import make_catalogue
from tidewaiter.world.records.codes import Codes
from tidewaiter.world.records.customs_sets import CustomsSets, draw_sets
from tidewaiter.world.records.descriptions import Descriptions
from tidewaiter.world.records.parties import Parties
from tidewaiter.world.records.spelled import spell
from tidewaiter.world.records.table import Writer
from tidewaiter.world.reporting import draw_faults

_CURRENCIES = {
    "TR": "TRY",
    "RU": "RUB",
    "KZ": "KZT",
    "CN": "CNY",
    "AE": "AED",
    "HK": "HKD",
    "IN": "INR",
    "JP": "JPY",
    "GB": "GBP",
}
_MOST_MORE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmWorld:
    """The firms of a world.

    Attributes:
        economy: What they trade in.
        settings: What they were drawn from.
        sets: Records an analyst has.
        population: The firms and what they do.
        identities: What identifies each on paper.
        edition_month: Position of the month from which each country's codes are of HS 2022.
    """

    economy: Economy
    settings: FirmSettings
    sets: CustomsSets
    population: Population
    identities: list[Identity]
    edition_month: Ints

    def write(self, folder: Path) -> dict[str, Any]:
        """Write ``shipments.parquet``, ``companies.csv``, ``listings.csv`` and the tables of ``truth/`` into a folder.

        Returns:
            Settings and counts, as plain data.
        """
        truth = folder / "truth"
        truth.mkdir(parents=True, exist_ok=True)
        companies = self.population.companies
        done = write_records(
            self.economy,
            self.population,
            self.sets,
            self.settings,
            self._writer(),
            folder / "shipments.parquet",
            truth / "records.parquet",
        )
        register = business_register(companies, self.identities, self.economy, self.settings)
        restricted = restricted_list(companies, self.identities, self.economy, self.settings)
        csv.write_csv(register, folder / "companies.csv")
        csv.write_csv(restricted, folder / "listings.csv")
        tables = {
            "companies": true_companies(companies, self.identities, self.economy),
            "chains": true_chains(self.population.legs, done.recorded, self.economy),
        }
        for name, table in tables.items():
            pq.write_table(table, truth / f"{name}.parquet", compression="zstd")
        return self._counted(done, register, restricted)

    def _writer(self) -> Writer:
        economy, companies = self.economy, self.population.companies
        streams = economy.streams
        spelled = spell(companies, self.identities, economy, self.settings, self._busy())
        place = np.array([company.place for company in companies.all], dtype=np.intp)
        random = streams.of("records.rates")
        own = np.array([code in _CURRENCIES for code in economy.country])
        rates = np.where(own, np.exp(random.uniform(np.log(0.7), np.log(120.0), len(own))), random.uniform(0.8, 1.1))
        return Writer(
            economy=economy,
            sets=self.sets,
            settings=self.settings,
            parties=Parties(economy, spelled, self.sets, self.settings, place, self.population.forwarders),
            codes=Codes(economy, self.edition_month),
            descriptions=Descriptions(economy),
            catalogue=make_catalogue(economy),
            rates=rates,
            currencies=pa.array([_CURRENCIES.get(code, "EUR") for code in economy.country], pa.string()),
        )

    def _busy(self) -> Ints:
        """Return how many more spellings each company has for what it trades."""
        count = len(self.population.companies)
        lanes, legs = self.population.lanes, self.population.legs
        trade = np.zeros(count)
        for firms, weight in (
            (lanes.seller, lanes.count),
            (lanes.buyer, lanes.count),
            (legs.seller, None),
            (legs.buyer, None),
        ):
            trade += np.bincount(firms, weights=weight, minlength=count)
        return np.minimum(np.log2(1 + trade / 8), _MOST_MORE).astype(np.intp)

    def _counted(self, done: Written, register: pa.Table, restricted: pa.Table) -> dict[str, Any]:
        population, months = self.population, self.economy.months
        every = population.companies.all
        end = int(months.first_days[-1])
        return {
            "settings": {name: getattr(self.settings, name) for name in self.settings.__dataclass_fields__},
            "styles": {str(style): share for style, share in population.mixture.items()},
            "record_sets": [
                {
                    "source": f"customs-{self.economy.country[at]}-{name}",
                    "months": [months.names[month] for month in np.flatnonzero(self.sets.covered[direction, at])],
                }
                for at in range(len(self.economy.country))
                for direction, name in enumerate(("export", "import"))
                if self.sets.covered[direction, at].any()
            ],
            "rows": done.rows,
            "records": done.records,
            "diverted_records": done.diverted_records,
            "companies": {str(role): sum(company.role is role for company in every) for role in Role},
            "diverters": {
                str(style): sum(c.style is style and c.diverts and c.first < end for c in every) for style in Style
            },
            "reborn": sum(c.predecessor is not None and c.diverts and c.first != NEVER for c in every),
            "legs": len(population.legs),
            "recorded_legs": int(done.recorded.sum()),
            "registered": register.num_rows,
            "listings": restricted.num_rows,
        }


def make_firms(economy: Economy, settings: FirmSettings | None = None) -> FirmWorld:
    """Draw the firms of a world: the same seed gives the same firms and the same records.

    Args:
        economy: The world's truth; it is not changed.
        settings: Settings to use instead of those drawn from its seed.
    """
    settings = settings or draw_firm_settings(economy.seed)
    sets = draw_sets(economy, settings, economy.streams.of("records.sets"))
    population = populate(economy, settings, sets.seen)
    faults = draw_faults(
        economy.places, economy.goods, economy.months, economy.routes, economy.settings, economy.streams
    )
    return FirmWorld(
        economy=economy,
        settings=settings,
        sets=sets,
        population=population,
        identities=make_identities(population.companies, economy, settings),
        edition_month=faults.edition_month,
    )
