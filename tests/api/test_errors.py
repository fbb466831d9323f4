"""Every error has one shape, and nothing of the inside or of a client's secrets is shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tidewaiter.api import Settings, create_app
from tidewaiter.workspace import Workspace

from .conftest import Served

JSON = {"content-type": "application/json"}
REQUESTS = [
    ("GET", "/nothing/here", None, 404, "not_found"),
    ("GET", "/api/v1/cases", None, 404, "not_found"),
    ("DELETE", "/api/v1/lists", None, 405, "method_not_allowed"),
    ("GET", "/api/v1/lists?as_of=yesterday", None, 422, "invalid_request"),
    ("GET", "/api/v1/goods", None, 422, "invalid_request"),
    ("GET", "/api/v1/screen", None, 422, "invalid_request"),
    ("GET", "/api/v1/screen?name=x&country=Atlantis", None, 422, "invalid_request"),
    ("GET", "/api/v1/screen?name=x&lists=us.none", None, 400, "unknown_list"),
    ("GET", "/api/v1/lists/us.none/stats", None, 404, "unknown_list"),
    ("GET", "/api/v1/listings/us.ofac.sdn:none", None, 404, "unknown_listing"),
    ("GET", "/api/v1/audit/verify?noted=1", None, 422, "invalid_request"),
    ("POST", "/api/v1/check", b"", 400, "empty_body"),
    ("POST", "/api/v1/check", b'"text"', 400, "not_json"),
    ("POST", "/api/v1/check", b"PK\x03\x04", 400, "not_json"),
    ("POST", "/api/v1/check", b"[]", 422, "unusable_rows"),
    ("POST", "/match/nowhere", b'{"queries": {}}', 404, "unknown_dataset"),
    ("POST", "/match/default", b"{", 422, "invalid_request"),
    ("POST", "/match/default?algorithm=guess", b'{"queries": {}}', 400, "unknown_algorithm"),
    ("POST", "/match/default?include_dataset=peps", b'{"queries": {}}', 400, "unknown_dataset"),
    ("GET", "/entities/none", None, 404, "unknown_entity"),
    ("GET", "/search/default?limit=100000", None, 422, "invalid_request"),
    ("GET", "/search/default?sort=colour", None, 400, "invalid_request"),
    ("POST", "/match/default", b'{"queries": {}}', 400, "no_queries"),
    ("POST", "/reconcile/default", b"queries=[]", 415, "unsupported_media_type"),
]


def shape(response: httpx.Response) -> dict[str, Any]:
    data = response.json()
    assert set(data) - {"detail"} == {"error"}
    assert set(data["error"]) == {"code", "message", "details"}
    assert data["error"]["message"]
    assert isinstance(data["error"]["details"], list)
    error: dict[str, Any] = data["error"]
    return error


@pytest.mark.parametrize(("method", "path", "body", "status", "code"), REQUESTS)
def test_one_shape(client: httpx.Client, method: str, path: str, body: bytes | None, status: int, code: str) -> None:  # noqa: PLR0917  one a column
    response = client.request(method, path, content=body, headers=JSON)
    assert response.status_code == status
    assert shape(response)["code"] == code


def test_a_body_of_another_type_is_refused(client: httpx.Client) -> None:
    response = client.post("/api/v1/check", content=b"id: 1", headers={"content-type": "application/yaml"})
    assert response.status_code == 415
    assert "application/json" in shape(response)["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_body_that_is_not_said_to_be_json_is_told_what_to_say(client: httpx.Client, kind: str | None) -> None:
    body = b'{"queries": {"q": {"schema": "Person", "properties": {"name": "Invented"}}}}'
    response = client.post("/match/default", content=body, headers={"content-type": kind} if kind else None)
    assert response.status_code == 422
    assert "Content-Type: application/json" in shape(response)["message"]
    assert "Content-Type: application/json" in response.json()["detail"][0]["msg"]


@pytest.mark.parametrize("path", ["/match/default", "/api/v1/screen"])
def test_a_packed_body_is_refused_by_its_packing(client: httpx.Client, path: str) -> None:
    response = client.post(path, content=b"\x1f\x8b", headers={**JSON, "content-encoding": "gzip"})
    assert response.status_code == 415
    assert "gzip" in shape(response)["message"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_may_be_asked_by_its_head(client: httpx.Client, path: str) -> None:
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")


def test_too_large_a_body_is_refused_before_it_is_read(client: httpx.Client) -> None:
    content = b'[{"id": "' + b"x" * (1024 * 1024) + b'"}]'
    response = client.post("/api/v1/check", content=content, headers=JSON)
    assert response.status_code == 413
    assert shape(response)["code"] == "content_too_large"


@pytest.mark.parametrize("path", ["/api/v1/check", "/match/default", "/reconcile/default"])
def test_too_large_a_body_is_refused_when_its_length_is_not_said(client: httpx.Client, path: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"["
        for _ in range(64):
            yield b" " * 65536

    response = client.post(path, content=pieces(), headers=JSON)
    assert response.status_code == 413
    shape(response)


def test_another_host_name_is_not_answered(client: httpx.Client) -> None:
    response = client.get("/api/v1/lists", headers={"host": "attacker.example"})
    assert response.status_code == 421
    assert response.json()["detail"] == shape(response)["message"]


def test_the_log_has_no_names_queries_or_keys(client: httpx.Client, log: Path) -> None:
    secret = "hunter2-and-Secret-Party"  # noqa: S105  no secret of anybody
    client.get(
        "/search/default", params={"q": secret, "api_key": secret}, headers={"Authorization": f"ApiKey {secret}"}
    )
    client.post("/api/v1/screen", json={"id": "1", "name": secret})
    time.sleep(0.2)
    written = log.read_text()
    assert "GET /search/default 200" in written
    assert secret not in written


def test_a_fault_of_ours_shows_nothing_of_the_inside(
    space: Workspace, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("inner secret")

    app = create_app(space, Settings(hosts=None, refresh=0))
    with served(app) as inside:
        _await_ready(inside)
        monkeypatch.setattr(space, "describe_goods", fail)
        response = inside.get("/api/v1/goods?q=1")
    assert response.status_code == 500
    assert shape(response)["code"] == "internal_server_error"
    assert "inner secret" not in response.text


def test_a_stream_that_breaks_says_so_in_its_last_line(
    space: Workspace, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(space, Settings(hosts=None, refresh=0))
    checked = space.check

    def broken(*args: Any, **more: Any) -> Iterator[object]:
        yield next(checked(*args, **more))
        raise RuntimeError("inner secret")

    with served(app) as inside:
        _await_ready(inside)
        monkeypatch.setattr(space, "check", broken)
        content = '{"id": "1", "destination": "DE"}\n{"id": "2", "destination": "DE"}\n'
        response = inside.post(
            "/api/v1/check?audit=0", content=content, headers={"content-type": "application/x-ndjson"}
        )
    first, last = response.text.splitlines()
    assert '"id":"1"' in first
    assert '"code":"internal_server_error"' in last
    assert "inner secret" not in last


def test_an_empty_workspace_is_alive_and_not_ready(tmp_path: Path, served: Served) -> None:
    (tmp_path / "carried").mkdir()
    empty = Workspace(tmp_path / "own", carried=tmp_path / "carried")
    with served(create_app(empty, Settings(hosts=None, refresh=0))) as inside:
        time.sleep(0.5)
        assert inside.get("/healthz").json() == {"status": "ok"}
        for path in ("/readyz", "/api/v1/lists", "/catalog"):
            response = inside.get(path)
            assert response.status_code == 503
            assert shape(response)["code"] == "not_ready"
        assert "tidewaiter lists import" in response.json()["error"]["message"]


def test_a_published_list_is_seen_without_a_restart(tmp_path: Path, served: Served) -> None:
    (tmp_path / "carried").mkdir()
    own, other = (Workspace(tmp_path / "own", carried=tmp_path / "carried") for _ in range(2))
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("name,country,listed_on\nFirst Trading GmbH,DE,2020-01-01\n")
    second.write_text("name,country,listed_on\nSecond Trading GmbH,DE,2020-01-01\n")
    other.lists.import_custom(first, "one")
    with served(create_app(own, Settings(hosts=None, refresh=0.2))) as inside:
        _await_ready(inside)
        asked = {"queries": {"q": {"schema": "Company", "properties": {"name": "Second Trading GmbH"}}}}

        def ask() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = inside.post("/match/custom", json=asked).json()["responses"]["q"]["results"]
            return found

        assert not any(found["caption"] == "Second Trading GmbH" for found in ask())
        other.lists.import_custom(second, "two")
        end = time.monotonic() + 20
        while time.monotonic() < end and not any(found["caption"] == "Second Trading GmbH" for found in ask()):
            time.sleep(0.2)
        assert any(found["datasets"] == ["custom.two"] for found in ask())


def _await_ready(inside: httpx.Client) -> None:
    end = time.monotonic() + 60
    while inside.get("/readyz").status_code != 200:
        assert time.monotonic() < end
        time.sleep(0.1)


def test_an_address_that_is_too_long_is_refused_by_its_own_status(client: httpx.Client) -> None:
    response = client.get("/search/default?q=" + "x" * 61_000)
    assert response.status_code == 414
    assert shape(response)["code"] == "uri_too_long"


def test_what_cannot_be_read_is_told_by_place_to_clients_of_the_open_api(client: httpx.Client) -> None:
    (fault,) = client.get("/search/default", params={"limit": 501}).json()["detail"]
    assert fault["loc"] == ["query", "limit"]
    assert set(fault) == {"loc", "msg", "type"}
