"""``GET /algorithms``: there is one, and it says what its features weigh."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from tidewaiter.api.errors import ApiError
from tidewaiter.api.open_screening.wire import send
from tidewaiter.screening.features import NAMES
from tidewaiter.screening.model import evidence_weights, score_model

router = APIRouter(tags=["Open screening API"])

NAME = "tidewaiter"
#: Names that clients of the open screening API send; all are answered by the one algorithm.
_ACCEPTED = frozenset({NAME, "best", "logic-v2", "logic-v1", "name-based", "name-qualified", "regression-v1", "ofac"})
_DESCRIPTION = (
    "Names compared in any script with weights by how telling each word is; countries, dates of birth, identifiers "
    "and addresses support or weaken. The score is in [0, 1] and comparable between queries."
)


@dataclass(slots=True, kw_only=True)
class FeatureDoc:
    """What one feature adds to the log odds of a match."""

    description: str | None
    coefficient: float
    url: str = ""


@dataclass(slots=True, kw_only=True)
class AlgorithmDocs:
    """The parts of an algorithm."""

    name: str
    description: str | None
    features: dict[str, FeatureDoc]
    config: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Algorithm:
    """An algorithm by name."""

    name: str
    description: str | None
    features: dict[str, FeatureDoc]
    docs: AlgorithmDocs


@dataclass(slots=True, kw_only=True)
class AlgorithmResponse:
    """The algorithms there are."""

    algorithms: list[Algorithm]
    default: str
    best: str


@router.get("/algorithms", response_model=AlgorithmResponse)
def algorithms() -> Response:
    """Name the scoring algorithm and the weights of its features."""
    weights = dict(zip(NAMES, map(float, score_model().weights), strict=True)) | evidence_weights()
    features = {
        name: {"description": name.replace("_", " "), "coefficient": weight, "url": ""}
        for name, weight in weights.items()
    }
    docs = {"name": NAME, "description": _DESCRIPTION, "config": {}, "features": features}
    one = {"name": NAME, "description": _DESCRIPTION, "features": features, "docs": docs}
    return send({"algorithms": [one], "default": "best", "best": NAME})


def check_algorithm(name: str) -> None:
    """Refuse an algorithm nobody knows.

    Raises:
        ApiError: 400.
    """
    if name not in _ACCEPTED:
        raise ApiError(
            400, "unknown_algorithm", f"There is no algorithm {name!r}: choose from {', '.join(sorted(_ACCEPTED))}."
        )
