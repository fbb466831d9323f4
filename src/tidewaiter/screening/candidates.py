"""Which listed names are worth comparing with a query: a bounded number, found by shared grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from tidewaiter.screening.grams import gram_matrix
from tidewaiter.screening.postings import Postings, weigh

#: Most candidates a query name is compared with.
MOST = 25
#: Least cosine of a candidate, and least share of the best candidate's cosine.
LEAST_COSINE = 0.15
LEAST_SHARE = 0.45
#: Texts looked up at once, so that the product stays in the processor's cache.
_BLOCK = 96
#: Texts up to which posting lists are added up one by one.
_FEW = 2
Cells = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of a query text and a listed text, ordered by query text, best first."""

    text: npt.NDArray[np.int64]
    listed: npt.NDArray[np.int64]
    cosine: npt.NDArray[np.float32]


def find_candidates(
    postings: Postings, texts: Sequence[str], owner: npt.NDArray[Any], held: npt.NDArray[np.bool_], most: int = MOST
) -> Candidates:
    """Return the indexed texts that share the most telling grams with each text.

    Args:
        postings: Index to search.
        texts: What is looked for, in the form the index was built from.
        owner: Entry that each indexed text belongs to.
        held: Which entries may be found (those in force on the day asked about).
        most: Most candidates a text.
    """
    if not texts:
        return Candidates(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    blocks = [
        _find(postings, texts[start : start + _BLOCK], owner, held, most) for start in range(0, len(texts), _BLOCK)
    ]
    return Candidates(
        np.concatenate([block.text + number * _BLOCK for number, block in enumerate(blocks)]),
        np.concatenate([block.listed for block in blocks]),
        np.concatenate([block.cosine for block in blocks]),
    )


def _find(
    postings: Postings,
    texts: Sequence[str],
    owner: npt.NDArray[Any],
    held: npt.NDArray[np.bool_],
    most: int,
) -> Candidates:
    wanted = weigh(gram_matrix(texts, postings.size), postings.rarity)
    text, listed, cosine = _cosines(postings, wanted) if len(texts) > _FEW else _cosines_of_few(postings, wanted)
    kept = np.flatnonzero(held[owner[listed]])
    text, listed, cosine = text[kept], listed[kept], cosine[kept]
    best = np.zeros(len(texts), dtype=np.float32)
    np.maximum.at(best, text, cosine)
    kept = np.flatnonzero(cosine >= best[text] * LEAST_SHARE)
    text, listed, cosine = text[kept], listed[kept], cosine[kept]
    order = np.lexsort((listed, -cosine, text))
    text, listed, cosine = text[order], listed[order], cosine[order]
    start = np.searchsorted(text, np.arange(len(texts)))
    rank = np.arange(len(text)) - start[text] if len(text) else text
    near = rank < most
    return Candidates(text[near], listed[near], cosine[near])


def _cosines(postings: Postings, wanted: csr_array) -> Cells:
    """Return the pairs of a text and an indexed text that are alike at all, and their cosines."""
    product = (wanted @ postings.matrix).tocsr()
    kept = np.flatnonzero(product.data >= LEAST_COSINE)
    text = np.searchsorted(product.indptr, kept, side="right") - 1
    return text, product.indices[kept].astype(np.int64), product.data[kept]


def _cosines_of_few(postings: Postings, wanted: csr_array) -> Cells:
    """Return what ``_cosines`` does: for few texts, adding up posting lists costs less than a sparse product."""
    matrix, indexed = postings.matrix, postings.matrix.shape[1]
    first = matrix.indptr[wanted.indices].astype(np.int64)
    count = matrix.indptr[wanted.indices + 1] - first
    at = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
    row = np.repeat(np.arange(wanted.shape[0]), np.diff(wanted.indptr))
    total = np.zeros(wanted.shape[0] * indexed, dtype=np.float32)
    np.add.at(
        total, matrix.indices[at] + np.repeat(row * indexed, count), matrix.data[at] * np.repeat(wanted.data, count)
    )
    kept = np.flatnonzero(total >= LEAST_COSINE)
    return kept // indexed, kept % indexed, total[kept]
