"""Why spellings are one company: the pairs that joined them, and the strongest that were not enough."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.levels import FEATURES, Levels, levels, shared
from tidewaiter.networks.companies.reading import Floats, Ints
from tidewaiter.networks.companies.weights import Weights

#: One row a pair of spellings: the strongest by which a company hangs together, and for each spelling the strongest
#: that spoke for another company and was not followed.
EDGES = pa.schema(
    [
        ("spelling", pa.int64()),
        ("other", pa.int64()),
        ("weight", pa.float64()),  # log odds of being one company; null where nothing had to be weighed
        ("joined", pa.bool_()),
        ("features", pa.list_(pa.string())),  # what was compared and how it agreed: "phone: same"
        ("weights", pa.list_(pa.float64())),  # log odds each adds
    ]
)
#: What is said of two spellings that differ in nothing that is compared, and of two that were not compared (`folding`).
_ALIKE = [
    ["written: the same in all that is compared"],
    ["written: one name in one country, with tax id, address or telephone in common"],
]


def edges(
    spellings: pa.Table,
    identities: Identities,
    parties: Identities,
    of: Ints,
    *,
    pairs: tuple[Ints, Ints, Floats],
    table: Weights,
) -> pa.Table:
    """Return the table of ``EDGES``.

    Args:
        spellings: Table of ``SPELLINGS``.
        identities: The identities.
        parties: Those that were compared: identities that are one beyond doubt are one of them.
        of: Group of each.
        pairs: Pairs compared, with their weights.
        table: What levels weigh.
    """
    i, j, weight = pairs
    inside = np.flatnonzero(of[i] == of[j])
    kept = np.concatenate((inside[_spanning(i[inside], j[inside], weight[inside], parties.size)], _near(of, pairs)))
    kept = np.sort(kept)
    i, j, weight = i[kept], j[kept], weight[kept]
    rows = levels(parties, shared(parties), i, j)
    features, parts = _explained(rows, table)
    number = np.asarray(spellings["spelling"])
    compared = pa.table(
        {
            "spelling": number[parties.first[i]],
            "other": number[parties.first[j]],
            "weight": weight,
            "joined": of[i] == of[j],
            "features": features,
            "weights": parts,
        }
    )
    return pa.concat_tables([_written_alike(number, identities, parties), compared.cast(EDGES)])


def _written_alike(number: Ints, identities: Identities, parties: Identities) -> pa.Table:
    """Return the pairs of spellings that were not compared, since they are one beyond doubt."""
    later = np.flatnonzero(parties.of >= 0)
    later = later[parties.first[parties.of[later]] != later]
    size = len(later)
    first = parties.first[parties.of[later]]
    unlike = identities.of[later] != identities.of[first]
    features = pa.array(_ALIKE, pa.list_(pa.string())).take(pa.array(unlike.astype(np.int8)))
    return pa.table(
        {
            "spelling": number[first],
            "other": number[later],
            "weight": pa.nulls(size, pa.float64()),
            "joined": pa.array(np.ones(size, dtype=np.bool_)),
            "features": features,
            "weights": pa.ListArray.from_arrays(
                pa.array(np.zeros(size + 1, dtype=np.int32)), pa.array([], pa.float64())
            ),
        }
    ).cast(EDGES)


def _spanning(i: Ints, j: Ints, weight: Floats, size: int) -> Ints:
    """Return the pairs of the spanning forest of greatest weight."""
    if not len(i):
        return i
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - takes memory that only a resolution is worth
    from scipy.sparse.csgraph import minimum_spanning_tree  # noqa: PLC0415

    # Costs must not be 0, which is no pair; the lowest number of equals is preferred by rank.
    rank = np.empty(len(i))
    rank[np.lexsort((np.arange(len(i)), -weight))] = np.arange(1, len(i) + 1)
    forest = minimum_spanning_tree(coo_matrix((rank, (i, j)), shape=(size, size)).tocsr()).tocoo()
    place = np.empty(len(i) + 1, dtype=np.int64)
    place[rank.astype(np.int64)] = np.arange(len(i))
    return np.asarray(place[forest.data.astype(np.int64)])


def _near(of: Ints, pairs: tuple[Ints, Ints, Floats]) -> Ints:
    """Return for each identity the pair that speaks most for another company, where one does."""
    i, j, weight = pairs
    apart = np.flatnonzero((of[i] != of[j]) & (weight > 0))
    one = np.concatenate((i[apart], j[apart]))
    twice = np.concatenate((apart, apart))
    order = np.lexsort((-twice, weight[twice], one))
    last = np.concatenate((one[order][1:] != one[order][:-1], [True])) if len(one) else np.zeros(0, dtype=np.bool_)
    return np.unique(twice[order][last])


def _explained(rows: Levels, table: Weights) -> tuple[pa.Array, pa.Array]:
    """Return what agreed and what each adds; features that say nothing are left out."""
    parts = table.parts(rows)
    told = np.flatnonzero(parts.ravel() != 0)
    texts = pa.array([f"{name}: {level}" for name, each in FEATURES.items() for level in each])
    start = np.concatenate(([0], np.cumsum([len(each) for each in FEATURES.values()])))[:-1]
    number = (rows + start).ravel()[told]
    at = np.concatenate(([0], np.cumsum((parts != 0).sum(axis=1)))).astype(np.int32)
    return (
        pa.ListArray.from_arrays(pa.array(at), texts.take(pa.array(number))),
        pa.ListArray.from_arrays(pa.array(at), pa.array(parts.ravel()[told])),
    )
