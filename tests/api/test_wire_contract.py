"""Answers of the open screening API against the description its own implementation publishes, field by field."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

_REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
MAHAN = "us.ofac.sdn:12927"
PARTY = {"schema": "Company", "properties": {"name": ["Mahan Air"], "country": "ir"}}
BODY = {"queries": {"q": PARTY}}

pytestmark = pytest.mark.needs_data


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The published description, where it is at hand."""
    path = Path(os.environ.get("TIDEWAITER_REFERENCE", _REFERENCE)) / "yente-openapi.json"
    if not path.is_file():
        pytest.skip("the description of the open screening API is not beside the repository")
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def conforms(described: dict[str, Any], response: httpx.Response, path: str) -> Any:
    """Check the status and the body against what is described for a path, and return the body."""
    operation = described["paths"][path][response.request.method.lower()]
    answer = operation["responses"].get(str(response.status_code))
    assert answer is not None, f"{response.status_code} is not described: {response.text[:200]}"
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    if not schema or not response.content:
        return None
    data = response.json()
    jsonschema.Draft202012Validator({**schema, "components": described["components"]}).validate(data)
    return data


@pytest.mark.parametrize(
    ("params", "body", "status"),
    [
        ({}, BODY, 200),
        ({"limit": 1, "threshold": 0.9, "cutoff": 0.1, "algorithm": "logic-v2"}, BODY, 200),
        ({"include_dataset": ["us_ofac_sdn"], "topics": ["sanction"], "exclude_schema": ["Person"]}, BODY, 200),
        ({"exclude_dataset": ["us.bis.entity_list"], "changed_since": "2010-01-01T00:00:00"}, BODY, 200),
        ({"exclude_entity_ids": [MAHAN, "ofac-1"]}, BODY, 200),
        ({}, {"queries": {}}, 400),
        ({}, BODY | {"config": {"nm_number_mismatch": 0.4}, "weights": {"name_match": 1.0}}, 200),
        ({}, {"queries": {"q": {"schema": "Sanction", "properties": {"name": ["x"]}}}}, 400),
        ({"algorithm": "guess"}, BODY, 400),
        ({}, {"queries": {"q": {"properties": {"name": ["x"]}}}}, 422),
        ({"limit": 0}, BODY, 422),
        ({"limit": 501}, BODY, 422),
        ({"threshold": 1.5}, BODY, 422),
        ({"changed_since": "yesterday"}, BODY, 422),
        ({"exclude_entity_ids": ["x"] * 51}, BODY, 422),
    ],
)
def test_match(
    client: httpx.Client, described: dict[str, Any], params: dict[str, Any], body: dict[str, Any], status: int
) -> None:
    response = client.post("/match/default", json=body, params=params)
    assert response.status_code == status, response.text
    conforms(described, response, "/match/{dataset}")


def test_the_captured_request(client: httpx.Client, described: dict[str, Any]) -> None:
    captured = json.loads((_REFERENCE / "yente-match-request.json").read_text("utf-8"))
    data = conforms(described, client.post("/match/default", json=captured), "/match/{dataset}")
    assert set(data["responses"]) == set(captured["queries"])


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({}, 200),
        ({"q": "mahan", "schema": "Organization", "fuzzy": True, "simple": True, "target": True}, 200),
        ({"countries": ["ir", "ru"], "topics": ["sanction"], "datasets": ["us_ofac_sdn"], "filter_op": "AND"}, 200),
        ({"filter": ["properties.birthDate:1965", "gender:male"], "schema": "Person"}, 200),
        ({"facets": ["countries", "topics", "datasets", "schema", "identifiers", "genders"], "q": "mahan"}, 200),
        ({"sort": ["last_change:desc", "caption"], "limit": 500, "offset": 9499}, 200),
        ({"changed_since": "2024-01-01", "exclude_schema": ["Vessel"], "exclude_dataset": ["us.ofac.sdn"]}, 200),
        ({"schema": "Banana"}, 400),
        ({"filter": ["nothing"]}, 400),
        ({"limit": 501}, 422),
        ({"offset": 9500}, 422),
        ({"facets": ["colours"]}, 422),
    ],
)
def test_search(client: httpx.Client, described: dict[str, Any], params: dict[str, Any], status: int) -> None:
    response = client.get("/search/default", params=params)
    assert response.status_code == status, response.text
    conforms(described, response, "/search/{dataset}")


