"""What each matcher finds of a list: for corrupted names of it, and for people and firms that are not on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from benchmarks.names import datasets
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.firms import firm_queries
from benchmarks.scorecard.matchers import OURS, PEER_THRESHOLD
from benchmarks.scorecard.search import Answers, Found, answers, nomenklatura, rapidfuzz_scan, tidewaiter
from benchmarks.scorecard.statistics import Floats, Ints, recall_at_rate

from tidewaiter.screening import Query

#: Share of the people on no list that may alert.
ALERTS = 0.002
BLOCKER, CANDIDATES, SCAN = (
    "logic-v2, with its blocker",
    "logic-v2, given our candidates",
    "rapidfuzz WRatio, all names",
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Every how many-th corrupted name, person and firm a matcher is asked, and the threshold it alerts from."""

    threshold: float | None
    full: tuple[int, int, int]
    quick: tuple[int, int, int]


_PLANS = {
    OURS.name: _Plan(OURS.threshold, (1, 1, 1), (4, 4, 4)),
    BLOCKER: _Plan(PEER_THRESHOLD, (1, 2, 2), (8, 8, 8)),
    CANDIDATES: _Plan(PEER_THRESHOLD, (1, 2, 2), (8, 8, 8)),
    SCAN: _Plan(None, (3, 9, 9), (90, 300, 300)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The queries of a run by kind; numbers are of the whole set of that kind."""

    corrupted: Ints
    people: Ints
    firms: Ints


@dataclass(frozen=True, slots=True)
class Run:
    """What one matcher found.

    Attributes:
        asked: Numbers of what it was asked.
        corrupted: How it answered the corrupted names.
        people: Score of the best hit of each person.
        firms: Score of the best hit of each firm.
        threshold: From which its users are alerted; None where it has no threshold of its own.
        found: Times and memory.
    """

    asked: Asked
    corrupted: Answers
    people: Floats
    firms: Floats
    threshold: float | None
    found: Found

    @property
    def at_first(self) -> float:
        """Share of the corrupted names whose entry is the first hit."""
        return float(self.corrupted.first.mean())

    @property
    def at_ten(self) -> float:
        """Share of the corrupted names whose entry is among the first ten hits."""
        return float(self.corrupted.ten.mean())

    @property
    def at_alerts(self) -> float:
        """Recall at the lowest threshold at which no more of the people alert than may."""
        return recall_at_rate(self.corrupted.right, self.people, ALERTS)[0]

    def drawn(self, corrupted: npt.NDArray[np.int64], people: npt.NDArray[np.int64]) -> Run:
        """Return the run of some of the corrupted names and people, by place."""
        told = self.corrupted
        some = Answers(told.first[corrupted], told.ten[corrupted], told.right[corrupted], told.top[corrupted])
        asked = Asked(self.asked.corrupted[corrupted], self.asked.people[people], self.asked.firms)
        return Run(asked, some, self.people[people], self.firms, self.threshold, self.found)


@lru_cache(maxsize=1)
def runs(context: Context) -> dict[str, Run | None]:
    """Return the run of every matcher, ours first; None for a peer that is not installed."""
    kinds = corrupted_names(context), datasets.negative_queries(context.data), firm_queries(context.data)
    found: dict[str, Run | None] = {}
    nearest: dict[tuple[int, int], list[str]] = {}
    for name, plan in _PLANS.items():
        steps = plan.quick if context.quick else plan.full
        asked = [np.arange(0, len(kind), step) for kind, step in zip(kinds, steps, strict=True)]
        keys = [(kind, number) for kind, numbers in enumerate(asked) for number in numbers.tolist()]
        queries = [kinds[kind][number] for kind, number in keys]
        answer = _search(context, name, queries, [nearest.get(key, []) for key in keys])
        if name == OURS.name and answer is not None:
            nearest = {key: [entry for entry, _ in hits] for key, hits in zip(keys, answer.hits, strict=True)}
        found[name] = None if answer is None else _run(context, plan.threshold, Asked(*asked), queries, answer)
    return found


@lru_cache(maxsize=1)
def corrupted_names(context: Context) -> list[Query]:
    """Return the corrupted names."""
    return datasets.corrupted_queries(context.data)[0]


def _search(context: Context, name: str, queries: list[Query], candidates: list[list[str]]) -> Found | None:
    if name == OURS.name:
        return tidewaiter(context.sdn, queries)
    if name == SCAN:
        return rapidfuzz_scan(context.sdn, queries)
    return nomenklatura(context, context.sdn, queries, candidates if name == CANDIDATES else None)


def _run(context: Context, threshold: float | None, asked: Asked, queries: Sequence[Query], found: Found) -> Run:
    names, people = len(asked.corrupted), len(asked.people)
    told = answers(found.hits[:names], queries[:names], context.sdn)
    top = np.array([hits[0][1] if hits else 0.0 for hits in found.hits[names:]])
    return Run(asked, told, top[:people], top[people:], threshold, found)
