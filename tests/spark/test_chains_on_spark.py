"""Legs, links and chains on a Spark cluster are those of DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.networks.network_rows import chains_from, legs_from, links_from
from tests.networks.traders import DESTINATION, ORIGINS, traded

from tidewaiter.engines import TableEngine, duck_tables
from tidewaiter.engines.spark_tables import SparkTables

pytestmark = pytest.mark.spark


def _stages(engine: TableEngine, movements: pa.Table) -> dict[str, pa.Table]:
    legs = legs_from(engine, movements)
    links = links_from(engine, legs)
    found = chains_from(engine, legs, links, destination=DESTINATION, origins=set(ORIGINS))
    return {"legs": legs, "links": links, "chains": found}


def test_spark_and_duckdb_find_the_same_chains(spark: Any, tmp_path: Path) -> None:
    movements = traded(8, consignments=60, honest=300).movements
    with duck_tables(workers=1) as engine:  # first: it compiles what the executors then only load
        expected = _stages(engine, movements)
    found = _stages(SparkTables(spark, tmp_path / "kept", parts=3), movements)
    for name, table in expected.items():
        assert table.num_rows
        assert found[name].to_pylist() == table.to_pylist(), name
