"""Labelled pairs: every matcher on every set, and whether one beats another beyond chance."""

from __future__ import annotations

from benchmarks.scorecard.context import Context
from benchmarks.scorecard.labelled import LabelledSet
from benchmarks.scorecard.matchers import LOGIC_V2, OURS, Matcher
from benchmarks.scorecard.statistics import Bootstrap, best_threshold, f1, quality
from benchmarks.scorecard.tables import NOT_INSTALLED, Cell, Column, Kind, Section, Table, Target

#: Figures set for a set of pairs: AUC and F1 at the default threshold.
_REACH: dict[str, tuple[float | None, float]] = {
    "name_cases": (0.92, 0.85),
    "hand_labelled": (None, 0.94),
    "entity_checks": (None, 0.95),
}


def side_by_side(context: Context) -> Section:
    """Measure every matcher on every labelled set."""
    table = Table(
        "pairs",
        (
            Column("set"),
            Column("matcher"),
            Column("pairs", Kind.COUNT),
            Column("that match", Kind.COUNT),
            Column("threshold"),
            Column("precision", Kind.SHARE),
            Column("recall", Kind.SHARE),
            Column("F1", Kind.SHARE),
            Column("AUC", Kind.SHARE),
            Column("F1 at its best threshold", Kind.SHARE),
        ),
    )
    for found in context.sets:
        table.rows.extend(_row(context, matcher, found) for matcher in context.matchers)
    return Section(
        "pairs",
        "Labelled pairs, side by side",
        "Each matcher at its own default threshold. One that has none gets the threshold that is best on the other "
        "four fifths of the set (*of other folds*; pairs that share a name are in one fold), or, for a set in "
        "which every pair matches, the best on the labelled pairs. The last column is what a matcher would reach "
        "at the threshold that is best on these very pairs: it flatters, and is there so that nobody loses by a "
        "badly chosen default. nomenklatura is given entities, with every property the whole entities have.",
        [table],
        [target for found in context.sets for target in _targets(context, found)],
    )


def _row(context: Context, matcher: Matcher, found: LabelledSet) -> tuple[Cell, ...]:
    verdicts = context.verdicts(matcher, found)
    if verdicts is None:
        return (found.title, matcher.name, len(found.match), int(found.match.sum()), NOT_INSTALLED, *[None] * 5)
    at = quality(found.match, verdicts.score, verdicts.said)
    best = None
    if found.two_classes:
        best = f1(found.match, verdicts.score >= best_threshold(found.match, verdicts.score))
    return (
        found.title,
        matcher.name,
        at.pairs,
        at.matches,
        verdicts.rule,
        at.precision,
        at.recall,
        at.f1,
        at.auc,
        best,
    )


def _targets(context: Context, found: LabelledSet) -> list[Target]:
    if found.id not in _REACH:
        return []
    ours, draws = context.verdicts(OURS, found), Bootstrap(found.match, found.groups())
    measured = [(m.name, v) for m in context.peers if (v := context.verdicts(m, found)) is not None]
    targets = []
    for measure, reach in zip(("AUC", "F1 at the default threshold"), _REACH[found.id], strict=True):
        if reach is None or ours is None:
            continue
        if measure == "AUC":
            name, best = max(measured, key=lambda each: draws.auc(each[1].score).value)
            peer, reached = draws.auc(best.score).value, draws.auc(ours.score).value
            lead = draws.auc_difference(ours.score, best.score)
        else:
            name, best = max(measured, key=lambda each: f1(found.match, each[1].said))
            peer, reached = f1(found.match, best.said), f1(found.match, ours.said)
            lead = draws.f1_difference(ours.said, best.said)
        targets.append(
            Target(
                measure=f"{found.title}, {measure}",
                reach=reach,
                reached=reached,
                peer=peer,
                peer_name=name,
                lead=str(lead),
                beats=lead.above_zero,
            )
        )
    return targets


def differences(context: Context) -> Section:
    """Compare ours with each peer on the same pairs."""
    table = Table(
        "differences",
        (
            Column("set"),
            Column("peer"),
            Column("F1 ahead by", Kind.DIFFERENCE),
            Column("95 % interval"),
            Column("beats it", Kind.FLAG),
            Column("AUC ahead by", Kind.DIFFERENCE),
            Column("95 % interval"),
            Column("beats it", Kind.FLAG),
        ),
    )
    for found in context.sets:
        ours = context.verdicts(OURS, found)
        if ours is None or not found.two_classes:
            continue
        draws = Bootstrap(found.match, found.groups())
        for peer in context.peers:
            theirs = context.verdicts(peer, found)
            if theirs is None:
                table.rows.append((found.title, peer.name, None, NOT_INSTALLED, None, None, NOT_INSTALLED, None))
                continue
            cells: list[Cell] = []
            for lead in (draws.f1_difference(ours.said, theirs.said), draws.auc_difference(ours.score, theirs.score)):
                cells += [lead.value, lead.span, lead.above_zero]
            table.rows.append((found.title, peer.name, *cells))
    return Section(
        "differences",
        "What beats what",
        "How far Tidewaiter is ahead on the same pairs, each matcher as in the table above, with the 95 % interval "
        "of 2,000 paired bootstrap draws of groups of pairs that share a name. It beats a peer only where the "
        f"whole interval lies above 0. {LOGIC_V2} is the matcher to beat. The weights were fitted on most of these "
        "sets, so that figures on them flatter somewhat; `benchmarks/names/fit.py` prints those of pairs its fit "
        "has not seen.",
        [table],
    )
