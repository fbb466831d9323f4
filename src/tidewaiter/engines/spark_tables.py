"""Tables on Spark: the same expressions and the same work on groups, over a cluster."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pyarrow as pa

from tidewaiter.engines.spark_session import spark_session
from tidewaiter.engines.tables import GroupWork

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_PART = "part_of_groups"


@contextmanager
def spark_tables(master: str | None = None, *, parts: int | None = None, quiet: bool = False) -> Iterator[SparkTables]:
    """Give an engine on Spark.

    Args:
        master: Where Spark runs; what its own configuration says when None.
        parts: Parts the groups are cut into; four for each core of the cluster when None.
        quiet: No progress on standard error.

    Raises:
        EngineError: when pyspark or Java is missing, or Spark does not start.
    """
    with spark_session(master, quiet=quiet) as session:
        yield SparkTables(session, parts or 4 * session.sparkContext.defaultParallelism)


class SparkTables:
    """A `tidewaiter.engines.TableEngine` on Spark. Get it from `spark_tables`."""

    name = "spark"

    def __init__(self, session: SparkSession, parts: int) -> None:
        self.session, self._parts = session, parts

    def read(self, files: Sequence[Path]) -> nw.LazyFrame[Any]:
        """Read Parquet files, or folders of them, as one table."""
        found: nw.LazyFrame[Any] = nw.from_native(
            # Looking up files without regard to their folders: what these are called says no more than the files.
            self.session.read.option("recursiveFileLookup", "true").parquet(*(str(file) for file in files))
        )
        return found

    def frame(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Hand a small table to the engine."""
        made: nw.LazyFrame[Any] = nw.from_native(self.session.createDataFrame(table))
        return made

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Bring a table here, whole."""
        return frame.to_native().toArrow()

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Work a table out once, on the disks of the cluster."""
        from pyspark import StorageLevel  # noqa: PLC0415 - needs the extra

        kept: nw.LazyFrame[Any] = nw.from_native(frame.to_native().persist(StorageLevel.MEMORY_AND_DISK))
        return kept

    def write(self, frame: nw.LazyFrame[Any], folder: Path, *, by: Sequence[str] = ()) -> None:
        """Write a table into a folder that all machines of the cluster reach; see `TableEngine.write`."""
        staging = folder.with_name(f".{folder.name}.staging")
        shutil.rmtree(staging, ignore_errors=True)
        rows = frame.to_native()
        for name in by:  # Spark leaves the columns it cuts by out of the files
            rows = rows.withColumn(f"of_{name}", rows[name])
        rows.write.partitionBy(*(f"of_{name}" for name in by)).parquet(str(staging), compression="zstd")
        if not any(staging.rglob("*.parquet")):  # no rows make no folder: a file keeps the columns
            frame.to_native().limit(0).write.mode("append").parquet(str(staging), compression="zstd")
        staging.rename(folder)

    def apply(self, frame: nw.LazyFrame[Any], *, group: str, work: GroupWork, schema: pa.Schema) -> nw.LazyFrame[Any]:
        """Work on groups of rows; see `TableEngine.apply`."""
        from pyspark.sql import functions as F  # noqa: N812, PLC0415 - Spark's own usage; needs the extra
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

        grouped = frame.filter(~nw.col(group).is_null()).to_native()
        cut = grouped.withColumn(_PART, F.col(group) % self._parts)

        def answer(table: pa.Table) -> pa.Table:  # its annotations tell Spark what it is handed
            return work(table.drop_columns([_PART])).select(schema.names).cast(schema)

        answered = cut.groupBy(_PART).applyInArrow(answer, from_arrow_schema(schema))
        made: nw.LazyFrame[Any] = nw.from_native(answered)
        return made
