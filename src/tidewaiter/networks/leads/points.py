"""Points of signs: log-odds in steps that never fall as a sign gets stronger, from ``data/leads.yaml``."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import numpy as np
import yaml

from tidewaiter.model import LawError
from tidewaiter.networks.signs import ABSENT, BY_ID, PRESENT, Measured, SignDefinition
from tidewaiter.networks.signs.definition import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SignWeight:
    """Points of one sign.

    Attributes:
        absent: Points when it is determined and absent, at most 0; undetermined gives none.
        present: Points when it is present, at least 0.
        steps: Further values and the points from each on (up to each, where a small value is the stronger one).
    """

    absent: float = 0.0
    present: float = 0.0
    steps: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points of all signs and the log-odds they are added to; `fitted` says on what, in words."""

    intercept: float
    signs: Mapping[str, SignWeight]
    fitted: Mapping[str, Any]

    def points(self, sign: SignDefinition, found: Measured) -> Floats:
        """Return the points a sign gives each company."""
        weight = self.signs.get(sign.id)
        points = np.zeros(len(found.state))
        if weight is None:
            return points
        present = found.state == PRESENT
        points[found.state == ABSENT] = weight.absent
        points[present] = weight.present
        for threshold, more in weight.steps:
            with np.errstate(invalid="ignore"):
                stronger = found.value <= threshold if sign.lower_is_stronger else found.value >= threshold
            points[present & stronger] = more
        return points


def probability(log_odds: float) -> float:
    """Return the score of log-odds, in [0, 1]."""
    return 1.0 / (1.0 + math.exp(-max(min(log_odds, 500.0), -500.0)))


@cache
def carried_weights() -> Weights:
    """Return the weights that travel with the package."""
    text = resources.files("tidewaiter.networks").joinpath("data", "leads.yaml").read_text(encoding="utf-8")
    return read_weights(yaml.safe_load(text))


def read_weights(loaded: Mapping[str, Any]) -> Weights:
    """Return weights from the data of their file.

    Raises:
        LawError: when a sign is unknown, or its points could fall as it gets stronger.
    """
    signs = {name: _weight(name, said or {}) for name, said in loaded["signs"].items()}
    return Weights(intercept=float(loaded["intercept"]), signs=signs, fitted=loaded.get("fitted") or {})


def _weight(name: str, said: Mapping[str, Any]) -> SignWeight:
    if name not in BY_ID:
        raise LawError(f"leads.yaml: there is no sign {name!r}.")
    steps = tuple((float(threshold), float(points)) for threshold, points in said.get("steps", ()))
    weight = SignWeight(absent=float(said.get("absent", 0.0)), present=float(said.get("present", 0.0)), steps=steps)
    ladder = [0.0, weight.present, *(points for _, points in steps)]
    thresholds = [-t if BY_ID[name].lower_is_stronger else t for t, _ in steps]
    if weight.absent > 0 or any(a > b for a, b in pairwise(ladder)) or any(a >= b for a, b in pairwise(thresholds)):
        raise LawError(
            f"leads.yaml: the points of {name!r} fall as the sign gets stronger, or its steps are in no order."
        )
    return weight
