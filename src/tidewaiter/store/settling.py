"""Records that an imported file holds more than once: of each id the last row is kept, and the others are counted.

A record without an id gets one first, made of what it says.

Memory does not grow with the file. Which rows belong together is found by DuckDB from the ids alone, within a bound of
memory; the rows themselves pass through one row group at a time, in the order of the file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tidewaiter.model import UsageError
from tidewaiter.store.naming import name_records
from tidewaiter.store.spilling import spilling_connection

if TYPE_CHECKING:
    import duckdb

_REPEATED = """
    with repeated as (
        select shipment_id, max(file_row_number) as latest from ids group by shipment_id having count(*) > 1
    )
    select file_row_number as position, file_row_number = latest as latest
    from ids join repeated using (shipment_id) order by position
"""
_CONTENTS = 'select count(*) from (select distinct * exclude ("row") from repeating)'


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was kept of a file's usable rows.

    Attributes:
        rows: Records kept, one an id.
        duplicates: Rows that said the same as another of their id.
        corrected: Rows that said something else than the one kept, each content counted once.
        alike: Rows without an id of their own that say the same as an earlier one, and were kept beside it.
        first: First day of a record kept, None when there is none; ``last`` the last.
    """

    rows: int
    duplicates: int
    corrected: int
    alike: int
    first: str | None
    last: str | None


def settle(read: Path, kept: Path, work: Path, memory: str, *, once: bool = False) -> Settled:
    """Keep of each record id the last row.

    Args:
        read: Parquet file with the columns ``shipment_id``, ``date`` and ``row``, in the order of the source; it is
            used up. A ``shipment_id`` may be null: the source gives that record none.
        kept: The file to write, in the same order.
        work: Folder for what is needed meanwhile.
        memory: What DuckDB may use before it spills to disk, as ``1GB``.
        once: Whether records without an id that say the same are one.

    Raises:
        UsageError: when the memory is no size, or too little even with the disk.
    """
    import duckdb  # noqa: PLC0415  takes memory that only imports of shipments are worth

    with spilling_connection(memory, work / "spill") as connection:
        try:
            return _settle(connection, read, kept, work, once=once)
        except duckdb.OutOfMemoryException as error:
            raise UsageError(
                f"{memory} is too little to tell the records of this file apart, or the disk is full: give more with "
                f"--memory, or free space on the disk of {work}."
            ) from error


def _settle(connection: duckdb.DuckDBPyConnection, read: Path, kept: Path, work: Path, *, once: bool) -> Settled:
    # Order is settled by the position in the file, so that DuckDB need not keep it.
    connection.execute("set preserve_insertion_order = false")
    alike = name_records(connection, read, work, once=once)
    marks, twice = work / "marks.parquet", work / "twice.parquet"
    connection.read_parquet(str(read), file_row_number=True).create_view("ids")
    connection.sql(_REPEATED).write_parquet(str(marks), compression="zstd")
    total, repeated = _rows(read), _rows(marks)
    if repeated:
        _part(read, marks, kept, twice)
        connection.read_parquet(str(twice)).create_view("repeating")
        (contents,) = _one(connection.sql(_CONTENTS))
        read.unlink()
    else:
        contents = 0
        read.replace(kept)
    different, left = total - repeated + contents, _rows(kept)
    first, last = _one(connection.read_parquet(str(kept)).aggregate("min(date), max(date)"))
    return Settled(
        rows=left,
        duplicates=total - different,
        corrected=different - left,
        alike=alike,
        first=_iso(first),
        last=_iso(last),
    )


def _part(read: Path, marks: Path, kept: Path, twice: Path) -> None:
    """Write the rows that are kept, and apart from them every row of the ids that occur more than once."""
    with pq.ParquetFile(read) as file:
        schema, start = file.schema_arrow, 0
        with (
            pq.ParquetWriter(kept, schema, compression="zstd") as keeping,
            pq.ParquetWriter(twice, schema, compression="zstd") as repeating,
        ):
            for number in range(file.num_row_groups):
                rows = file.read_row_group(number)
                end = start + rows.num_rows
                marked = pq.read_table(marks, filters=(pc.field("position") >= start) & (pc.field("position") < end))
                at = marked["position"].to_numpy() - start
                latest = np.ones(rows.num_rows, dtype=bool)
                latest[at] = marked["latest"].to_numpy()
                keeping.write_table(rows.filter(pa.array(latest)))
                repeating.write_table(rows.take(at))
                start = end


def _rows(file: Path) -> int:
    return int(pq.read_metadata(file).num_rows)


def _one(relation: duckdb.DuckDBPyRelation) -> tuple[Any, ...]:
    found: list[tuple[Any, ...]] = relation.limit(1).fetchall()
    return found[0]


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
