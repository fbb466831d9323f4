"""``tidewaiter companies`` on records a person can read: who is one company, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tidewaiter.cli.app import app
from tidewaiter.model import UsageError

HEADINGS = (
    "shipment_id;date;shipper;shipper_address;shipper_country;consignee;consignee_country;hs;value_usd;shipper_id"
)
RECORDS = f"""{HEADINGS}
1;2023-01-05;Boğaziçi Mikro Elektronik Ltd. Şti.;Atatürk Cad. No:5, İstanbul;TR;OOO Severnaya Zvezda;RU;854231;100;
2;2023-02-05;BOGAZICI MIKRO ELEKTRONIK LIMITED SIRKETI;ATATURK CD NO 5;TR;ООО «Северная Звезда»;RU;854231;90;1234567890
3;2023-03-05;Marmara Tekstil A.Ş.;Sanayi Mah. 3, Bursa;TR;OOO Severnaya Zvezda;RU;620342;500;9876543210
"""
REGISTER = """name,country,registered_on,activity
Boğaziçi Mikro Elektronik Limited Şirketi,TR,2022-04-01,wholesale of textiles
,TR,,
"""


def _run(*words: str, code: int = 0) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, [*words, "--format", "jsonl"])
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("companies")
    (made / "records.csv").write_text(RECORDS, encoding="utf-8")
    (made / "register.csv").write_text(REGISTER, encoding="utf-8")
    _run("shipments", "import", str(made / "records.csv"), "--workspace", str(made))
    return made


def test_a_register_is_imported_and_bad_rows_named(folder: Path) -> None:
    (done,) = _run("companies", "import", str(folder / "register.csv"), "--workspace", str(folder), code=1)
    assert done == {"file": "register.csv", "entries": 1, "rejected": 1}


def test_spellings_of_a_company_share_its_id(folder: Path) -> None:
    rows = _run("companies", "--map", "--workspace", str(folder))
    ids = {row["name"]: row["company_id"] for row in rows}
    assert ids["Boğaziçi Mikro Elektronik Ltd. Şti."] == ids["BOGAZICI MIKRO ELEKTRONIK LIMITED SIRKETI"]
    assert ids["OOO Severnaya Zvezda"] == ids["ООО «Северная Звезда»"]
    assert ids["Marmara Tekstil A.Ş."] != ids["Boğaziçi Mikro Elektronik Ltd. Şti."]
    assert set(rows[0]) == {"company_id", "name", "country"}


def test_companies_and_one_of_them(folder: Path) -> None:
    companies = _run("companies", "--workspace", str(folder))
    assert len(companies) == 3
    chosen = next(company for company in companies if "1234567890" in company["identifiers"])
    assert chosen["records"] == 2
    (shown,) = _run("companies", "show", chosen["company_id"], "--workspace", str(folder))
    assert shown["company"] == chosen
    assert {row["name"] for row in shown["spellings"]} >= {"Boğaziçi Mikro Elektronik Ltd. Şti."}
    assert any(edge["joined"] for edge in shown["edges"])
    done = CliRunner().invoke(app, ["companies", "show", "nobody", "--workspace", str(folder)])
    assert isinstance(done.exception, UsageError)
    assert "nobody" in str(done.exception)


@pytest.mark.parametrize(
    ("text", "found"),
    [("severn zvezda", {"RU"}), ("северная", {"RU"}), ("ELEKTRONIK bogazici", {"TR"}), ("zvezda tekstil", set())],
)
def test_a_company_is_looked_up_by_words_of_its_name(folder: Path, text: str, found: set[str]) -> None:
    rows = _run("companies", "--name", text, "--workspace", str(folder))
    assert {row["country"] for row in rows} == found
    assert len(rows) == len(found)


def test_a_look_up_needs_a_word(folder: Path) -> None:
    assert CliRunner().invoke(app, ["companies", "--name", "...", "--workspace", str(folder)]).exit_code != 0
    assert CliRunner().invoke(app, ["companies", "--map", "--name", "a", "--workspace", str(folder)]).exit_code == 2


def test_a_person_sees_how_a_company_is_written_and_why(folder: Path) -> None:
    words = ["companies", "--format", "table", "--workspace", str(folder)]
    companies = CliRunner().invoke(app, words, env={"COLUMNS": "160"})
    assert "Marmara Tekstil A.Ş." in companies.stdout
    chosen = next(c for c in _run("companies", "--workspace", str(folder)) if "1234567890" in c["identifiers"])
    words = ["companies", "show", chosen["company_id"], "--format", "table", "--workspace", str(folder)]
    shown = CliRunner().invoke(app, words, env={"COLUMNS": "160"})
    assert "Written in" in shown.stdout
    assert "Joined by" in shown.stdout
    assert "1234567890" in shown.stdout


def test_without_records_it_says_what_to_do(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["companies", "--workspace", str(tmp_path)])
    assert isinstance(done.exception, UsageError)
    assert "shipments import" in str(done.exception)
