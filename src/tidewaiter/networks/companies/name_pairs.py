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

    Args:
        names: Names taken apart.
        worth: Bits of each distinct word.
    """

    def __init__(self, names: ReadNames, worth: Floats) -> None:
        self._names, self._worth = names, worth
        self._keys, self._found = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=COMPARED)

    def compare(self, i: Ints, j: Ints) -> Compared:
        """Compare name ``i[n]`` with name ``j[n]``: one entry of ``COMPARED`` each, in either order."""
        size = max(len(self._names.at) - 1, 1)
        key = np.minimum(i, j) * size + np.maximum(i, j)
        self._learn(distinct(key), size)
        return self._found[np.searchsorted(self._keys, key)]

    def _learn(self, keys: Ints, size: int) -> None:
        place = np.searchsorted(self._keys, keys)
        known = place < len(self._keys)
        known[known] = self._keys[place[known]] == keys[known]
        if known.all():
            return
        missing, place = keys[~known], place[~known]
        one, other = missing // size, missing % size
        said = self._names.compare(one, other, self._worth)
        found = np.zeros(len(missing), dtype=COMPARED)
        for name in COMPARED.names or ():
            found[name] = self._names.form[one] == self._names.form[other] if name == "form" else getattr(said, name)
        self._keys, self._found = np.insert(self._keys, place, missing), np.insert(self._found, place, found)
