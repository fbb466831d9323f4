"""The weights of names, evidence and addresses, read from ``data/weights.json``, and the score they give."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import Array, compiled
from tidewaiter.screening.features import NAMES

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """A logistic model of two names being one party's.

    Attributes:
        intercept: Log odds of a pair with no feature at all.
        weights: Log odds a unit of each feature of ``features.NAMES`` adds.
        threshold: Score at which a hit is reported unless another is asked for.
        match_score: Score from which a hit without conflicting evidence counts as a match.
        match_information: How telling a name must be, as a whole, to count as a match with nothing besides the name.
        match_information_person: The same of a person's name: more than two names common in the world are together.
    """

    intercept: float
    weights: Floats
    threshold: float
    match_score: float
    match_information: float
    match_information_person: float

    def log_odds(self, matrix: npt.NDArray[Any]) -> Floats:
        """Return the log odds of each row of name features."""
        total = np.full(len(matrix), self.intercept)
        _add_up(np.asarray(matrix), self.weights, total)
        return total


@compiled
def _add_up(matrix: Array, weights: Array, total: Array) -> None:
    """Add what each feature adds to the log odds; in their order, so that no sum depends on the rows beside it."""
    for row in range(len(matrix)):
        for column in range(len(weights)):
            total[row] += np.float64(matrix[row, column]) * weights[column]


@cache
def score_model() -> ScoreModel:
    """Return the model carried with the package."""
    data = _data()
    weights = data["name"]["weights"]
    return ScoreModel(
        intercept=float(data["name"]["intercept"]),
        weights=np.array([float(weights[name]) for name in NAMES]),
        threshold=float(data["threshold"]),
        match_score=float(data["match"]["score"]),
        match_information=float(data["match"]["information"]),
        match_information_person=float(data["match"]["information_person"]),
    )


@cache
def evidence_weights() -> dict[str, float]:
    """Return the log odds each kind of evidence besides the name adds."""
    return {name: float(value) for name, value in _data()["evidence"].items()}


@cache
def address_scores() -> dict[str, dict[str, float]]:
    """Return what an agreeing address is worth by itself, by whose it is and how far it agrees."""
    scores: dict[str, dict[str, float]] = _data()["address"]
    return scores


def probability(log_odds: float) -> float:
    """Return log odds as a score in (0, 1), rounded to six places."""
    return round(float(1.0 / (1.0 + np.exp(-min(max(log_odds, -30.0), 30.0)))), 6)


def log_odds_of(score: float) -> float:
    """Return a score in [0, 1] as log odds; of 0 minus infinity."""
    if score <= 0:
        return -float("inf")
    bounded = min(score, 1 - 1e-9)
    return float(np.log(bounded / (1 - bounded)))


@cache
def _data() -> dict[str, Any]:
    text = resources.files("tidewaiter.screening").joinpath("data/weights.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
