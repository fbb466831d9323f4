"""Letter grams of many strings as a sparse matrix, without a Python loop over letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from tidewaiter.screening.ragged import distinct

#: Six bits a letter: distinct grams.
GRAMS = 1 << 18

_LUT = np.zeros(256, dtype=np.int32)
for _number, _char in enumerate("abcdefghijklmnopqrstuvwxyzSCZXGTDNAE0123456789", 1):
    _LUT[ord(_char)] = _number
_LUT[ord("^")] = 62
_BREAK = 63
_LUT[ord("\n")] = _BREAK


def gram_matrix(texts: Sequence[str], size: int = 3) -> csr_array:
    """Return which grams each string has: one row a string, 1.0 in the column of each gram.

    Args:
        texts: Strings of ASCII letters and digits, with ``^`` where a word begins; grams never cross strings.
        size: Letters a gram, 2 or 3.
    """
    data = ("\n".join(texts) + "\n").encode("ascii", "replace")
    codes = _LUT[np.frombuffer(data, dtype=np.uint8)]
    ends = codes == _BREAK
    row = np.cumsum(ends) - ends
    count = max(len(codes) - size + 1, 0)
    gram = np.zeros(count, dtype=np.int32)
    whole = np.ones(count, dtype=np.bool_)
    for shift in range(size):
        part = codes[shift : shift + count]
        gram = (gram << 6) | part
        whole &= part != _BREAK
    cell = distinct(row[:count][whole].astype(np.int64) * GRAMS + gram[whole])
    rows, columns = cell // GRAMS, (cell % GRAMS).astype(np.int32)
    indptr = np.searchsorted(rows, np.arange(len(texts) + 1)).astype(np.int32)
    ones: npt.NDArray[np.float32] = np.ones(len(cell), dtype=np.float32)
    return csr_array((ones, columns, indptr), shape=(len(texts), GRAMS))
