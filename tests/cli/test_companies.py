"""``tidewaiter companies``: one line a company, with ``--map`` one a spelling, and one company with what joined it."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from tests.networks.parties import resolved
from typer.testing import CliRunner

from tidewaiter.cli import companies as command
from tidewaiter.cli.app import app
from tidewaiter.networks.companies.company_file import CompanyTables, company_file
from tidewaiter.networks.companies.read_companies import read_companies, spelling_rows

ROWS: list[dict[str, Any]] = [
    {"name": "Kuzeyçam Ltd. Şti.", "country": "TR", "tax_id": "1234567891"},
    {"name": "KUZEYCAM LTD STI", "country": "TR", "tax_id": "1234567891"},
    {"name": "Kuzeyçam Elektronik Ltd. Şti.", "country": "TR", "tax_id": "1234567891"},
    {"name": "Mermont Optics Ltd", "country": "GB"},
]


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A workspace whose companies are those of three spellings."""
    table, found = resolved(ROWS)
    tables = CompanyTables(spellings=table, resolved=found.resolved, companies=found.companies, edges=found.edges)
    made = SimpleNamespace(
        companies=lambda: read_companies(found.companies),
        spellings=lambda: spelling_rows(table, found.resolved, found.companies).to_pylist(),
        company=lambda company_id: company_file(company_id, tables),
    )
    monkeypatch.setattr(command, "open_workspace", lambda _folder: SimpleNamespace(networks=made))
    return made


def _answers(*words: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["companies", *words])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.usefixtures("networks")
def test_companies_and_their_spellings() -> None:
    listed = _answers("--format", "jsonl")
    assert sorted(len(row["names"]) for row in listed) == [1, 3]
    rows = _answers("--map", "--format", "jsonl")
    assert {tuple(row) for row in rows} == {("company_id", "name", "country")}
    assert {row["name"] for row in rows} == {row["name"] for row in ROWS}
    assert {row["company_id"] for row in rows} == {row["company_id"] for row in listed}


@pytest.mark.usefixtures("networks")
def test_one_company_with_what_joined_it() -> None:
    (company,) = [row for row in _answers("--format", "jsonl") if len(row["names"]) == 3]
    (told,) = _answers("show", company["company_id"], "--format", "jsonl")
    assert told["company"]["company_id"] == company["company_id"]
    assert len(told["spellings"]) == 3
    assert [edge["joined"] for edge in told["edges"]] == [True, True]
    assert told["edges"][0]["features"] == ["written: the same in all that is compared"]
    assert "tax id: same" in told["edges"][1]["features"]
