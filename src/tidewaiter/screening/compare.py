"""Two names, compared by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tidewaiter.model import Feature, Schema
from tidewaiter.screening.features import NAMES, name_features
from tidewaiter.screening.model import probability, score_model
from tidewaiter.screening.names import name_table
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.prepare import prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The answer to "are these two names one party's?": a score in [0, 1] and what it rests on."""

    name1: str
    name2: str
    score: float
    features: dict[str, Feature] = field(default_factory=dict)


def compare(name1: str, name2: str, schema: str | Schema | None = None) -> Comparison:
    """Compare two names.

    Args:
        name1: A name as written, in any script.
        name2: The name it is compared with; the order does not matter.
        schema: Kind of bearer (``Person``, ``Organization``, ``Company``, ``Vessel`` ...); None when it is not known.
    """
    return compare_many([(name1, name2, schema)])[0]


def compare_many(rows: Sequence[tuple[str, str, str | Schema | None]]) -> list[Comparison]:
    """Compare many pairs of names at once; each answer is the same as ``compare`` gives for the pair alone."""
    prepare()
    kinds = [as_schema(schema) for _, _, schema in rows]
    left = name_table([normalise(row[0], kind) for row, kind in zip(rows, kinds, strict=True)])
    right = name_table([normalise(row[1], kind) for row, kind in zip(rows, kinds, strict=True)])
    each = np.arange(len(rows))
    matrix, _ = name_features(left, right, each, each)
    model = score_model()
    # A name of nothing but punctuation agrees with nothing.
    empty = (left.names["total"] == 0) | (right.names["total"] == 0)
    scores = [probability(value) for value in np.where(empty, -np.inf, model.log_odds(matrix)).tolist()]
    return [
        Comparison(
            name1=row[0],
            name2=row[1],
            score=score,
            features={
                name: Feature(score=round(float(value), 4), weight=round(float(value * weight), 4))
                for name, value, weight in zip(NAMES, values, model.weights, strict=True)
                if value
            },
        )
        for row, score, values in zip(rows, scores, matrix, strict=True)
    ]


def as_schema(schema: str | Schema | None) -> Schema | None:
    """Return the schema a FollowTheMoney schema name means here; None for one that says nothing (``LegalEntity``)."""
    if schema is None or isinstance(schema, Schema):
        return schema if schema is not Schema.ENTITY else None
    if schema in ("Company", "Organization", "PublicBody", "Organisation"):
        return Schema.ORGANIZATION
    return next(
        (known for known in Schema if known.value.lower() == schema.lower() and known is not Schema.ENTITY), None
    )
