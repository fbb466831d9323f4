"""A gram index: which texts have a gram, weighted so that the product of two rows is the cosine of their texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from tidewaiter.screening.grams import GRAMS, gram_matrix


@dataclass(slots=True)
class Postings:
    """A gram index.

    For each gram the texts that have it, with weights that make the product of two rows their cosine.
    """

    matrix: csr_array
    rarity: npt.NDArray[np.float32]
    size: int = 3

    @classmethod
    def build(cls, texts: Sequence[str], size: int = 3, common: float = 1.0) -> Postings:
        """Index texts as ``grams.gram_matrix`` reads them.

        Args:
            texts: The texts, in the order they are numbered.
            size: Letters a gram.
            common: Share of texts beyond which a gram finds too many to be looked up; it still counts in the length
                of a row.
        """
        found = gram_matrix(texts, size)
        frequency = np.bincount(found.indices, minlength=GRAMS)
        rarity = np.log((len(texts) + 1) / (frequency + 1)).astype(np.float32) + 0.1
        many = np.flatnonzero(frequency > max(common * len(texts), 50))
        weighed = weigh(found, rarity)
        weighed.data[np.isin(weighed.indices, many)] = 0.0
        weighed.eliminate_zeros()
        return cls(csr_array(weighed.T.tocsr()), rarity, size)


def weigh(found: csr_array, rarity: npt.NDArray[np.float32]) -> csr_array:
    """Return gram rows weighted by rarity and scaled to length 1."""
    data = rarity[found.indices]
    rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    norm = np.sqrt(np.bincount(rows, data * data, found.shape[0]))
    scaled = (data / np.maximum(norm[rows], 1e-6)).astype(np.float32)
    return csr_array((scaled, found.indices, found.indptr), shape=found.shape)
