"""A screening on Spark, which reads the file and sends the index to its executors; the answers are the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tidewaiter.engines.byte_lines import ByteLines
from tidewaiter.engines.spark import answered, chunks_of_parquet, chunks_of_text, is_parquet, ship
from tidewaiter.model import EngineError, RowError, UsageError
from tidewaiter.reports import JsonLine
from tidewaiter.sources.orders import NameFacts, ScreenRow, is_name_heading, name_facts, screen_row
from tidewaiter.sources.rows import Headings, JsonRow, RawRow, TableRow, no_rows, read_row_stream
from tidewaiter.workspace.rows import batches
from tidewaiter.workspace.screening import AnswerLine, Screening, ScreenTask

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_OTHER_FORMS = frozenset({".xlsx", ".xlsm", ".xls"})


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of the file as a whole, on its way from where it is read."""

    text: str


Item = NameFacts | RowError | Note


def screen_file(
    screening: Screening,
    session: SparkSession,
    path: str,
    *,
    encoding: str | None = None,
    shared: bool = False,
    rejected: Callable[[RowError], None],
    warn: Callable[[str], None],
) -> Iterator[JsonLine]:
    """Screen the rows of a file on Spark, and return each answer as its line of JSON, in the order of the file.

    Args:
        screening: What is asked, over which lists.
        session: The Spark session.
        path: CSV, JSON Lines or Parquet: a file of this machine, or of any storage that Spark reaches.
        encoding: Text encoding of the file, where it is not Unicode.
        shared: The workspace lies on storage that every executor sees at the same path: its index is not sent.
        rejected: Receives each row that could not be used.
        warn: Receives what a person should know about the file as a whole.

    Raises:
        UsageError: when there is no such file, or Spark cannot read its form.
        EngineError: when the work fails on the cluster.
    """
    chunks = _chunks(session, path, encoding)
    whole, told, empty = AnswerLine(screening.question), set[str](), True
    with screening.saved() as folder:
        task = _OfItems(screening.task(screening.question.heads, _index(session, folder, shared=shared)))
        for reply in answered(chunks, task):
            for item in reply:
                empty = False
                if isinstance(item, RowError):
                    rejected(item)
                elif isinstance(item, Note):
                    if item.text not in told:
                        told.add(item.text)
                        warn(item.text)
                else:
                    yield whole.line(item)
    if empty:
        rejected(no_rows(path))


def screen_table(screening: Screening, table: DataFrame, *, shared: bool = False) -> DataFrame:
    """Screen a table of Spark: one row for each of its rows, to be written wherever Spark writes.

    Args:
        screening: What is asked, over which lists.
        table: Has the columns of a file of names, ``id`` and ``name`` or ``address`` or ``identifiers`` among them.
        shared: The workspace lies on storage that every executor sees at the same path: its index is not sent.

    Returns:
        Columns ``id``, ``answer`` (the line of JSON that the command gives) and ``problem`` (why a row could not be
        used; then there is no answer). The order is that of the table's partitions.

    Raises:
        UsageError: when a needed column is missing.
        EngineError: when the index could not be saved.
    """
    names = [name for name in table.columns if is_name_heading(name)]
    known = {name.casefold() for name in names}
    if "id" not in known or not known & {"name", "address", "identifiers"}:
        raise UsageError(f"the table needs a column id, and name, address or identifiers; it has {table.columns}.")
    with screening.saved() as folder:
        if folder.parent.name != "indexes":
            raise EngineError("the workspace cannot be written to, so its index cannot be sent: choose another folder.")
        task = screening.task(screening.question.heads, _index(table.sparkSession, folder, shared=shared))
    answering = partial(_answer_table, task, AnswerLine(screening.question))
    return table.select(*names).mapInArrow(answering, "id string, answer string, problem string")


def _index(session: SparkSession, folder: Path, *, shared: bool) -> Callable[[], Path]:
    return partial(Path, folder) if shared else ship(session, folder, folder.name)


