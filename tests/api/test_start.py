"""The start page: what it links exists, what strangers wrote stays text, and it says when nothing is answered yet."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tidewaiter.api.app import create_app
from tidewaiter.workspace import Workspace

EVIL = "<img src=x>.csv"
RECORD = "shipment_id,date,shipper,consignee,destination_country,hs,value_usd\na,2024-01-02,A,B,RU,854231,5\n"


class Links(HTMLParser):
    """Links of a page, and its forms with the names of their fields."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag == "form":
            self.forms.append((given["action"] or "", []))
        if tag == "input":
            self.forms[-1][1].append(given["name"] or "")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder = tmp_path_factory.mktemp("start")
    (folder / EVIL).write_text(RECORD, encoding="utf-8")
    space = Workspace(folder / "space")
    space.shipments.import_file(folder / EVIL)
    app = create_app(space)
    app.state.service.ready = True
    return TestClient(app, base_url="http://127.0.0.1:8000")


def test_links_and_forms_lead_to_addresses_there_are(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    page = Links()
    page.feed(answer.text)
    described = client.get("/openapi.json").json()["paths"]
    known = {path for path, item in described.items() if "get" in item} | {"/openapi.json", "/", "#main"}
    assert set(page.links) <= known
    asked = [action.removeprefix("/api/v1/").removeprefix("/") for action, _ in page.forms]
    assert asked == ["screen", "goods", "hubs", "leads", "companies"]
    for name, (_, fields) in zip(asked, page.forms, strict=True):
        assert set(fields) <= {one["name"] for one in described[f"/api/v1/{name}"]["get"]["parameters"]}
    for path in described:
        assert f" {path}</code>" in answer.text
    assert client.head("/").status_code == 200
    assert "/" not in described


def test_it_says_what_the_answers_rest_on(client: TestClient) -> None:
    page = client.get("/").text
    for snapshot in client.get("/api/v1/lists").json()["lists"]:
        assert re.search(rf"<code>{re.escape(snapshot['list'])}</code></td><td [^>]*>{snapshot['date']}<", page)
    assert "2024-01-02" in page
    assert "tidewaiter flows import" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;img src=x&gt;.csv" in page
    assert "Not ready yet" not in page


def test_it_is_there_before_the_service_is_ready(tmp_path: Path) -> None:
    app = create_app(Workspace(tmp_path))
    page = TestClient(app, base_url="http://127.0.0.1:8000").get("/")
    assert page.status_code == 200
    assert "Not ready yet" in page.text
    assert "being loaded" in page.text


def test_an_unusable_workspace_is_said_there(tmp_path: Path) -> None:
    (tmp_path / "shipments" / "0123456789abcdef").mkdir(parents=True)
    (tmp_path / "shipments" / "0123456789abcdef" / "manifest.json").write_text("{", encoding="utf-8")
    app = create_app(Workspace(tmp_path))
    app.state.service.ready = True
    page = TestClient(app, base_url="http://127.0.0.1:8000").get("/")
    assert "is damaged: import the file again" in page.text
