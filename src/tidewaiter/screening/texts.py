"""Columns of text of which some are taken at a time: lists in memory, or a file that stays on disk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Objects = npt.NDArray[np.object_]


class MappedTexts:
    """A column of a memory-mapped Arrow file; a text is read when it is taken."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column: pa.Array = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, at: int | np.integer[Any]) -> str:
        text: str = self._column[int(at)].as_py()
        return text

    def take(self, numbers: npt.NDArray[Any]) -> Objects:
        """Return the texts of these numbers."""
        taken: Objects = self._column.take(pa.array(numbers)).to_numpy(zero_copy_only=False)
        return taken


#: Texts by number, of which ``take`` returns several at once.
Texts = Objects | MappedTexts


def in_memory(texts: Iterable[str]) -> Objects:
    """Return texts as an array of objects."""
    listed = list(texts)
    out = np.empty(len(listed), dtype=np.object_)
    out[:] = listed
    return out
