"""Companies, chains and leads of a workspace, from the records of a simulated world to the answers people are given."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pyarrow.csv import read_csv
from typer.testing import CliRunner

from tidewaiter import Workspace
from tidewaiter.cli.app import app
from tidewaiter.model import SignState, UsageError, to_json
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.workspace.networks import Work
from tidewaiter.workspace.stages import read_stage
from tidewaiter.world import Scale, make_world

DAY = dt.date(2024, 6, 30)
SEED = 31


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    make_world(SEED, Scale.SMALL).write(folder)
    return folder


@pytest.fixture(scope="module")
def space(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("space"), today=lambda: DAY)
    made.shipments.import_file(world / "shipments.parquet", layout="canonical")
    made.networks.import_register(world / "companies.csv")
    made.lists.import_custom(world / "listings.csv", "world")
    return made


@pytest.fixture(scope="module")
def diverting(world: Path) -> set[str]:
    """Records whose shipper diverts, by the truth of the world."""
    records = pq.read_table(world / "truth" / "records.parquet")
    firms = pq.read_table(world / "truth" / "companies.parquet")
    guilty = firms.filter(firms["diverts"])["company_id"]
    return set(records.filter(pc.is_in(records["shipper_company"], guilty))["shipment_id"].to_pylist())


def test_leads_are_mostly_companies_that_divert(space: Workspace, diverting: set[str]) -> None:
    leads = list(space.networks.leads(LeadQuestion(limit=30)))
    assert [lead.rank for lead in leads] == list(range(1, 31))
    assert all(any(sign.state is SignState.PRESENT for sign in lead.signs) for lead in leads)
    hits = 0
    for lead in leads:
        sent = [
            record
            for chain in lead.chains
            for leg in chain.legs
            if leg.from_company == lead.company_id
            for record in leg.shipment_ids
        ]
        hits += bool(sent) and sum(record in diverting for record in sent) > len(sent) / 2
    assert hits >= 24


def test_the_same_question_is_worked_out_once(space: Workspace) -> None:
    began: list[str] = []
    first = list(space.networks.leads(LeadQuestion(limit=5)))
    again = list(space.networks.leads(LeadQuestion(limit=5), work=Work(began=began.append)))
    assert list(map(to_json, first)) == list(map(to_json, again))
    assert began == []


def test_a_run_goes_on_where_it_ended(space: Workspace) -> None:
    question = LeadQuestion(limit=5)
    before = list(map(to_json, space.networks.leads(question)))
    run = space.networks.runs.runs("chains", ["links"])[0]
    for stage in ("links", "chains"):
        run.stage(stage).rename(run.folder / f"aside-{stage}")
    began: list[str] = []
    assert list(map(to_json, space.networks.leads(question, work=Work(began=began.append)))) == before
    assert began == ["links", "chains"]


def test_the_past_is_answered_from_the_past(space: Workspace) -> None:
    day = dt.date(2022, 12, 31)
    for lead in space.networks.leads(LeadQuestion(as_of=day, limit=20)):
        assert lead.first_seen is None or lead.first_seen <= day
        assert all(leg.date <= day for chain in lead.chains for leg in chain.legs)
        assert all(listing.listed_on is None or listing.listed_on <= day for listing in lead.linked_listings)


def test_register_entries_made_later_are_not_known(world: Path, space: Workspace) -> None:
    day = dt.date(2022, 12, 31)
    list(space.networks.leads(LeadQuestion(as_of=day, limit=1)))
    entries = read_stage(space.networks.runs.runs("companies", ["register"])[0], "register")
    written = pc.cast(read_csv(world / "companies.csv")["registered_on"], pa.date32())
    later = pc.sum(pc.greater(written, pa.scalar(day))).as_py()
    assert later > 0
    assert entries.num_rows == len(written) - later
    assert pc.max(entries["registered_on"]).as_py() <= day


def test_a_company_has_its_spellings_and_a_file(space: Workspace) -> None:
    lead = next(iter(space.networks.leads(LeadQuestion(limit=1))))
    known = space.networks.company(lead.company_id)
    assert {written.name for written in known.spellings if written.name} >= set(lead.names)
    assert len(known.spellings) > 1
    assert [edge for edge in known.edges if edge.joined]
    assert all(edge.features for edge in known.edges)
    file = space.networks.company_file(lead.company_id)
    assert file.lead is not None
    assert file.lead.rank == 1
    assert file.legs
    with pytest.raises(UsageError, match="no company"):
        space.networks.company("nobody")
    with pytest.raises(UsageError, match="no company"):
        space.networks.company_file("nobody")


def test_every_spelling_of_the_records_is_of_a_company(space: Workspace, world: Path) -> None:
    rows = list(space.networks.spellings())
    ids = {company.company_id for company in space.networks.companies(listings=False)}
    assert {row["company_id"] for row in rows} == ids
    written = (
        pq.read_table(world / "shipments.parquet", columns=["shipper"])["shipper"].drop_null().unique().to_pylist()
    )
    missing = set(written) - {row["name"] for row in rows}
    assert len(missing) < 0.01 * len(written)  # those that name nobody, such as TO ORDER


def test_questions_that_cannot_be_answered(space: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="shipments import"):
        list(Workspace(tmp_path).networks.companies())
    with pytest.raises(UsageError, match="--destination"):
        list(space.networks.leads(LeadQuestion(destination="Atlantis")))
    with pytest.raises(UsageError, match="--since"):
        list(space.networks.leads(LeadQuestion(destination="CU")))
    with pytest.raises(UsageError, match="leads"):
        Workspace(tmp_path).networks.company_file("x")


def test_what_of_a_hub_the_chains_explain(space: Workspace, world: Path) -> None:
    from tidewaiter.workspace.hubs import HubQuestion

    truth = json.loads((world / "truth.json").read_text())
    hub = max(truth["hubs"], key=lambda one: one["weight"])["country"]
    space.flows.import_file(world / "flows.csv", source="canonical")
    found = space.explain_hub(hub, HubQuestion(window="2022-03:2024-06", as_of=DAY, draws=50))
    assert found[-1].family is None
    assert found[-1].excess > 0
    assert 0 < found[-1].explained <= found[-1].excess
    assert found[-1].low <= found[-1].explained <= found[-1].high
    assert sum(row.explained for row in found[:-1]) == pytest.approx(found[-1].explained, rel=1e-6, abs=1)
    ids = {company.company_id for company in space.networks.companies(listings=False)}
    assert set(found[-1].companies) <= ids


@pytest.fixture
def lines(space: Workspace) -> list[dict[str, object]]:
    done = CliRunner().invoke(
        app, ["leads", "--limit", "3", "--format", "jsonl", "--as-of", DAY.isoformat(), "--workspace", str(space.root)]
    )
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_command_says_what_python_says(space: Workspace, lines: list[dict[str, object]]) -> None:
    assert lines == [json.loads(to_json(lead)) for lead in space.networks.leads(LeadQuestion(limit=3, as_of=DAY))]
