"""Companies, shipment records and what chains explain over HTTP: what Python and the command line give, and no more."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.command import answered

from tidewaiter.api.app import create_app
from tidewaiter.api.v1.envelopes import RowSetAside
from tidewaiter.model import to_json
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.hubs import HubQuestion
from tidewaiter.world import make_world

from .test_contract import lines

DAY = "2023-12-31"
HEADINGS = (
    "shipment_id,date,shipper,shipper_country,consignee,consignee_country,dispatch_country,destination_country,hs,"
    "quantity,unit,net_kg,value_usd"
)
#: A firm buys in Germany and sells on to Russia; another sells cloth; two rows cannot be used.
RECORDS = f"""{HEADINGS}
in/1,2022-05-03,Hallig Halbleiter GmbH,DE,Kuzeyli Devre Ltd. Sti.,TR,DE,TR,854231,1000,PCE,20,50000
out/1,2022-05-20,KUZEYLI DEVRE LIMITED SIRKETI,TR,OOO Polyarny Svet,RU,TR,RU,854231,1000,PCE,20,70000
bad/1,2022-13-20,Kuzeyli Devre Ltd. Sti.,TR,OOO Polyarny Svet,RU,TR,RU,854231,1,PCE,1,1
cloth/1,2022-06-01,Pamukova Dokuma A.S.,TR,OOO Polyarny Svet,RU,TR,RU,620342,10,PCE,5,900
bad/2,soon,Kuzeyli Devre Ltd. Sti.,TR,OOO Polyarny Svet,RU,TR,RU,854231,1,PCE,1,1
"""


@pytest.fixture(scope="module")
def desk(indexed: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with lists, a few records and a world's trade statistics."""
    home = indexed("desk")
    folder = tmp_path_factory.mktemp("records")
    (folder / "records.csv").write_text(RECORDS, encoding="utf-8")
    make_world(5).write(folder / "world")
    space = Workspace(home)
    space.shipments.import_file(folder / "records.csv")
    space.flows.import_file(folder / "world" / "flows.csv", "canonical")
    return home


@pytest.fixture(scope="module")
def space(desk: Path) -> Workspace:
    return Workspace(desk)


@pytest.fixture(scope="module")
def client(space: Workspace) -> TestClient:
    app = create_app(space)
    app.state.service.ready = True
    return TestClient(app, base_url="http://127.0.0.1:8000")


