"""Imported shipment records: whole or not at all, duplicates kept once, corrections take their place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tidewaiter.model import RowError, UnusableWorkspaceError, UsageError
from tidewaiter.store.shipments import Batches, Reading, Reject, ShipmentStore

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


def reading(*batches: pa.RecordBatch, aside: Sequence[RowError] = ()) -> Reading:
    def read(reject: Reject) -> Batches:
        for error in aside:
            reject(error)
        return [("canonical", rows) for rows in batches]

    return read


def source_file(folder: Path, text: str) -> Path:
    path = folder / f"{text}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_record_twice_is_kept_once_and_a_correction_wins(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    rows = batch(("a", 1.0, 2), ("b", 5.0, 3), ("a", 2.0, 4))
    done = store.publish(source_file(tmp_path, "x"), "x", reading(rows), SCHEMA)
    assert (done.rows, done.duplicates, done.corrected) == (2, 0, 1)
    again = duckdb.connect()
    assert sorted(store.relation(again).project("shipment_id, value_usd").fetchall()) == [("a", 2.0), ("b", 5.0)]


def test_of_two_imports_the_later_counts_and_the_same_file_replaces_itself(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    first, second = source_file(tmp_path, "x"), source_file(tmp_path, "y")
    store.publish(first, "x", reading(batch(("a", 1.0, 2), ("b", 5.0, 3))), SCHEMA)
    store.publish(second, "y", reading(batch(("a", 9.0, 2))), SCHEMA)
    with duckdb.connect() as connection:
        records = store.relation(connection).project("shipment_id, value_usd").fetchall()
    assert sorted(records) == [("a", 9.0), ("b", 5.0)]
    store.publish(first, "x", reading(batch(("b", 6.0, 2))), SCHEMA)
    assert [entry.source for entry in store.imports()] == ["y", "x"]
    with duckdb.connect() as connection:
        assert sorted(store.relation(connection).project("shipment_id, value_usd").fetchall()) == [
            ("a", 9.0),
            ("b", 6.0),
        ]


def test_a_failed_import_leaves_what_was_there(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    path = source_file(tmp_path, "x")
    store.publish(path, "x", reading(batch(("a", 1.0, 2))), SCHEMA)

    def broken(reject: Reject) -> Iterator[tuple[str, pa.RecordBatch]]:
        reject(RowError("x.csv", 7, "hs", "No code.", "Fill it in."))
        yield "canonical", batch(("a", 2.0, 2))
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        store.publish(path, "x", broken, SCHEMA)
    with duckdb.connect() as connection:
        assert store.relation(connection).project("value_usd").fetchall() == [(1.0,)]
    assert not list(store.folder.glob(".staging*"))


def test_rejected_rows_stay_with_their_reasons(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    aside = [RowError("x.csv", 7, "hs", "No code.", "Fill it in.")]
    done = store.publish(source_file(tmp_path, "x"), "x", reading(batch(("a", 1.0, 2)), aside=aside), SCHEMA)
    assert store.rejected(done.id).to_pylist() == [
        {"row": 7, "column": "hs", "reason": "No code.", "remedy": "Fill it in."}
    ]
    assert store.remove(done.id)
    assert not store.remove(done.id)
    with pytest.raises(UnusableWorkspaceError, match="shipments import"), duckdb.connect() as connection:
        store.relation(connection)


@pytest.mark.parametrize("distinct", [3, 400, 100_000])
def test_records_far_apart_are_settled_as_one_would_by_hand(tmp_path: Path, distinct: int) -> None:
    random = np.random.default_rng(5)
    drawn = zip(random.integers(distinct, size=3_000).tolist(), random.integers(3, size=3_000).tolist(), strict=True)
    rows = [(f"id-{key}", float(value), number) for number, (key, value) in enumerate(drawn, start=2)]
    cut = [batch(*rows[start : start + 700]) for start in range(0, len(rows), 700)]
    # The day says nothing here: of an id only the value makes a difference.
    cut = [part.set_column(1, SCHEMA.field("date"), pa.array([dt.date(2024, 1, 2)] * len(part))) for part in cut]
    store = ShipmentStore(tmp_path / "space")
    done = store.publish(source_file(tmp_path, "x"), "x", reading(*cut), SCHEMA)
    kept = {key: (value, number) for key, value, number in rows}
    contents = {(key, value) for key, value, _ in rows}
    assert done.rows == len(kept)
    assert (done.duplicates, done.corrected) == (len(rows) - len(contents), len(contents) - len(kept))
    found = pq.read_table(store.files()[0]).to_pylist()
    by_row = sorted(kept.items(), key=lambda item: item[1][1])
    assert [(row["shipment_id"], row["value_usd"], row["row"]) for row in found] == [
        (key, value, number) for key, (value, number) in by_row
    ]
    assert (done.first, done.last) == ("2024-01-02", "2024-01-02")


def test_more_ids_than_fit_into_memory_are_settled_on_the_disk(tmp_path: Path) -> None:
    size = 400_000
    ids = pa.array([f"a rather long number of a record {number:08}" for number in range(size)])
    days, values = pa.array([dt.date(2024, 1, 2)] * size), pa.array([1.0] * size)
    parts = [
        pa.RecordBatch.from_arrays([ids, days, values, pa.array(range(first, first + size))], schema=SCHEMA)
        for first in (2, size + 2)
    ]
    store = ShipmentStore(tmp_path / "space")
    path = source_file(tmp_path, "x")
    done = store.publish(path, "x", reading(*parts), SCHEMA, memory="60MB")
    assert (done.rows, done.duplicates, done.corrected) == (size, size, 0)
    assert pq.read_table(store.files()[0])["row"].to_pylist() == list(range(size + 2, 2 * size + 2))
    assert sorted(entry.name for entry in store.files()[0].parent.iterdir()) == [
        "manifest.json",
        "rejected.parquet",
        "rows.parquet",
    ]


@pytest.mark.parametrize(("memory", "said"), [("much", "no size"), ("1KB", "--memory")])
def test_memory_that_is_no_size_or_too_little_leaves_nothing(tmp_path: Path, memory: str, said: str) -> None:
    store = ShipmentStore(tmp_path / "space")
    with pytest.raises(UsageError, match=said):
        store.publish(source_file(tmp_path, "x"), "x", reading(batch(("a", 1.0, 2))), SCHEMA, memory=memory)
    assert store.imports() == ()
    assert [entry.name for entry in store.folder.iterdir()] == [".lock"]


def test_an_import_that_died_while_it_replaced_another_is_undone_by_the_next(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    first = store.publish(source_file(tmp_path, "x"), "x", reading(batch(("a", 1.0, 2))), SCHEMA)
    (store.folder / first.id).rename(store.folder / f".replaced-{first.id}")
    (store.folder / ".staging").mkdir()
    second = store.publish(source_file(tmp_path, "y"), "y", reading(batch(("b", 1.0, 2))), SCHEMA)
    assert [entry.id for entry in store.imports()] == [first.id, second.id]
    assert not list(store.folder.glob(".[rs]*"))


def test_a_file_without_a_usable_row_is_an_import_without_records(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    aside = [RowError("x.csv", number, "hs", "No code.", "Fill it in.") for number in range(60_000)]
    done = store.publish(source_file(tmp_path, "x"), "x", reading(aside=aside), SCHEMA)
    assert (done.rows, done.rejected, done.first, done.last) == (0, 60_000, None, None)
    assert store.rejected(done.id)["row"].to_pylist() == list(range(60_000))


NAMELESS = pa.schema(
    [(name, pa.string()) for name in ("shipment_id", "shipper", "consignee", "hs", "source")]
    + [("date", pa.date32()), ("row", pa.int64())]
)


def nameless(source: str, *parts: list[tuple[str | None, str, int, int]]) -> list[pa.RecordBatch]:
    """Make batches of records of a source: id, shipper, day and row of each."""
    return [
        pa.RecordBatch.from_pylist(
            [
                {
                    "shipment_id": own,
                    "shipper": shipper,
                    "consignee": f"buyer of {shipper}",
                    "hs": f"85{day:02}10",
                    "source": source,
                    "date": dt.date(2024, 1, day),
                    "row": row,
                }
                for own, shipper, day, row in part
            ],
            schema=NAMELESS,
        )
        for part in parts
    ]


def ids_by_shipper(store: ShipmentStore) -> list[tuple[str, str]]:
    with duckdb.connect() as connection:
        return sorted(store.relation(connection).project("shipper, shipment_id").fetchall())


def test_files_of_one_name_whose_records_have_no_ids_do_not_replace_each_other(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    for text, shippers in (("january", ("a", "b")), ("february", ("c", "d"))):
        rows = nameless("export.csv", [(None, shipper, 3, 2 + at) for at, shipper in enumerate(shippers)])
        store.publish(source_file(tmp_path, text), "export.csv", reading(*rows), NAMELESS)
    found = ids_by_shipper(store)
    assert [shipper for shipper, _ in found] == ["a", "b", "c", "d"]
    assert len({made for _, made in found}) == 4


def test_a_later_extract_that_holds_the_same_records_again_adds_only_the_new(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    # Two equal consignments, in batches apart, are two; in the second file they stand elsewhere, after a new one.
    first = nameless("to june", [(None, "a", 3, 2), (None, "b", 4, 3)], [(None, "a", 3, 4)])
    second = nameless("to july", [(None, "c", 5, 2), (None, "a", 3, 3), (None, "a", 3, 4), (None, "b", 4, 5)])
    assert store.publish(source_file(tmp_path, "x"), "to june", reading(*first), NAMELESS).rows == 3
    done = store.publish(source_file(tmp_path, "y"), "to july", reading(*second), NAMELESS)
    assert (done.rows, done.replaced, done.unlike) == (4, 3, 0)
    assert [shipper for shipper, _ in ids_by_shipper(store)] == ["a", "a", "b", "c"]


def test_records_with_ids_keep_them_beside_records_without(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    rows = nameless("x", [("own", "a", 3, 2), (None, "b", 4, 3)], [(None, "c", 5, 4), ("other", "d", 6, 5)])
    store.publish(source_file(tmp_path, "x"), "x", reading(*rows), NAMELESS)
    found = dict(ids_by_shipper(store))
    assert (found["a"], found["d"]) == ("own", "other")
    assert len({found["b"], found["c"]}) == 2
    assert None not in found.values()


def test_sources_that_number_other_records_alike_are_told_from_a_correction(tmp_path: Path) -> None:
    store = ShipmentStore(tmp_path / "space")
    store.publish(
        source_file(tmp_path, "x"), "x", reading(*nameless("x", [("1", "a", 3, 2), ("2", "b", 4, 3)])), NAMELESS
    )
    other = nameless("y", [("1", "a", 5, 2), ("2", "z", 9, 3), ("3", "c", 9, 4)])
    done = store.publish(source_file(tmp_path, "y"), "y", reading(*other), NAMELESS)
    assert (done.replaced, done.unlike) == (2, 1)  # the first is corrected in its day, the second is another
