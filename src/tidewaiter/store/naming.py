"""Ids of records whose source gives them none: made of what they say, so that the same record has the same id anywhere.

A row number is no id: another file of the same name has the same numbers. Rows that say the same within one file are
told apart by counting, since extracts without ids hold equal consignments; a later extract that holds them again counts
them alike, and the store keeps each once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    import duckdb

#: Where a record stands is not what it says.
_PLACE = ("shipment_id", "source", "row")
_DIGITS = 16
_NAMES = """
    with unnamed as (
        select file_row_number as position, left(md5({content}), {digits}) as content
        from rows_read where shipment_id is null
    )
    select position, content || case when nth = 1 or {once} then '' else '#' || nth end as id
    from (select *, row_number() over (partition by content order by position) as nth from unnamed)
    order by position
"""


def name_records(connection: duckdb.DuckDBPyConnection, read: Path, work: Path, *, once: bool = False) -> int:
    """Give every record of a Parquet file that has no ``shipment_id`` one, in place. Memory does not grow with it.

    Args:
        connection: DuckDB, with its bound of memory.
        read: Rows with the column ``shipment_id``, in the order of the source.
        work: Folder for what is needed meanwhile.
        once: Whether records that say the same are one, and get one id.

    Returns:
        How many records got an id of their own though an earlier one says the same.
    """
    with pq.ParquetFile(read) as file:
        schema, groups = file.schema_arrow, file.num_row_groups
        at = schema.get_field_index("shipment_id")
        if not any(_may_lack_ids(file, group, at) for group in range(groups)):
            return 0
    ids = work / "ids.parquet"
    said = [f"""coalesce(cast("{name}" as varchar), chr(0))""" for name in schema.names if name not in _PLACE]
    connection.read_parquet(str(read), file_row_number=True).create_view("rows_read")
    query = _NAMES.format(content=f"concat_ws(chr(31), {', '.join(said)})", digits=_DIGITS, once=once)
    connection.sql(query).write_parquet(str(ids), compression="zstd")
    (alike,) = connection.read_parquet(str(ids)).filter("contains(id, '#')").aggregate("count(*)").fetchall()[0]
    named = work / "named.parquet"
    with pq.ParquetFile(read) as file, pq.ParquetWriter(named, schema, compression="zstd") as writer:
        start = 0
        for group in range(groups):
            rows = file.read_row_group(group)
            writer.write_table(rows.set_column(at, schema.field(at), _filled(rows, ids, start)))
            start += rows.num_rows
    connection.execute("drop view rows_read")
    named.replace(read)
    ids.unlink()
    return int(alike)


def _may_lack_ids(file: pq.ParquetFile, group: int, at: int) -> bool:
    statistics = file.metadata.row_group(group).column(at).statistics
    return statistics is None or not statistics.has_null_count or statistics.null_count > 0


def _filled(rows: pa.Table, ids: Path, start: int) -> pa.ChunkedArray:
    end = start + rows.num_rows
    made = pq.read_table(ids, filters=(pc.field("position") >= start) & (pc.field("position") < end))
    lacking = np.zeros(rows.num_rows, dtype=bool)
    lacking[made["position"].to_numpy() - start] = True
    # Both are in the order of the file: the file of ids is written by position.
    made = made.sort_by("position")
    return pc.replace_with_mask(rows["shipment_id"], pa.array(lacking), made["id"].combine_chunks())
