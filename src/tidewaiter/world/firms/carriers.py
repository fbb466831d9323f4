"""Which operation carries which diverted consignment, through which of its companies, and who supplies it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.world.chains import NONE, Chains, Days
from tidewaiter.world.economy import Economy
from tidewaiter.world.firms.company import Style
from tidewaiter.world.firms.honest import Pools
from tidewaiter.world.firms.operations import Operation
from tidewaiter.world.places import Ints

#: A switched code is the code switcher's work rather than another's by this factor.
_SWITCHERS = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Who carries each consignment.

    Attributes:
        operation: Number of the operation at the first hub; `second` at the second one, or `NONE`.
        stage: Number of the stage in the operation; `second_stage` likewise.
        supplier: Company in the origin.
    """

    operation: Ints
    stage: Ints
    second: Ints
    second_stage: Ints
    supplier: Ints


def assign(economy: Economy, operations: list[Operation], pools: Pools, random: np.random.Generator) -> Carried:
    """Draw the operation, its stage and the supplier of each consignment."""
    chains = economy.chains
    first = _operations(chains, chains.hub, chains.left, operations, random, second=False)
    second = _operations(chains, chains.second, chains.at_second, operations, random, second=True)
    return Carried(
        operation=first,
        stage=_stages(first, chains.left, operations),
        second=second,
        second_stage=_stages(second, chains.at_second, operations),
        supplier=_suppliers(chains, first, len(operations), pools, random),
    )


def _operations(
    chains: Chains, place: Ints, day: Days, operations: list[Operation], random: np.random.Generator, *, second: bool
) -> Ints:
    found = np.full(len(chains), NONE, dtype=np.intp)
    switched = chains.sold_as != chains.good
    for country in np.unique(place[place != NONE]).tolist():
        rows = np.flatnonzero(place == country)
        numbers = [at for at, entry in enumerate(operations) if entry.place == country and entry.second == second]
        some = [operations[at] for at in numbers]
        start, end = (np.array([getattr(entry, name) for entry in some]) for name in ("start", "end"))
        weight = (
            np.array([entry.size for entry in some])[None]
            * np.array([entry.goods for entry in some])[:, chains.good[rows]].T
        )
        switcher = np.array([entry.style is Style.CODE_SWITCHER for entry in some])
        weight = np.where(switched[rows][:, None] & switcher[None], _SWITCHERS * weight, weight)
        active = (day[rows][:, None] >= start[None]) & (day[rows][:, None] < end[None])
        weight = np.where(active, weight, 0.0)
        # The first operation of a country is there from its first consignment to the end.
        weight[:, 0] += 1e-12
        ladder = np.cumsum(weight, axis=1)
        aim = random.random(len(rows)) * ladder[:, -1]
        found[rows] = np.array(numbers, dtype=np.intp)[np.minimum((aim[:, None] >= ladder).sum(axis=1), len(some) - 1)]
    return found


def _stages(operation: Ints, day: Days, operations: list[Operation]) -> Ints:
    found = np.full(len(operation), NONE, dtype=np.intp)
    order = np.argsort(operation, kind="stable")
    edges = np.searchsorted(operation[order], np.arange(len(operations) + 1))
    for number, entry in enumerate(operations):
        rows = order[edges[number] : edges[number + 1]]
        starts = np.array([stage.start for stage in entry.stages])
        found[rows] = np.maximum(np.searchsorted(starts, day[rows], side="right") - 1, 0)
    return found


def _suppliers(chains: Chains, operation: Ints, operations: int, pools: Pools, random: np.random.Generator) -> Ints:
    """Return the supplier of each consignment: an operation has one or two for each origin and good."""
    found = np.full(len(chains), NONE, dtype=np.intp)
    second = random.random(len(chains)) < 0.25
    for origin in np.unique(chains.origin).tolist():
        for good in np.unique(chains.good[chains.origin == origin]).tolist():
            firms = pools.sellers[origin, good]
            size = pools.size[firms] / pools.size[firms].sum()
            usual = firms[random.choice(len(firms), size=(operations, 2), p=size)]
            rows = np.flatnonzero((chains.origin == origin) & (chains.good == good))
            found[rows] = usual[operation[rows], second[rows].astype(np.intp)]
    return found
