"""Questions about companies: who they are in shipment records, how goods pass through them, which to look at first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.engines import TableEngine, duck_tables
from tidewaiter.flows.goods import goods_asked
from tidewaiter.flows.origins import origins
from tidewaiter.law import Law
from tidewaiter.model import (
    Company,
    Lead,
    LinkedListing,
    Listing,
    RegisterEntry,
    RowError,
    Snapshot,
    UnknownCompanyError,
    UnknownCountryError,
    UsageError,
    country_name,
    from_data,
    resolve_country,
    to_data,
)
from tidewaiter.networks.companies.company_file import CompanyFile as WrittenCompany
from tidewaiter.networks.companies.company_file import CompanyTables
from tidewaiter.networks.companies.company_file import company_file as written_company
from tidewaiter.networks.companies.named import named
from tidewaiter.networks.companies.read_companies import read_companies, spelling_rows
from tidewaiter.networks.leads.company_file import CompanyFile, company_file
from tidewaiter.networks.leads.leads import leads_of, wanted_companies
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.networks.leads.scope import LeadScope
from tidewaiter.screening import Screener
from tidewaiter.sources.register import read_register
from tidewaiter.sources.rows import log_warning
from tidewaiter.store.register import RegisterStore
from tidewaiter.store.runs import RunStore
from tidewaiter.store.shipments import ShipmentStore, file_sha256
from tidewaiter.workspace.chains import Chained, chained
from tidewaiter.workspace.companies import CompanyRuns, Resolved
from tidewaiter.workspace.leads import Grounds, LeadRun, controlled_since
from tidewaiter.workspace.linking import listings_of
from tidewaiter.workspace.stages import Began, Stages

#: Companies screened at a time where all are listed.
_BATCH = 5_000
_QUESTION = "question"


def _silent(_: str) -> None:
    """Take the name of a stage that nobody wants to hear of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Where bulk work runs, and who hears of it.

    Attributes:
        engine: ``duckdb`` on this machine, ``spark`` on a cluster.
        workers: Processes on this machine; None for one a core. With more than one a program guards its own start with
            ``if __name__ == "__main__"``.
        memory: What DuckDB may use before it spills to disk, as ``4GB``; a quarter of the machine's when None. The work
            on names and on groups takes its own besides.
        master: Where Spark runs; what its own configuration says when None.
        began: Receives the name of each stage that has to be worked out.
    """

    engine: str = "duckdb"
    workers: int | None = 1
    memory: str | None = None
    master: str | None = None
    began: Began = _silent

    def open(self, folder: Path) -> AbstractContextManager[TableEngine]:
        """Open the engine.

        Args:
            folder: Where Spark keeps tables meanwhile; DuckDB keeps them where the system does.
        """
        if self.engine == "spark":
            from tidewaiter.engines.spark_tables import spark_tables  # noqa: PLC0415 - needs the extra

            return spark_tables(self.master, folder=folder)
        return duck_tables(memory=self.memory, workers=self.workers)


_HERE = Work()


@dataclass(frozen=True, slots=True)
class NetworkLists:
    """The restricted-party lists, as networks needs them, each as of a day.

    Attributes:
        snapshots: Gives the snapshots that answer the day.
        screener: Gives the screener over them; `entries` their entries in force.
    """

    snapshots: Callable[[dt.date], tuple[Snapshot, ...]]
    screener: Callable[[dt.date], Screener]
    entries: Callable[[dt.date], Iterable[Listing]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeCompanies:
    """A part of the companies of the records, by id; ``total`` is how many there are in all."""

    answers: tuple[Company, ...]
    total: int


class Networks:
    """Questions about companies. Get it as ``Workspace.networks``.

    Args:
        root: Folder of the workspace.
        shipments: Imported records.
        lists: Restricted-party lists.
        law: Gives the law when it is first needed.
        today: The clock.
    """

    def __init__(
        self,
        root: Path,
        shipments: ShipmentStore,
        lists: NetworkLists,
        law: Callable[[], Law],
        today: Callable[[], dt.date],
    ) -> None:
        self.register, self.runs = RegisterStore(root), RunStore(root)
        self._companies = CompanyRuns(shipments, self.register, self.runs)
        self._lists, self._law, self._today = lists, law, today

    def import_register(
        self,
        path: Path | str,
        *,
        rejected: Callable[[RowError], None] | None = None,
        encoding: str | None = None,
        warn: Callable[[str], None] = log_warning,
    ) -> int:
        """Import entries of a business register; return how many.

        Args:
            path: Columns ``name,country,address,registered_on,register_id,phone,email,activity,owners``.
            rejected: Receives each row that cannot be used.
            encoding: Text encoding, where it is not Unicode.
            warn: Receives what a person should know of the file as a whole.

        Raises:
            UsageError: when there is no such file.
        """
        file = Path(path)
        if not file.is_file():
            raise UsageError(f"{path} does not exist or is no file: check the name and the folder.")

        def good() -> Iterator[RegisterEntry]:
            for entry in read_register(file, encoding=encoding, warn=warn):
                if isinstance(entry, RegisterEntry):
                    yield entry
                elif rejected is not None:
                    rejected(entry)

        return self.register.publish(file_sha256(file)[:16], good())

    # Companies ---------------------------------------------------------------------------------------------------

    def resolve(self, *, as_of: dt.date | None = None, work: Work = _HERE) -> None:
        """Resolve the companies of the records, so that the questions below find them."""
        self._resolved(as_of, work)

    def companies(
        self, *, name: str | None = None, as_of: dt.date | None = None, listings: bool = True, work: Work = _HERE
    ) -> Iterator[Company]:
        """Return the companies of the shipment records, by id.

        Args:
            name: Only companies one of whose names has all these words, in whatever alphabet.
            as_of: Nothing later is used of records and lists; all records and today's lists when None.
            listings: Whether to screen them against the lists.
            work: Where the work runs.

        Raises:
            UsageError: when there are no records.
        """
        seen = self._seen(name, as_of, work)
        for start in range(0, seen.num_rows, _BATCH):
            rows = seen.slice(start, _BATCH)
            yield from read_companies(rows, self._listings(rows, as_of) if listings else None)

    def some_companies(
        self, *, name: str | None = None, as_of: dt.date | None = None, limit: int, offset: int = 0, work: Work = _HERE
    ) -> SomeCompanies:
        """Return a part of what `companies` returns, and how many there are; only that part is screened.

        Args:
            name: As for `companies`; `as_of` and `work` likewise.
            limit: How many at most.
            offset: How many to pass over.

        Raises:
            UsageError: when there are no records.
        """
        seen = self._seen(name, as_of, work)
        rows = seen.slice(offset, limit)
        found = tuple(read_companies(rows, self._listings(rows, as_of)))
        return SomeCompanies(answers=found, total=seen.num_rows)

    def company(self, company_id: str, *, as_of: dt.date | None = None, work: Work = _HERE) -> WrittenCompany:
        """Return one company with the ways it is written and what joined them.

        Raises:
            UsageError: when there is no such company.
        """
        known = self._resolved(as_of, work)
        row = known.companies.filter(pc.equal(known.companies["company_id"], company_id))
        tables = CompanyTables(
            spellings=known.spellings, resolved=known.resolved, companies=known.companies, edges=known.edges
        )
        found = written_company(company_id, tables, self._listings(row, as_of))
        if found is None:
            raise UnknownCompanyError(f"there is no company {company_id!r}: `tidewaiter companies` lists them.")
        return found

    def spellings(self, *, as_of: dt.date | None = None, work: Work = _HERE) -> Iterator[dict[str, Any]]:
        """Return each way a company is written in the records: ``company_id, name, country``, each once, by id."""
        known = self._resolved(as_of, work)
        written = known.spellings.filter(pc.greater(known.spellings["records"], 0))
        for batch in spelling_rows(written, known.resolved, known.companies).to_batches(max_chunksize=_BATCH):
            yield from batch.to_pylist()

    def _seen(self, name: str | None, as_of: dt.date | None, work: Work) -> pa.Table:
        """Return the companies that are in records, not in a register alone, by id."""
        table = self._resolved(as_of, work).companies
        seen = table.filter(pc.greater(table["records"], 0)).sort_by("company_id")
        return seen if name is None else named(seen, name)

    def _listings(self, rows: pa.Table, as_of: dt.date | None) -> dict[int, tuple[LinkedListing, ...]]:
        day = as_of or self._today()
        return listings_of(rows, self._lists.screener(day), day) if rows.num_rows else {}

    # Leads -------------------------------------------------------------------------------------------------------

    def leads(self, question: LeadQuestion, *, work: Work | None = None) -> Iterator[Lead]:
        """Return the companies to look at, the best first, each with its reasons.

        Args:
            question: Destination, goods, day.
            work: Where the work runs; the question's engine, in this process, when None.

        Raises:
            UsageError: when the question names no goods, or an unknown country, or there are no records.
        """
        scope, working = self.scope(question), work or Work(engine=question.engine)
        with working.open(self.runs.folder) as engine:
            run = self._lead_run(engine, question, scope, working.began)
            tables = run.tables()
            ranking = run.ranking(tables)
            records = run.records(tables, wanted_companies(ranking, question.limit))
        self.runs.note(run.run, {_QUESTION: to_data(question)})
        yield from leads_of(ranking, records, scope, limit=question.limit)

    def company_file(self, company_id: str, question: LeadQuestion | None = None) -> CompanyFile:
        """Return everything about one company: signs, chains, partners, every movement.

        Args:
            company_id: Of a company that leads were asked of, or that trades with one.
            question: The question; the last one asked when None.

        Raises:
            UsageError: when no leads were asked for yet, or there is no such company among those looked at.
        """
        asked = question or self._last_question()
        scope = self.scope(asked)
        with _HERE.open(self.runs.folder) as engine:
            run = self._lead_run(engine, asked, scope, _silent)
            tables = run.tables()
            ranking = run.ranking(tables)
            ids = ranking.facts.texts("company_id")
            if company_id not in ids:
                raise UnknownCompanyError(
                    f"there is no company {company_id!r} among those that trade in {scope.goods}: `tidewaiter leads` "
                    "and `tidewaiter companies` list ids."
                )
            row = ids.index(company_id)
            records = run.records(tables, wanted_companies(ranking, rows=[row]))
        return company_file(ranking, row, records, scope)

    def chains(self, question: LeadQuestion, *, work: Work | None = None) -> tuple[pa.Table, dict[int, str]]:
        """Return the chains of the goods asked about, rows of ``CHAINS``, and the id of each company by its number."""
        scope, working = self.scope(question), work or Work(engine=question.engine)
        with working.open(self.runs.folder) as engine:
            resolved, found = self._followed(engine, question, scope, working.began)
            since = nw.lit(scope.since)  # what ended before the goods were controlled was free trade
            table = engine.collect(found.chains.filter(nw.col("last") >= since)).sort_by("chain")
        companies = resolved.companies
        return table, dict(zip(companies["company"].to_pylist(), companies["company_id"].to_pylist(), strict=True))

    def scope(self, question: LeadQuestion) -> LeadScope:
        """Return a question with everything filled in that the law and the clock say."""
        day, law = question.as_of or self._today(), self._law()
        destination = _country(question.destination)
        since = question.since or controlled_since(law, destination, country_name(destination))
        if since > day:
            raise UsageError(f"the goods are controlled from {since} on, after the day asked about, {day}.")
        return LeadScope(
            destination=destination,
            as_of=day,
            since=since,
            coalition=frozenset(origins(question.origins, law, day).countries),
            goods=question.goods,
        )

    def _followed(
        self, engine: TableEngine, question: LeadQuestion, scope: LeadScope, began: Began
    ) -> tuple[Resolved, Chained]:
        law, day = self._law(), scope.as_of
        resolved = self._companies.resolved(engine, day, began)
        found = chained(
            resolved,
            engine,
            self.runs,
            goods=goods_asked(question.goods, law, question.goods_as_of or max(day, self._today())),
            destination=scope.destination,
            origins=origins(question.origins, law, day),
            began=began,
        )
        return resolved, found

    def _lead_run(self, engine: TableEngine, question: LeadQuestion, scope: LeadScope, began: Began) -> LeadRun:
        resolved, found = self._followed(engine, question, scope, began)
        day = scope.as_of
        grounds = Grounds(
            snapshots=tuple(f"{s.list} {s.sha256} {s.supplement_sha256}" for s in self._lists.snapshots(day)),
            screener=lambda: self._lists.screener(day),
            entries=lambda: self._lists.entries(day),
        )
        return LeadRun(self.runs, resolved, found, scope, grounds, stages=lambda run: Stages(run, engine, began))

    def _last_question(self) -> LeadQuestion:
        for run in self.runs.runs("leads", ["facts"]):
            noted = self.runs.noted(run).get(_QUESTION)
            if noted is not None:
                return from_data(LeadQuestion, noted)
        raise UsageError("no leads were asked for yet: run `tidewaiter leads` first.")

    def _resolved(self, as_of: dt.date | None, work: Work) -> Resolved:
        with work.open(self.runs.folder) as engine:
            return self._companies.resolved(engine, as_of, work.began)


def _country(text: str) -> str:
    try:
        return resolve_country(text).code
    except UnknownCountryError as error:
        raise UsageError(f"--destination: {error}") from None
