"""What a room asks of an engine that works on tables, wherever they lie: on this machine or on a cluster.

Work on whole columns is written once, as narwhals expressions, which DuckDB and Spark both run. Work that follows
the records of one company or one good, in order, is a function from Arrow to Arrow that is handed whole groups.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import pyarrow as pa

#: Given whole groups, in no order, returns rows. It is pickled, so it is a function of a module, or a `partial` of one.
GroupWork = Callable[[pa.Table], pa.Table]


class TableEngine(Protocol):
    """An engine for tables. `tidewaiter.engines.duck` and `tidewaiter.engines.spark_tables` each give one."""

    name: str

    def read(self, files: Sequence[Path]) -> nw.LazyFrame[Any]:
        """Read Parquet files, or folders of them, as one table."""
        ...

    def frame(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Hand a small table to the engine, for joins."""
        ...

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Bring a table here, whole. For what is small: names, companies, leads."""
        ...

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Work a table out once and keep it for this engine's life, where several others are made of it."""
        ...

    def write(self, frame: nw.LazyFrame[Any], folder: Path, *, by: Sequence[str] = ()) -> None:
        """Write a table as Parquet files into a folder, which must not exist; it is there whole or not at all.

        Args:
            frame: The table.
            folder: Its folder; all machines of a cluster reach it.
            by: Columns by whose values the rows are put into folders of their own, as ``month=2023-05``, so that
                whoever wants some of them need not read the others. The files hold these columns, too.
        """
        ...

    def apply(self, frame: nw.LazyFrame[Any], *, group: str, work: GroupWork, schema: pa.Schema) -> nw.LazyFrame[Any]:
        """Work on groups of rows.

        Args:
            frame: The rows.
            group: Column of whole numbers. All rows of one number reach `work` in one call, with those of others; rows
                without a number are left out.
            work: Returns rows of `schema`. What it returns for a group must not depend on the other groups.
            schema: Columns it returns.

        Returns:
            What all calls returned, in no order.
        """
        ...
