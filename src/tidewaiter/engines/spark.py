"""Work on Spark: chunks of rows, answered in Arrow batches over a cluster, and handed back in their order.

A chunk is a number and some pickled rows. Input is cut into chunks where Spark reads it, in the order of the file; the
chunks, which are small, are then spread over the cluster by their numbers, so that the answers, which are large, are in
order where they are made and need no sorting.
"""

from __future__ import annotations

import atexit
import pickle
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from uuid import uuid4

import pyarrow as pa

from tidewaiter.engines.task import Task
from tidewaiter.model import EngineError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Chunk = tuple[int, list[Any]]
#: Cuts what is read into numbered chunks; the numbers grow with the order of the file.
CutLines = Callable[[Iterator[bytes]], Iterable[Chunk]]
CutRows = Callable[[Iterator[tuple[int, dict[str, Any]]]], Iterable[Chunk]]

_CHUNKS = "number long, chunk binary"
#: Chunks worked on by one Spark task: some seconds of work, and little enough for the driver to hold their answers.
_PER_TASK = 16
_OUR_ERROR = re.compile(r"tidewaiter\.model\.errors\.\w+: (.+)")


def chunks_of_text(session: SparkSession, path: str, cut: CutLines) -> DataFrame:
    """Read a text file of any storage that Spark reaches, line by line in its order, and cut it into chunks.

    The lines reach ``cut`` as the bytes they are, in one task: only whole can a file say where its rows begin.
    """
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - Spark's own usage; needs the extra

    with _explained(path):
        lines = session.read.option("lineSep", "\n").text(path)
        _one_file(lines, path)
        ordered = (
            lines.select(
                F.col("value").cast("binary").alias("line"),
                F.col("_metadata.file_block_start").alias("block"),
                F.monotonically_increasing_id().alias("at"),
            )
            .repartition(1)
            .sortWithinPartitions("block", "at")
            .select("line")
        )
        return ordered.mapInArrow(partial(_cut_lines, cut), _CHUNKS)


def chunks_of_parquet(session: SparkSession, path: str, cut: Callable[[list[str], bool], CutRows]) -> DataFrame:
    """Read a Parquet file wherever Spark splits it, and cut each split into chunks.

    Args:
        session: The Spark session.
        path: The file.
        cut: Given the names of the columns and whether any is nested, returns what cuts the rows.
    """
    from pyspark.sql import functions as F  # noqa: N812, PLC0415 - see above
    from pyspark.sql.types import ArrayType, MapType, StructType  # noqa: PLC0415

    with _explained(path):
        table = session.read.parquet(path)
        _one_file(table, path)
        names = table.columns
        nested = any(isinstance(field.dataType, ArrayType | MapType | StructType) for field in table.schema.fields)
        rows = table.select(
            (F.col("_metadata.row_index") + 1).alias("number"), F.struct(*(F.col(f"`{n}`") for n in names)).alias("row")
        )
        return rows.mapInArrow(partial(_cut_rows, cut(names, nested)), _CHUNKS)


def is_parquet(session: SparkSession, path: str) -> bool:
    """Tell whether a file is Parquet, by its first bytes.

    Raises:
        UsageError: when Spark finds no such file.
    """
    if path.startswith("file:"):  # it lies here: that is quicker to see than to ask
        with Path(url2pathname(urlsplit(path).path)).open("rb") as file:
            return file.read(4) == b"PAR1"
    with _explained(path):
        first = session.read.option("lineSep", "\n").text(path).limit(1).selectExpr("cast(value as binary)").head()
    return first is not None and bytes(first[0]).startswith(b"PAR1")


