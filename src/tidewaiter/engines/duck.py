"""Tables on this machine: DuckDB, with groups worked on one after another or in several processes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.engines.processes import in_processes, usable_cores
from tidewaiter.engines.tables import GroupWork
from tidewaiter.model import UsageError

if TYPE_CHECKING:
    import duckdb

#: Rows one call of work is handed, about: enough to be worth a call, few enough for several processes' memory.
ROWS_A_CALL = 500_000
#: DuckDB's share of the memory of the machine, where none is said: the rest is for work on groups, and on names.
_SHARE = 1 / 4


@contextmanager
def duck_tables(
    *, memory: str | None = None, workers: int | None = None, folder: Path | None = None
) -> Iterator[DuckTables]:
    """Give an engine on DuckDB.

    Args:
        memory: Memory DuckDB may use before it spills to disk, as ``4GB``; a quarter of the machine's when None.
        workers: Processes for work on groups; one for each core when None. With more than one, a program guards its own
            start with ``if __name__ == "__main__"``.
        folder: Where tables that do not fit into memory are kept meanwhile; the system's folder when None.

    Raises:
        UsageError: when the memory is no size.
    """
    import duckdb  # noqa: PLC0415 - takes memory that only work on tables is worth

    place = Path(tempfile.mkdtemp(prefix="tidewaiter-", dir=folder))
    try:
        with duckdb.connect(config={"temp_directory": str(place / "spilled")}) as connection:
            limit = memory or _quarter()
            if limit is not None:
                try:
                    connection.execute("set memory_limit = ?", [limit])
                except duckdb.Error as error:
                    raise UsageError(f"memory {limit!r} is no size: write it as 4GB or 800MB.") from error
            # The order of rows is not kept, which takes memory: whoever needs an order sorts.
            connection.execute("set preserve_insertion_order = false")
            yield DuckTables(connection, place, usable_cores() if workers is None else workers)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _quarter() -> str | None:
    """Return a quarter of the machine's memory; None where the system does not say how much there is."""
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    return f"{int(size * _SHARE) >> 20}MiB"


class DuckTables:
    """A `tidewaiter.engines.TableEngine` on DuckDB. Get it from `duck_tables`."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection, place: Path, workers: int) -> None:
        self.connection = connection
        self._place, self._workers, self._count = place, workers, 0

    def read(self, files: Sequence[Path]) -> nw.LazyFrame[Any]:
        """Read Parquet files, or folders of them, as one table."""
        named = [str(file / "**" / "*.parquet") if file.is_dir() else str(file) for file in files]
        # What folders are called says no more than the files, and would be read as numbers where it looks like some.
        return nw.from_native(self.connection.read_parquet(named, hive_partitioning=False))

    def frame(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Hand a small table to the engine."""
        return nw.from_native(self.connection.from_arrow(table))

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Bring a table here, whole."""
        return frame.to_native().to_arrow_table()

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Work a table out once: into a Parquet file, which may be larger than memory."""
        self._count += 1
        folder = self._place / f"kept-{self._count}"
        self.write(frame, folder)
        return self.read([folder])

    def write(self, frame: nw.LazyFrame[Any], folder: Path, *, by: Sequence[str] = ()) -> None:
        """Write a table into a folder; see `TableEngine.write`."""
        staging = folder.with_name(f".{folder.name}.staging")
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        rows = frame.to_native()
        if by:
            rows.write_parquet(
                str(staging), partition_by=list(by), write_partition_columns=True, overwrite=True, compression="zstd"
            )
        if not any(staging.iterdir()):  # no rows make no folder: a file keeps the columns
            rows.write_parquet(str(staging / "rows.parquet"), compression="zstd")
        staging.rename(folder)

    def apply(self, frame: nw.LazyFrame[Any], *, group: str, work: GroupWork, schema: pa.Schema) -> nw.LazyFrame[Any]:
        """Work on groups of rows; see `TableEngine.apply`."""
        self._count += 1
        place = self._place / f"groups-{self._count}"
        rows, answers = place / "rows", place / "answers"
        answers.mkdir(parents=True)
        # Written once: the rows are counted, cut and read again, and may be the end of a long calculation.
        grouped = frame.filter(~nw.col(group).is_null())
        grouped.to_native().write_parquet(str(place / "all.parquet"), compression="zstd")
        whole = self.connection.read_parquet(str(place / "all.parquet"))
        count = whole.aggregate("count(*)").fetchall()[0][0]
        parts = max(1, -(-count // ROWS_A_CALL))
        if parts == 1:
            rows.mkdir()
            (place / "all.parquet").rename(rows / "part.parquet")
            found = [rows]
        else:
            cut = whole.project(f'*, "{group}" % {parts} as part_of_groups')
            cut.write_parquet(str(rows), partition_by=["part_of_groups"], compression="zstd")
            (place / "all.parquet").unlink()
            found = sorted(rows.iterdir())
        task = GroupTask(work, schema, answers)
        workers = min(self._workers, len(found))
        if workers > 1:
            list(in_processes(task, found, workers=workers))
        else:
            answer = task.open()
            for part in found:
                answer(part)
        shutil.rmtree(rows)
        return self.read([answers])


@dataclass(frozen=True, slots=True)
class GroupTask:
    """Work on one folder of rows after another, wherever it is opened."""

    work: GroupWork
    schema: pa.Schema
    answers: Path

    def open(self) -> Callable[[Path], int]:
        """Return what works on a folder, and returns the number of rows it made."""
        return self._answer

    def _answer(self, part: Path) -> int:
        table = pa.concat_tables([pq.ParquetFile(file).read() for file in sorted(part.glob("*.parquet"))])
        # No rows are no group: there is nothing to work on, as on Spark.
        made = self.work(table) if table.num_rows else self.schema.empty_table()
        made = made.select(self.schema.names).cast(self.schema)
        pq.write_table(made, self.answers / f"{part.name}.parquet", compression="zstd")
        return int(made.num_rows)
