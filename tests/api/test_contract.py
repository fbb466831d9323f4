"""One engine: the command line, Python and HTTP give the same bytes for the same question."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import httpx
import pytest
from tests.command import answered

from tidewaiter.model import RowError, Schema
from tidewaiter.reports import write_jsonl
from tidewaiter.sources.orders import read_names, read_orders
from tidewaiter.workspace import Workspace

DAY = "2026-08-01"
OWNERS = [
    {
        "name": "Invented Holding",
        "share_pct": 60,
        "owners": [{"name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
    },
    {"name": "Sberbank of Russia", "share_pct": 30, "listings": ["us.ofac.sdn#RUSSIA-EO14024"]},
]
OWNED = {"role": "end_user", "name": "Invented Gulf Trading FZE", "country": "AE", "owners": OWNERS}
NAMES = [
    {"id": "a", "name": "Karasani Dis Ticaret", "country": "TR"},
    {"id": "b", "name": "Мегафон", "schema": "Organization"},
    {"id": "c", "name": "No Such Party Anywhere", "country": "Germany"},
    {"id": "o", "name": "Invented Gulf Trading FZE", "country": "AE", "owners": OWNERS},
    {"id": "d", "address": "Room 1502, 15/F, Wing Tuck Commercial Centre, Hong Kong"},
]


def lines(values: Iterable[object]) -> list[str]:
    stream = io.StringIO()
    write_jsonl(values, stream)
    return stream.getvalue().splitlines()


def command(home: Path, environment: dict[str, str], *words: str) -> list[str]:
    done = answered([*words, "--workspace", str(home), "--format", "jsonl", "--quiet"], environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def ndjson(client: httpx.Client, path: str, content: bytes, **params: str | bool) -> list[str]:
    response = client.post(path, content=content, headers={"content-type": "application/x-ndjson"}, params=params)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("application/x-ndjson")
    return response.text.splitlines()


def answers(response: httpx.Response) -> list[str]:
    """The answers inside the one JSON object, cut out of its bytes."""
    assert response.status_code == 200, response.text
    decoded = response.json()["answers"]
    again = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in decoded]
    assert response.text.startswith('{"answers":[' + ",".join(again) + "]")
    return again


@pytest.fixture(scope="module")
def orders() -> Path:
    with resources.as_file(resources.files("tidewaiter") / "examples" / "orders.jsonl") as path:
        return path


def test_check(client: httpx.Client, space: Workspace, home: Path, environment: dict[str, str], orders: Path) -> None:
    by_python = lines(space.check(o for o in read_orders(orders) if not isinstance(o, RowError)))
    assert len(by_python) > 10
    assert command(home, environment, "check", str(orders), "--no-audit") == by_python
    assert ndjson(client, "/api/v1/check", orders.read_bytes(), audit=False) == by_python
    whole = [json.loads(line) for line in orders.read_text("utf-8").splitlines()]
    assert answers(client.post("/api/v1/check", json=whole, params={"audit": False})) == by_python
    alone = client.post("/api/v1/check", json=whole[0], params={"audit": False})
    assert answers(alone) == by_python[:1]


def test_owners(
    client: httpx.Client, space: Workspace, home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    plain = {"from": "US", "destination": "AE", "item": {"eccn": "EAR99"}, "parties": [OWNED]}
    file = tmp_path / "orders.jsonl"
    days = ("2025-10-15", "2025-12-15", "2026-11-15")  # the rule of BIS in force, stayed, not confirmed
    file.write_text("\n".join(json.dumps({"id": day, "date": day, **plain}) for day in days), encoding="utf-8")
    orders = [order for order in read_orders(file) if not isinstance(order, RowError)]
    by_python = lines(space.check(orders))
    for line in by_python:
        screening = json.loads(line)["screening"][0]
        assert [owner["owner"] for owner in screening["owners"]] == [[0], [0, 0], [1]]
        assert {held["rule"] for held in screening["ownership"]} == {"us.ofac.blocking", "us.ear.744.11.affiliates"}
    assert command(home, environment, "check", str(file), "--no-audit") == by_python
    assert ndjson(client, "/api/v1/check", file.read_bytes(), audit=False) == by_python
    licensed = lines(space.license(orders))
    assert command(home, environment, "license", str(file)) == licensed
    assert ndjson(client, "/api/v1/license", file.read_bytes()) == licensed


def test_check_as_of(client: httpx.Client, home: Path, environment: dict[str, str], orders: Path) -> None:
    by_command = command(home, environment, "check", str(orders), "--no-audit", "--as-of", "2022-01-15")
    assert ndjson(client, "/api/v1/check", orders.read_bytes(), audit=False, as_of="2022-01-15") == by_command


def test_license(client: httpx.Client, space: Workspace, home: Path, environment: dict[str, str], orders: Path) -> None:
    by_python = lines(space.license((o for o in read_orders(orders) if not isinstance(o, RowError)), screen=False))
    assert command(home, environment, "license", str(orders), "--no-screen") == by_python
    assert ndjson(client, "/api/v1/license", orders.read_bytes(), screen=False) == by_python
    proofs = command(home, environment, "license", str(orders), "--no-screen", "--proof", "json")
    assert ndjson(client, "/api/v1/license", orders.read_bytes(), screen=False, proof=True) == proofs
    screened = command(home, environment, "license", str(orders))
    assert ndjson(client, "/api/v1/license", orders.read_bytes()) == screened


def test_screen(
    client: httpx.Client, space: Workspace, home: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "names.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in NAMES), encoding="utf-8")
    rows = [row for row in read_names(file) if not isinstance(row, RowError)]
    by_python = lines(space.screen(rows, as_of=dt.date.fromisoformat(DAY)))
    assert json.loads(by_python[0])["hits"]
    assert command(home, environment, "screen", str(file), "--as-of", DAY) == by_python
    assert ndjson(client, "/api/v1/screen", file.read_bytes(), as_of=DAY) == by_python
    assert answers(client.post("/api/v1/screen", json=NAMES, params={"as_of": DAY})) == by_python


def test_screen_one_name(client: httpx.Client, home: Path, environment: dict[str, str]) -> None:
    words = ("screen", "--name", "Mahan Air", "--country", "Iran", "--lists", "us.ofac.sdn", "--as-of", DAY)
    (by_command,) = command(home, environment, *words)
    params = {"name": "Mahan Air", "country": "Iran", "lists": "us.ofac.sdn", "as_of": DAY}
    assert client.get("/api/v1/screen", params=params).text.strip() == by_command
    assert {hit["list"] for hit in json.loads(by_command)["hits"]} == {"us.ofac.sdn"}


def test_compare(client: httpx.Client, space: Workspace, home: Path, environment: dict[str, str]) -> None:
    first, second = "Aleksandr Zakharov", "Александр Захаров"
    (by_command,) = command(home, environment, "compare", first, second, "--schema", "Person")
    params = {"name1": first, "name2": second, "schema": "Person"}
    assert client.get("/api/v1/compare", params=params).text.strip() == by_command
    assert answers(client.post("/api/v1/compare", json=[params])) == [by_command]
    assert json.loads(by_command)["score"] == space.compare(first, second, Schema.PERSON).score


@pytest.mark.parametrize("text", ["854231", "3A001.a.2", "EAR99", "tantalum capacitors", "99"])
def test_goods(client: httpx.Client, space: Workspace, home: Path, environment: dict[str, str], text: str) -> None:
    day = dt.date.fromisoformat(DAY)
    (by_python,) = lines([space.describe_goods(text, as_of=day)])
    assert command(home, environment, "goods", text, "--as-of", DAY) == [by_python]
    assert client.get("/api/v1/goods", params={"q": text, "as_of": DAY}).text.strip() == by_python


def test_lists(client: httpx.Client, home: Path, environment: dict[str, str]) -> None:
    by_command = [json.loads(line) for line in _lists(home, environment, "--as-of", DAY)]
    assert client.get("/api/v1/lists", params={"as_of": DAY}).json() == {"lists": by_command}
    stats = _lists(home, environment, "stats", "--country", "TR", "--from", "2024-01-01", "--as-of", DAY)
    params = {"country": "Türkiye", "from": "2024-01-01", "as_of": DAY}
    assert client.get("/api/v1/lists/us.bis.entity_list/stats", params=params).text.splitlines() == stats
    assert json.loads(stats[0])["count"] > 0
    diff = _lists(home, environment, "diff", "2024-02-26", "2024-02-27")
    params = {"old": "2024-02-26", "new": "2024-02-27"}
    changes = client.get("/api/v1/lists/us.bis.entity_list/diff", params=params).json()["changes"]
    assert changes == [json.loads(line) for line in diff]
    assert any(change["change"] == "added" for change in changes)
    shown = _lists(home, environment, "show", "us.ofac.sdn:12927")
    states = client.get("/api/v1/listings/us.ofac.sdn:12927").json()["states"]
    assert states == [json.loads(line) for line in shown]


def _lists(home: Path, environment: dict[str, str], *words: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tidewaiter.cli", "lists", *words, "--workspace", str(home), "--format", "jsonl"],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout.splitlines()


def test_the_entities_of_a_list(
    client: httpx.Client, home: Path, environment: dict[str, str], space: Workspace
) -> None:
    expected = lines(space.lists.entities(["us.state.isn"], dt.date.fromisoformat(DAY)))
    response = client.get("/api/v1/lists/us.state.isn/entities", params={"as_of": DAY})
    assert response.headers["content-type"].startswith("application/x-ndjson")
    assert response.text.splitlines() == expected
    whole = client.get(
        "/api/v1/lists/us.state.isn/entities", params={"as_of": DAY}, headers={"accept": "application/json"}
    )
    assert whole.json()["entities"] == [json.loads(line) for line in expected]
    words = ["lists", "export", "us.state.isn", "--as-of", DAY, "--workspace", str(home)]
    done = subprocess.run(
        [sys.executable, "-m", "tidewaiter.cli", *words],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.splitlines() == expected
    assert {json.loads(line)["schema"] for line in expected} >= {"Person", "Organization", "Sanction"}
    assert client.get("/api/v1/lists/us.nowhere/entities").status_code == 404
