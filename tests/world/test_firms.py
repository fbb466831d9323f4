"""Firms of the simulated world: their records come from the truth that the statistics come from."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tidewaiter.sources.shipments import SCHEMA
from tidewaiter.world import make_world
from tidewaiter.world.records.columns import SHIPMENT_SCHEMA

FILES = ("shipments.parquet", "companies.csv", "listings.csv", "truth/records.parquet", "truth/chains.parquet")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("world")
    make_world(7).write(out)
    return out


def test_records_have_the_canonical_columns(folder: Path) -> None:
    assert SHIPMENT_SCHEMA.equals(SCHEMA)
    assert pq.read_schema(folder / "shipments.parquet").equals(SCHEMA)


def test_a_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    make_world(7).write(tmp_path)
    for name in FILES:
        assert _digest(tmp_path / name) == _digest(folder / name), name


def test_every_record_has_its_truth(folder: Path) -> None:
    records = pq.read_table(folder / "shipments.parquet", columns=["shipment_id"]).column(0).to_pylist()
    truth = pq.read_table(folder / "truth/records.parquet", columns=["shipment_id"]).column(0).to_pylist()
    assert len(truth) == len(set(truth))
    assert set(records) == set(truth)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
