"""One screening: what is asked, over which lists, and how its rows are spread over the cores of this machine."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from tidewaiter.check import listed_with_owners
from tidewaiter.engines import in_processes
from tidewaiter.law import Law, load_law
from tidewaiter.licensing import ownership
from tidewaiter.model import EngineError, Hit, OwnerScreening, Ownership, Snapshot
from tidewaiter.reports import JsonLine, json_line
from tidewaiter.screening import Query, Screener, ScreeningIndex
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace.fingerprint import package_sha256
from tidewaiter.workspace.owners import screen_owners
from tidewaiter.workspace.rows import as_many_as_pay, batches

A = TypeVar("A")

#: Rows up to which one process is faster than several, each of which loads the libraries and the index first.
SMALL = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenAnswer:
    """Hits of one screened row, with the date and the snapshots they are of; and those of its owners, where stated."""

    id: str
    hits: tuple[Hit, ...]
    owners: tuple[OwnerScreening, ...] = ()
    ownership: tuple[Ownership, ...] = ()
    # The same in every answer of one screening, and therefore last: `AnswerLine` writes them once.
    as_of: dt.date
    snapshots: tuple[Snapshot, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What answers rest on, open in the process that works.

    Attributes:
        screener: The lists.
        law: Gives the law. It is called only where a row states owners, so that other screenings need not load it.
    """

    screener: Screener
    law: Callable[[], Law]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of every row.

    Attributes:
        as_of: The day asked about.
        snapshots: The snapshots that answer it.
        lists: Ids of the lists to screen against; all when None.
        threshold: Least score reported; the recommended one when None.
        limit: Most hits a row.
    """

    as_of: dt.date
    snapshots: tuple[Snapshot, ...]
    lists: tuple[str, ...] | None
    threshold: float | None
    limit: int

    def answers(self, grounds: Grounds, rows: Sequence[ScreenRow]) -> list[ScreenAnswer]:
        """Answer a batch of rows, in their order."""
        search = partial(
            grounds.screener.screen, as_of=self.as_of, threshold=self.threshold, limit=self.limit, lists=self.lists
        )
        found = search([Query.of_party(row.party, id=row.id) for row in rows])
        owners = screen_owners([row.party for row in rows], search)
        return [
            ScreenAnswer(
                id=row.id,
                hits=hits,
                owners=above,
                ownership=self._ownership(grounds, row, above) if above else (),
                as_of=self.as_of,
                snapshots=self.snapshots,
            )
            for row, hits, above in zip(rows, found, owners, strict=True)
        ]

    def heads(self, grounds: Grounds, rows: Sequence[ScreenRow]) -> list[str]:
        """Answer a batch of rows by the beginnings of their JSON lines; `AnswerLine` completes them."""
        return [AnswerLine.head(answer) for answer in self.answers(grounds, rows)]

    def _ownership(self, grounds: Grounds, row: ScreenRow, owners: Sequence[OwnerScreening]) -> tuple[Ownership, ...]:
        return ownership(row.party, listed_with_owners((), owners), grounds.law(), self.as_of)


class AnswerLine:
    """Answers of one screening as lines of JSON, the same bytes that `json_line` gives.

    All lines end in the same list of snapshots, some thousand characters long. It is written once here, and neither
    sent between processes nor rendered again.
    """

    _SHARED = ("as_of", "snapshots")
    _OWN = tuple(field.name for field in dataclasses.fields(ScreenAnswer) if field.name not in ("as_of", "snapshots"))

    def __init__(self, question: Question) -> None:
        self._end = "," + json_line({name: getattr(question, name) for name in self._SHARED})[1:]

    @classmethod
    def head(cls, answer: ScreenAnswer) -> str:
        """Return the part of the line that is the answer's own."""
        return json_line({name: getattr(answer, name) for name in cls._OWN})[:-1]

    def line(self, head: str) -> JsonLine:
        """Return the whole line."""
        return JsonLine(head + self._end)


