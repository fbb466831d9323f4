"""Flows added up by the same expression on DuckDB and on a cluster of separate processes: equal results."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pytest

from tidewaiter.store.flow_totals import flow_totals, needed_flows, panel_flows, total_flows
from tidewaiter.store.flows import ROWS
from tidewaiter.workspace.flows import Flows

pytestmark = [pytest.mark.spark, pytest.mark.slow]
ORIGINS = ("US", "DE")
Row = tuple[Any, ...]


@pytest.fixture
def stored(tmp_path: Path) -> Flows:
    """A workspace with a source twice, parents, lost weights, values kept secret and an aggregate."""
    random = np.random.default_rng(5)
    names = ("US", "DE", "TR", "KZ", "RU", "CN")
    lines = ["period,reporter,partner,flow,hs,hs_vintage,value_usd,net_kg,quantity,unit,source,suppressed"]
    for number in range(2500):
        reporter, partner = random.choice(names, size=2, replace=False)
        hs = random.choice(["8542", "854231", "854232", "85423190", "610910", "390110", "85"])
        value = "" if number % 97 == 0 else f"{random.gamma(1, 1e5):.2f}"
        weight = "" if number % 5 == 0 else f"{random.gamma(1, 10):.3f}"
        flow = random.choice(["X", "M", "RX"])
        secret = "true" if not value else "false"
        period = f"20{random.integers(19, 24)}-{random.integers(1, 13):02d}"
        source = random.choice(["a", "b"])
        lines.append(f"{period},{reporter},{partner},{flow},{hs},2022,{value},{weight},,,{source},{secret}")
    path = tmp_path / "given.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    flows = Flows(tmp_path / "space", lambda: dt.date(2024, 8, 7))
    assert flows.import_file(path, "canonical").rows > 2000
    return flows


def families() -> pa.Table:
    codes = ["854231", "854232", "85423190", "610910", "390110"]
    return pa.table(
        {
            "hs": codes,
            "hs_vintage": pa.array([2022] * len(codes), pa.int64()),
            "family": ["2022:854231", "2022:854232", "2022:854231", "2022:61", "2022:39"],
            "asked": [True, True, True, False, False],
        }
    )


def spoken() -> pa.Table:
    keys = [(reporter, flow) for reporter in ("US", "DE", "TR", "KZ", "CN") for flow in ("X", "M")]
    return pa.table(
        {
            "reporter": [reporter for reporter, _ in keys],
            "flow": [flow for _, flow in keys],
            "source": ["a" if reporter < "L" else "b" for reporter, _ in keys],
        }
    )


def frame(spark: Any, table: pa.Table) -> nw.LazyFrame[Any]:
    found: nw.LazyFrame[Any] = nw.from_native(spark.createDataFrame(table.to_pandas()))
    return found


def ordered(table: pa.Table) -> list[Row]:
    keys = ("source", "reporter", "partner", "flow", "family", "period")
    return sorted(tuple(row[name] for name in (*keys, "value", "net_kg")) for row in table.to_pylist())


def equal(here: pa.Table, there: pa.Table) -> int:
    """Tell how many rows were compared; sums may differ by the order of adding only."""
    rows, others = ordered(here), ordered(there)
    assert [row[:6] for row in rows] == [row[:6] for row in others]
    for mine, theirs in zip(rows, others, strict=True):
        for a, b in zip(mine[6:], theirs[6:], strict=True):
            assert (a is None) == (b is None), (mine, theirs)
            assert a is None or a == pytest.approx(b, rel=1e-12)
    return len(rows)


def test_the_same_expressions_give_the_same_totals(spark: Any, stored: Flows) -> None:
    rows = stored.store.folder / stored.store.imports()[0].id / ROWS
    there = nw.from_native(spark.read.parquet(str(rows)))
    asked: dict[str, Any] = {"money": "value_usd", "origins": ORIGINS, "destination": "RU"}
    with stored.store.connect() as connection:
        relation = stored.store.relation(connection)
        every = flow_totals(connection, relation, families(), "value_usd")
        needed = panel_flows(connection, relation, families(), spoken(), **asked)
    on_spark = total_flows(there, frame(spark, families()), "value_usd").collect(backend="pyarrow").to_arrow()
    assert equal(every, on_spark) > 500
    lazily = needed_flows(there, frame(spark, families()), frame(spark, spoken()), **asked)
    assert equal(needed, lazily.collect(backend="pyarrow").to_arrow()) > 200
    assert any(row["value"] is None for row in every.to_pylist())
    assert any(row["net_kg"] is None for row in every.to_pylist())