def test_entities(client: httpx.Client, described: dict[str, Any]) -> None:
    route = "/entities/{entity_id}"
    for nested in (True, False):
        conforms(described, client.get(f"/entities/{MAHAN}", params={"nested": nested}), route)
    moved = client.get("/entities/ofac-12927", follow_redirects=False)
    assert moved.status_code == 308
    conforms(described, moved, route)
    exported = client.get("/entities/us.ofac.sdn-12927", follow_redirects=False)
    assert (exported.status_code, exported.headers["location"]) == (308, moved.headers["location"])
    assert conforms(described, client.get("/entities/nobody"), route)["detail"] == "No such entity!"


def test_what_stands_beside_an_entity(client: httpx.Client, described: dict[str, Any]) -> None:
    route = "/entities/{entity_id}/adjacent"
    data = conforms(described, client.get(f"/entities/{MAHAN}/adjacent"), route)
    nested = client.get(f"/entities/{MAHAN}").json()
    assert data["entity"] == client.get(f"/entities/{MAHAN}", params={"nested": False}).json()
    assert data["adjacent"]["sanctions"]["results"] == nested["properties"]["sanctions"]
    one = conforms(described, client.get(f"/entities/{MAHAN}/adjacent/sanctions"), f"{route}/{{property_name}}")
    assert one == data["adjacent"]["sanctions"]
    later = client.get(f"/entities/{MAHAN}/adjacent/sanctions", params={"offset": 1}).json()
    assert (later["results"], later["total"]["value"]) == ([], 1)
    none = conforms(described, client.get(f"/entities/{MAHAN}/adjacent/ownershipOwner"), f"{route}/{{property_name}}")
    assert none["total"]["value"] == 0
    moved = client.get("/entities/ofac-12927/adjacent/sanctions", follow_redirects=False)
    assert moved.status_code == 308
    assert client.get(moved.headers["location"]).json() == one
    assert client.get("/entities/nobody/adjacent").status_code == 404
    assert client.get("/entities/nobody/adjacent/sanctions").status_code == 404


@pytest.mark.parametrize("path", ["/catalog", "/algorithms", "/healthz", "/readyz"])
def test_what_needs_no_parameters(client: httpx.Client, described: dict[str, Any], path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    conforms(described, response, path)


def test_reconcile(client: httpx.Client, described: dict[str, Any]) -> None:
    manifest = conforms(described, client.get("/reconcile/default"), "/reconcile/{dataset}")
    assert manifest["name"]
    assert manifest["defaultTypes"]


def test_an_update_is_refused(client: httpx.Client, described: dict[str, Any]) -> None:
    response = client.post("/updatez", params={"token": "guess", "sync": True})
    assert response.status_code == 403
    assert "by themselves" in response.json()["detail"]
    conforms(described, response, "/updatez")


def test_every_route_and_parameter_is_there(client: httpx.Client, described: dict[str, Any]) -> None:
    ours = client.get("/openapi.json").json()["paths"]
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            own = {each["name"]: each for each in ours[path][method].get("parameters", [])}
            for wanted in operation.get("parameters", []):
                assert wanted["name"] in own, (path, wanted["name"])
                assert own[wanted["name"]]["in"] == wanted["in"]
                theirs, mine = wanted["schema"], own[wanted["name"]]["schema"]
                # Our scores are our own, and so is the threshold recommended for them.
                if wanted["name"] not in {"threshold", "cutoff", "changed_since"}:
                    assert mine.get("default") == theirs.get("default"), (path, wanted["name"])
                assert mine.get("maximum", 1) == theirs.get("maximum", 1), (path, wanted["name"])
