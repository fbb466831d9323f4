"""The trade flows of a workspace: imports, coverage, and the tables estimators read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from tidewaiter.flows.coverage import CoverageRow, coverage_matrix
from tidewaiter.flows.partial import partial_periods
from tidewaiter.model import RowError, UsageError, parse_vintage, resolve_country
from tidewaiter.sources.flows import FlowFile
from tidewaiter.sources.pull import BaciPull, Fetcher, Pull, pull, pull_archive
from tidewaiter.sources.rows import log_warning, parse_mark
from tidewaiter.store.flow_import import FlowImport, Written
from tidewaiter.store.flows import FlowStore

Rejected = Callable[[RowError], None]


class Flows:
    """Questions about trade flows. Get it as ``Workspace.flows``.

    Args:
        root: Folder of the workspace.
        today: The clock.
    """

    def __init__(self, root: Path, today: Callable[[], dt.date]) -> None:
        self.store = FlowStore(root)
        self.today = today

    def imports(self, vintage: dt.date | None = None) -> tuple[FlowImport, ...]:
        """Return what was imported, in the order it was; only data known on ``vintage`` when given."""
        return self.store.imports(vintage)

    def coverage(
        self,
        *,
        source: str | None = None,
        reporter: str | None = None,
        flow: str | None = None,
        vintage: dt.date | None = None,
    ) -> tuple[CoverageRow, ...]:
        """Return which periods of which reporters are reported, partly suppressed, a part, or no data.

        Args:
            source: Name of a source; all when None.
            reporter: A country's code or name; all when None.
            flow: X, M, RX or RM; all when None.
            vintage: Day whose state of knowledge is asked for; the newest when None.

        Raises:
            UsageError: when nothing was imported.
        """
        country = None if reporter is None else _country(reporter)
        with self.store.connect() as connection:
            stated = self.store.coverage(connection, vintage).to_pylist()
        rows = coverage_matrix(
            (cell for cell in stated if source in {None, cell["source"]} and (flow or cell["flow"]) == cell["flow"]),
            partial_periods(self.store.statements(vintage).to_pylist()),
        )
        return tuple(row for row in rows if country in {None, row.reporter})

    def import_file(
        self,
        path: Path | str,
        source: str,
        *,
        name: str | None = None,
        released: dt.date | None = None,
        vintage: int | str | None = None,
        rates: Path | None = None,
        encoding: str | None = None,
        decimal: str | None = None,
        complete: bool | None = None,
        rejected: Rejected | None = None,
        warn: Callable[[str], None] = log_warning,
    ) -> FlowImport:
        """Import a file of trade statistics.

        Args:
            path: CSV, TSV, JSON, Parquet or XLSX, gzip-packed or not.
            source: ``canonical``, ``comext``, ``comtrade``, ``comtrade-legacy``, ``taiwan``, ``armenia``, ``baci`` or
                ``census``; which of a source's layouts it is shows in the headings.
            name: Name of the source in the table, where the rows have none; the source's own when None.
            released: Day of release of the data, where the file does not say.
            vintage: HS edition, where the file does not say: a year, or H0 to H6.
            rates: CSV file ``period,currency,usd_per_unit``; without it amounts stay in their currency.
            encoding: Text encoding, where it is neither UTF-8 nor latin-1.
            decimal: ``point`` or ``comma``, the decimal mark of the file, where its numbers do not tell.
            complete: The file holds all trade of its reporters and periods, so that an earlier row it lacks is
                withdrawn.
            rejected: Receives rows that cannot be used, with the reason.
            warn: Receives what a person should know of the file as a whole.

        Raises:
            UsageError: when the file is not there, or has none of the source's layouts, or its numbers can be read with
                either decimal mark.
        """
        file = Path(path)
        if not file.is_file():
            raise UsageError(f"{path} does not exist or is no file: check the name and the folder.")
        try:
            edition = parse_vintage(vintage)
        except ValueError as error:
            raise UsageError(str(error)) from None
        if released is not None and released > self.today():
            raise UsageError(f"--released {released.isoformat()} lies in the future: give the day the data came out.")
        reading = FlowFile(
            path=file,
            source=source,
            name=name,
            released=released,
            vintage=edition,
            rates=rates,
            encoding=encoding,
            decimal=None if decimal is None else parse_mark(decimal),
            complete=complete,
            today=self.today(),
            reject=rejected or (lambda _: None),
            warn=warn,
        )
        return self.store.publish(file, lambda folder: _written(reading, folder), imported=self.today())

    def pull(
        self,
        question: Pull | BaciPull,
        fetcher: Fetcher,
        *,
        again: bool = False,
        rejected: Rejected | None = None,
        warn: Callable[[str], None] = log_warning,
    ) -> Iterator[FlowImport]:
        """Fetch a question from a service, piece by piece, and import each answer as it comes.

        Answers stay in the workspace, so that a pull that broke off goes on where it was. An answer without rows is
        said and left out: no data is not zero.

        Args:
            question: What is asked of which service.
            fetcher: Fetches, paced.
            again: Fetch pieces that are there, too; of a cell in several pulls the latest counts.
            rejected: Receives rows that cannot be used.
            warn: Receives what a person should know.

        Raises:
            UsageError: when the service refuses or does not answer; what was fetched is kept.
        """
        folder = self.store.folder.parent / "pulled" / question.source
        known = {entry.file for entry in self.store.imports()}
        today = self.today()
        if isinstance(question, BaciPull):
            pieces = pull_archive(question, folder, fetcher, today=today, again=again, said=warn)
        else:
            pieces = pull(question, folder, fetcher, today=today, again=again, said=warn)
        for piece in pieces:
            if not piece.fetched and piece.file in known:
                continue
            try:
                yield self.import_file(
                    folder / piece.file,
                    question.source,
                    released=piece.released or piece.pulled,
                    rejected=rejected,
                    warn=warn,
                )
            except UsageError as error:
                warn(f"{piece.file}: {error}")


def _written(reading: FlowFile, folder: Path) -> Written:
    done = reading.write(folder)
    counts = done.counts
    return Written(
        source=done.source,
        layout=done.layout,
        rejected=done.rejected,
        left_out=counts.left_out,
        repeated=counts.repeated,
        added_up=counts.added_up,
        restated=counts.restated,
        parents=counts.parents,
        unconverted=done.unconverted,
        currencies=done.currencies,
        released=done.released,
        complete=done.complete,
    )


def _country(text: str) -> str:
    try:
        return resolve_country(text).code
    except ValueError as error:
        raise UsageError(f"--reporter: {error}") from None
