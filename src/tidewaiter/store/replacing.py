"""Records of earlier imports that an import holds again, and those that only bear the same id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from tidewaiter.model import UsageError
from tidewaiter.store.spilling import spilling_connection

#: What a correction seldom changes all at once; the columns there are of it are compared.
_WHAT = ("date", "hs", "shipper", "consignee")
_HELD = """
    select count(distinct new.shipment_id), count(distinct new.shipment_id) filter (where {other})
    from kept new join earlier old using (shipment_id)
"""


@dataclass(frozen=True, slots=True)
class Replaced:
    """Records of earlier imports that give way to those of a new one.

    Attributes:
        records: Ids that both hold.
        others: Of these, ids under which the earlier record is of another day, other goods and other parties: two
            sources that number their records alike, rather than a correction.
    """

    records: int = 0
    others: int = 0


def replaced(kept: Path, earlier: Sequence[Path], work: Path, memory: str) -> Replaced:
    """Count the records of earlier imports that a new one replaces.

    Args:
        kept: Rows of the new import.
        earlier: Rows of the imports before.
        work: Folder for what is needed meanwhile.
        memory: What DuckDB may use before it spills to disk, as ``1GB``.

    Raises:
        UsageError: when the memory is too little even with the disk.
    """
    import duckdb  # noqa: PLC0415  takes memory that only imports of shipments are worth

    files = [str(path) for path in earlier]
    if not files:
        return Replaced()
    there = set(pq.read_schema(kept).names)
    different = [f"old.{name} is distinct from new.{name}" for name in _WHAT if name in there]
    with spilling_connection(memory, work / "spill") as connection:
        connection.read_parquet(str(kept)).create_view("kept")
        connection.read_parquet(files, union_by_name=True).create_view("earlier")
        try:
            records, others = connection.sql(_HELD.format(other=" and ".join(different))).fetchall()[0]
        except duckdb.OutOfMemoryException as error:
            raise UsageError(
                f"{memory} is too little to compare the records with those imported before: give more with --memory."
            ) from error
    return Replaced(records, others)
