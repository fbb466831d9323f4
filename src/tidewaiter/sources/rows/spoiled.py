"""Texts that lost letters to a wrong encoding, looked for a whole column at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

#: A byte that is not text in the encoding of its file, a letter lost in an earlier conversion, or a NUL.
SPOILED = re.compile("[\x00\ud800-\udfff\ufffd]")


def text_column(cells: Sequence[str | None]) -> tuple[pa.Array, list[int]]:
    """Return cells as a column of texts, and the places of those that lost letters, which are null in the column."""
    try:
        column = pa.array(cells, pa.string())
    except UnicodeEncodeError:  # undecodable bytes, which have no place in Arrow's texts
        lost = [at for at, cell in enumerate(cells) if cell is not None and SPOILED.search(cell)]
    else:
        found = pc.match_substring_regex(column, r"[\x00\x{FFFD}]")
        lost = pc.indices_nonzero(pc.fill_null(found, False)).to_pylist()
        if not lost:
            return column, lost
    without = list(cells)
    for at in lost:
        without[at] = None
    return pa.array(without, pa.string()), lost
