"""A statistical file of any source as canonical flows: read, typed, settled and written as Parquet."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from tidewaiter.model import ADDED_FLOW_COLUMNS, FLOW_COLUMNS, RowError, UsageError
from tidewaiter.sources.flows.cells import MACROS
from tidewaiter.sources.flows.convert import Stated, convert, rejected
from tidewaiter.sources.flows.decimals import reading_macro
from tidewaiter.sources.flows.layout import Layout
from tidewaiter.sources.flows.layouts import choose_layout, known_headings
from tidewaiter.sources.flows.measures import join_measures
from tidewaiter.sources.flows.rates import load_rates
from tidewaiter.sources.flows.raw import Form, RawFile, Reject
from tidewaiter.sources.flows.scan import quoted
from tidewaiter.sources.flows.settle import Counts, one_row, settle
from tidewaiter.sources.flows.short_years import short_years
from tidewaiter.sources.rows import Warn, log_warning

if TYPE_CHECKING:
    import duckdb

_REJECTED = pa.schema([("row", pa.int64()), ("column", pa.string()), ("reason", pa.string()), ("remedy", pa.string())])
#: Memory DuckDB may use for one import; what does not fit is kept in the staging folder meanwhile.
MEMORY_LIMIT = "1500MB"
_ROW_GROUP = 200_000
_COMTRADE_BULK = re.compile(r"\[(\d{4}-\d{2}-\d{2})\]")
_BACI = re.compile(r"BACI_HS(\d{2})_Y\d{4}_V(\d{4})(\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FlowsRead:
    """What reading a file gave.

    Attributes:
        layout: Layout it was read by; ``source`` the name its rows carry.
        counts: What became of its rows.
        rejected: Rows that could not be used.
        released: Day of release, where the file or the user says so.
        complete: The file holds all trade of its reporters and periods.
        currencies: Currencies of its amounts.
        unconverted: Cells that have an amount but no US dollars, for want of a rate.
    """

    layout: str
    source: str
    counts: Counts
    rejected: int
    released: dt.date | None
    complete: bool
    currencies: tuple[str, ...]
    unconverted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFile:
    """A file to read, and what the user says of it.

    Attributes:
        path: CSV, TSV, JSON, Parquet or XLSX, gzip-packed or not.
        source: Key of `SOURCES`.
        name: Name of the source its rows carry; the layout's own when None.
        released: Day of release, where the file does not say.
        vintage: HS edition, where the file does not say.
        rates: File of exchange rates.
        encoding: Text encoding, where it is not UTF-8 or latin-1.
        decimal: Decimal mark of its numbers, ``.`` or ``,``; None takes it from the file as a whole.
        complete: The file holds all trade of its reporters and periods; None takes what the layout says.
        today: Day of the import: no trade of later months has been counted. None when it is not known.
        reject: Receives the first ten thousand rows that cannot be used.
        warn: Receives what a person should know of the file as a whole.
    """

    path: Path
    source: str
    name: str | None = None
    released: dt.date | None = None
    vintage: int | None = None
    rates: Path | None = None
    encoding: str | None = None
    decimal: str | None = None
    complete: bool | None = None
    today: dt.date | None = None
    reject: Reject = field(default=lambda _: None)
    warn: Warn = log_warning

    def write(self, folder: Path) -> FlowsRead:
        """Write ``rows.parquet`` and ``rejected.parquet`` into a folder; memory does not grow with the file.

        Raises:
            UsageError: when the file has none of the source's layouts, or cannot be read at all.
        """
        import duckdb  # noqa: PLC0415  takes memory that only questions about flows are worth

        with duckdb.connect(str(folder / "work.duckdb")) as connection:
            connection.execute(
                f"set memory_limit = '{MEMORY_LIMIT}'; set temp_directory = {quoted(str(folder / 'spill'))}"
            )
            connection.execute("set preserve_insertion_order = true; set enable_progress_bar = false")
            return self._write(connection, folder)

    def _write(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> FlowsRead:
        connection.execute(MACROS)
        unreadable: list[RowError] = []
        known = known_headings(self.source)
        file = RawFile(self.path, self.path.name, known.__contains__, unreadable.append, self.warn, self.encoding)
        headings = file.open(connection)
        layout = choose_layout(self.source, headings, self.path.name)
        (rows,) = one_row(connection, "select count(*) from raw")
        if not rows and not unreadable:
            raise UsageError(
                f"{self.path.name} has headings and no rows, which is no data and not zero: ask for other periods."
            )
        headings = join_measures(connection, layout, headings)
        bound, stated = layout.bind(headings), self._stated(layout)
        written = file.form is Form.TEXT
        plain = reading_macro(connection, bound, self.path.name, stated=self.decimal, written=written)
        connection.execute(plain)
        convert(connection, bound, stated)
        for error in unreadable:
            self.reject(error)
        for error in rejected(connection, self.path.name):
            self.reject(error)
        counts = settle(connection, layout)
        load_rates(connection, self.rates)
        self._write_rows(connection, folder)
        (faulty,) = one_row(connection, "select count(*) from typed where fault is not null")
        self._write_rejected(connection, folder, unreadable)
        currencies, unconverted = one_row(
            connection,
            "select coalesce(list_sort(list(distinct currency)), []), count(*) filter (value is not null and "
            "value_usd is null and usd_per_unit is null) from cells left join rates using (period, currency)",
        )
        self._say(counts, headings, layout)
        for line in short_years(connection, self.path.name):
            self.warn(line)
        return FlowsRead(
            layout=layout.id,
            source=stated.source,
            counts=counts,
            rejected=faulty + len(unreadable),
            released=None if stated.released is None else dt.date.fromisoformat(stated.released),
            complete=layout.complete if self.complete is None else self.complete,
            currencies=tuple(currencies),
            unconverted=unconverted,
        )

    def _stated(self, layout: Layout) -> Stated:
        released, vintage = self.released, self.vintage
        if found := _COMTRADE_BULK.search(self.path.name):
            released = released or dt.date.fromisoformat(found[1])
        if found := _BACI.search(self.path.name):
            vintage = vintage or (1900 if int(found[1]) > 80 else 2000) + int(found[1])
            released = released or dt.date(int(found[2]), int(found[3]), 1)
        day = None if released is None else released.isoformat()
        return Stated(self.name or layout.source, self.path.name, day, vintage, self.today)

    def _write_rows(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        """Write the cells, ordered by code and period so that a question about few goods reads few row groups."""
        special = {
            "value_usd": "coalesce(value_usd, value * usd_per_unit) as value_usd",
            "file": f"{quoted(self.path.name)} as file",
        }
        columns = ", ".join(special.get(name, name) for name in (*FLOW_COLUMNS, *ADDED_FLOW_COLUMNS))
        connection.execute(
            f"copy (select {columns} from marked left join rates using (period, currency) "  # noqa: S608 - constants
            f"order by hs, period, reporter, partner, flow) to {quoted(str(folder / 'rows.parquet'))} "
            f"(format parquet, compression zstd, row_group_size {_ROW_GROUP})"
        )

    def _write_rejected(self, connection: duckdb.DuckDBPyConnection, folder: Path, unreadable: list[RowError]) -> None:
        columns = {name: [getattr(error, name) for error in unreadable] for name in _REJECTED.names}
        connection.register("unreadable_rows", pa.table(columns, schema=_REJECTED))
        connection.execute(
            f"copy (select row, fault.column as column, fault.reason as reason, fault.remedy as remedy from typed "  # noqa: S608 - constants
            f"where fault is not null union all select * from unreadable_rows order by row) "
            f"to {quoted(str(folder / 'rejected.parquet'))} (format parquet, compression zstd)"
        )
        connection.unregister("unreadable_rows")

    def _say(self, counts: Counts, headings: dict[str, str], layout: Layout) -> None:
        name = self.path.name
        for reason, rows in counts.left_out.items():
            self.warn(f"{name}: {rows} rows {reason} were left out.")
        if counts.repeated:
            self.warn(f"{name}: {counts.repeated} rows repeat another row word for word and were counted once.")
        if counts.restated:
            self.warn(f"{name}: {counts.restated} rows state a cell that other rows state too; they were added up.")
        if layout.id == "comext_panel" and "flow" not in headings:
            self.warn(f"{name}: no column says the direction of trade; the rows were read as exports.")
