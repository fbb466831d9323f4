"""Hubs over HTTP: the same object as Python gives, and errors a client can act on."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from fastapi.testclient import TestClient

from tidewaiter.api.app import create_app
from tidewaiter.model import to_json
from tidewaiter.workspace import Workspace
from tidewaiter.workspace.hubs import HubQuestion
from tidewaiter.world import make_world

DAY = dt.date(2024, 12, 31)
ASKED = {"origins": "US,DE,JP", "window": "2022-03:2023-06"}


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("hubs")
    make_world(5).write(folder / "out")
    space = Workspace(folder / "space", today=lambda: DAY)
    space.flows.import_file(folder / "out" / "flows.csv", "canonical")
    return space


@pytest.fixture(scope="module")
def client(space: Workspace) -> TestClient:
    app = create_app(space)
    app.state.service.ready = True  # hubs need neither lists nor their index, which take a while to load
    return TestClient(app, base_url="http://127.0.0.1:8000")


def test_the_ranking_is_the_one_python_gives(client: TestClient, space: Workspace) -> None:
    answer = client.get("/api/v1/hubs", params={**ASKED, "limit": 3})
    assert answer.status_code == 200, answer.text
    expected = space.hubs.rank(HubQuestion(origins="US,DE,JP", window="2022-03:2023-06"))[:3]
    assert answer.json()["answers"] == [json.loads(to_json(row)) for row in expected]
    shown = client.get("/api/v1/hubs/TR", params=ASKED)
    assert shown.json()["assessment"]["hub"] == "TR"
    ledger = client.get("/api/v1/progress/TR", params={"origins": "US", "agreed": "2022-01:2022-12"})
    assert {entry["state"] for entry in ledger.json()["ledger"]} <= {
        "improved", "worse", "unchanged", "displaced", "no_data",
    }  # fmt: skip
    moved = client.get("/api/v1/displacement/TR", params={"origins": "US"})
    assert moved.json()["hub"] == "TR"
    for path, params, status in (
        ("/api/v1/hubs", {"goods": "/etc/passwd"}, 422),
        ("/api/v1/hubs", {"destination": "Atlantis"}, 400),
        ("/api/v1/hubs", {"window": "2030"}, 400),
        ("/api/v1/hubs/US", ASKED, 400),
        ("/api/v1/progress/TR", {"agreed": "soon"}, 422),
    ):
        refused = client.get(path, params=params)
        assert refused.status_code == status, refused.text
        assert refused.json()["error"]["message"]


def test_a_query_name_that_does_not_exist_is_refused(client: TestClient) -> None:
    answer = client.get("/api/v1/hubs", params={"windows": "2022-03:2023-06"})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "unknown_parameter"
    assert "'windows'" in error["message"]
    assert "window" in error["message"].split("use")[1]
