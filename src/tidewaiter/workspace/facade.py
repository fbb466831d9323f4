"""The workspace: the one place that wires store, sources, rooms and clock together.

Every interface (command line, Python, HTTP, pages) calls the methods of `Workspace` and gets the same objects.
A single question is a batch of one.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial
from importlib import resources
from pathlib import Path

import platformdirs

from tidewaiter.audit import AuditLog
from tidewaiter.check import check_transaction, listed_with_owners
from tidewaiter.law import Law, load_law
from tidewaiter.law.goods import Goods, GoodsAnswer
from tidewaiter.licensing import determine
from tidewaiter.model import Decision, Determination, Schema, Snapshot, Transaction, UnusableWorkspaceError, UsageError
from tidewaiter.networks.chains.explains import Direction
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.screening import Comparison, Screener, compare
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.store import SnapshotStore
from tidewaiter.workspace.checking import FEW, CheckTask, checked_in_processes
from tidewaiter.workspace.counterparties import Counterparties
from tidewaiter.workspace.explaining import ExplainedGood, hub_explained
from tidewaiter.workspace.flows import Flows
from tidewaiter.workspace.hubs import HubQuestion, Hubs
from tidewaiter.workspace.indexes import Indexes
from tidewaiter.workspace.lists import Lists
from tidewaiter.workspace.networks import NetworkLists, Networks, Work
from tidewaiter.workspace.orders import ScreenedOrder, screen_orders
from tidewaiter.workspace.rescreening import RescreenAnswer, rescreen
from tidewaiter.workspace.rows import as_many_as_pay
from tidewaiter.workspace.screening import Grounds, ScreenAnswer, Screening, screening
from tidewaiter.workspace.shipments import Shipments


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
        self.shipments = Shipments(self.root, today)
        self.flows = Flows(self.root, today)
        self.hubs = Hubs(self.flows.store, lambda: self.law, today)
        self.networks = Networks(
            self.root,
            self.shipments.store,
            NetworkLists(self.lists.snapshots, lambda day: self.screener(day)[0], self.lists.in_force),
            lambda: self.law,
            today,
        )
        self.counterparties = Counterparties(self.root)
        self._indexes = Indexes(self.root / "indexes", self.store)

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
        return self._indexes.screener(snapshots), snapshots

    def index_folder(self, as_of: dt.date) -> Path:
        """Return where the index over the snapshots that answer ``as_of`` is kept, once it is built."""
        return self._indexes.folder(self.lists.snapshots(as_of))

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
        grounds, folder = Grounds(screener, lambda: self.law), self._indexes.folder(snapshots)
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
        """Screen rows as of two days and answer where their hits differ: what changed since an earlier screening.

        Raises:
            UsageError: when ``since`` is later than ``as_of``.
        """
        day = as_of or self.today()
        if since > day:
            raise UsageError(f"{since} is later than {day}: the earlier day comes first.")
        return rescreen(
            self.screener,
            rows,
            since=since,
            as_of=day,
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
        for one in self._screened(orders, as_of):
            decision = check_transaction(
                one.tx, one.hits, self.law, as_of=one.day, owners=one.owners, snapshots=one.snapshots
            )
            yield one.tx, decision

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
        for one in self._screened(orders, as_of):
            found = zip(one.hits, one.owners, strict=True)
            listed = [listed_with_owners(hits, owners, matches_only=True) for hits, owners in found]
            yield determine(one.tx, self.law, as_of=one.day, listed=listed)

    def compare(self, name1: str, name2: str, schema: Schema | None = None) -> Comparison:
        """Score how alike two names are, in [0, 1], as screening would."""
        return compare(name1, name2, schema)

    def describe_goods(self, text: str, *, as_of: dt.date | None = None, limit: int = 10) -> GoodsAnswer:
        """Say what a code or description is: HS, CHPL tier, HTS supplements, candidate ECCNs."""
        return self.goods.answer(text, as_of=as_of or self.today(), limit=limit)

    def explain_hub(
        self, hub: str, question: HubQuestion, *, direction: Direction = "exports", work: Work | None = None
    ) -> tuple[ExplainedGood, ...]:
        """Say how much of a hub's excess in trade statistics the chains of shipment records explain.

        It is said by goods, the greatest excess first, and last of all in total.

        Args:
            hub: Code or name of the country.
            question: Destination, goods, origins and months.
            direction: ``imports`` for what came to the hub, ``exports`` for what it sent on.
            work: Where the work on shipment records runs.
        """
        detail = self.hubs.show(hub, question)
        asked = LeadQuestion(
            destination=question.destination,
            goods=question.goods,
            origins=question.origins,
            as_of=question.as_of,
            goods_as_of=question.as_of,
        )
        chains, ids = self.networks.chains(asked, work=work)
        return hub_explained(detail, chains, ids, direction=direction)

    def _screened(self, orders: Iterable[Transaction], as_of: dt.date | None) -> Iterator[ScreenedOrder]:
        return screen_orders(self.screener, orders, lambda tx: as_of or tx.date or self.today())


def _reopened(root: Path, carried: Path, day: dt.date) -> Workspace:
    """Open a workspace again in another process, with its clock standing still."""
    return Workspace(root, today=partial(dt.date.fromordinal, day.toordinal()), carried=carried)
