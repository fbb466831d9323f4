"""Tables on Spark: the same expressions and the same work on groups, over a cluster."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import narwhals as nw
import pyarrow as pa

from tidewaiter.engines.spark_session import PARTS_A_CORE, spark_session
from tidewaiter.engines.tables import GroupWork

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: Since 4.1 Spark takes rows put together from two tables cut alike for a table so cut, and leaves the cutting out that
#: is asked for; versions that put them one behind the other then part the rows of a group (SPARK-52921, SPARK-59141).
_CUT_ALIKE = "spark.sql.unionOutputPartitioning"
#: What folders of tables kept meanwhile are called, and seconds after which those of a run that was killed are removed.
_KEPT, _LEFT_OVER = ".kept-", 7 * 86_400


@contextmanager
def spark_tables(
    master: str | None = None, *, folder: Path, parts: int | None = None, quiet: bool = False
) -> Iterator[SparkTables]:
    """Give an engine on Spark.

    Args:
        master: Where Spark runs; what its own configuration says when None.
        folder: Where tables are kept meanwhile, in a folder of their own; all machines of the cluster reach it.
        parts: Parts the groups are cut into; when None as many as Spark's own shuffles have, and no fewer than four for
            each core of the cluster.
        quiet: No progress on standard error.

    Raises:
        EngineError: when pyspark or Java is missing, or Spark does not start.
    """
    with spark_session(master, quiet=quiet) as session:
        _remove_left_over(folder)
        place = folder / f"{_KEPT}{uuid4().hex}"
        session.conf.set(_CUT_ALIKE, "false")
        try:
            yield SparkTables(session, place, parts or _parts(session))
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _parts(session: SparkSession) -> int:
    """Return how many parts groups are cut into: a cluster that grows when there is work has few cores at first."""
    said = str(session.conf.get("spark.sql.shuffle.partitions"))  # a number, or a word where the cluster decides
    cores = int(session.sparkContext.defaultParallelism)
    return max(PARTS_A_CORE * cores, int(said) if said.isdigit() else 0)


def _remove_left_over(folder: Path) -> None:
    for kept in folder.glob(f"{_KEPT}*"):
        if time.time() - kept.stat().st_mtime > _LEFT_OVER:
            shutil.rmtree(kept, ignore_errors=True)


class SparkTables:
    """A `tidewaiter.engines.TableEngine` on Spark. Get it from `spark_tables`."""

    name = "spark"

    def __init__(self, session: SparkSession, place: Path, parts: int) -> None:
        self.session, self._place, self._parts, self._count = session, place, parts, 0

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
        """Work a table out once, into Parquet files.

        What rests on it is planned from its files on. With a table that Spark caches, plans would hold all it was made
        of, and the time to plan would double with every table kept.
        """
        self._count += 1
        folder = self._place / f"table-{self._count}"
        self.write(frame, folder)
        schema = frame.to_native().schema  # said, or Spark begins a job that looks it up in a file
        kept: nw.LazyFrame[Any] = nw.from_native(self.session.read.schema(schema).parquet(str(folder)))
        return kept

    def write(self, frame: nw.LazyFrame[Any], folder: Path, *, by: Sequence[str] = ()) -> None:
        """Write a table into a folder that all machines of the cluster reach; see `TableEngine.write`."""
        staging = folder.with_name(f".{folder.name}.staging")
        shutil.rmtree(staging, ignore_errors=True)
        rows = frame.to_native()
        for name in by:  # Spark leaves the columns it cuts by out of the files
            rows = rows.withColumn(f"of_{name}", rows[name])
        if by:  # together, or every part of the table would write a file into every folder
            rows = rows.repartition(*(f"of_{name}" for name in by))
        rows.write.partitionBy(*(f"of_{name}" for name in by)).parquet(str(staging), compression="zstd")
        if not any(staging.rglob("*.parquet")):  # no rows make no folder: a file keeps the columns
            frame.to_native().limit(0).write.mode("append").parquet(str(staging), compression="zstd")
        staging.rename(folder)

    def apply(self, frame: nw.LazyFrame[Any], *, group: str, work: GroupWork, schema: pa.Schema) -> nw.LazyFrame[Any]:
        """Work on groups of rows; see `TableEngine.apply`."""
        from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - needs the extra

        grouped = frame.filter(~nw.col(group).is_null()).to_native()
        # All rows of a number are in one partition. Their number is said, or Spark would join small ones, by bytes,
        # though the work on few bytes may be long.
        cut = grouped.repartition(self._parts, group)
        answered = cut.mapInArrow(partial(_answer, work, schema), from_arrow_schema(schema))
        made: nw.LazyFrame[Any] = nw.from_native(answered)
        return made


# On the executors ----------------------------------------------------------------------------------------------------


def _answer(work: GroupWork, schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Work on the groups of one partition, all at once."""
    rows = list(batches)
    if rows:
        yield from work(pa.Table.from_batches(rows)).select(schema.names).cast(schema).to_batches()
