"""The workspace: the one place that wires store, sources, rooms and clock together.

Every interface (command line, Python, HTTP, pages) calls the methods of `Workspace` and gets the same objects.
A single question is a batch of one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, partial
from importlib import resources
from itertools import groupby, islice
from pathlib import Path
from typing import TypeAlias, TypeVar

import platformdirs

from tidewaiter.audit import AuditLog
from tidewaiter.check import check_transaction, listed_with_owners
from tidewaiter.law import Law, load_law
from tidewaiter.law.goods import Goods, GoodsAnswer
from tidewaiter.licensing import determine
from tidewaiter.model import (
    Decision,
    Determination,
    Hit,
    OwnerScreening,
    RowError,
    Schema,
    Snapshot,
    Transaction,
    UnusableWorkspaceError,
)
from tidewaiter.screening import Comparison, Query, Screener, ScreeningIndex, compare
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.store import SnapshotStore
from tidewaiter.workspace.checking import FEW, CheckTask, checked_in_processes
from tidewaiter.workspace.counterparties import Counterparties
from tidewaiter.workspace.fingerprint import package_sha256
from tidewaiter.workspace.flows import Flows
from tidewaiter.workspace.hubs import Hubs
from tidewaiter.workspace.lists import Lists
from tidewaiter.workspace.owners import screen_owners
from tidewaiter.workspace.rescreening import RescreenAnswer, rescreen
from tidewaiter.workspace.screening import (
    BATCH,
    Grounds,
    ScreenAnswer,
    Screening,
    as_many_as_pay,
    batches,
    screening,
)
from tidewaiter.workspace.shipments import Shipments

T = TypeVar("T")

#: A transaction with the hits of its parties and of their owners, as of a day and the lists of that day.
_Screened: TypeAlias = tuple[
    Transaction, list[tuple[Hit, ...]], list[tuple[OwnerScreening, ...]], dt.date, tuple[Snapshot, ...]
]
#: Screening indexes kept open at once (one for each set of snapshots in use).
_OPEN_INDEXES = 3


def default_root() -> Path:
    """Return the folder a workspace lives in unless told otherwise (``TIDEWAITER_WORKSPACE``, else the data folder)."""
    named = os.environ.get("TIDEWAITER_WORKSPACE")
    return Path(named) if named else platformdirs.user_data_path("tidewaiter", appauthor=False)


def package_root() -> Path:
    """Return the folder of the installed package; its ``data`` folder holds the carried reference snapshot."""
    return Path(str(resources.files("tidewaiter")))


class Workspace:
    """Snapshots, law and clock of one user or team, and the questions they answer.

    Args:
        root: Folder of the workspace; created when something is first written.
        today: The clock. Domain code never reads it; a missing ``as_of`` is filled from it here.
        carried: Folder of the reference snapshot; None for the one that travels with the package.
    """

    def __init__(
        self,
        root: Path | str | None = None,
        *,
        today: Callable[[], dt.date] = dt.date.today,
        carried: Path | None = None,
    ) -> None:
        self.root = Path(root) if root is not None else default_root()
        if self.root.exists() and not self.root.is_dir():
            raise UnusableWorkspaceError(f"{self.root} is not a folder: choose another with --workspace DIR.")
        self.today = today
        self.carried = package_root() / "data" if carried is None else carried
        self.store = SnapshotStore(self.root, carried=self.carried)
        self.lists = Lists(self.store, today)
        self.shipments = Shipments(self.root)
        self.flows = Flows(self.root, today)
        self.hubs = Hubs(self.flows.store, lambda: self.law, today)
        self.counterparties = Counterparties(self.root)
        self._screeners: OrderedDict[str, Screener] = OrderedDict()
        self._opening, self._building = threading.Lock(), threading.Lock()

    @cached_property
    def law(self) -> Law:
        """The law of the package: tables and rules, loaded once."""
        return load_law()

    @cached_property
    def goods(self) -> Goods:
        """The goods lists: HS, CHPL, HTS supplements, ECCN titles."""
        return Goods(self.law.tables)

    @cached_property
    def audit(self) -> AuditLog:
        """The audit record of the workspace."""
        return AuditLog(self.root / "audit" / "decisions.jsonl")

    def screener(self, as_of: dt.date) -> tuple[Screener, tuple[Snapshot, ...]]:
        """Return the screener over the snapshots that answer ``as_of``; its index is built once and kept on disk."""
        snapshots = self.lists.snapshots(as_of)
        key = _fingerprint(snapshots)
        found = self._opened(key)
        if found is None:
            with self._building:  # threads of a service share one workspace; an index is built once
                found = self._opened(key)
                if found is None:
                    found = Screener(self._index(key, snapshots))
                    self._keep_open(key, found)
        return found, snapshots

    def _opened(self, key: str) -> Screener | None:
        with self._opening:
            if key in self._screeners:
                self._screeners.move_to_end(key)
            return self._screeners.get(key)

    def _keep_open(self, key: str, screener: Screener) -> None:
        with self._opening:
            self._screeners[key] = screener
            while len(self._screeners) > _OPEN_INDEXES:
                self._screeners.popitem(last=False)

    def _index(self, key: str, snapshots: Sequence[Snapshot]) -> ScreeningIndex:
        folder = self._index_folder(key)
        if folder.is_dir():
            try:
                return ScreeningIndex.load(folder)
            except (OSError, ValueError, KeyError):  # damaged: it holds nothing that cannot be built again
                shutil.rmtree(folder, ignore_errors=True)
        listings = [entry for s in snapshots for entry in self.store.entries(s.list, s.date, s.supplement_date)]
        index = ScreeningIndex.build(listings)
        try:
            _put_whole(index, folder)
        except OSError:  # a workspace that cannot be written to still answers, from memory
            return index
        return ScreeningIndex.load(folder)

    def _index_folder(self, key: str) -> Path:
        return self.root / "indexes" / key

    # Questions -------------------------------------------------------------------------------------------------

    def screen(
        self,
        rows: Iterable[ScreenRow],
        *,
        as_of: dt.date | None = None,
        lists: Collection[str] | None = None,
        threshold: float | None = None,
        limit: int = 10,
        workers: int | None = 1,
    ) -> Iterator[ScreenAnswer]:
        """Screen rows against the lists as of one date, in order, in bounded memory.

        With more than one worker the rows are screened in processes of their own, with the same answers; a program that
        asks for them guards its start with ``if __name__ == "__main__"``. None lets the number of rows decide.
        """
        ready = self.screening(as_of=as_of, lists=lists, threshold=threshold, limit=limit)
        yield from ready.answers(rows, workers=workers)

    def screening(
        self,
        *,
        as_of: dt.date | None = None,
        lists: Collection[str] | None = None,
        threshold: float | None = None,
        limit: int = 10,
    ) -> Screening:
        """Open the lists of a date for a screening, which then runs here, over processes, or on Spark."""
        day = as_of or self.today()
        screener, snapshots = self.screener(day)
        folder = self._index_folder(_fingerprint(snapshots))
        grounds = Grounds(screener, lambda: self.law)
        return screening(grounds, folder, snapshots, as_of=day, lists=lists, threshold=threshold, limit=limit)

    def rescreen(
        self,
        rows: Iterable[ScreenRow],
        *,
        since: dt.date,
        as_of: dt.date | None = None,
        lists: Collection[str] | None = None,
        threshold: float | None = None,
        limit: int = 10,
        everything: bool = False,
    ) -> Iterator[RescreenAnswer]:
        """Screen rows as of two days and answer where their hits differ: what changed since an earlier screening."""
        return rescreen(
            self.screener,
            rows,
            since=since,
            as_of=as_of or self.today(),
            lists=lists,
            threshold=threshold,
            limit=limit,
            everything=everything,
        )

    def check(
        self, orders: Iterable[Transaction], *, as_of: dt.date | None = None, workers: int | None = 1
    ) -> Iterator[Decision]:
        """Decide each order as of ``as_of``, else as of its own date, else today. The main job.

        More than one worker is as for `screen`.
        """
        return (decision for _, decision in self.checked(orders, as_of=as_of, workers=workers))

    def checked(
        self, orders: Iterable[Transaction], *, as_of: dt.date | None = None, workers: int | None = 1
    ) -> Iterator[tuple[Transaction, Decision]]:
        """Decide each order, and return it with its decision."""
        if workers is None:
            orders, workers = as_many_as_pay(orders, FEW)
        if workers > 1:
            task = CheckTask(partial(_reopened, self.root, self.carried, self.today()), as_of)
            yield from checked_in_processes(task, orders, workers=workers)
            return
        for tx, hits, owners, day, snapshots in self._screened(orders, as_of):
            yield tx, check_transaction(tx, hits, self.law, as_of=day, owners=owners, snapshots=snapshots)

    def license(
        self, orders: Iterable[Transaction], *, as_of: dt.date | None = None, screen: bool = True
    ) -> Iterator[Determination]:
        """Determine the license requirement of each order.

        Parties are screened and matches count as listed; a possible match is no listing here (`check` holds on it).
        Without ``screen`` only the listings the order itself states count.
        """
        if not screen:
            for tx in orders:
                yield determine(tx, self.law, as_of=as_of or tx.date or self.today())
            return
        for tx, hits, owners, day, _ in self._screened(orders, as_of):
            listed = [listed_with_owners(*found, matches_only=True) for found in zip(hits, owners, strict=True)]
            yield determine(tx, self.law, as_of=day, listed=listed)

    def compare(self, name1: str, name2: str, schema: Schema | None = None) -> Comparison:
        """Score how alike two names are, in [0, 1], as screening would."""
        return compare(name1, name2, schema)

    def describe_goods(self, text: str, *, as_of: dt.date | None = None, limit: int = 10) -> GoodsAnswer:
        """Say what a code or description is: HS, CHPL tier, HTS supplements, candidate ECCNs."""
        return self.goods.answer(text, as_of=as_of or self.today(), limit=limit)

    def _screened(self, orders: Iterable[Transaction], as_of: dt.date | None) -> Iterator[_Screened]:
        for batch in batches(orders, BATCH):
            for day, group in groupby(batch, key=lambda tx: as_of or tx.date or self.today()):
                yield from self._screen_group(list(group), day)

    def _screen_group(self, group: Sequence[Transaction], day: dt.date) -> Iterator[_Screened]:
        screener, snapshots = self.screener(day)
        queries = [Query.of_party(party) for tx in group for party in tx.parties]
        hits = iter(screener.screen(queries, as_of=day))
        owners = screen_owners([party for tx in group for party in tx.parties], partial(screener.screen, as_of=day))
        for tx in group:
            count = len(tx.parties)
            yield tx, list(islice(hits, count)), list(islice(owners, count)), day, snapshots


def _reopened(root: Path, carried: Path, day: dt.date) -> Workspace:
    """Open a workspace again in another process, with its clock standing still."""
    return Workspace(root, today=partial(dt.date.fromordinal, day.toordinal()), carried=carried)


def _fingerprint(snapshots: Sequence[Snapshot]) -> str:
    """Name an index by its snapshots and by the code and tables that build it, so that no other is ever read for it."""
    lines = [package_sha256("tidewaiter.screening"), *(f"{s.list} {s.sha256} {s.supplement_sha256}" for s in snapshots)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _put_whole(index: ScreeningIndex, folder: Path) -> None:
    """Save an index under its name all at once; when another process was faster, its copy, which is the same, stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".staging-") as staging:
        staged = Path(staging) / folder.name
        index.save(staged)
        try:
            staged.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise


def good_rows(rows: Iterable[T | RowError], rejected: Callable[[RowError], None]) -> Iterator[T]:
    """Pass the usable rows on and hand the others to ``rejected``, so that neither is lost."""
    for row in rows:
        if isinstance(row, RowError):
            rejected(row)
        else:
            yield row
