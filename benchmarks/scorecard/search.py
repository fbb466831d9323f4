"""Searching the list of the corrupted queries: what each matcher finds for them, and for people who are on no list."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.statistics import Bools, Floats
from rapidfuzz import fuzz, process, utils

from tidewaiter.model import Listing
from tidewaiter.screening import Query, Screener, ScreeningIndex

#: The day asked about; the list has no dates, so any day does.
DAY = dt.date(2026, 8, 1)
#: Hits looked at for a query; the answer is asked for among the first ten.
LIMIT = 25
#: Queries that a scan of the whole list answers at a time.
_BLOCK = 256

Hits = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a matcher found.

    Attributes:
        hits: Of each query, entry and score, best first.
        seconds: Processor seconds of finding, scoring and, for ours, explaining.
        wall_seconds: The same by the clock.
        memory_mb: Of the matcher's process; None where it shares this one.
        build_seconds: Processor seconds of building its index, where it has one.
        scoring_ms: Of scoring the candidates of each query by the clock, where that is measured.
        scoring_cpu_ms: The same by processor time.
    """

    hits: list[Hits]
    seconds: float
    wall_seconds: float
    memory_mb: float | None = None
    build_seconds: float | None = None
    scoring_ms: list[float] = field(default_factory=list)
    scoring_cpu_ms: list[float] = field(default_factory=list)

    @property
    def queries(self) -> int:
        """How many queries were asked."""
        return len(self.hits)


def tidewaiter(listings: Sequence[Listing], queries: Sequence[Query]) -> Found:
    """Search with the screener."""
    screener = Screener(ScreeningIndex.build(listings))
    began, began_wall = time.process_time(), time.perf_counter()
    answers = screener.screen(queries, as_of=DAY, threshold=0.0, limit=LIMIT)
    seconds, wall = time.process_time() - began, time.perf_counter() - began_wall
    return Found([[(hit.listing_id, hit.score) for hit in hits] for hits in answers], seconds, wall)


def rapidfuzz_scan(listings: Sequence[Listing], queries: Sequence[Query]) -> Found:
    """Compare every query with every name by WRatio, the default of rapidfuzz's own search."""
    names = [(utils.default_process(name.text), entry.id) for entry in listings for name in entry.names]
    texts = [text for text, _ in names]
    owner = np.array([entry for _, entry in names], dtype=object)
    hits: list[Hits] = []
    began, began_wall = time.process_time(), time.perf_counter()
    for start in range(0, len(queries), _BLOCK):
        asked = [utils.default_process(query.name or "") for query in queries[start : start + _BLOCK]]
        table = process.cdist(asked, texts, scorer=fuzz.WRatio, dtype=np.float32)
        for row in table:
            best = np.argsort(-row, kind="stable")[: LIMIT * 4]
            nearest: dict[str, float] = {}
            for at in best.tolist():
                nearest.setdefault(owner[at], float(row[at]) / 100)
            hits.append(list(nearest.items())[:LIMIT])
    return Found(hits, time.process_time() - began, time.perf_counter() - began_wall)


def nomenklatura(
    context: Context,
    listings: Sequence[Listing],
    queries: Sequence[Query],
    candidates: Sequence[Sequence[str]] | None = None,
) -> Found | None:
    """Search with logic-v2 and nomenklatura's blocker, or given the candidates; None when it is not installed."""
    answer = context.peer.search("logic-v2", listings, queries, candidates)
    if answer is None:
        return None
    measured = answer.measured
    hits = [[(str(entry), float(score)) for entry, score in line["hits"]] for line in answer.lines]
    return Found(
        hits=hits,
        seconds=measured["seconds"],
        wall_seconds=measured["wall_seconds"],
        memory_mb=measured["memory_mb"],
        build_seconds=measured["build_seconds"],
        scoring_ms=measured["scoring_ms"],
        scoring_cpu_ms=measured["scoring_cpu_ms"],
    )


@dataclass(frozen=True, slots=True)
class Answers:
    """Where the entry looked for stands among the hits of each query, and what scores highest.

    Attributes:
        first: Whether it is the first hit.
        ten: Whether it is among the first ten.
        right: Its best score; 0 where it was not found.
        top: Score of the first hit; 0 without one.
    """

    first: Bools
    ten: Bools
    right: Floats
    top: Floats


def answers(found: Sequence[Hits], queries: Sequence[Query], listings: Sequence[Listing]) -> Answers:
    """Look for the entry of each query, whose id the query carries; an entry of the same name cannot be told apart."""
    names = {entry.id: {name.text.casefold() for name in entry.names} for entry in listings}
    first, ten, right, top = [], [], [], []
    for query, hits in zip(queries, found, strict=True):
        wanted = names.get(query.id or "", set())
        same = [entry == query.id or not wanted.isdisjoint(names[entry]) for entry, _ in hits]
        first.append(bool(same) and same[0])
        ten.append(any(same[:10]))
        right.append(max((score for (_, score), held in zip(hits, same, strict=True) if held), default=0.0))
        top.append(hits[0][1] if hits else 0.0)
    return Answers(np.array(first), np.array(ten), np.array(right), np.array(top))
