"""Facts and leads of companies on a Spark cluster: the same expressions give what DuckDB gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.networks.ledger import facts_of, leads_from
from tests.networks.test_facts import _reborn

from tidewaiter.engines.spark_tables import SparkTables

pytestmark = pytest.mark.spark


def _rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{n: float(f"{v:.9g}") if isinstance(v, float) else v for n, v in sorted(row.items())} for row in rows]


def test_spark_and_duckdb_give_the_same_facts_and_leads(spark: Any, tmp_path: Path) -> None:
    book, _, _ = _reborn()
    book.register.append({"company": 1, "entry": "e1", "activity": "textiles", "owners": ["Ada B", "Cem D"]})
    engine = SparkTables(spark, tmp_path / "kept", parts=3)
    expected = facts_of(book)
    assert expected.num_rows
    assert _rounded(facts_of(book, engine=engine).to_pylist()) == _rounded(expected.to_pylist())
    leads = leads_from(book)
    assert leads
    assert leads_from(book, engine=engine) == leads
