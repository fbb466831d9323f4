"""Tables on a Spark cluster: the same expressions and the same work on groups give what DuckDB gives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pytest
from tests.engines.grouped import ROWS, SCHEMA, totals

from tidewaiter.engines import TableEngine, duck_tables
from tidewaiter.engines.spark_tables import SparkTables, spark_tables

pytestmark = pytest.mark.spark


def _questions(engine: TableEngine, folder: Path) -> dict[str, pa.Table]:
    rows = engine.frame(ROWS).with_columns(part=(nw.col("who") % 3).cast(nw.String))
    engine.write(rows.filter(nw.col("who") > 3), folder / engine.name, by=["part"])
    kept = engine.keep(engine.read([folder / engine.name]))
    summed = kept.group_by("who").agg(nw.col("value").sum(), nw.col("name").min(), nw.len().alias("rows"))
    return {
        "groups": engine.collect(engine.apply(kept, group="who", work=totals, schema=SCHEMA)).sort_by("who"),
        "sums": engine.collect(summed).sort_by("who"),
        "joined": engine.collect(rows.join(summed.select("who", "rows"), on="who", how="left")).sort_by("name"),
    }


def test_spark_and_duckdb_agree(spark: Any, tmp_path: Path) -> None:
    found = _questions(SparkTables(spark, tmp_path / "kept", parts=5), tmp_path)
    with duck_tables(workers=1) as engine:
        expected = _questions(engine, tmp_path)
    for name, table in expected.items():
        assert table.num_rows
        assert found[name].to_pylist() == table.to_pylist(), name


@pytest.mark.usefixtures("spark")
def test_what_is_kept_is_removed_at_the_end(tmp_path: Path) -> None:
    killed, running = tmp_path / ".kept-1", tmp_path / ".kept-2"
    killed.mkdir()
    running.mkdir()
    os.utime(killed, (0, 0))
    with spark_tables(folder=tmp_path) as engine:
        kept = engine.keep(engine.frame(ROWS).filter(nw.col("who") > 3))
        assert len(list(tmp_path.iterdir())) == 2
        assert engine.collect(kept).num_rows == sum(who is not None and who > 3 for who in ROWS["who"].to_pylist())
    assert list(tmp_path.iterdir()) == [running]
