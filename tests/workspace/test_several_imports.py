"""Questions about companies over several imports of different layouts, and those that nothing answers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.workspace.imported import DAY, OF_TWO_FILES, two_files
from typer.testing import CliRunner

from tidewaiter import Workspace
from tidewaiter.api.app import create_app
from tidewaiter.cli import leads as command
from tidewaiter.cli.app import app
from tidewaiter.engines import duck_tables
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.workspace.companies import CompanyRuns
from tidewaiter.workspace.hubs import HubQuestion

#: Questions without an answer: goods nobody sent, goods that came in only, and a day before every record.
_NOTHING = [
    LeadQuestion(goods="hs:010121"),
    LeadQuestion(goods="hs:870899"),
    LeadQuestion(as_of=dt.date(2023, 12, 31)),
]


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return two_files(tmp_path_factory.mktemp("two"))


def test_of_a_record_in_two_imports_the_later_counts(space: Workspace) -> None:
    networks = space.networks
    runs = CompanyRuns(space.shipments.store, networks.register, networks.runs)
    with duck_tables(workers=1) as engine:
        records = engine.collect(runs.resolved(engine, None, lambda _: None).records)
    kept = {row["shipment_id"]: (row["shipper"], row["value_usd"]) for row in records.to_pylist()}
    assert records.num_rows == len(kept)
    assert kept == OF_TWO_FILES


def test_companies_and_leads_rest_on_all_imports(space: Workspace) -> None:
    names = {name for company in space.networks.companies() for name in company.names}
    assert {"ACME CHIPS INC", "ALMATY TRADE TOO", "ANKARA PARTS AS"} <= names
    leads = list(space.networks.leads(LeadQuestion(goods="hs:8542")))
    assert "ALMATY TRADE TOO" in {name for lead in leads for name in lead.names}


def test_a_file_read_in_another_way_changes_the_answer(tmp_path: Path) -> None:
    space = two_files(tmp_path)
    file = tmp_path / "exports.csv"
    file.write_text("Exp Date,Exporter,Buyer,HS Code\n2024-03-01,IZMIR PARTS AS,URAL OOO,854231\n", encoding="utf-8")

    def country() -> str | None:
        (found,) = [company.country for company in space.networks.companies() if "IZMIR PARTS AS" in company.names]
        return found

    space.shipments.import_file(file)
    assert country() is None
    space.shipments.import_file(file, reporter="TR")
    assert country() == "TR"


@pytest.mark.parametrize("question", _NOTHING, ids=lambda question: f"{question.goods} {question.as_of}")
def test_no_record_is_an_empty_answer(
    space: Workspace, question: LeadQuestion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "networks_of", lambda _: space.networks)
    assert list(space.networks.leads(question)) == []
    assert space.networks.chains(question)[0].num_rows == 0
    said = {"--goods": question.goods, "--destination": question.destination}
    said |= {"--as-of": str(question.as_of)} if question.as_of else {}
    pages = tmp_path / "pages"
    words = ["leads", *(word for pair in said.items() for word in pair), "--workspace", str(space.root)]
    done = CliRunner().invoke(app, [*words, "--format", "jsonl", "--html", str(pages)])
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    assert (pages / "index.html").is_file()
    asked = {name.removeprefix("--").replace("-", "_"): value for name, value in said.items()}
    service = create_app(space)
    service.state.service.ready = True
    answer = TestClient(service, base_url="http://127.0.0.1:8000").get("/api/v1/leads", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.json()["answers"] == []


def test_no_company_is_an_empty_answer(space: Workspace) -> None:
    day = dt.date(2023, 12, 31)
    assert list(space.networks.companies(as_of=day)) == []
    assert list(space.networks.spellings(as_of=day)) == []


def test_a_hub_without_chains_is_explained_by_nothing(space: Workspace, tmp_path: Path) -> None:
    months = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]
    rows = [
        f"{month},{reporter},{partner},{kind},854231,2022,{value + 50 * (month > '2022-03')},x"
        for month in months
        for reporter, partner, kind, value in (("US", "AM", "X", 100), ("AM", "RU", "X", 90))
    ]
    flows = tmp_path / "flows.csv"
    heading = "period,reporter,partner,flow,hs,hs_vintage,value_usd,source"
    flows.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    space.flows.import_file(flows, source="canonical")
    found = space.explain_hub(
        "AM", HubQuestion(goods="hs:854231", origins="US", window="2022-03:2023-12", as_of=DAY, draws=20)
    )
    assert found[-1].family is None
    assert [(row.explained, row.chains) for row in found] == [(0.0, 0)] * len(found)
