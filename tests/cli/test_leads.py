"""``tidewaiter leads`` and ``/api/v1/leads`` against a workspace whose companies are a small book of trade."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.networks.ledger import Ledger, file_from, leads_from
from tests.networks.test_facts import _reborn
from typer.testing import CliRunner

from tidewaiter.api.app import create_app
from tidewaiter.cli import companies as companies_command
from tidewaiter.cli import leads as command
from tidewaiter.cli.app import app
from tidewaiter.model import UnknownCompanyError, to_json
from tidewaiter.model.networks import Lead
from tidewaiter.networks.leads.company_file import CompanyFile
from tidewaiter.networks.leads.question import LeadQuestion
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.networks import Work


class Companies:
    """What a workspace answers of companies, from a ledger."""

    def __init__(self, book: Ledger) -> None:
        self.book, self.leads_ = book, leads_from(book)
        self.asked: list[LeadQuestion] = []

    def leads(self, question: LeadQuestion, *, work: Work | None = None) -> Iterator[Lead]:
        assert work is None or work.engine == question.engine
        self.asked.append(question)
        return iter(self.leads_[: question.limit])

    def company_file(self, company_id: str, question: LeadQuestion | None = None) -> CompanyFile:
        if question is not None:
            self.asked.append(question)
        if company_id == "nobody":
            raise UnknownCompanyError("there is no company 'nobody'.")
        found: CompanyFile = file_from(self.book, int(company_id.removeprefix("c")))
        return found


@pytest.fixture(scope="module")
def companies() -> Companies:
    return Companies(_reborn()[0])


def test_leads_are_lines_best_first(companies: Companies, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "networks_of", lambda _: companies)
    words = ["leads", "--destination", "RU", "--as-of", "2023-12-31", "--format", "jsonl", "--workspace", str(tmp_path)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows == [json.loads(to_json(lead)) for lead in companies.leads_]
    wanted = {"company_id", "names", "country", "score", "rank", "signs", "chains", "value_usd", "first_seen", "grade"}
    assert wanted | {"linked_listings"} <= rows[0].keys()
    assert {"sign", "value", "why", "clears_if"} <= rows[0]["signs"][0].keys()
    assert {"shipment_ids", "from", "to", "date", "value_usd"} <= rows[0]["chains"][0]["legs"][0].keys()
    assert str(companies.asked[-1].as_of) == "2023-12-31"
    shown = CliRunner().invoke(app, [*words[:5], "--format", "table", "--workspace", str(tmp_path)])
    assert "Consistent with diversion" in shown.stdout


def test_pages_are_written_beside(companies: Companies, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "networks_of", lambda _: companies)
    words = ["leads", "--limit", "1", "--html", str(tmp_path / "pages"), "--workspace", str(tmp_path)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["c1.html", "index.html"]


def test_an_unknown_engine_is_wrong_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["leads", "--engine", "abacus", "--workspace", str(tmp_path)]).exit_code == 2


def test_the_service_gives_the_same(companies: Companies, tmp_path: Path) -> None:
    space: Any = Workspace(tmp_path)
    space.networks = companies
    service = create_app(space)
    service.state.service.ready = True
    client = TestClient(service, base_url="http://127.0.0.1:8000")
    answer = client.get("/api/v1/leads", params={"limit": 1})
    assert answer.status_code == 200, answer.text
    assert answer.json()["answers"] == [json.loads(to_json(companies.leads_[0]))]
    file = client.get("/api/v1/companies/c1")
    assert file.json() == json.loads(to_json(companies.company_file("c1")))
    count = len(companies.asked)
    client.get("/api/v1/companies/c1")
    assert len(companies.asked) == count  # without parameters, what was asked last
    client.get("/api/v1/companies/c1", params={"destination": "BY", "as_of": "2023-12-31"})
    assert (companies.asked[-1].destination, str(companies.asked[-1].as_of)) == ("BY", "2023-12-31")
    unknown = client.get("/api/v1/companies/nobody")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "unknown_company")
    assert client.get("/api/v1/leads", params={"goods": "/etc/passwd"}).status_code == 422
    assert client.get("/api/v1/leads", params={"limit": 0}).status_code == 422


#: Each option of the command by its name over HTTP, with something other than what it is without.
_ASKED = {
    "destination": "BY", "goods": "hs:854231", "origins": "US", "as_of": "2023-12-31", "goods_as_of": "2024-02-01",
    "since": "2022-04-08", "limit": "1",
}  # fmt: skip


def test_a_question_is_the_same_over_http(
    companies: Companies, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "networks_of", lambda _: companies)
    words = [word for name, value in _ASKED.items() for word in (f"--{name.replace('_', '-')}", value)]
    done = CliRunner().invoke(app, ["leads", *words, "--format", "jsonl", "--workspace", str(tmp_path)])
    assert done.exit_code == 0, done.output
    space: Any = Workspace(tmp_path)
    space.networks = companies
    service = create_app(space)
    service.state.service.ready = True
    answer = TestClient(service, base_url="http://127.0.0.1:8000").get("/api/v1/leads", params=_ASKED)
    assert answer.status_code == 200, answer.text
    by_command, over_http = companies.asked[-2:]
    assert by_command == over_http
    days = (over_http.as_of, over_http.goods_as_of, over_http.since)
    assert tuple(map(str, days)) == ("2023-12-31", "2024-02-01", "2022-04-08")
    # What is not among the options above is where the work runs, which is no matter of the client.
    assert {field.name for field in dataclasses.fields(LeadQuestion)} == {*_ASKED, "engine"}


def test_a_day_before_the_control_is_refused_over_http(tmp_path: Path) -> None:
    service = create_app(Workspace(tmp_path))
    service.state.service.ready = True
    client = TestClient(service, base_url="http://127.0.0.1:8000")
    answer = client.get("/api/v1/leads", params={"since": "2023-06-01", "as_of": "2023-05-31"})
    assert answer.status_code == 400, answer.text
    assert "controlled from 2023-06-01" in answer.json()["error"]["message"]


def test_no_lead_is_said(companies: Companies, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "networks_of", lambda _: companies)
    monkeypatch.setattr(companies, "leads_", [])
    words = ["leads", "--goods", "hs:0101", "--html", str(tmp_path / "pages"), "--workspace", str(tmp_path)]
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no company outside the coalition sent hs:0101 to Russia" in " ".join(done.stderr.split())
    assert "sent hs:0101 to Russia" in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert CliRunner().invoke(app, [*words, "--quiet"]).stderr == ""


def test_no_lead_is_said_over_http_in_the_words_of_the_question(companies: Companies, tmp_path: Path) -> None:
    nothing = Companies(companies.book)
    nothing.leads_ = []
    space: Any = Workspace(tmp_path)
    space.networks = nothing
    service = create_app(space)
    service.state.service.ready = True
    client = TestClient(service, base_url="http://127.0.0.1:8000")
    asked = {"goods": "hs:8471", "origins": "EU, JP", "destination": "Belarus", "as_of": "2023-12-31"}
    answer = client.get("/api/v1/leads", params=asked).json()
    assert answer["answers"] == []
    (note,) = answer["notes"]
    for words in ("(European Union, Japan)", "hs:8471", "Belarus", "up to 2023-12-31"):
        assert words in note
    assert "coalition" not in note
    space.networks = companies
    assert client.get("/api/v1/leads").json()["notes"] == []


def test_the_file_of_one_company(companies: Companies, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(companies_command, "networks_of", lambda _: companies)
    words = ["companies", "file", "c1", "--goods", "hs:8542", "--html", str(tmp_path), "--workspace", str(tmp_path)]
    done = CliRunner().invoke(app, [*words, "--format", "jsonl"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == json.loads(to_json(companies.company_file("c1")))
    assert companies.asked[-1].goods == "hs:8542"
    assert (tmp_path / "c1.html").is_file()