def command(home: Path, environment: dict[str, str], *words: str, form: str = "jsonl") -> list[str]:
    done = answered([*words, "--workspace", str(home), "--format", form], environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def inside(client: TestClient, path: str, **params: str | int) -> list[str]:
    """The answers inside the one JSON object, as the command line writes each."""
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    return [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in response.json()["answers"]]


def test_companies(client: TestClient, space: Workspace, desk: Path, environment: dict[str, str]) -> None:
    by_python = lines(space.networks.companies(as_of=dt.date.fromisoformat(DAY)))
    assert len(by_python) == 4
    assert command(desk, environment, "companies", "--as-of", DAY) == by_python
    assert inside(client, "/api/v1/companies", as_of=DAY) == by_python
    parts = [inside(client, "/api/v1/companies", as_of=DAY, limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [len(part) for part in parts] == [3, 1, 0]
    assert [line for part in parts for line in part] == by_python
    assert client.get("/api/v1/companies", params={"as_of": DAY, "limit": 1}).json()["total"] == 4
    assert inside(client, "/api/v1/companies", as_of=DAY, name="kuzeyli") == command(
        desk, environment, "companies", "--name", "kuzeyli", "--as-of", DAY
    )
    chosen = json.loads(inside(client, "/api/v1/companies", as_of=DAY, name="kuzeyli")[0])["company_id"]
    shown = client.get(f"/api/v1/companies/{chosen}/spellings", params={"as_of": DAY})
    assert shown.text.splitlines() == command(desk, environment, "companies", "show", chosen, "--as-of", DAY)
    assert len(shown.json()["spellings"]) == 2


def test_shipments(client: TestClient, space: Workspace, desk: Path, environment: dict[str, str]) -> None:
    (done,) = inside(client, "/api/v1/shipments")
    assert [done] == command(desk, environment, "shipments", "list")
    import_id = json.loads(done)["id"]
    aside = command(desk, environment, "shipments", "rejected", import_id)
    assert inside(client, f"/api/v1/shipments/{import_id}/rejected") == aside
    assert [json.loads(row)["row"] for row in aside] == [4, 6]
    assert inside(client, f"/api/v1/shipments/{import_id}/rejected", limit=1, offset=1) == aside[1:]
    assert client.get(f"/api/v1/shipments/{import_id}/rejected", params={"limit": 1}).json()["total"] == 2
    assert set(json.loads(aside[0])) == {field.name for field in dataclasses.fields(RowSetAside)}
    wanted = ["out/1", "in/1"]
    shown = client.get("/api/v1/shipments/records", params=[("id", one) for one in wanted]).json()["answers"]
    assert [row["shipment_id"] for row in shown] == wanted
    assert shown == [json.loads(row) for row in command(desk, environment, "shipments", "show", *wanted)]
    assert shown == [json.loads(row) for row in lines(space.shipments.records(wanted))]


def test_what_chains_explain(client: TestClient, space: Workspace, desk: Path, environment: dict[str, str]) -> None:
    question = HubQuestion(origins="US,DE,JP", window="2022-03:2023-06", as_of=dt.date.fromisoformat(DAY))
    by_python = [to_json(one) for one in space.explain_hub("TR", question)]
    asked = {"origins": "US,DE,JP", "window": "2022-03:2023-06", "as_of": DAY}
    words = [word for name, value in asked.items() for word in (f"--{name.replace('_', '-')}", value)]
    assert command(desk, environment, "hubs", "explain", "TR", *words) == by_python
    assert inside(client, "/api/v1/hubs/TR/explain", **asked) == by_python
    *goods, total = map(json.loads, by_python)
    assert len(goods) > 2
    assert [one["excess"] for one in goods] == sorted((one["excess"] for one in goods), reverse=True)
    assert total["family"] is None
    imports = inside(client, "/api/v1/hubs/TR/explain", **asked, direction="imports")
    assert {json.loads(one)["direction"] for one in imports} == {"imports"}
    table = command(desk, environment, "hubs", "explain", "TR", *words, form="table")
    assert any(line.startswith("all goods asked about") for line in table)


def test_pages_of_leads_and_companies_say_what_the_answers_say(client: TestClient) -> None:
    asked = {"destination": "RU", "as_of": DAY, "origins": "DE,US"}
    page = client.get("/leads", params=asked | {"limit": 5})
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    found = client.get("/api/v1/leads", params=asked | {"limit": 5}).json()["answers"]
    links = re.findall(r'<a href="(/companies/[^"]+)"', page.text)
    assert len(links) == len(found) > 0
    for link, lead in zip(links, found, strict=True):
        assert link.startswith(f"/companies/{lead['company_id']}?")
        company = client.get(html.unescape(link))
        assert company.status_code == 200
        assert html.escape(lead["names"][0]) in company.text
        assert "<script" not in company.text
    nothing = client.get("/leads", params=asked | {"goods": "hs:880730"})
    assert "880730" in nothing.text
    assert '<a href="/companies/' not in nothing.text


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        ("/api/v1/companies/nobody/spellings", {}, 404, "unknown_company"),
        ("/companies/nobody", {"as_of": DAY}, 404, "unknown_company"),
        ("/leads", {"origin": "US"}, 422, "unknown_parameter"),
        ("/api/v1/companies", {"name": "..."}, 400, "usage"),
        ("/api/v1/companies", {"limit": 0}, 422, "invalid_request"),
        ("/api/v1/companies", {"offset": -1}, 422, "invalid_request"),
        ("/api/v1/companies", {"names": "x"}, 422, "unknown_parameter"),
        ("/api/v1/shipments/0123456789abcdef/rejected", {}, 404, "unknown_import"),
        ("/api/v1/shipments/records", {"id": "nothing"}, 404, "unknown_record"),
        ("/api/v1/shipments/records", {}, 422, "invalid_request"),
        ("/api/v1/hubs/TR/explain", {"direction": "sideways"}, 422, "invalid_request"),
        ("/api/v1/hubs/Atlantis/explain", {}, 400, "usage"),
    ],
)
def test_what_cannot_be_answered(
    client: TestClient, path: str, params: dict[str, str | int], status: int, code: str
) -> None:
    answer = client.get(path, params=params)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]
