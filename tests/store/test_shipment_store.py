"""Imported shipment records: whole or not at all, duplicates kept once, corrections take their place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from tidewaiter.model import RowError, UnusableWorkspaceError
from tidewaiter.store.shipments import ShipmentStore

SCHEMA = pa.schema(
    [("shipment_id", pa.string()), ("date", pa.date32()), ("value_usd", pa.float64()), ("row", pa.int64())]
)


def batch(*rows: tuple[str, float, int]) -> pa.RecordBatch:
    ids, values, numbers = zip(*rows, strict=True)
    days = [19_000 + number for number in numbers]
    return pa.RecordBatch.from_arrays(
        [pa.array(ids), pa.array(days, pa.int32()).cast(pa.date32()), pa.array(values), pa.array(numbers)],
        schema=SCHEMA,
    )


def source_file(folder: Path, text: str) -> Path:
    path = folder / f"{text}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_record_twice_is_kept_once_and_a_correction_wins(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    rows = batch(("a", 1.0, 2), ("b", 5.0, 3), ("a", 2.0, 4))
    done = store.publish(source_file(tmp_path, "x"), "x", [("canonical", rows)], [], SCHEMA)
    assert (done.rows, done.duplicates, done.corrected) == (2, 0, 1)
    again = duckdb.connect()
    assert sorted(store.relation(again).project("shipment_id, value_usd").fetchall()) == [("a", 2.0), ("b", 5.0)]


def test_of_two_imports_the_later_counts_and_the_same_file_replaces_itself(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    first, second = source_file(tmp_path, "x"), source_file(tmp_path, "y")
    store.publish(first, "x", [("canonical", batch(("a", 1.0, 2), ("b", 5.0, 3)))], [], SCHEMA)
    store.publish(second, "y", [("canonical", batch(("a", 9.0, 2)))], [], SCHEMA)
    with duckdb.connect() as connection:
        records = store.relation(connection).project("shipment_id, value_usd").fetchall()
    assert sorted(records) == [("a", 9.0), ("b", 5.0)]
    store.publish(first, "x", [("canonical", batch(("b", 6.0, 2)))], [], SCHEMA)
    assert [entry.source for entry in store.imports()] == ["y", "x"]
    with duckdb.connect() as connection:
        assert sorted(store.relation(connection).project("shipment_id, value_usd").fetchall()) == [
            ("a", 9.0),
            ("b", 6.0),
        ]


def test_a_failed_import_leaves_what_was_there(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    path = source_file(tmp_path, "x")
    store.publish(path, "x", [("canonical", batch(("a", 1.0, 2)))], [], SCHEMA)

    def broken() -> Iterator[tuple[str, pa.RecordBatch]]:
        yield "canonical", batch(("a", 2.0, 2))
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        store.publish(path, "x", broken(), [], SCHEMA)
    with duckdb.connect() as connection:
        assert store.relation(connection).project("value_usd").fetchall() == [(1.0,)]
    assert not list(store.folder.glob(".staging*"))


def test_rejected_rows_stay_with_their_reasons(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    aside = [RowError("x.csv", 7, "hs", "No code.", "Fill it in.")]
    done = store.publish(source_file(tmp_path, "x"), "x", [("canonical", batch(("a", 1.0, 2)))], aside, SCHEMA)
    assert store.rejected(done.id).to_pylist() == [
        {"row": 7, "column": "hs", "reason": "No code.", "remedy": "Fill it in."}
    ]
    assert store.remove(done.id)
    assert not store.remove(done.id)
    with pytest.raises(UnusableWorkspaceError, match="shipments import"), duckdb.connect() as connection:
        store.relation(connection)
