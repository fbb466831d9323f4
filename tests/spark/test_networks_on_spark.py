"""The whole work of a workspace on a Spark cluster, from imported records to leads: the answers are those of DuckDB."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tidewaiter import Workspace
from tidewaiter.model import to_json
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.workspace.networks import Work
from tidewaiter.world import Scale, make_firms
from tidewaiter.world.economy import build_economy
from tidewaiter.world.settings import SIZES

pytestmark = [pytest.mark.spark, pytest.mark.slow]

DAY = dt.date(2024, 12, 31)
QUESTION = LeadQuestion(as_of=DAY, limit=40)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world of a fifth of the small one's records: what takes time on Spark does not depend on their number."""
    small = replace(SIZES[Scale.SMALL], chains=600, shipments=8_000)
    monkeypatch.setitem(SIZES, Scale.SMALL, small)
    make_firms(build_economy(41, Scale.SMALL)).write(tmp_path / "world")
    return tmp_path / "world"


def _answers(engine: str, world: Path, folder: Path) -> tuple[dict[str, list[Any]], list[str]]:
    """Return what one engine answers in a workspace of its own, and the stages that it worked out."""
    space = Workspace(folder, today=lambda: DAY)
    space.shipments.import_file(world / "shipments.parquet", layout="canonical")
    space.networks.import_register(world / "companies.csv")
    space.lists.import_custom(world / "listings.csv", "world")
    began: list[str] = []
    work = Work(engine=engine, began=began.append)
    leads = [to_json(lead) for lead in space.networks.leads(QUESTION, work=work)]
    worked_out = list(began)
    chains, ids = space.networks.chains(QUESTION, work=work)
    companies = [to_json(company) for company in space.networks.companies(as_of=DAY, listings=False, work=work)]
    assert began == worked_out  # the rest is read from the stages
    assert not list((folder / "networks").glob(".kept-*"))
    found = {"leads": leads, "chains": chains.to_pylist(), "ids": sorted(ids.items()), "companies": companies}
    return found, worked_out


@pytest.mark.usefixtures("spark")  # which `Work` finds active
def test_from_records_to_leads_spark_and_duckdb_agree(world: Path, tmp_path: Path) -> None:
    expected, stages = _answers("duckdb", world, tmp_path / "duckdb")
    found, worked_out = _answers("spark", world, tmp_path / "spark")
    assert {"spellings", "movements", "legs", "links", "chains", "facts"} <= set(stages)
    assert worked_out == stages
    assert len(expected["leads"]) == QUESTION.limit
    for name, rows in expected.items():
        assert rows, name
        assert found[name] == rows, name
