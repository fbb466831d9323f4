"""Names compared, each pair of them once: far fewer pairs of names differ than pairs of identities that bear them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tidewaiter.networks.companies.numbering import distinct
from tidewaiter.networks.companies.reading import Floats, Ints, ReadNames

#: What is kept of a pair of names; see `tidewaiter.networks.companies.reading.NamesCompared`.
COMPARED = np.dtype(
    [
        ("log_odds", np.float64),
        ("shared", np.float64),
        ("differ", np.float64),
        ("surplus", np.float64),
        ("same_words", np.bool_),
        ("other_form", np.bool_),
        ("other_number", np.bool_),
        ("form", np.bool_),  # the same legal forms
    ]
)
Compared = npt.NDArray[np.void]


class NamePairs:
    """Comparisons of names, remembered.

    They are kept in tables each of which is at least twice as long as the next, so that many small ones cost little.

    Args:
        names: Names taken apart.
        worth: Bits of each distinct word.
    """

    def __init__(self, names: ReadNames, worth: Floats) -> None:
        self._names, self._worth = names, worth
        self._tables: list[tuple[Ints, Compared]] = []

    def compare(self, i: Ints, j: Ints) -> Compared:
        """Compare name ``i[n]`` with name ``j[n]``: one entry of ``COMPARED`` each, in either order."""
        size = max(len(self._names.at) - 1, 1)
        key = np.minimum(i, j) * size + np.maximum(i, j)
        self._learn(distinct(key), size)
        found = np.zeros(len(key), dtype=COMPARED)
        for keys, said in self._tables:
            place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
            at = np.flatnonzero(keys[place] == key)
            found[at] = said[place[at]]
        return found

    def _learn(self, keys: Ints, size: int) -> None:
        for known, _ in self._tables:
            keys = keys[known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] != keys]
        if not len(keys):
            return
        one, other = keys // size, keys % size
        said = self._names.compare(one, other, self._worth)
        found = np.zeros(len(keys), dtype=COMPARED)
        for name in COMPARED.names or ():
            found[name] = self._names.form[one] == self._names.form[other] if name == "form" else getattr(said, name)
        while self._tables and len(self._tables[-1][0]) < 2 * len(keys):
            before, earlier = self._tables.pop()
            keys, found = np.concatenate((before, keys)), np.concatenate((earlier, found))
            order = np.argsort(keys)
            keys, found = keys[order], found[order]
        self._tables.append((keys, found))
