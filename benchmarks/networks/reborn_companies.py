"""Companies that go on for a listed evader, and whether they are found soon: nothing later than the day is used."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow.parquet as pq
from benchmarks.networks.lead_cases import Case, case_of, scope_of, stages_of
from benchmarks.networks.world_run import TrueWorld

from tidewaiter.networks.leads.points import Weights
from tidewaiter.networks.leads.ranking import rank_companies
from tidewaiter.networks.signs import PRESENT

#: Days after its first consignment by which a company is to be found: two months.
SOON = 61
#: Places of the ranking that are looked at.
TOP = 50
_FLAGS = ("successor_of_listed", "successor_of_stopped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reborn:
    """One company that went on for a listed evader.

    Attributes:
        company: Its number in the truth of the world.
        first: Day of its first consignment of the goods to the destination that a record shows.
        ranked: Whether it is among the first `TOP` of the ranking `SOON` days later.
        flagged: Whether it is flagged then as the successor of a listed or stopped company.
    """

    company: int
    first: dt.date
    ranked: bool
    flagged: bool

    @property
    def found(self) -> bool:
        """Whether it is found at all."""
        return self.ranked or self.flagged


def reborn_companies(
    world: TrueWorld, weights: Weights, *, most: int, resolved: bool = False, fresh: bool = False
) -> list[Reborn]:
    """Return the first companies of a world that began to send the goods after the listing of one they went on for.

    Only those whose consignments any record shows can be found, and only they are asked about, ``most`` of them at
    most: which and when, by the true companies. Each is looked for in the ranking of its day, on the records up to
    then; by resolved companies it is found when one is that has most of its records from it.
    """
    first = _first_sent(world)
    new = sorted((day, number) for number, day in first.items() if _after_listing(world, number, day))
    found = []
    for day, number in new[:most]:
        by = min(day + dt.timedelta(days=SOON), world.end)
        ranked, flagged = _standing(case_of(world, by, fresh=fresh, resolved=resolved), number, weights)
        found.append(Reborn(company=number, first=day, ranked=ranked, flagged=flagged))
    return found


def _standing(case: Case, company: int, weights: Weights) -> tuple[bool, bool]:
    """Return whether a true company is among the first, and whether it is flagged as a successor."""
    ranking = rank_companies(case.facts, weights)
    rows = [row for row, number in enumerate(case.numbers) if number == company]
    flagged = any(ranking.found[name].state[row] == PRESENT for row in rows for name in _FLAGS)
    return bool(np.isin(rows, ranking.order[:TOP]).any()), flagged


def _after_listing(world: TrueWorld, number: int, day: dt.date) -> bool:
    company = world.companies[number]
    if not company["diverts"] or company["predecessor"] is None:
        return False
    listed: dt.date | None = world.companies[company["predecessor"]]["listed_on"]
    return listed is not None and listed <= day


def _first_sent(world: TrueWorld) -> dict[int, dt.date]:
    scope = scope_of(world, world.end)
    columns = ["seller", "day", "asked", "to_country", "destination"]
    first: dict[int, dt.date] = {}
    for leg in pq.read_table(stages_of(world, world.end) / "legs.parquet", columns=columns).to_pylist():
        there = scope.destination in {leg["to_country"], leg["destination"]}
        if leg["asked"] and there and leg["seller"] is not None and leg["day"] >= scope.since:
            first[leg["seller"]] = min(first.get(leg["seller"], leg["day"]), leg["day"])
    return first
