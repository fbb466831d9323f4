"""An index on disk: ``.npy`` arrays and one-column Arrow files, memory-mapped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_Table = TypeVar("_Table", bound=NamedTuple)


def write_arrays(directory: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write arrays, one file each."""
    for name, array in arrays.items():
        np.save(directory / f"{name}.npy", np.asarray(array, order="C"))


def arrays_of(prefix: str, table: NamedTuple) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a table by name; a number is an array without a dimension."""
    return {f"{prefix}_{name}": np.asarray(value) for name, value in table._asdict().items()}


def write_columns(directory: Path, columns: Mapping[str, pa.Array]) -> None:
    """Write columns of text or bytes, one file each."""
    for name, column in columns.items():
        table = pa.table({name: column})
        with pa.OSFile(str(directory / f"{name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)


class Arrays:
    """The ``.npy`` files of a directory, memory-mapped.

    They are mapped so that a process that wrote to one would write to a copy of its own: compiled code is made for
    arrays that can be written to, as those of an index in memory are.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        array: npt.NDArray[Any] = np.load(self._directory / f"{name}.npy", mmap_mode="c" if self._large(name) else None)
        return array.view(np.ndarray)

    def table(self, prefix: str, kind: type[_Table]) -> _Table:
        """Return a table that ``arrays_of`` took apart."""
        arrays = [self[f"{prefix}_{name}"] for name in kind._fields]
        return kind._make(array if array.ndim else array.item() for array in arrays)

    def _large(self, name: str) -> bool:
        """Tell whether a file is worth mapping: a small one is quicker read, and its pages take no more room."""
        return (self._directory / f"{name}.npy").stat().st_size > _SMALL


#: Bytes up to which a file is read rather than mapped.
_SMALL = 4096


class Column:
    """A memory-mapped column of text or bytes of which single cells are read."""

    def __init__(self, directory: Path, name: str) -> None:
        with pa.memory_map(str(directory / f"{name}.arrow")) as source:
            column = pa.ipc.open_file(source).read_all().column(0)
        # A cell of one array is found quicker than a cell of several in a row.
        self._column = column.chunk(0) if column.num_chunks == 1 else column

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, at: int | np.integer[Any]) -> Any:  # noqa: ANN401 - text or bytes, as the column is
        return self._column[int(at)].as_py()
