"""Two names, compared by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt

from tidewaiter.model import Feature, Schema
from tidewaiter.screening.features import NAMES, name_features
from tidewaiter.screening.model import probability, score_model
from tidewaiter.screening.names import NameTable, name_table
from tidewaiter.screening.normalise import NameForm
from tidewaiter.screening.prepare import prepare
from tidewaiter.screening.readings import as_read, forms_of
from tidewaiter.screening.within import names_within

Ints = npt.NDArray[np.int64]


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
    left = [_readings(row[0], kind) for row, kind in zip(rows, kinds, strict=True)]
    right = [_readings(row[1], kind) for row, kind in zip(rows, kinds, strict=True)]
    row_of, i, j = _every_reading(left, right)
    matrix, _ = name_features(_table(left), _table(right), i, j)
    model = score_model()
    # A name of nothing but punctuation agrees with nothing.
    empty = np.array(
        [not (any(f.tokens for f in a) and any(f.tokens for f in b)) for a, b in zip(left, right, strict=True)]
    )
    log_odds = np.where(empty[row_of], -np.inf, model.log_odds(matrix)) if len(rows) else np.zeros(0)
    # The best reading of both names counts, the first of equals.
    order = np.lexsort((-log_odds, row_of))
    best = order[np.searchsorted(row_of[order], np.arange(len(rows)))]
    matrix, scores = matrix[best], [probability(value) for value in log_odds[best].tolist()]
    asked, other = ([form for forms in side for form in forms] for side in (left, right))
    read = [_read_as(asked[one], other[two]) for one, two in zip(i[best], j[best], strict=True)]
    return [
        Comparison(
            name1=row[0],
            name2=row[1],
            score=score,
            features={
                name: Feature(score=round(float(value), 4), weight=round(float(value * weight), 4))
                for name, value, weight in zip(NAMES, values, model.weights, strict=True)
                if value
            }
            | reading,
        )
        for row, score, values, reading in zip(rows, scores, matrix, read, strict=True)
    ]


def _read_as(one: NameForm, other: NameForm) -> dict[str, Feature]:
    """Say how names in other scripts were read; it does not weigh."""
    said = [reading for reading in dict.fromkeys((as_read(one), as_read(other))) if reading]
    return {"read_as": Feature(score=1.0, detail=" / ".join(said))} if said else {}


def _readings(name: str, schema: Schema | None) -> list[NameForm]:
    """Return a name and the names within it of the same party, in all their readings."""
    within = [part.text for part in names_within(name, schema) if not part.beside]
    return [form for text in (name, *within) for form in forms_of(text, schema)]


def _every_reading(left: Sequence[Sequence[NameForm]], right: Sequence[Sequence[NameForm]]) -> tuple[Ints, Ints, Ints]:
    """Return each reading of each left name with each of its right name: the row, and the forms' numbers."""
    row_of, i, j = [], [], []
    first = second = 0
    for row, (one, other) in enumerate(zip(left, right, strict=True)):
        for a, b in product(range(first, first + len(one)), range(second, second + len(other))):
            row_of.append(row)
            i.append(a)
            j.append(b)
        first, second = first + len(one), second + len(other)
    return np.array(row_of, dtype=np.int64), np.array(i, dtype=np.int64), np.array(j, dtype=np.int64)


def _table(forms: Sequence[Sequence[NameForm]]) -> NameTable:
    return name_table([form for readings in forms for form in readings])


def as_schema(schema: str | Schema | None) -> Schema | None:
    """Return the schema a FollowTheMoney schema name means here; None for one that says nothing (``LegalEntity``)."""
    if schema is None or isinstance(schema, Schema):
        return schema if schema is not Schema.ENTITY else None
    if schema in ("Company", "Organization", "PublicBody", "Organisation"):
        return Schema.ORGANIZATION
    return next(
        (known for known in Schema if known.value.lower() == schema.lower() and known is not Schema.ENTITY), None
    )
