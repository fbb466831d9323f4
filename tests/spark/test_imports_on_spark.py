"""Records of several imports on a Spark cluster: the same as on DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import narwhals as nw
import pytest
from tests.engines.grouped import ROWS, SCHEMA, totals
from tests.workspace.imported import OF_TWO_FILES, two_files

from tidewaiter.engines.spark_tables import SparkTables
from tidewaiter.workspace.companies import CompanyRuns

pytestmark = pytest.mark.spark


def test_of_a_record_in_two_imports_the_later_counts(spark: Any, tmp_path: Path) -> None:
    space = two_files(tmp_path)
    runs = CompanyRuns(space.shipments.store, space.networks.register, space.networks.runs)
    engine = SparkTables(spark, tmp_path / "kept", parts=3)
    records = engine.collect(runs.resolved(engine, None, lambda _: None).records).to_pylist()
    assert len(records) == len(OF_TWO_FILES)
    assert {row["shipment_id"]: (row["shipper"], row["value_usd"]) for row in records} == OF_TWO_FILES


def test_a_table_without_rows_keeps_its_columns(spark: Any, tmp_path: Path) -> None:
    engine = SparkTables(spark, tmp_path / "kept", parts=3)
    none = engine.frame(ROWS).filter(nw.col("who") < 0).with_columns(part=nw.col("name"))
    engine.write(none, tmp_path / "none", by=["part"])
    again = engine.read([tmp_path / "none"])
    assert engine.collect(again).column_names == [*ROWS.column_names, "part"]
    made = engine.collect(engine.apply(again, group="who", work=totals, schema=SCHEMA))
    assert (made.num_rows, made.column_names) == (0, SCHEMA.names)
