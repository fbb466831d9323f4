"""Stages of a run: worked out once, kept on disk, read again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.engines import TableEngine
from tidewaiter.store.locks import exclusive
from tidewaiter.store.runs import Run

Frame = nw.LazyFrame[Any]
#: Receives the name of each stage as it begins.
Began = Callable[[str], None]


class Stages:
    """The stages of one run on one engine.

    Args:
        run: Where they are kept.
        engine: Works on them.
        began: Receives the name of a stage that has to be worked out.
    """

    def __init__(self, run: Run, engine: TableEngine, began: Began) -> None:
        self.run, self.engine, self._began = run, engine, began

    def frame(self, name: str, make: Callable[[], Frame], *, by: Sequence[str] = ()) -> Frame:
        """Return a stage as a table of the engine; it is worked out where it was not."""
        self._once(name, lambda folder: self.engine.write(make(), folder, by=by))
        return self.engine.read([self.run.stage(name)])

    def table(self, name: str, make: Callable[[], pa.Table]) -> pa.Table:
        """Return a small stage, whole, as it was made: rows in their order."""
        self.keep(name, make)
        return read_stage(self.run, name)

    def keep(self, name: str, make: Callable[[], pa.Table]) -> None:
        """See to it that a stage is there; it is not read."""
        self._once(name, lambda folder: _written(make(), folder))

    def _once(self, name: str, write: Callable[[Path], None]) -> None:
        if self.run.has(name):
            return
        with exclusive(self.run.folder / ".lock"):
            if not self.run.has(name):  # another process may have been faster
                self._began(name)
                write(self.run.stage(name))


def read_stage(run: Run, name: str, *, texts: Sequence[str] = ()) -> pa.Table:
    """Return a stage that `Stages.table` keeps.

    Args:
        run: The run.
        name: The stage.
        texts: Columns that are read as Arrow's dictionaries, which hold each distinct text once.
    """
    return pq.ParquetFile(run.stage(name) / "rows.parquet", read_dictionary=list(texts)).read()


def _written(table: pa.Table, folder: Path) -> None:
    staging = folder.with_name(f".{folder.name}.staging")
    staging.mkdir(exist_ok=True)
    pq.write_table(table, staging / "rows.parquet", compression="zstd")
    staging.rename(folder)
