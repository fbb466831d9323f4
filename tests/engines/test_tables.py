"""Tables on this machine: groups reach the work whole, whatever the number of parts and processes."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from tests.engines.grouped import ROWS, SCHEMA, failing, totals

from tidewaiter.engines import duck, duck_tables
from tidewaiter.model import UsageError


def _expected() -> list[dict[str, object]]:
    known = ROWS.filter(pc.is_valid(ROWS["who"]))
    found: list[dict[str, object]] = totals(known).select(SCHEMA.names).sort_by("who").to_pylist()
    return found


@pytest.mark.parametrize(("rows_a_call", "workers"), [(10_000, 1), (600, 1), (600, 2)])
def test_groups_are_whole(rows_a_call: int, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "ROWS_A_CALL", rows_a_call)
    with duck_tables(workers=workers) as engine:
        answered = engine.collect(engine.apply(engine.frame(ROWS), group="who", work=totals, schema=SCHEMA))
    assert answered.schema == SCHEMA
    assert answered.sort_by("who").to_pylist() == _expected()


def test_no_rows_give_no_groups() -> None:
    with duck_tables(workers=1) as engine:
        nothing = engine.frame(ROWS).filter(nw.col("who") == -1)
        answered = engine.collect(engine.apply(nothing, group="who", work=totals, schema=SCHEMA))
    assert answered.num_rows == 0
    assert answered.schema == SCHEMA


def test_failing_work_fails_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rows"), duck_tables(workers=1, folder=tmp_path) as engine:
        engine.apply(engine.frame(ROWS), group="who", work=failing, schema=SCHEMA)
    assert not list(tmp_path.iterdir())


def test_a_table_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with duck_tables(workers=1) as engine:
        engine.write(engine.frame(ROWS), tmp_path / "stage")
        assert engine.collect(engine.read([tmp_path / "stage"]).select(nw.len())).to_pylist() == [{"len": 5_000}]
        broken = engine.frame(pa.table({"text": ["1", "x"]})).with_columns(nw.col("text").cast(nw.Int64))
        with pytest.raises(Exception, match="x"):
            engine.write(broken, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_memory_is_limited_and_tables_spill(tmp_path: Path) -> None:
    with duck_tables(workers=1, memory="200MB", folder=tmp_path) as engine:
        (limit,) = engine.connection.execute("select current_setting('memory_limit')").fetchall()[0]
        assert limit.startswith("190")
        wide = engine.connection.sql(
            "select range n, md5(range::varchar) || repeat('x', 100) text from range(2_000_000)"
        )
        every = engine.keep(nw.from_native(wide).unique(["text"]))
        assert engine.collect(every.select(nw.len())).to_pylist() == [{"len": 2_000_000}]


def test_memory_that_is_no_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="write it as 4GB"), duck_tables(memory="much", folder=tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_what_is_kept_is_worked_out_once(tmp_path: Path) -> None:
    with duck_tables(workers=1, folder=tmp_path) as engine:
        doubled = engine.keep(engine.frame(ROWS).with_columns(nw.col("value") * 2))
        files = list(tmp_path.rglob("rows.parquet"))
        assert len(files) == 1
        assert engine.collect(doubled.select(nw.col("value").max())).to_pylist() == [{"value": 2 * 4_999.0}]
    assert not list(tmp_path.iterdir())


def test_a_table_is_cut_into_folders(tmp_path: Path) -> None:
    rows = pa.table({"code": ["01", "02", "01", None], "value": [1, 2, 3, 4]})
    with duck_tables(workers=1) as engine:
        engine.write(engine.frame(rows), tmp_path / "cut", by=["code"])
        read = engine.collect(engine.read([tmp_path / "cut"]))
    assert {folder.name for folder in (tmp_path / "cut").iterdir()} >= {"code=01", "code=02"}
    assert read.select(["code", "value"]).sort_by("value").to_pylist() == rows.to_pylist()


def test_a_table_without_rows_keeps_its_columns_and_asks_nothing_of_the_work(tmp_path: Path) -> None:
    def none_is_wrong(table: pa.Table) -> pa.Table:
        assert table.num_rows
        return totals(table)

    with duck_tables(workers=1) as engine:
        engine.write(engine.frame(ROWS).filter(nw.col("who") < 0), tmp_path / "none", by=["name"])
        again = engine.read([tmp_path / "none"])
        made = engine.collect(engine.apply(again, group="who", work=none_is_wrong, schema=SCHEMA))
        assert engine.collect(again).column_names == ROWS.column_names
    assert (made.num_rows, made.schema) == (0, SCHEMA)
