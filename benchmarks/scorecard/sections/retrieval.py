"""Searching a list for corrupted names of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.names import datasets
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.matchers import OURS
from benchmarks.scorecard.search_runs import ALERTS, Run, corrupted_names, runs
from benchmarks.scorecard.statistics import Interval, Ints, interval, random_draws, recall_at_rate
from benchmarks.scorecard.tables import NOT_INSTALLED, Column, Kind, Section, Table, Target

_DRAWS = 500
#: Figures set, and how each is measured.
_REACH: tuple[tuple[str, float, Callable[[Run], float]], ...] = (
    ("corrupted list names, recall at rank 1", 0.985, lambda run: run.at_first),
    ("corrupted list names, recall at rank 10", 0.997, lambda run: run.at_ten),
    ("corrupted list names, recall where at most 0.2 % of the people alert", 0.93, lambda run: run.at_alerts),
)


def retrieval(context: Context) -> Section:
    """Measure what is found of a list's corrupted names."""
    found = runs(context)
    return Section(
        "retrieval",
        "Corrupted names of a list",
        "Names of an older SDN list, corrupted in thirteen ways, searched for in that list; an entry that has the "
        "same name counts as found, as the name cannot tell them apart. nomenklatura is measured twice: with the "
        "candidates its own blocker finds in its in-memory store (asked a hundred queries at a time: it drops "
        "words that are common in what it is asked together), and given the 25 best that our search finds, which "
        "leaves it only to order them. A scan of the whole list is slow, so it is asked a part of the queries. The "
        "corruptions are artificial: a high recall is necessary, not sufficient.",
        [_side_by_side(found), _by_corruption(context, found)],
        _targets(context, found),
    )


def _side_by_side(found: dict[str, Run | None]) -> Table:
    table = Table(
        "retrieval",
        (
            Column("matcher"),
            Column("corrupted names", Kind.COUNT),
            Column("at rank 1", Kind.SHARE),
            Column("at rank 10", Kind.SHARE),
            Column("people", Kind.COUNT),
            Column("recall where 0.2 % of them alert", Kind.SHARE),
            Column("threshold there", Kind.SHARE),
        ),
    )
    for name, run in found.items():
        if run is None:
            table.rows.append((name, NOT_INSTALLED, *[None] * 5))
            continue
        recall, threshold = recall_at_rate(run.corrupted.right, run.people, ALERTS)
        sizes = len(run.asked.corrupted), len(run.asked.people)
        table.rows.append((name, sizes[0], run.at_first, run.at_ten, sizes[1], recall, threshold))
    return table


def _by_corruption(context: Context, found: dict[str, Run | None]) -> Table:
    table = Table(
        "by_corruption",
        (
            Column("corruption"),
            Column("queries", Kind.COUNT),
            Column("at rank 1", Kind.SHARE),
            Column("at rank 10", Kind.SHARE),
            Column("where 0.2 % alert", Kind.SHARE),
            Column("at the default threshold", Kind.SHARE),
        ),
        title="Ours by corruption",
    )
    run, default = found[OURS.name], OURS.threshold or 0.5
    if run is None:
        return table
    kinds = np.array(datasets.corrupted_queries(context.data)[1], dtype=object)[run.asked.corrupted]
    threshold = recall_at_rate(run.corrupted.right, run.people, ALERTS)[1]
    for kind in sorted(set(kinds.tolist())):
        kept = kinds == kind
        right = run.corrupted.right[kept]
        at = float(run.corrupted.first[kept].mean()), float(run.corrupted.ten[kept].mean())
        table.rows.append(
            (kind, int(kept.sum()), *at, float(np.mean(right > threshold)), float(np.mean(right >= default)))
        )
    return table


def _targets(context: Context, found: dict[str, Run | None]) -> list[Target]:
    ours = found[OURS.name]
    if ours is None:
        return []
    peers = {name: run for name, run in found.items() if run is not None and name != OURS.name}
    targets = []
    for measure, reach, value in _REACH:
        name = max(peers, key=lambda each: value(peers[each]))
        lead = _lead(context, ours, peers[name], value)
        targets.append(
            Target(
                measure=measure,
                reach=reach,
                reached=value(ours),
                peer=value(peers[name]),
                peer_name=name,
                lead=str(lead),
                beats=lead.above_zero,
            )
        )
    return targets


def _lead(context: Context, ours: Run, theirs: Run, value: Callable[[Run], float]) -> Interval:
    """Return how much better ours is on what both were asked, drawing listed entries and people.

    All corrupted names of an entry are drawn together, because they resemble each other.
    """
    names, people = (
        np.intersect1d(getattr(ours.asked, kind), getattr(theirs.asked, kind)) for kind in ("corrupted", "people")
    )
    one, other = _asked_both(ours, names, people), _asked_both(theirs, names, people)
    queries = corrupted_names(context)
    entry = np.array([queries[number].id or "" for number in names.tolist()], dtype=object)
    draws = [
        value(one.drawn(some, others)) - value(other.drawn(some, others))
        for some, others in zip(
            random_draws(entry, _DRAWS), random_draws(np.arange(len(people)), _DRAWS, seed=11), strict=True
        )
    ]
    return interval(value(one) - value(other), np.array(draws))


def _asked_both(run: Run, names: Ints, people: Ints) -> Run:
    return run.drawn(np.searchsorted(run.asked.corrupted, names), np.searchsorted(run.asked.people, people))
