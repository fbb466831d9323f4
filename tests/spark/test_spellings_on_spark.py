"""Spellings on a Spark cluster are those DuckDB finds, with the same numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.networks.test_spellings import acts, joined

from tidewaiter.engines import duck_tables
from tidewaiter.engines.spark_tables import SparkTables

pytestmark = pytest.mark.spark


def test_spark_and_duckdb_find_the_same_spellings(spark: Any, tmp_path: Path) -> None:
    cluster = SparkTables(spark, tmp_path / "kept", parts=3)
    table, parties = joined(cluster)
    with duck_tables(workers=1) as engine:
        expected, joined_to = joined(engine)
        assert acts(cluster) == acts(engine)
    assert table.to_pylist() == expected.to_pylist()
    assert parties == joined_to
