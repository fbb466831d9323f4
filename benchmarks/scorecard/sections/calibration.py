"""What a score is worth: the share of pairs of a score that match."""

from __future__ import annotations

import numpy as np
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.matchers import OURS
from benchmarks.scorecard.sections.breakdown import pooled
from benchmarks.scorecard.statistics import brier, calibration_error, reliability
from benchmarks.scorecard.tables import NOT_INSTALLED, Column, Kind, Section, Table


def calibration(context: Context) -> Section:
    """Measure how far a score is the chance that a pair matches."""
    found = pooled(context)
    bins = Table(
        "reliability",
        (
            Column("score"),
            Column("pairs", Kind.COUNT),
            Column("mean score", Kind.SHARE),
            Column("share that match", Kind.SHARE),
        ),
        title="Scores of Tidewaiter",
    )
    measures = Table(
        "brier",
        (
            Column("matcher"),
            Column("Brier score", Kind.SHARE),
            Column("calibration error", Kind.SHARE),
            Column("largest mass of one score", Kind.SHARE),
        ),
        title="Every matcher",
        about="The Brier score is the mean squared distance from the truth, the calibration error the mean "
        "distance of the scores of a tenth of the scale from the share that match. A large mass of one score "
        "leaves pairs in no order.",
    )
    for matcher in context.matchers:
        score = context.scores(matcher, found)
        if score is None:
            measures.rows.append((matcher.name, NOT_INSTALLED, None, None))
            continue
        mass = float(np.unique(score, return_counts=True)[1].max() / len(score))
        measures.rows.append((matcher.name, brier(found.match, score), calibration_error(found.match, score), mass))
    ours = context.scores(OURS, found)
    if ours is not None:
        bins.rows.extend(
            (f"{each.low:.1f} to {each.high:.1f}", each.pairs, each.mean_score, each.share)
            for each in reliability(found.match, ours)
        )
    return Section(
        "calibration",
        "Calibration",
        "All labelled sets together. A score says how likely a pair is one party among pairs as hard as these, "
        "half of which match; among the parties of real orders, few of which are listed, the same score means less.",
        [measures, bins],
    )
