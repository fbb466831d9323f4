"""The shipment records of a workspace: imports, and what they hold."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from tidewaiter.model import RowError, UnknownImportError, UnknownRecordError, UsageError, resolve_country
from tidewaiter.sources.rows import log_warning, parse_mark
from tidewaiter.sources.shipments import SCHEMA, ShipmentBatch, Stated, parse_order, read_shipments
from tidewaiter.store.shipments import MEMORY_LIMIT, ShipmentImport, ShipmentStore

Rejected = Callable[[RowError], None]
#: What records from standard input are said to come from.
STANDARD_INPUT = "standard input"
#: How far ahead a record can be dated: bills of lading say when a ship is expected. What lies further is a slip.
_AHEAD = dt.timedelta(days=366)


class Shipments:
    """Questions about shipment records. Get it as ``Workspace.shipments``."""

    def __init__(self, root: Path, today: Callable[[], dt.date]) -> None:
        self.store, self._today = ShipmentStore(root), today

    def imports(self) -> tuple[ShipmentImport, ...]:
        """Return what was imported, in the order it was."""
        return self.store.imports()

    def imported(self, import_id: str) -> ShipmentImport:
        """Return one import.

        Raises:
            UnknownImportError: when there is none of that id.
        """
        for entry in self.imports():
            if entry.id == import_id:
                return entry
        raise UnknownImportError(f"there is no import {import_id!r}: `tidewaiter shipments list` names them.")

    def rejected(self, import_id: str) -> Iterator[dict[str, Any]]:
        """Return the rows of an import that were set aside: ``row, column, reason, remedy``.

        Raises:
            UnknownImportError: when there is no such import.
        """
        self.imported(import_id)
        yield from self.store.rejected(import_id).to_pylist()

    def remove(self, import_id: str) -> None:
        """Remove an import; what is asked afterwards no longer rests on it.

        Raises:
            UnknownImportError: when there is no such import.
        """
        self.imported(import_id)
        self.store.remove(import_id)

    def records(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        """Return records in full, with the source and row each stands in, in the order asked for.

        Raises:
            UnknownRecordError: when there is none of an id, or nothing was imported.
        """
        if not self.store.files():
            raise UnknownRecordError("there are no shipment records: run `tidewaiter shipments import FILE` first.")
        import duckdb  # noqa: PLC0415  takes memory that only questions about records are worth

        with duckdb.connect() as connection:
            every = self.store.relation(connection)
            wanted = every.filter(duckdb.ColumnExpression("shipment_id").isin(*map(duckdb.ConstantExpression, ids)))
            found = {row["shipment_id"]: row for row in wanted.to_arrow_table().to_pylist()}
        if lacking := [one for one in ids if one not in found]:
            raise UnknownRecordError(f"there is no record {lacking[0]!r} among those that were imported.")
        return [found[one] for one in ids]

    def import_file(
        self,
        path: Path | str,
        *,
        layout: str = "auto",
        source: str | None = None,
        reporter: str | None = None,
        currency: str | None = None,
        date: dt.date | None = None,
        encoding: str | None = None,
        decimal: str | None = None,
        dates: str | None = None,
        memory: str | None = None,
        rejected: Rejected | None = None,
        warn: Callable[[str], None] = log_warning,
        progress: Callable[[int], None] | None = None,
    ) -> ShipmentImport:
        """Import a file of shipment records.

        Args:
            path: CSV, TSV, JSON Lines, XLSX or Parquet; ``-`` for standard input.
            layout: ``auto``, the id of a layout, or a layout file.
            source: Name of the source; the file's name when None.
            reporter: Country whose customs recorded it, where the layout does not say.
            currency: Currency of amounts whose currency the file does not state.
            date: Day of records in a file without dates.
            encoding: Text encoding, where it is not Unicode.
            decimal: ``point`` or ``comma``, the decimal mark of the file, where its numbers do not tell.
            dates: ``day-first`` or ``month-first``, where the dates of the file do not tell.
            memory: What DuckDB may use before it spills to disk, as ``4GB``; 1 GB when None. Reading takes its own
                besides, some 900 MB however long the file is.
            rejected: Receives each row set aside, with the reason.
            warn: Receives what a person should know of the file as a whole.
            progress: Receives the number of rows after each batch.

        Raises:
            UsageError: when the file is not there, no layout fits it, the day lies more than a year ahead, or the
                memory is no size or too little.
        """
        last = self._today() + _AHEAD
        if date is not None and date > last:
            raise UsageError(f"--date: {date} lies more than a year ahead.")
        stated = Stated(
            source=source or (STANDARD_INPUT if str(path) == "-" else Path(path).name),
            reporter=None if reporter is None else _country(reporter),
            currency=None if currency is None else _currency(currency),
            date=None if date is None else date.isoformat(),
            decimal=None if decimal is None else parse_mark(decimal),
            order=None if dates is None else parse_order(dates),
            last=last,
        )

        def read(file: Path, aside: Rejected) -> Iterator[tuple[str, pa.RecordBatch]]:
            def reject(error: RowError) -> None:
                aside(error)
                if rejected is not None:
                    rejected(error)

            batches = read_shipments(file, stated, layout=layout, encoding=encoding, reject=reject, warn=warn)
            return _counted(batches, progress)

        with _given(path) as file:
            done = self.store.publish(file, stated.source, partial(read, file), SCHEMA, memory=memory or MEMORY_LIMIT)
        if done.unlike:
            warn(
                f"{path}: {done.unlike} record(s) bear the ids of records imported before that are of another "
                "day, other goods and other parties, and take their place. If they are other records, give each source "
                "ids of its own, and import both files again."
            )
        return done


@contextmanager
def _given(path: Path | str) -> Iterator[Path]:
    """Give the file that is named; standard input as a file, since it is read more than once."""
    if str(path) == "-":
        with tempfile.TemporaryDirectory() as folder:
            spooled = Path(folder) / STANDARD_INPUT
            with spooled.open("wb") as stream:
                shutil.copyfileobj(sys.stdin.buffer, stream)
            yield spooled
        return
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"{path} does not exist or is no file: check the name and the folder.")
    yield file


def _counted(
    read: Iterator[ShipmentBatch], progress: Callable[[int], None] | None
) -> Iterator[tuple[str, pa.RecordBatch]]:
    for batch in read:
        if progress is not None:
            progress(batch.rows.num_rows)
        yield batch.layout, batch.rows


def _currency(text: str) -> str:
    code = text.strip().upper()
    if not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise UsageError(f"--currency {text}: write a code of three letters, such as USD.")
    return code


def _country(text: str) -> str:
    try:
        return resolve_country(text).code
    except ValueError as error:
        raise UsageError(f"--reporter: {error}") from None
