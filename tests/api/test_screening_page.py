"""The page of a screening says what the answer says, keeps strangers' text text, and asks again."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tidewaiter.api.app import create_app
from tidewaiter.workspace import Workspace

DAY = "2026-11-01"


@pytest.fixture(scope="module")
def client(indexed: Callable[[str], Path]) -> TestClient:
    app = create_app(Workspace(indexed("page")))
    app.state.service.ready = True
    return TestClient(app, base_url="http://127.0.0.1:8000")


def test_every_hit_is_on_the_page_in_its_order(client: TestClient) -> None:
    asked = {"name": "Rosoboroneksport", "country": "RU", "as_of": DAY}
    hits = client.get("/api/v1/screen", params=asked).json()["hits"]
    page = client.get("/screen", params=asked)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    shown = re.findall(r"</span> (\d\.\d{3}) <bdi>(.*?)</bdi>", page.text)
    assert [(score, html.unescape(name)) for score, name in shown] == [
        (f"{hit['score']:.3f}", hit["name"]) for hit in hits
    ]
    assert len(hits) > 0
    for hit in hits:
        assert hit["listing_id"] in page.text
    assert "Speaks for it" in page.text
    assert f"<dd>{DAY}</dd>" in page.text


def test_no_hit_is_no_permission(client: TestClient) -> None:
    page = client.get("/screen", params={"name": "Xqzwv Plmokn", "country": "", "address": "", "as_of": DAY})
    assert page.status_code == 200
    assert "Absence of a match is not permission" in page.text


def test_the_form_asks_the_same_again_and_text_stays_text(client: TestClient) -> None:
    page = client.get("/screen", params={"name": '"><img src=x>', "country": "TR", "as_of": DAY}).text
    assert "<img" not in page
    assert 'name="country" maxlength="100" value="TR"' in page
    assert html.escape('"><img src=x>').replace("&quot;", "&#34;") in page


@pytest.mark.parametrize(
    "params", [{}, {"nam": "x"}, {"name": "x", "as_of": "soon"}, {"name": "x", "lists": "no.such"}]
)
def test_what_cannot_be_asked_is_said(client: TestClient, params: dict[str, str]) -> None:
    answer, same = (client.get(path, params=params) for path in ("/screen", "/api/v1/screen"))
    assert answer.status_code == same.status_code
    assert answer.status_code in {400, 404, 422}
    assert answer.json()["error"] == same.json()["error"]


@pytest.mark.parametrize("path", ["/screen", "/screen?name=x&country=Atlantis", "/leads?goods=nothing", "/companies/x"])
def test_a_person_reads_what_is_wrong_on_a_page(client: TestClient, path: str) -> None:
    said = client.get(path).json()["error"]["message"]
    page = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.status_code == client.get(path).status_code >= 400
    assert page.headers["content-type"].startswith("text/html")
    assert said in html.unescape(page.text)
    assert '<a href="/">' in page.text
    program = client.get(f"/api/v1{path}", headers={"Accept": "text/html"})
    assert program.json()["error"]["message"]
