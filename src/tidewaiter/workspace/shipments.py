"""The shipment records of a workspace: imports, and what they hold."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypedDict, Unpack

import pyarrow as pa

from tidewaiter.model import RowError, UnknownImportError, UnknownRecordError, UsageError, resolve_country
from tidewaiter.sources.archives import MOST, held, is_archive, unpacked
from tidewaiter.sources.rows import in_part, log_warning, parse_mark
from tidewaiter.sources.shipments import SCHEMA, ShipmentBatch, Stated, parse_order, read_shipments
from tidewaiter.store.shipments import MEMORY_LIMIT, ShipmentImport, ShipmentStore

Rejected = Callable[[RowError], None]
#: What records from standard input are said to come from.
STANDARD_INPUT = "standard input"
#: How far ahead a record can be dated: bills of lading say when a ship is expected. What lies further is a slip.
_AHEAD = dt.timedelta(days=366)


class ImportOptions(TypedDict, total=False):
    """How a file of shipment records is read.

    Attributes:
        layout: ``auto`` when left out, the id of a layout, or a layout file.
        source: Name of the source; the file's name when None. Each file of an archive of several has its own beside it.
        reporter: Country whose customs recorded it, where the layout does not say.
        currency: Currency of amounts whose currency the file does not state.
        date: Day of records in a file without dates.
        encoding: Text encoding, where it is not Unicode.
        decimal: ``point`` or ``comma``, the decimal mark of the file, where its numbers do not tell.
        dates: ``day-first`` or ``month-first``, where the dates of the file do not tell.
        once: Whether records without an id that say the same are one.
        memory: What DuckDB may use before it spills to disk, as ``4GB``; 1 GB when None. Reading takes its own
            besides, some 900 MB however long the file is.
        unpack: Bytes that an archive may unpack to.
        rejected: Receives each row set aside, with the reason.
        warn: Receives what a person should know of the file as a whole.
        progress: Receives the number of rows after each batch.
    """

    layout: str
    source: str | None
    reporter: str | None
    currency: str | None
    date: dt.date | None
    encoding: str | None
    decimal: str | None
    dates: str | None
    once: bool
    memory: str | None
    unpack: int
    rejected: Rejected | None
    warn: Callable[[str], None]
    progress: Callable[[int], None] | None


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

    def import_file(self, path: Path | str, **options: Unpack[ImportOptions]) -> ShipmentImport:
        """Import a file of shipment records, or an archive of one.

        Args:
            path: CSV, TSV, JSON Lines, XLSX or Parquet, also in a gzip or zip archive; ``-`` for standard input.
            options: How it is read; see `ImportOptions`.

        Raises:
            UsageError: when the file is not there, no layout fits it, the day lies more than a year ahead, the memory
                is no size or too little, or the file is an archive of several: `import_files` imports these.
        """
        with _given(path) as file:
            if is_archive(file) and len(names := held(file)) > 1:
                raise UsageError(f"{path} holds {len(names)} files, and one was expected: {', '.join(names[:3])}.")
            (done,) = self._imported(file, str(path), options)
        return done

    def import_files(self, path: Path | str, **options: Unpack[ImportOptions]) -> Iterator[ShipmentImport]:
        """Import a file, or each file of an archive under its own name; of several, those that can be read.

        Args:
            path: As for `import_file`, with any number of files in the archive.
            options: How they are read.

        Raises:
            UsageError: as for `import_file`; of files in an archive once the others are imported.
        """
        with _given(path) as file:
            yield from self._imported(file, str(path), options)

    def _imported(self, file: Path, called: str, options: ImportOptions) -> Iterator[ShipmentImport]:
        source = options.get("source")
        called = STANDARD_INPUT if called == "-" else called
        if not is_archive(file):
            yield self._import(file, called, source or Path(called).name, options)
            return
        failed: list[str] = []
        several = len(held(file)) > 1
        with tempfile.TemporaryDirectory() as folder:
            for member in unpacked(file, Path(folder), options.get("unpack", MOST)):
                named = in_part(source, member.name) if source and several else source or member.name
                try:
                    yield self._import(member.path, in_part(called, member.name), named, options)
                except UsageError as error:
                    failed.append(str(error))
        if failed:
            raise UsageError("\n".join(failed))

    def _import(self, file: Path, called: str, source: str, options: ImportOptions) -> ShipmentImport:
        """Import one file, which messages call by another name than the one it has meanwhile."""
        stated, warn, rejected = (
            self._stated(source, options),
            options.get("warn", log_warning),
            options.get("rejected"),
        )
        progress, notes = options.get("progress"), list[str]()

        def tell(text: str) -> None:
            said = text.replace(str(file), called)
            notes.append(said.removeprefix(f"{called}: "))
            warn(said)

        def read(path: Path, aside: Rejected) -> Iterator[tuple[str, pa.RecordBatch]]:
            def reject(error: RowError) -> None:
                aside(error)
                if rejected is not None:
                    rejected(replace(error, file=error.file.replace(str(file), called)))

            layout, encoding = options.get("layout", "auto"), options.get("encoding")
            batches = read_shipments(path, stated, layout=layout, encoding=encoding, reject=reject, warn=tell)
            return _counted(batches, progress)

        try:
            done = self.store.publish(
                file,
                source,
                partial(read, file),
                SCHEMA,
                memory=options.get("memory") or MEMORY_LIMIT,
                once=options.get("once", False),
                notes=notes,
            )
        except UsageError as error:
            raise type(error)(str(error).replace(str(file), called)) from None
        for line in _counts(done):
            warn(f"{called}: {line}")
        return done

    def _stated(self, source: str, options: ImportOptions) -> Stated:
        last, date = self._today() + _AHEAD, options.get("date")
        if date is not None and date > last:
            raise UsageError(f"--date: {date} lies more than a year ahead.")
        reporter, currency = options.get("reporter"), options.get("currency")
        decimal, dates = options.get("decimal"), options.get("dates")
        return Stated(
            source=source,
            reporter=None if reporter is None else _country(reporter),
            currency=None if currency is None else _currency(currency),
            date=None if date is None else date.isoformat(),
            decimal=None if decimal is None else parse_mark(decimal),
            order=None if dates is None else parse_order(dates),
            last=last,
        )


def _counts(done: ShipmentImport) -> Iterator[str]:
    """Say what a person should know of the records that are held more than once."""
    if done.alike:
        yield (
            f"{done.alike} record(s) without an id say the same as another of the file, and were kept beside it, since "
            "extracts without ids hold equal consignments. If they are repeats, import it again with --alike once."
        )
    if done.unlike:
        yield (
            f"{done.unlike} record(s) bear the ids of records imported before that are of another "
            "day, other goods and other parties, and take their place. If they are other records, give each source "
            "ids of its own, and import both files again."
        )


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
