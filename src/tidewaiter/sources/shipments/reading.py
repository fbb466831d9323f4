"""Shipment files of any layout as batches of the canonical table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.model import RowError, UsageError
from tidewaiter.sources.orders.values import spoiled
from tidewaiter.sources.rows import (
    Headings,
    JsonRow,
    RawRow,
    TableRow,
    Warn,
    in_part,
    log_warning,
    read_rows,
    text_column,
)
from tidewaiter.sources.shipments.choosing import choose
from tidewaiter.sources.shipments.convert import Converter
from tidewaiter.sources.shipments.known_layouts import layouts
from tidewaiter.sources.shipments.layout_file import heading_key
from tidewaiter.sources.shipments.stated import Stated

_BATCH = 50_000
_PARQUET_BATCH = 250_000
#: Bytes of a column read at a time, so that a row group as long as the file takes no more memory than others.
_BUFFER = 1 << 20

Reject = Callable[[RowError], None]


@dataclass(frozen=True, slots=True)
class ShipmentBatch:
    """Usable rows of a file in the canonical columns, and the layout they were read by."""

    layout: str
    rows: pa.RecordBatch


def read_shipments(
    path: str | Path,
    stated: Stated,
    *,
    layout: str = "auto",
    encoding: str | None = None,
    reject: Reject,
    warn: Warn = log_warning,
) -> Iterator[ShipmentBatch]:
    """Stream a shipment file as batches of the canonical table; memory does not grow with the file.

    Args:
        path: CSV, TSV, JSON Lines, XLSX or Parquet; the headings may stand in any of the first rows.
        stated: What the user says of the file: its source name, and facts its rows do not state.
        layout: ``auto``, the id of a layout, or a layout file.
        encoding: Text encoding, where it is not Unicode.
        reject: Receives each row that cannot be used, with the reason.
        warn: Receives what a person should know of the file as a whole.

    Raises:
        UsageError: when the file is not there or no layout fits its headings.
    """
    if _is_parquet(path):
        yield from _read_parquet(Path(path), stated, layout, reject, warn)
        return
    table = _Table(str(path), stated, layout, reject, warn)
    for row in read_rows(path, knows=_known_heading, warn=warn, encoding=encoding, alike=True):
        if isinstance(row, Headings) or table.full:
            yield from table.batch()
        table.add(row)
    yield from table.batch()
    table.finish()


class _Table:
    """Rows of a file as they come, turned into batches; sheets of a workbook that are alike follow one another."""

    def __init__(self, file: str, stated: Stated, layout: str, reject: Reject, warn: Warn) -> None:
        self._file, self._stated, self._layout = file, stated, layout
        self._reject, self._warn = reject, warn
        self._converter: Converter | None = None
        self._headings: list[tuple[str, str]] = []
        self._numbers: list[int] = []
        self._kept: list[tuple[object, ...]] = []
        self._rows = 0

    @property
    def full(self) -> bool:
        """Whether a batch is complete."""
        return len(self._kept) >= _BATCH

    def add(self, row: RawRow) -> None:
        """Take in a row, or the headings of those that follow."""
        match row:
            case Headings():
                self._begin(row)
            case TableRow():
                self._numbers.append(row.number)
                self._kept.append(row.cells)
            case JsonRow():
                if self._converter is None:
                    named = {key: key for key in self._chosen(tuple(row.data)).layout.headings}
                    self._headings = sorted((named | {heading_key(name): name for name in row.data}).items())
                data = {heading_key(name): value for name, value in row.data.items()}
                self._numbers.append(row.number)
                self._kept.append(tuple(data.get(key) for key, _ in self._headings))
            case RowError():
                self._rows += 1
                self._reject(row)

    def batch(self) -> Iterator[ShipmentBatch]:
        """Yield what was taken in since the last batch, if anything."""
        if self._converter is not None and self._kept:
            self._rows += len(self._kept)
            yield _convert(self._converter, self._headings, self._numbers, self._kept, self._reject)
            self._numbers, self._kept = [], []

    def finish(self) -> None:
        """Say what a person should know of the file as a whole."""
        if self._converter is None:
            return
        if not self._rows:
            reason = "The file has headings and no rows."
            self._reject(RowError(self._file, None, None, reason, "Give a file with at least one row."))
        for line in self._converter.finish(self._file):
            self._warn(line)

    def _begin(self, headings: Headings) -> None:
        """Begin a table; of a further sheet the rows are cited with its name, as they are numbered anew."""
        converter = self._converter or self._chosen(headings.names)
        self._headings = [(heading_key(name), name) for name in headings.names]
        if headings.part is not None:
            converter.file = in_part(self._file, headings.part)
            converter.stated = replace(self._stated, source=in_part(self._stated.source, headings.part))

    def _chosen(self, names: tuple[str, ...]) -> Converter:
        chosen = choose(self._layout, names, self._file, self._stated, self._warn)
        self._converter = Converter(self._file, chosen, self._stated)
        return self._converter


def _convert(
    converter: Converter,
    headings: list[tuple[str, str]],
    numbers: list[int],
    kept: list[tuple[object, ...]],
    reject: Reject,
) -> ShipmentBatch:
    wanted = converter.layout.headings
    places = [at for at, (key, _) in enumerate(headings) if key in converter.numbers]
    if not converter.decimal.told and any(isinstance(cells[at], float) for cells in kept for at in places):
        converter.decimal.tell(".")  # as a spreadsheet and JSON write numbers
    columns: dict[str, pa.Array] = {}
    lost: dict[int, tuple[str, str]] = {}
    for at, (key, heading) in enumerate(headings):
        if key in wanted and key not in columns:
            texts = [_cell(cells[at]) for cells in kept]
            columns[key], spoilt = text_column(texts)
            lost |= {place: (heading, texts[place] or "") for place in spoilt if place not in lost}
    if lost:
        good = pa.array([at for at in range(len(kept)) if at not in lost], pa.int64())
        columns = {key: column.take(good) for key, column in columns.items()}
    rows = pa.array([number for at, number in enumerate(numbers) if at not in lost], pa.int64())
    for at, (heading, text) in sorted(lost.items()):
        fault = spoiled(text)
        reject(RowError(converter.file, numbers[at], heading, fault.reason, fault.remedy))
    batch, rejected = converter.convert(columns, rows)
    for row in rejected:
        reject(row)
    return ShipmentBatch(converter.layout.id, batch)


def _cell(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read_parquet(path: Path, stated: Stated, layout: str, reject: Reject, warn: Warn) -> Iterator[ShipmentBatch]:
    try:
        file = pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise UsageError(f"{path} is no Parquet file, or cut off: {str(error).splitlines()[0]}") from None
    chosen = choose(layout, tuple(file.schema_arrow.names), str(path), stated, warn)
    converter = Converter(str(path), chosen, stated)
    names = [name for name in file.schema_arrow.names if heading_key(name) in chosen.headings]
    first = 1
    for batch in file.iter_batches(batch_size=_PARQUET_BATCH, columns=names):
        columns = {heading_key(name): batch.column(name) for name in names}
        numbers = pa.array(range(first, first + batch.num_rows), pa.int64())
        first += batch.num_rows
        rows, rejected = converter.convert(columns, numbers)
        for row in rejected:
            reject(row)
        yield ShipmentBatch(chosen.id, rows)
    for line in converter.finish(str(path)):
        warn(line)


def _is_parquet(path: str | Path) -> bool:
    if str(path) == "-":
        return False
    try:
        with Path(path).open("rb") as stream:
            return stream.read(4) == b"PAR1"
    except OSError:
        return False  # the row reader says what is wrong with the path


def _known_heading(name: str) -> bool:
    key = heading_key(name)
    return any(key in layout.headings for layout in layouts())
