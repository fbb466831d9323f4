"""An index on disk: ``.npy`` arrays and one-column Arrow files, memory-mapped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array

from tidewaiter.screening.grams import GRAMS
from tidewaiter.screening.postings import Postings
from tidewaiter.screening.texts import MappedTexts


def write_arrays(directory: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write arrays, one file each."""
    for name, array in arrays.items():
        np.save(directory / f"{name}.npy", np.ascontiguousarray(array))


def write_columns(directory: Path, columns: Mapping[str, pa.Array]) -> None:
    """Write columns of text or bytes, one file each."""
    for name, column in columns.items():
        table = pa.table({name: column})
        with pa.OSFile(str(directory / f"{name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)


class Arrays:
    """The ``.npy`` files of a directory, memory-mapped."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        array: npt.NDArray[Any] = np.load(self._directory / f"{name}.npy", mmap_mode="r")
        return array.view(np.ndarray)

    def postings(self, name: str, rows: int, size: int = 3) -> Postings:
        """Return a gram index over a number of texts."""
        parts = (self[f"{name}_data"], self[f"{name}_indices"], self[f"{name}_indptr"])
        return Postings(csr_array(parts, shape=(GRAMS, rows)), self[f"{name}_rarity"], size)


class Column:
    """A memory-mapped column of which single cells are read."""

    def __init__(self, directory: Path, name: str) -> None:
        self._column = open_column(directory, name)

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, at: int) -> bytes:
        cell: bytes = self._column[at].as_py()
        return cell


def open_column(directory: Path, name: str) -> pa.ChunkedArray:
    """Return a column without reading it."""
    with pa.memory_map(str(directory / f"{name}.arrow")) as source:
        return pa.ipc.open_file(source).read_all().column(0)


def mapped_texts(directory: Path, name: str) -> MappedTexts:
    """Return a column of text, which stays on disk."""
    return MappedTexts(open_column(directory, name))
