"""Shipment files of any layout as batches of the canonical table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tidewaiter.model import RowError, UsageError
from tidewaiter.sources.orders.values import spoiled
from tidewaiter.sources.rows import Headings, JsonRow, TableRow, Warn, log_warning, read_rows, text_column
from tidewaiter.sources.shipments.convert import Converter, Stated
from tidewaiter.sources.shipments.layout import Layout, choose_layout, heading_key, layouts

_BATCH = 50_000
_PARQUET_BATCH = 250_000
#: Bytes of a column read at a time, so that a row group as long as the file takes no more memory than others.
_BUFFER = 1 << 20

#: What a record must have; of each the file needs one.
_NEEDED = (("hs",), ("shipper", "consignee", "shipper_id", "consignee_id"))

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
    converter: Converter | None = None
    columns: list[tuple[str, str]] = []
    numbers: list[int] = []
    kept: list[tuple[object, ...]] = []
    for row in read_rows(path, knows=_known_heading, warn=warn, encoding=encoding):
        match row:
            case Headings():
                chosen = _chosen(layout, row.names, str(path))
                converter = Converter(str(path), chosen, stated)
                columns = [(heading_key(name), name) for name in row.names]
            case TableRow():
                numbers.append(row.number)
                kept.append(row.cells)
            case JsonRow():
                if converter is None:
                    converter = Converter(str(path), _chosen(layout, tuple(row.data), str(path)), stated)
                    named = {key: key for key in converter.layout.headings}
                    columns = sorted((named | {heading_key(name): name for name in row.data}).items())
                data = {heading_key(name): value for name, value in row.data.items()}
                numbers.append(row.number)
                kept.append(tuple(data.get(key) for key, _ in columns))
            case RowError():
                reject(row)
        if converter is not None and len(kept) >= _BATCH:
            yield _convert(converter, columns, numbers, kept, reject)
            numbers, kept = [], []
    if converter is not None:
        if kept:
            yield _convert(converter, columns, numbers, kept, reject)
        for line in converter.finish():
            warn(line)


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
        if key in wanted:
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
    chosen = _chosen(layout, tuple(file.schema_arrow.names), str(path))
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
    for line in converter.finish():
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


def _chosen(wanted: str, headings: tuple[str, ...], file: str) -> Layout:
    found = choose_layout(wanted, headings)
    keys = {heading_key(name) for name in headings}
    if found is None:
        shown = ", ".join(name for name in headings[:12] if name)
        raise UsageError(
            f"{file}: no layout fits the headings {shown}; it needs at least a date, an HS code and a shipper or a "
            "consignee. Name a layout with --layout, or write one (a small YAML file)."
        )
    if lacking := [name for name in _NEEDED if not any(keys & set(found.columns.get(one, ())) for one in name)]:
        heading = found.columns.get(lacking[0][0], lacking[0])[0]
        raise UsageError(f"{file}: layout {found.id} needs a heading such as {heading!r}, which the file has not.")
    return found