def answered(chunks: DataFrame, task: Task[list[Any], list[Any]]) -> Iterator[list[Any]]:
    """Answer chunks over the cluster, and return the answers in the order of the chunks.

    The answers are kept on the disks of the cluster until they are taken, a task's worth at a time.

    Raises:
        EngineError: when the work fails on the cluster.
    """
    from pyspark import StorageLevel  # noqa: PLC0415 - needs the extra

    with _explained(), _kept(chunks, StorageLevel.DISK_ONLY) as read:
        count = read.count()
        if not count:
            return
        tasks = max(-(-count // _PER_TASK), min(count, 2 * read.sparkSession.sparkContext.defaultParallelism))
        placed = read.repartitionByRange(tasks, "number").sortWithinPartitions("number")
        answering = placed.mapInArrow(partial(_answer, task, uuid4().hex), _CHUNKS)
        with _kept(answering, StorageLevel.DISK_ONLY) as answers:
            answers.count()  # the whole cluster works; taking the answers alone would work through it task by task
            for row in answers.toLocalIterator():
                yield pickle.loads(row.chunk)  # noqa: S301 - pickled by `_answer`


def ship(session: SparkSession, folder: Path, name: str) -> Callable[[], Path]:
    """Send a folder to every executor, once, and return what finds it there.

    Args:
        session: The Spark session.
        folder: A folder on this machine.
        name: Names its content; a folder of the same name is not sent again.
    """
    context = session.sparkContext
    archive = f"tidewaiter-{name}.zip"
    if not any(sent.partition("#")[0].endswith(archive) for sent in context.listArchives):
        place = tempfile.mkdtemp(prefix="tidewaiter-")
        atexit.register(shutil.rmtree, place, ignore_errors=True)  # executors may ask for it as long as Spark runs
        made = Path(place) / archive
        with zipfile.ZipFile(made, "w") as packed:  # stored as they are: packing takes longer than sending
            for file in folder.iterdir():
                packed.write(file, file.name)
        context.addArchive(f"{made}#{name}")
    return partial(_shipped, name)


def _one_file(frame: DataFrame, path: str) -> None:
    files = frame.inputFiles()
    if len(files) != 1:
        raise UsageError(f"{path} is a folder of {len(files)} files: name one file, or screen a table of Spark.")


@contextmanager
def _kept(frame: DataFrame, level: Any) -> Iterator[DataFrame]:  # noqa: ANN401 - a pyspark type, absent without it
    kept = frame.persist(level)
    try:
        yield kept
    finally:
        kept.unpersist()


@contextmanager
def _explained(path: str = "") -> Iterator[None]:
    """Turn what Spark raises into one line that says what to do."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - needs the extra
    from pyspark.errors import PySparkException  # noqa: PLC0415

    try:
        yield
    except (PySparkException, Py4JError) as error:
        text = str(error)
        if "PATH_NOT_FOUND" in text:
            raise UsageError(f"{path} does not exist where Spark looks for it: check the name.") from error
        ours = _OUR_ERROR.search(text)
        first = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
        raise EngineError(f"Spark could not finish the work: {ours[1] if ours else first}") from error


# On the executors ----------------------------------------------------------------------------------------------------

_opened: dict[str, Callable[[list[Any]], list[Any]]] = {}


def _shipped(name: str) -> Path:
    from pyspark import SparkFiles  # noqa: PLC0415 - needs the extra

    return Path(SparkFiles.get(name))


def _cut_lines(cut: CutLines, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    lines = (line for batch in batches for line in batch.column(0).to_pylist())
    return (_row(number, items) for number, items in cut(lines))


def _cut_rows(cut: CutRows, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    rows = (
        (number, data)
        for batch in batches
        for number, data in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)
    )
    return (_row(number, items) for number, items in cut(rows))


def _answer(task: Task[list[Any], list[Any]], key: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Answer chunks; the task is opened once in each Python process, which Spark uses again for further chunks."""
    for batch in batches:
        if key not in _opened:
            _opened.clear()
            _opened[key] = task.open()
        for number, chunk in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
            yield _row(number, _opened[key](pickle.loads(chunk)))  # noqa: S301 - pickled by `_row`


def _row(number: int, items: list[Any]) -> pa.RecordBatch:
    columns = [pa.array([number], pa.int64()), pa.array([pickle.dumps(items)], pa.binary())]
    return pa.RecordBatch.from_arrays(columns, names=["number", "chunk"])
