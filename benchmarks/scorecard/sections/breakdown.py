"""By group of labels, kind of party and script; the precision and recall by threshold that defaults come from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.labelled import LabelledSet, pair_script
from benchmarks.scorecard.matchers import LOGIC_V2, OURS, Matcher
from benchmarks.scorecard.statistics import Bools, Bootstrap, Floats, Interval, best_threshold, quality
from benchmarks.scorecard.tables import NOT_INSTALLED, Cell, Column, Kind, Section, Table

#: The sets that are pooled: those whose pairs are neither all right nor parts of another.
_POOLED = ("name_cases", "entity_checks", "company_pairs", "cross_script")
#: Parts with fewer pairs of either label say nothing of a threshold.
_FEWEST = 15
_STEPS = (*(round(0.05 * step, 2) for step in range(4, 20)), 0.97, 0.99)
_KINDS = {"Company": "Organization", "PublicBody": "Organization"}


def pooled(context: Context) -> LabelledSet:
    """Return the labelled pairs of all sets, each pair of names once, as the first set labels it."""
    sets = [found for found in context.sets if found.id in _POOLED]
    seen: dict[tuple[str, str, str | None], tuple[int, int]] = {}
    for number, found in enumerate(sets):
        for row, pair in enumerate(found.pairs):
            seen.setdefault(pair, (number, row))
    where = list(seen.values())
    return LabelledSet(
        "pooled",
        "all labelled pairs",
        list(seen),
        np.array([sets[number].match[row] for number, row in where], dtype=np.bool_),
        [sets[number].entities[row] for number, row in where],
        np.array([sets[number].title for number, _ in where], dtype=object),
    )


def parts(found: LabelledSet) -> Iterator[tuple[str, Bools]]:
    """Yield the parts of a set by kind of party and by script."""
    kinds = np.array([_KINDS.get(pair[2] or "", pair[2] or "unknown") for pair in found.pairs], dtype=object)
    scripts = np.array([pair_script(pair[0], pair[1]) for pair in found.pairs], dtype=object)
    for values in (kinds, scripts):
        for value in sorted(set(values.tolist())):
            yield value, values == value


def by_part(context: Context) -> Section:
    """Measure ours and the best peer by group of labels, kind of party and script."""
    columns = (
        Column("part"),
        Column("pairs", Kind.COUNT),
        Column("that match", Kind.COUNT),
        *(
            Column(f"{measure}, {name}", Kind.SHARE)
            for name in ("tidewaiter", "logic-v2")
            for measure in ("precision", "recall", "F1", "AUC")
        ),
    )
    cases, everything = context.cases, pooled(context)
    groups = sorted(set(cases.label_group.tolist()))
    peer = next(matcher for matcher in context.peers if matcher.name == LOGIC_V2)
    tables = [
        Table("by_group", columns, title="Groups of the labelled pairs"),
        Table(
            "by_part",
            columns,
            title="Kind of party and script",
            about="All labelled sets together, each pair once. The script is the one most letters of a name are of.",
        ),
    ]
    tables[0].rows.extend(_part_row(context, peer, cases, group, cases.label_group == group) for group in groups)
    whole = ("all", np.ones(len(everything.match), dtype=np.bool_))
    tables[1].rows.extend(
        _part_row(context, peer, everything, name, kept) for name, kept in (whole, *parts(everything))
    )
    return Section("by_part", "By group, kind of party and script", "At the default thresholds.", tables)


def _part_row(context: Context, peer: Matcher, found: LabelledSet, name: str, kept: Bools) -> tuple[Cell, ...]:
    cells: list[Cell] = [name, int(kept.sum()), int(found.match[kept].sum())]
    for matcher in (OURS, peer):
        verdicts = context.verdicts(matcher, found)
        if verdicts is None:
            cells += [NOT_INSTALLED, None, None, None]
            continue
        at = quality(found.match[kept], verdicts.score[kept], verdicts.said[kept])
        cells += [at.precision, at.recall, at.f1, at.auc]
    return tuple(cells)


def thresholds(context: Context) -> Section:
    """Show what each threshold gives, and which one is recommended."""
    found = pooled(context)
    score = context.scores(OURS, found)
    default = OURS.threshold or 0.5
    table = Table(
        "thresholds",
        (
            Column("part"),
            Column("threshold", Kind.SHARE),
            Column("precision", Kind.SHARE),
            Column("recall", Kind.SHARE),
            Column("F1", Kind.SHARE),
            Column("mark"),
        ),
        title="Precision and recall by threshold",
    )
    advice = Table(
        "recommended",
        (
            Column("part"),
            Column("pairs", Kind.COUNT),
            Column("best threshold here", Kind.SHARE),
            Column("its F1 above the default's", Kind.DIFFERENCE),
            Column("95 % interval"),
            Column("recommended", Kind.SHARE),
        ),
        title="Recommended thresholds",
        about=f"The default, {default:.2f}, is recommended wherever no other threshold is better beyond chance (the "
        "interval of the paired difference includes 0): a threshold of one's own for every kind would fit the few "
        "pairs of its kind.",
    )
    if score is not None:
        groups = found.groups()
        for name, kept in (("all", np.ones(len(score), dtype=np.bool_)), *parts(found)):
            match = found.match[kept]
            if min(match.sum(), (~match).sum()) < _FEWEST:
                continue
            best, lead = _best(match, score[kept], groups[kept], default)
            recommended = best if lead.above_zero else default
            advice.rows.append((name, len(match), best, lead.value, lead.span, recommended))
            for step in sorted({*_STEPS, default}):
                at = quality(match, score[kept], score[kept] >= step)
                mark = "default" if step == default else ""
                mark += (", " if mark else "") + "recommended" if step == recommended else ""
                table.rows.append((name, step, at.precision, at.recall, at.f1, mark or None))
    return Section(
        "thresholds",
        "Choosing a threshold",
        "All labelled sets together, by kind of party and script; parts with fewer than fifteen pairs of either "
        "label are left out. The pairs are picked to be hard, and half of them match: a list that real orders are "
        "screened against holds far fewer near misses, so that precision in use depends on how many parties are "
        "listed at all. See *Alerts* for that.",
        [advice, table],
    )


def _best(match: Bools, score: Floats, group: np.ndarray, default: float) -> tuple[float, Interval]:
    # To two places: a finer threshold would be a property of these pairs.
    best = float(np.floor(best_threshold(match, score) * 100) / 100)
    _, compact = np.unique(group, return_inverse=True)
    return best, Bootstrap(match, compact.astype(np.int64)).f1_difference(score >= best, score >= default)
