"""Identities that are one company beyond doubt, brought together before any are compared.

A company that trades much is written with the same name thousands of times, now with its telephone, now without it, now
with another suite. To compare each of these with all others tells nothing that comparing them as one does not.
"""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.companies.identities import Identities
from tidewaiter.networks.companies.numbering import dense, distinct_per
from tidewaiter.networks.companies.reading import Bools, Ints
from tidewaiter.networks.companies.text_columns import NONE


def folded(parties: Identities) -> Ints:
    """Return the group of each identity, by the number of its first member.

    Identities of one name in one country are of one group when they have a tax id in common; where no two tax ids are
    stated under that name there, an address or a telephone in common is enough, directly or through others.

    Args:
        parties: The identities.
    """
    bearer = np.where(parties.name == NONE, NONE, dense(parties.name, parties.country))
    ids = distinct_per(bearer, parties.tax, int(bearer.max(initial=-1)) + 1)
    lone = (bearer != NONE) & (ids[np.maximum(bearer, 0)] <= 1 if len(ids) else bearer != NONE)
    one, other = zip(
        _chained(bearer, parties.tax, bearer != NONE),
        _chained(bearer, parties.address, lone),
        _chained(bearer, parties.phone, lone),
        strict=True,
    )
    return _components(np.concatenate(one), np.concatenate(other), parties.size)


def _chained(bearer: Ints, value: Ints, kept: Bools) -> tuple[Ints, Ints]:
    """Return pairs of neighbours among those of one bearer and one value."""
    rows = np.flatnonzero(kept & (value != NONE))
    rows = rows[np.lexsort((rows, value[rows], bearer[rows]))]
    same = (bearer[rows[1:]] == bearer[rows[:-1]]) & (value[rows[1:]] == value[rows[:-1]])
    return rows[:-1][same], rows[1:][same]


def _components(one: Ints, other: Ints, size: int) -> Ints:
    """Return for each row the first of those it hangs together with."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - takes memory that only a resolution is worth
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    if not size:
        return np.zeros(0, dtype=np.int64)
    graph = coo_matrix((np.ones(len(one), dtype=np.int8), (one, other)), shape=(size, size))
    label = connected_components(graph, directed=False)[1]
    return np.asarray(np.unique(label, return_index=True)[1][label], dtype=np.int64)
