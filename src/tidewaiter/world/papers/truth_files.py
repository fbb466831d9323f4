"""The truth of a world's companies and chains, as tables to judge by."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import NEVER, Companies
from tidewaiter.world.firms.legs import Legs
from tidewaiter.world.identity.identities import Identity
from tidewaiter.world.places import Ints
from tidewaiter.world.trade import Bools


def true_companies(companies: Companies, identities: list[Identity], economy: Economy) -> pa.Table:
    """Return what each company is: one row a company."""
    every, months = companies.all, economy.months
    end = int(months.first_days[-1])

    def dates(days: list[int]) -> pa.Array:
        known = [None if day == NEVER else months.date(day) for day in days]
        return pa.array(known, pa.date32())

    return pa.table(
        {
            "company_id": pa.array(range(len(every)), pa.int64()),
            "role": pa.array([str(company.role) for company in every], pa.string()),
            "style": pa.array([None if c.style is None else str(c.style) for c in every], pa.string()),
            "country": pa.array([economy.country[company.place] for company in every], pa.string()),
            "names": pa.array(
                [[name.full for name in identity.names] for identity in identities], pa.list_(pa.string())
            ),
            "born": dates([company.born for company in every]),
            "died": dates([company.died for company in every]),
            "predecessor": pa.array([company.predecessor for company in every], pa.int64()),
            "kept": pa.array([";".join(sorted(company.kept)) or None for company in every], pa.string()),
            "diverts": pa.array([company.diverts and company.first < end for company in every], pa.bool_()),
            "licensed": pa.array([company.licensed for company in every], pa.bool_()),
            "parent": pa.array([company.parent for company in every], pa.int64()),
            "namesake": pa.array([company.namesake for company in every], pa.int64()),
            "receives": pa.array([company.receives for company in every], pa.bool_()),
            "first_diverted": dates([c.first if c.diverts or c.receives else NEVER for c in every]),
            "listed_on": dates([NEVER if company.listed is None else company.listed for company in every]),
        }
    )


def true_chains(legs: Legs, recorded: Bools, economy: Economy) -> pa.Table:
    """Return the legs of all chains: one row a leg.

    Args:
        recorded: Whether some record shows the leg.
    """
    families = pa.array([good.family for good in economy.goods], pa.string())
    kinds = np.where(legs.exported & legs.imported, 0, np.where(legs.exported | legs.imported, 1, 2))
    return pa.table(
        {
            "chain_id": pa.array(legs.chain, pa.int64()),
            "leg": pa.array(legs.number, pa.int64()),
            "leg_id": pa.array(np.arange(len(legs)), pa.int64()),
            "from_company": pa.array(legs.seller, pa.int64()),
            "to_company": pa.array(legs.buyer, pa.int64()),
            "from_country": _countries(legs.exporter, economy),
            "to_country": _countries(legs.importer, economy),
            "kind": pa.array(["border", "one_side", "inside"], pa.string()).take(pa.array(kinds)),
            "family": families.take(pa.array(legs.good)),
            "day": pa.array(economy.months.dates(legs.out)).cast(pa.date32()),
            "arrived": pa.array(economy.months.dates(legs.arrived)).cast(pa.date32()),
            "value_usd": pa.array(legs.value, pa.float64()),
            "net_kg": pa.array(legs.net_kg, pa.float64()),
            "quantity": pa.array(legs.quantity, pa.float64()),
            "recorded": pa.array(recorded, pa.bool_()),
        }
    )


def _countries(places: Ints, economy: Economy) -> pa.Array:
    codes = pa.array([*economy.country, None], pa.string())
    return codes.take(pa.array(np.where(places < 0, len(economy.country), places)))
