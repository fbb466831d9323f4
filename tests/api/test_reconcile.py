"""The Reconciliation Service API as OpenRefine speaks it."""

from __future__ import annotations

import json
from typing import Any

import httpx

MAHAN = "us.ofac.sdn:12927"


def post(client: httpx.Client, **form: Any) -> Any:
    response = client.post("/reconcile/default", data={name: json.dumps(value) for name, value in form.items()})
    assert response.status_code == 200, response.text
    return response.json()


def test_manifest(client: httpx.Client, address: str) -> None:
    data = client.get("/reconcile/us.ofac.sdn").json()
    assert data["versions"] == ["0.2"]
    assert data["view"]["url"] == f"{address}/entities/{{{{id}}}}"
    assert {"entity", "type", "property"} == set(data["suggest"])
    for part in (*data["suggest"].values(), data["extend"]["propose_properties"]):
        assert client.get(part["service_url"] + part["service_path"]).status_code == 200
    assert {"id", "name"} <= set(data["defaultTypes"][0])
    assert client.get("/reconcile/nowhere").status_code == 404


def test_queries(client: httpx.Client) -> None:
    facts = [{"pid": "Organization:country", "v": "Iran"}]
    asked = {
        "m": {"query": "Mahan Air", "type": "Organization", "limit": 2, "properties": facts},
        "n": {"query": "Nobody Of That Name Whatsoever"},
    }
    data = post(client, queries=asked)
    first = data["m"]["result"][0]
    assert first["id"] == MAHAN
    assert set(first) == {"id", "name", "description", "type", "score", "match"}
    assert first["type"][0]["id"] == "Organization"
    assert first["match"] is True
    assert 0 < first["score"] <= 1
    assert len(data["m"]["result"]) <= 2
    scored = client.post(
        "/match/default",
        json={"queries": {"q": {"schema": "Organization", "properties": {"name": "Mahan Air", "country": "Iran"}}}},
    ).json()["responses"]["q"]["results"][0]
    assert scored["score"] == first["score"]


def test_extend(client: httpx.Client) -> None:
    asked = {"ids": [MAHAN, "nobody"], "properties": [{"id": "country"}, {"id": "address", "settings": {"limit": 1}}]}
    data = post(client, extend=asked)
    assert [meta["id"] for meta in data["meta"]] == ["country", "address"]
    assert data["rows"][MAHAN]["country"] == [{"str": "Iran"}]
    assert len(data["rows"][MAHAN]["address"]) == 1
    assert data["rows"]["nobody"] == {"country": [], "address": []}
    raw = post(client, extend={"ids": [MAHAN], "properties": [{"id": "country", "settings": {"render": "raw"}}]})
    assert raw["rows"][MAHAN]["country"] == [{"str": "ir"}]


def test_a_property_that_was_suggested_serves_to_ask_and_to_extend(client: httpx.Client) -> None:
    found = client.get("/reconcile/default/suggest/property", params={"prefix": "country"}).json()["result"]
    assert {"Thing:country", "LegalEntity:mainCountry"} <= {one["id"] for one in found}
    plain = post(client, queries={"m": {"query": "Mahan Air"}})["m"]["result"][0]
    for one in found:
        facts = [{"pid": one["id"], "v": "Iran"}]
        asked = post(client, queries={"m": {"query": "Mahan Air", "properties": facts}})["m"]["result"][0]
        assert asked["score"] > plain["score"], one
    data = post(client, extend={"ids": [MAHAN], "properties": [{"id": "Thing:country"}]})
    assert data == {
        "meta": [{"id": "Thing:country", "name": "Country"}],
        "rows": {MAHAN: {"Thing:country": [{"str": "Iran"}]}},
    }


def test_other_ids_of_an_entity_extend_it_too(client: httpx.Client) -> None:
    data = post(client, extend={"ids": ["ofac-12927"], "properties": [{"id": "name"}]})
    assert data["rows"] == {"ofac-12927": {"name": [{"str": "MAHAN AIR"}]}}


def test_the_parts_of_the_service_are_asked_as_the_whole(client: httpx.Client) -> None:
    data = client.get("/reconcile/default", params={"as_of": "2024-08-07"}).json()
    assert data["suggest"]["entity"]["service_path"] == "/suggest/entity?as_of=2024-08-07"


def test_only_the_form_of_the_protocol_is_read(client: httpx.Client) -> None:
    asked = json.dumps({"m": {"query": "Mahan Air"}})
    for sent in ({"json": {"queries": asked}}, {"files": {"queries": (None, asked)}}):
        response = client.post("/reconcile/default", **sent)
        assert response.status_code == 415
        assert "x-www-form-urlencoded" in response.json()["detail"]


def test_suggestions(client: httpx.Client) -> None:
    found = client.get("/reconcile/default/suggest/entity", params={"prefix": "mahan ai"}).json()
    assert MAHAN in [entity["id"] for entity in found["result"]]
    begun = client.get("/reconcile/default/suggest/entity", params={"prefix": "huaw"}).json()["result"]
    assert begun[0]["name"].casefold().startswith("huaw")
    begins = [entity["name"].casefold().startswith("huaw") for entity in begun]
    assert begins == sorted(begins, reverse=True)
    properties = client.get("/reconcile/default/suggest/property", params={"prefix": "date of"}).json()["result"]
    assert [one["id"] for one in properties] == ["Person:birthDate"]
    for kind in ("entity", "property", "type"):
        assert client.get(f"/reconcile/default/suggest/{kind}").json()["result"] == []
    types = client.get("/reconcile/default/suggest/type", params={"prefix": "Pe"}).json()["result"]
    assert [one["id"] for one in types] == ["Person"]


def test_a_query_that_cannot_be_answered_fails_no_other(client: httpx.Client) -> None:
    data = post(client, queries={"good": {"query": "Mahan Air"}, "bad": {"query": "X", "type": "Nothing"}, "none": {}})
    assert MAHAN in [one["id"] for one in data["good"]["result"]]
    for name in ("bad", "none"):
        assert set(data[name]) == {"error"}
    assert "Nothing" in data["bad"]["error"]


def test_what_cannot_be_read_is_refused(client: httpx.Client) -> None:
    bad: list[dict[str, Any]] = [{"a": {"query": "X", "type": "Nothing"}}, {"a": {}}, {"a": {"query": " "}}]
    for asked in bad:
        response = client.post("/reconcile/default", data={"queries": json.dumps(asked)})
        assert response.status_code == 400, asked
    for content in (b"", b"queries=1", b"queries=%7B%22a%22%3A1%7D", b"extend=%7B%7D", b"\xff\xfe=\x00"):
        response = client.post(
            "/reconcile/default", content=content, headers={"content-type": "application/x-www-form-urlencoded"}
        )
        assert response.status_code == 400, content
        assert response.json()["error"]["message"]
