"""Alerts for people and firms that are not on the list searched, by threshold and script."""

from __future__ import annotations

import numpy as np
from benchmarks.names import datasets
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.firms import FOLDER, firm_queries
from benchmarks.scorecard.labelled import script
from benchmarks.scorecard.matchers import OURS
from benchmarks.scorecard.search_runs import Run, corrupted_names, runs
from benchmarks.scorecard.tables import NOT_INSTALLED, Column, Kind, Section, Table

_THRESHOLDS = (0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.97)
_KINDS = ("Person", "Organization", "Vessel")


def alerts(context: Context) -> Section:
    """Measure who alerts that should not."""
    found = runs(context)
    return Section(
        "alerts",
        "Alerts for those who are not listed",
        "The share that gets at least one hit in the list of the section above. The people are made up; a few may "
        "share a name with a listed person by chance. The firms are real: importers and exporters of ordinary "
        f"goods (ceramic tiles) in the samples under `{FOLDER}`, in Russian, Turkish, Kazakh, Indian and other "
        "trade; whether one of them is listed was not checked, so that their share is an upper bound of false "
        "alerts. Only names are given, no country or address, which would clear many.",
        [_side_by_side(found), _by_threshold(context, found), _by_script(context, found)],
    )


def _side_by_side(found: dict[str, Run | None]) -> Table:
    table = Table(
        "alerts",
        (
            Column("matcher"),
            Column("threshold", Kind.SHARE),
            Column("recall of corrupted names", Kind.SHARE),
            Column("people", Kind.COUNT),
            Column("people that alert", Kind.SHARE),
            Column("firms", Kind.COUNT),
            Column("firms that alert", Kind.SHARE),
        ),
        about="Each matcher at its own default threshold; a scan by likeness of strings has none.",
    )
    for name, run in found.items():
        if run is None:
            table.rows.append((name, NOT_INSTALLED, *[None] * 5))
        elif run.threshold is not None:
            recall = float(np.mean(run.corrupted.right >= run.threshold))
            people, firms = (float(np.mean(top >= run.threshold)) for top in (run.people, run.firms))
            table.rows.append((name, run.threshold, recall, len(run.people), people, len(run.firms), firms))
    return table


def _by_threshold(context: Context, found: dict[str, Run | None]) -> Table:
    table = Table(
        "search_by_threshold",
        (
            Column("threshold", Kind.SHARE),
            *(Column(f"recall, {kind}", Kind.SHARE) for kind in ("all", *_KINDS)),
            Column("people that alert", Kind.SHARE),
            Column("firms that alert", Kind.SHARE),
            Column("mark"),
        ),
        title="Ours by threshold and kind of party",
        about="Recall of the corrupted names beside the share of people and firms that get at least one hit.",
    )
    run, default = found[OURS.name], OURS.threshold or 0.5
    if run is None:
        return table
    queries = corrupted_names(context)
    kind_of = np.array([str(queries[number].schema or "") for number in run.asked.corrupted.tolist()], dtype=object)
    for threshold in sorted({*_THRESHOLDS, default}):
        said = run.corrupted.right >= threshold
        recalls = [float(said[kind_of == kind].mean()) if (kind_of == kind).any() else None for kind in _KINDS]
        people, firms = (float(np.mean(top >= threshold)) for top in (run.people, run.firms))
        mark = "default" if threshold == default else None
        table.rows.append((threshold, float(said.mean()), *recalls, people, firms, mark))
    return table


def _by_script(context: Context, found: dict[str, Run | None]) -> Table:
    table = Table(
        "alerts_by_script",
        (
            Column("script"),
            Column("people", Kind.COUNT),
            Column("people that alert", Kind.SHARE),
            Column("firms", Kind.COUNT),
            Column("firms that alert", Kind.SHARE),
        ),
        title="Ours by script, at the default threshold",
    )
    run, default = found[OURS.name], OURS.threshold or 0.5
    if run is None:
        return table
    people, firms = datasets.negative_queries(context.data), firm_queries(context.data)
    of_people = np.array([script(people[number].name or "") for number in run.asked.people.tolist()], dtype=object)
    of_firms = np.array([script(firms[number].name or "") for number in run.asked.firms.tolist()], dtype=object)
    every = sorted({*of_people.tolist(), *of_firms.tolist()})
    for each in sorted(every, key=lambda name: -int((of_people == name).sum() + (of_firms == name).sum())):
        cells: list[float | None] = []
        for scripts, top in ((of_people, run.people), (of_firms, run.firms)):
            kept = scripts == each
            cells += [int(kept.sum()), float(np.mean(top[kept] >= default)) if kept.any() else None]
        table.rows.append((each, *cells))
    return table
