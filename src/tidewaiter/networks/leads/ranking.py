"""The ranking: points of signs added up to log-odds, with every reason kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.model.evidence import Grade
from tidewaiter.networks.leads.points import Weights, carried_weights, probability
from tidewaiter.networks.signs import (
    PRESENT,
    SIGNS,
    Facts,
    Kind,
    Measured,
    SignDefinition,
    base_rates,
    measure_all,
)
from tidewaiter.networks.signs.definition import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Companies in order, and what put them there.

    Attributes:
        facts: Facts of all companies, peers included.
        order: Rows of the leads, the best first.
        log_odds: Of every row, likewise `points` and `base_rates` by sign.
    """

    facts: Facts
    order: npt.NDArray[np.intp]
    log_odds: Floats
    signs: Sequence[SignDefinition]
    found: Mapping[str, Measured]
    points: Mapping[str, Floats]
    base_rates: Mapping[str, Floats]

    def score(self, row: int) -> float:
        """Return the score of a row, in [0, 1]."""
        return probability(float(self.log_odds[row]))

    def grade(self, row: int) -> Grade:
        """Return the grade of the evidence: A a listing, B two independent kinds, C one, D a single sign."""
        present = [sign for sign in self.signs if self.found[sign.id].state[row] == PRESENT]
        kinds = {sign.kind for sign in present if self.points[sign.id][row] > 0}
        if Kind.LISTING in {sign.kind for sign in present}:
            return Grade.A
        if len(kinds) > 1:
            return Grade.B
        return Grade.C if len(present) > 1 else Grade.D


def rank_companies(facts: Facts, weights: Weights | None = None, signs: Sequence[SignDefinition] = SIGNS) -> Ranking:
    """Rank the candidates among companies.

    A lead is a candidate with at least one present sign that counts: one without a reason is none. Equal scores are
    ordered by the value sent to the destination, then by id, so that the order is strict and the same on every run.

    Args:
        facts: Of `tidewaiter.networks.facts.company_facts`.
        weights: Those of the package by default.
        signs: All by default.
    """
    used = weights or carried_weights()
    found = measure_all(facts, signs)
    points = {sign.id: used.points(sign, found[sign.id]) for sign in signs}
    log_odds = used.intercept + sum(points.values(), np.zeros(len(facts)))
    reasons = np.any([(found[sign.id].state == PRESENT) & (points[sign.id] > 0) for sign in signs], axis=0)
    rows = np.flatnonzero((facts.count("candidate") > 0) & reasons)
    ids = facts.texts("company_id")
    value = facts.count("sent_value")
    # Rounded, so that the order of adding up, which engines may differ in, decides nothing.
    order = sorted(
        rows.tolist(), key=lambda row: (-round(float(log_odds[row]), 9), -round(float(value[row]), 2), str(ids[row]))
    )
    return Ranking(
        facts=facts,
        order=np.array(order, dtype=np.intp),
        log_odds=log_odds,
        signs=signs,
        found=found,
        points=points,
        base_rates={sign.id: base_rates(facts, found[sign.id]) for sign in signs},
    )
