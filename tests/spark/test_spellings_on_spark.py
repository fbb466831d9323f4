"""Spellings on a Spark cluster are those DuckDB finds, with the same numbers."""

from __future__ import annotations

from typing import Any

import pytest
from tests.networks.test_spellings import joined

from tidewaiter.engines import duck_tables
from tidewaiter.engines.spark_tables import SparkTables

pytestmark = pytest.mark.spark


def test_spark_and_duckdb_find_the_same_spellings(spark: Any) -> None:
    table, parties = joined(SparkTables(spark, parts=3))
    with duck_tables(workers=1) as engine:
        expected, joined_to = joined(engine)
    assert table.to_pylist() == expected.to_pylist()
    assert parties == joined_to
