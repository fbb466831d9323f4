"""What each level of agreement weighs: log odds fitted on worlds of known truth, kept in ``data/companies.json``.

A weight is the logarithm of how much more often a level is met in pairs of one company than in pairs of two, all other
features being equal (Fellegi and Sunter 1969, fitted jointly so that what goes together is not counted twice). How the
file was made is in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from tidewaiter.networks.companies.levels import FEATURES, Levels
from tidewaiter.networks.companies.reading import Floats

#: What a pair weighs at most whose names have nothing rare in common, unless a tax id of both is the same: whoever
#: shares an office, a phone or a mail host is not the same company, and a successor of a closed one shares all three.
STRANGERS = -3.0
_SAME_TAX_ID = FEATURES["tax id"].index("same")
_PLACE = {name: place for place, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of levels.

    Attributes:
        intercept: Log odds of a pair of which nothing is known.
        levels: Of each feature, the weight of each level.
    """

    intercept: float
    levels: tuple[Floats, ...]

    def parts(self, rows: Levels) -> Floats:
        """Return what each feature of each pair weighs: one row a pair, one column a feature."""
        return np.column_stack([weight[column] for weight, column in zip(self.levels, rows.T, strict=True)])

    def total(self, rows: Levels) -> Floats:
        """Return the log odds of each pair being one company."""
        # Column by column, so that a pair weighs the same whatever is weighed beside it.
        total = np.full(len(rows), self.intercept)
        for weight, column in zip(self.levels, rows.T, strict=True):
            total += weight[column]
        strangers = (rows[:, _PLACE["strangers"]] > 0) & (rows[:, _PLACE["tax id"]] != _SAME_TAX_ID)
        return np.where(strangers, np.minimum(total, STRANGERS), total)


@cache
def weights() -> Weights:
    """Return the weights carried with the package."""
    text = resources.files("tidewaiter.networks").joinpath("data", "companies.json").read_text(encoding="utf-8")
    data = json.loads(text)
    found = tuple(
        np.array([float(data["weights"][feature].get(level, 0.0)) for level in levels])
        for feature, levels in FEATURES.items()
    )
    return Weights(float(data["intercept"]), found)
