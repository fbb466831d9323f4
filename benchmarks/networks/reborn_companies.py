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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reborn:
    """One company that went on for a listed evader, as it stands `SOON` days after its first consignment.

    Attributes:
        company: Its number in the truth of the world.
        first: Day of its first consignment of the goods to the destination that a record shows.
        rank: Its place in the ranking; None when it is no lead.
        listed: Whether it is a lead flagged as the successor of a listed company, `stopped` of one that stopped.
        flagged: How many leads of the world are flagged as successors of listed ones; `right` how many of these divert.
        diverting: How many companies of the world divert by then.
    """

    company: int
    first: dt.date
    rank: int | None
    listed: bool
    stopped: bool
    flagged: int
    right: int
    diverting: int

    def among(self, places: int) -> bool:
        """Return whether it is among so many first leads."""
        return self.rank is not None and self.rank <= places

    @property
    def found(self) -> bool:
        """Whether it is among the first `TOP`, or flagged as the successor of a listed company.

        The flag of a successor of a stopped one does not count: most who bear it are honest.
        """
        return self.among(TOP) or self.listed


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
        found.append(_reborn(number, day, case_of(world, by, fresh=fresh, resolved=resolved), weights))
    return found


def _reborn(company: int, first: dt.date, case: Case, weights: Weights) -> Reborn:
    ranking = rank_companies(case.facts, weights)
    candidate = case.facts.count("candidate") > 0
    listed, stopped = (
        candidate & (ranking.found[f"successor_of_{of}"].state == PRESENT) for of in ("listed", "stopped")
    )
    mine = np.array([number == company for number in case.numbers], dtype=np.bool_)
    places = np.flatnonzero(mine[ranking.order])
    return Reborn(
        company=company,
        first=first,
        rank=int(places[0]) + 1 if len(places) else None,
        listed=bool((mine & listed).any()),
        stopped=bool((mine & stopped).any()),
        flagged=int(listed.sum()),
        right=int((listed & case.true).sum()),
        diverting=int((candidate & case.true).sum()),
    )


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
