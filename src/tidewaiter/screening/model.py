"""The weights of the features, read from ``data/weights.json``, and the score they give."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.features import NAMES

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """A logistic model.

    Attributes:
        intercept: Log odds of a pair with no feature at all.
        weights: Log odds a unit of each feature of ``features.NAMES`` adds.
        threshold: Score at which a hit is reported unless another is asked for.
    """

    intercept: float
    weights: Floats
    threshold: float

    def log_odds(self, matrix: npt.NDArray[Any]) -> Floats:
        """Return the log odds of each row of name features."""
        return np.asarray(matrix, dtype=np.float64) @ self.weights + self.intercept


@cache
def score_model() -> ScoreModel:
    """Return the model carried with the package."""
    data = json.loads(resources.files("tidewaiter.screening").joinpath("data/weights.json").read_text(encoding="utf-8"))
    weights = data["name"]["weights"]
    return ScoreModel(
        intercept=float(data["name"]["intercept"]),
        weights=np.array([float(weights[name]) for name in NAMES]),
        threshold=float(data["threshold"]),
    )


def probability(log_odds: npt.NDArray[Any]) -> Floats:
    """Return log odds as a score in (0, 1)."""
    return 1.0 / (1.0 + np.exp(-np.clip(np.asarray(log_odds, dtype=np.float64), -30, 30)))


@cache
def match_threshold() -> float:
    """Return the score from which a hit without conflicting evidence counts as a match."""
    data = json.loads(resources.files("tidewaiter.screening").joinpath("data/weights.json").read_text(encoding="utf-8"))
    return float(data["match"])
