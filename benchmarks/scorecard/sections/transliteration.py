"""Single names in another script: how many are recognised where 1 % of the wrong pairs pass."""

from __future__ import annotations

import numpy as np
from benchmarks.names import datasets
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.labelled import LabelledSet, named_set, with_wrong_partners
from benchmarks.scorecard.matchers import OURS
from benchmarks.scorecard.statistics import SEED, Floats, Interval, recall_at_rate
from benchmarks.scorecard.tables import NOT_INSTALLED, Cell, Column, Kind, Section, Table, Target

_FALSE_POSITIVES = 0.01
#: Best figures of peers that the project set out from, and how far it is to be above them. What is ahead of the best
#: peer of the run is shown beside: one that was not among the first peers may be better.
_FIRST_PEER = {
    "russian": 0.89,
    "arabic": 0.68,
    "hebrew": 0.60,
    "chinese": 0.56,
    "japanese": 0.71,
    "katakana": 0.75,
    "korean": 0.68,
}
_MARGIN = 0.05
_DRAWS = 300
#: Rows of a script that a quick run measures.
_QUICK = 300
_QUICK_SHIFTS = 3


def transliterations(context: Context) -> Section:
    """Measure every matcher by script, and the recall and false positives of ours by threshold."""
    default = OURS.threshold or 0.5
    table = Table(
        "transliterations",
        (
            Column("script"),
            Column("names", Kind.COUNT),
            *(Column(matcher.name, Kind.SHARE) for matcher in context.matchers),
        ),
        title="Recall at 1 % false positives",
    )
    at_default = Table(
        "transliterations_by_threshold",
        (
            Column("script"),
            Column("threshold", Kind.SHARE),
            Column("recall", Kind.SHARE),
            Column("wrong pairs that pass", Kind.SHARE),
            Column("mark"),
        ),
        title="By threshold",
    )
    targets = []
    for script, names in sorted(datasets.transliterations(context.data).items()):
        found, size = _labelled(script, names, quick=context.quick)
        cells: list[Cell] = []
        scores: dict[str, Floats] = {}
        for matcher in context.matchers:
            score = context.scores(matcher, found)
            cells.append(
                NOT_INSTALLED if score is None else recall_at_rate(score[:size], score[size:], _FALSE_POSITIVES)[0]
            )
            if score is not None:
                scores[matcher.name] = score
        table.rows.append((script, size, *cells))
        targets.append(_target(script, scores, size, _owners(found.pairs, size)))
        ours = scores[OURS.name]
        one_percent = recall_at_rate(ours[:size], ours[size:], _FALSE_POSITIVES)[1]
        for threshold, mark in sorted([(default, "default"), (one_percent, "where 1 % pass")]):
            recall, wrong = float(np.mean(ours[:size] > threshold)), float(np.mean(ours[size:] > threshold))
            at_default.rows.append((script, threshold, recall, wrong, mark))
    return Section(
        "transliterations",
        "Transliterated single names",
        "Single names in a script and in Latin letters, nothing said of their bearer; wrong pairs give each name "
        "the spelling of another row, ten times. Recall at the lowest threshold that lets at most 1 % of the wrong "
        "pass. The pairs were aligned by machine, and their noise was not measured. One column puts names into "
        "Latin letters by a plain table first, as the string measures alone can say nothing across scripts. The "
        "figures to reach are 0.05 above the peers known when they were set; *name-based* of nomenklatura is "
        "better at this than those, and the targets say how far ahead of it we are.",
        [table, at_default],
        targets,
    )


def _labelled(script: str, names: list[tuple[str, str]], *, quick: bool) -> tuple[LabelledSet, int]:
    """Return the right pairs, then the wrong ones, and how many are right."""
    pairs, size = with_wrong_partners(names[:_QUICK] if quick else names, None, *((_QUICK_SHIFTS,) if quick else ()))
    match = np.arange(len(pairs)) < size
    blank = np.array([""] * len(pairs), dtype=object)
    return named_set(f"transliterations_{script}", script, datasets.LabelledPairs(pairs, match, blank, blank)), size


def _owners(pairs: list[datasets.Pair], size: int) -> np.ndarray:
    """Return for each pair the right pair whose name it asks about."""
    first = {pair[0]: number for number, pair in reversed(list(enumerate(pairs[:size])))}
    return np.array([first[pair[0]] for pair in pairs])


def _target(script: str, scores: dict[str, Floats], size: int, owner: np.ndarray) -> Target:
    recall = {name: recall_at_rate(score[:size], score[size:], _FALSE_POSITIVES)[0] for name, score in scores.items()}
    reached = recall.pop(OURS.name)
    peer = max(recall, key=lambda name: recall[name])
    lead = _lead(scores[OURS.name], scores[peer], size, owner)
    return Target(
        measure=f"transliterated {script} names, recall at 1 % false positives",
        reach=round(_FIRST_PEER[script] + _MARGIN, 2),
        reached=reached,
        peer=recall[peer],
        peer_name=peer,
        lead=str(lead),
        beats=lead.above_zero,
    )


def _lead(ours: Floats, theirs: Floats, size: int, owner: np.ndarray) -> Interval:
    """Return how much more ours recalls, with the interval of drawing names with their right and wrong partners."""
    rng = np.random.default_rng(SEED)
    order = np.argsort(owner[size:], kind="stable") + size
    starts = np.searchsorted(owner[order], np.arange(size + 1))
    wrong_of = [order[starts[name] : starts[name + 1]] for name in range(size)]

    def difference(right: np.ndarray, wrong: np.ndarray) -> float:
        one, other = (recall_at_rate(score[right], score[wrong], _FALSE_POSITIVES)[0] for score in (ours, theirs))
        return one - other

    draws = []
    for _ in range(_DRAWS):
        drawn = rng.integers(0, size, size)
        draws.append(difference(drawn, np.concatenate([wrong_of[name] for name in drawn])))
    low, high = np.quantile(draws, [0.025, 0.975])
    return Interval(difference(np.arange(size), np.arange(size, len(ours))), float(low), float(high))