#: Answers a batch of rows on open grounds. A method of `Question`.
Answering = Callable[[Grounds, Sequence[ScreenRow]], A]
#: The packages whose code and tables an answer rests on.
_ANSWERED_BY = ("tidewaiter.screening", "tidewaiter.licensing", "tidewaiter.law")


@dataclass(frozen=True, slots=True)
class ScreenTask(Generic[A]):
    """A screening that can be sent to another process, which opens the saved index by its folder.

    Attributes:
        index: Finds the folder of the index where the task is opened.
        answering: What is done with a batch.
        answered_by: Hash of the code and tables that answer here; no other may read the index or answer beside them.
    """

    index: Callable[[], Path]
    answering: Answering[A]
    answered_by: str

    def open(self) -> Callable[[Sequence[ScreenRow]], A]:
        """Open the index, memory-mapped, and return the function that answers a batch of rows.

        Raises:
            EngineError: when another version of Tidewaiter is installed where the work is done.
        """
        if answered_by() != self.answered_by:
            raise EngineError(
                "another version of tidewaiter is installed where the work is done: install the same one everywhere."
            )
        return partial(self.answering, Grounds(Screener(ScreeningIndex.load(self.index())), cache(load_law)))


class Screening:
    """One screening, ready to run.

    Args:
        grounds: The open lists, and the law.
        folder: Where their index is saved, if it could be.
        question: What is asked of every row.
    """

    def __init__(self, grounds: Grounds, folder: Path, question: Question) -> None:
        self._grounds = grounds
        self._folder = folder
        self.question = question

    def answers(self, rows: Iterable[ScreenRow], *, workers: int | None = 1) -> Iterator[ScreenAnswer]:
        """Screen rows, in order, in bounded memory.

        Args:
            rows: Parties, any number.
            workers: Processes to work in; None for one where rows are few, else as many as there are cores.

        Raises:
            EngineError: when a worker process fails.
        """
        return chain.from_iterable(self._run(self.question.answers, rows, workers))

    def lines(self, rows: Iterable[ScreenRow], *, workers: int | None = 1) -> Iterator[JsonLine]:
        """Screen rows as `answers` does, and write each answer as its line of JSON, where the work is done."""
        whole = AnswerLine(self.question)
        return (whole.line(head) for head in chain.from_iterable(self._run(self.question.heads, rows, workers)))

    def _run(self, answering: Answering[A], rows: Iterable[ScreenRow], workers: int | None) -> Iterator[A]:
        if workers is None:
            rows, workers = as_many_as_pay(rows, SMALL)
        if workers == 1:
            yield from map(partial(answering, self._grounds), batches(rows))
            return
        with self.saved() as folder:
            task = self.task(answering, partial(Path, folder))
            yield from in_processes(task, batches(rows), workers=workers)

    def task(self, answering: Answering[A], index: Callable[[], Path]) -> ScreenTask[A]:
        """Return this screening as a task for other processes."""
        return ScreenTask(index, answering, answered_by())

    @contextmanager
    def saved(self) -> Iterator[Path]:
        """Give a folder with the saved index: its own, or a temporary one where the workspace cannot be written to."""
        if self._folder.is_dir():
            yield self._folder
            return
        with tempfile.TemporaryDirectory(prefix="tidewaiter-") as place:
            folder = Path(place) / self._folder.name
            self._grounds.screener.index.save(folder)
            yield folder


def answered_by() -> str:
    """Return a hash of the code and tables that answers rest on where this is called."""
    return " ".join(map(package_sha256, _ANSWERED_BY))


def screening(
    grounds: Grounds,
    folder: Path,
    snapshots: tuple[Snapshot, ...],
    *,
    as_of: dt.date,
    lists: Collection[str] | None,
    threshold: float | None,
    limit: int,
) -> Screening:
    """Make a screening ready; answers name only the snapshots of the lists asked for."""
    used = snapshots if lists is None else tuple(s for s in snapshots if s.list in lists)
    wanted = None if lists is None else tuple(lists)
    question = Question(as_of=as_of, snapshots=used, lists=wanted, threshold=threshold, limit=limit)
    return Screening(grounds, folder, question)
