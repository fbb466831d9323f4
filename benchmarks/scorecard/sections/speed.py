"""Throughput, latency and memory: in process, through HTTP, at a million names."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from benchmarks.names import datasets, million
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.firms import firm_queries
from benchmarks.scorecard.fresh import Fresh, measure
from benchmarks.scorecard.matchers import OURS
from benchmarks.scorecard.search import Found, nomenklatura
from benchmarks.scorecard.search_runs import BLOCKER, SCAN, Run, runs
from benchmarks.scorecard.served import Served, measure_service
from benchmarks.scorecard.tables import NOT_INSTALLED, Cell, Column, Kind, Section, Table, Target

from tidewaiter.screening import Query

SDN, US, MILLION = "SDN of 2021", "all US lists of July 2026", "a million names"
_MILLION = 1_000_000
#: Every how many-th query is asked of each list: in a full and in a quick run; None where it is not.
_STEPS: dict[str, tuple[int, int | None]] = {SDN: (1, 12), US: (2, 24), MILLION: (4, None)}
#: Requests through HTTP, in a full and in a quick run.
_REQUESTS = (2000, 200)
#: Every how many-th query the peer is asked of all US lists; it is there for its memory.
_PEER_STEP = 150
_YENTE = "yente needs a search server: not run"


def speed(context: Context) -> Section:
    """Measure times and memory of ours, and of the peers where they can be run."""
    fresh, served = _fresh(context), measure_service(_REQUESTS[context.quick])
    searches = {name: run for name in (BLOCKER, SCAN) if (run := runs(context)[name]) is not None}
    loaded = nomenklatura(context, context.us_lists, _queries(context)[::_PEER_STEP])
    return Section(
        "speed",
        "Throughput, latency and memory",
        "A saved index is loaded by a fresh process and asked names of the two sections above: corrupted names of "
        "the SDN list, people and firms that are not on it, mixed. Scores and explanations are made for every hit. "
        "*Per core* is by processor time of all threads; other times are by the clock, on a machine that may have "
        "been busy. The list of a million names is the SDN list with made names from its words. nomenklatura runs "
        "its blocker over its in-memory store, and logic-v2 on what that finds; its service, yente, needs a search "
        "server beside it and is not run.",
        [_bulk(context, fresh, searches), _single(fresh, searches), _http(served), _memory(fresh, served, loaded)],
        _targets(fresh, served, searches, loaded),
    )


@lru_cache(maxsize=1)
def _fresh(context: Context) -> dict[str, Fresh]:
    lists = {
        SDN: lambda: context.sdn,
        US: lambda: context.us_lists,
        MILLION: lambda: million.listings(context.sdn, _MILLION),
    }
    steps = {name: both[context.quick] for name, both in _STEPS.items()}
    queries = _queries(context)
    return {name: measure(lists[name](), queries[::step]) for name, step in steps.items() if step is not None}


def _queries(context: Context) -> list[Query]:
    data = context.data
    return [*datasets.corrupted_queries(data)[0], *datasets.negative_queries(data), *firm_queries(data)]


def _bulk(context: Context, fresh: dict[str, Fresh], searches: dict[str, Run]) -> Table:
    table = Table(
        "bulk",
        (
            Column("matcher"),
            Column("list"),
            Column("entries", Kind.COUNT),
            Column("names", Kind.COUNT),
            Column("queries", Kind.COUNT),
            Column("queries, per core", Kind.RATE),
            Column("queries, by the clock", Kind.RATE),
            Column("index built, processor", Kind.SECONDS),
            Column("index saved", Kind.MEGABYTES),
            Column("index loaded", Kind.MILLISECONDS),
        ),
        title="In bulk",
    )
    for name in _STEPS:
        if name not in fresh:
            table.rows.append((OURS.name, name, "not in a quick run", *[None] * 7))
            continue
        at = fresh[name]
        rates = at.rate, at.wall_rate
        sizes = at.entries, at.names, at.measured["queries"]
        table.rows.append((OURS.name, name, *sizes, *rates, at.build_seconds, at.disk_mb, at.measured["load_ms"]))
    names = sum(len(entry.names) for entry in context.sdn)
    for peer in (BLOCKER, SCAN):
        if peer not in searches:
            table.rows.append((peer, SDN, NOT_INSTALLED, *[None] * 7))
            continue
        found = searches[peer].found
        rates = found.queries / found.seconds, found.queries / found.wall_seconds
        table.rows.append((peer, SDN, len(context.sdn), names, found.queries, *rates, found.build_seconds, None, None))
    return table


def _single(fresh: dict[str, Fresh], searches: dict[str, Run]) -> Table:
    table = Table(
        "single",
        (
            Column("matcher"),
            Column("list"),
            Column("queries", Kind.COUNT),
            Column("first", Kind.MILLISECONDS),
            Column("p50", Kind.MILLISECONDS),
            Column("p99", Kind.MILLISECONDS),
            Column("p50, processor", Kind.MILLISECONDS),
            Column("p99, processor", Kind.MILLISECONDS),
        ),
        title="One query at a time, in process",
        about="The first query pays for what is loaded only when it is needed. Of nomenklatura only the scoring of "
        "what its blocker found is timed one by one, as the blocker is made for many at a time.",
    )
    for name, at in fresh.items():
        marks = [at.quantile(of, share) for of in ("single_ms", "single_cpu_ms") for share in (0.5, 0.99)]
        table.rows.append((OURS.name, name, len(at.measured["single_ms"]), at.measured["first_ms"], *marks))
    if BLOCKER not in searches:
        table.rows.append((BLOCKER, SDN, NOT_INSTALLED, *[None] * 5))
        return table
    found = searches[BLOCKER].found
    marks = [
        float(np.quantile(each, share)) for each in (found.scoring_ms, found.scoring_cpu_ms) for share in (0.5, 0.99)
    ]
    table.rows.append(("logic-v2, scoring only", SDN, len(found.scoring_ms), None, *marks))
    return table


def _http(served: list[Served]) -> Table:
    table = Table(
        "http",
        (
            Column("clients at once", Kind.COUNT),
            Column("requests", Kind.COUNT),
            Column("p50", Kind.MILLISECONDS),
            Column("p99", Kind.MILLISECONDS),
            Column("requests", Kind.RATE),
            Column("processor of the service, per request", Kind.MILLISECONDS),
        ),
        title="Through HTTP",
        about="`POST /match/default` on the carried lists, one query a request: a third listed names, a third "
        "misspelt, a third invented. The clients run on the same processors.",
    )
    table.rows.extend((s.at_once, s.requests, s.p50_ms, s.p99_ms, s.rate, s.cpu_ms) for s in served)
    return table


def _memory(fresh: dict[str, Fresh], served: list[Served], loaded: Found | None) -> Table:
    table = Table(
        "memory",
        (
            Column("process"),
            Column("list"),
            Column("after single queries", Kind.MEGABYTES),
            Column("after bulk", Kind.MEGABYTES),
        ),
        title="Memory",
        about="The most a process has held, the interpreter and its libraries included.",
    )
    for name, at in fresh.items():
        table.rows.append((OURS.name, name, at.measured["single_mb"], at.measured["bulk_mb"]))
    table.rows.append(("tidewaiter serve", "carried lists", served[0].memory_mb, served[-1].memory_mb))
    cells: tuple[Cell, ...] = (NOT_INSTALLED, None) if loaded is None else (None, loaded.memory_mb)
    table.rows.append((BLOCKER, US, *cells))
    return table


def _targets(
    fresh: dict[str, Fresh], served: list[Served], searches: dict[str, Run], loaded: Found | None
) -> list[Target]:
    blocker = searches[BLOCKER].found if BLOCKER in searches else None
    absent = "not measured" if blocker else NOT_INSTALLED
    million_names, full = fresh.get(MILLION), fresh[US]
    return [
        Target(
            measure="bulk throughput per core, 21k names",
            reach=10_000,
            reached=fresh[SDN].rate,
            kind=Kind.RATE,
            peer=blocker.queries / blocker.seconds if blocker else None,
            peer_name=BLOCKER if blocker else absent,
        ),
        Target(
            measure="bulk throughput per core, a million names",
            reach=2_000,
            reached=million_names.rate if million_names else None,
            kind=Kind.RATE,
            peer_name="too slow to be asked" if blocker else absent,
        ),
        Target(
            measure="one query in process, all US lists, p99",
            reach=3,
            reached=full.quantile("single_ms", 0.99),
            kind=Kind.MILLISECONDS,
            at_most=True,
            peer=float(np.quantile(blocker.scoring_ms, 0.99)) if blocker else None,
            peer_name="logic-v2, scoring only, SDN" if blocker else absent,
        ),
        Target(
            measure="one query through HTTP, 8 at once, p99",
            reach=30,
            reached=served[-1].p99_ms,
            kind=Kind.MILLISECONDS,
            at_most=True,
            peer_name=_YENTE,
        ),
        Target(
            measure="memory of a process with the full CSL loaded",
            reach=400,
            reached=full.measured["bulk_mb"],
            kind=Kind.MEGABYTES,
            at_most=True,
            peer=loaded.memory_mb if loaded else None,
            peer_name=BLOCKER if loaded else absent,
        ),
    ]
