"""Which listed names are worth comparing with a query: a bounded number, found by shared grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.grams import gram_matrix
from tidewaiter.screening.postings import Postings, weigh

#: Most candidates a query name is compared with.
MOST = 25
#: Least cosine of a candidate, and least share of the best candidate's cosine.
LEAST_COSINE = 0.15
LEAST_SHARE = 0.45
#: Texts looked up at once, so that the product stays in the processor's cache.
_BLOCK = 96


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of a query text and a listed text, ordered by query text, best first."""

    text: npt.NDArray[np.int64]
    listed: npt.NDArray[np.int64]
    cosine: npt.NDArray[np.float32]


def find_candidates(
    postings: Postings, texts: Sequence[str], allowed: npt.NDArray[np.bool_], most: int = MOST
) -> Candidates:
    """Return the indexed texts that share the most telling grams with each text.

    Args:
        postings: Index to search.
        texts: What is looked for, in the form the index was built from.
        allowed: Which indexed texts may be found (those in force on the day asked about).
        most: Most candidates a text.
    """
    blocks = [
        _find(postings, texts[start : start + _BLOCK], allowed, most) for start in range(0, len(texts), _BLOCK)
    ] or [_find(postings, [], allowed, most)]
    return Candidates(
        np.concatenate([block.text + number * _BLOCK for number, block in enumerate(blocks)]),
        np.concatenate([block.listed for block in blocks]),
        np.concatenate([block.cosine for block in blocks]),
    )


def _find(postings: Postings, texts: Sequence[str], allowed: npt.NDArray[np.bool_], most: int) -> Candidates:
    wanted = weigh(gram_matrix(texts, postings.size), postings.rarity)
    product = (wanted @ postings.matrix).tocsr()
    kept = np.flatnonzero(product.data >= LEAST_COSINE)
    listed, cosine = product.indices[kept].astype(np.int64), product.data[kept]
    text = np.searchsorted(product.indptr, kept, side="right") - 1
    kept = np.flatnonzero(allowed[listed])
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