def _chunks(session: SparkSession, path: str, encoding: str | None) -> DataFrame:
    if path == "-":
        raise UsageError("Spark cannot read standard input: name a file.")
    if Path(path).suffix.lower() in _OTHER_FORMS:
        raise UsageError(f"{path}: Spark reads CSV, JSON Lines and Parquet; save the sheet as CSV UTF-8.")
    place = path if "://" in path or not Path(path).exists() else Path(path).resolve().as_uri()
    if Path(path).is_dir():
        raise UsageError(f"{path} is a folder: name one file in it.")
    if is_parquet(session, place):
        return chunks_of_parquet(session, place, partial(_cut_table, path))
    return chunks_of_text(session, place, partial(_cut_text, path, encoding))


# On the executors ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OfItems:
    """Screens the rows among the items of a chunk; the others keep their places."""

    task: ScreenTask[list[str]]

    def open(self) -> Callable[[list[Any]], list[Any]]:
        return partial(_answer_items, self.task.open())


def _answer_items(answer: Callable[[Sequence[ScreenRow]], list[str]], items: list[Item]) -> list[str | RowError | Note]:
    read = [item if isinstance(item, Note) else screen_row(item) for item in items]
    heads = iter(answer([row for row in read if isinstance(row, ScreenRow)]))
    return [next(heads) if isinstance(row, ScreenRow) else row for row in read]


def _cut_text(file: str, encoding: str | None, lines: Iterator[bytes]) -> Iterator[tuple[int, list[Item]]]:
    notes: list[Item] = []
    note = partial(_note, notes)
    stream = io.BufferedReader(ByteLines(lines))
    rows = read_row_stream(file, stream, knows=is_name_heading, warn=note, encoding=encoding)
    return enumerate(batches(_with_notes(name_facts(file, rows, warn=note), notes)))


def _cut_table(
    file: str, names: list[str], nested: bool
) -> Callable[[Iterator[tuple[int, dict[str, Any]]]], Iterator[tuple[int, list[Item]]]]:
    return partial(_cut_rows, file, names, nested)


def _cut_rows(
    file: str, names: list[str], nested: bool, numbered: Iterator[tuple[int, dict[str, Any]]]
) -> Iterator[tuple[int, list[Item]]]:
    for batch in batches(numbered):
        notes: list[Item] = []
        rows: list[RawRow] = [] if nested else [Headings(0, tuple(names))]
        rows += [JsonRow(n, data) if nested else TableRow(n, tuple(data.values())) for n, data in batch]
        facts = name_facts(file, rows, warn=partial(_note, notes))
        yield batch[0][0], list(_with_notes(facts, notes))


def _note(notes: list[Item], text: str) -> None:
    notes.append(Note(text))


def _with_notes(items: Iterable[Item], notes: list[Item]) -> Iterator[Item]:
    """Yield each item after the notes that reading it has made."""
    for item in items:
        while notes:
            yield notes.pop(0)
        yield item
    yield from notes


def _answer_table(
    task: ScreenTask[list[str]], whole: AnswerLine, arrow: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    answer = task.open()
    for batch in arrow:
        for rows in batches(batch.to_pylist(maps_as_pydicts="strict")):
            replies = _answer_items(answer, list(name_facts("table", (JsonRow(0, row) for row in rows))))
            yield pa.RecordBatch.from_pylist(
                [
                    {
                        "id": _id(row),
                        "answer": None if isinstance(reply, RowError) else whole.line(str(reply)),
                        "problem": f"{reply.reason} {reply.remedy}" if isinstance(reply, RowError) else None,
                    }
                    for row, reply in zip(rows, replies, strict=True)
                ],
                schema=_ANSWERS,
            )


_ANSWERS = pa.schema([("id", pa.string()), ("answer", pa.string()), ("problem", pa.string())])


def _id(row: dict[str, Any]) -> str | None:
    found = next((value for name, value in row.items() if name.casefold() == "id"), None)
    return None if found is None else str(found)
