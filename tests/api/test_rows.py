"""Bad rows are reported in the same call, with place, reason and remedy; the good ones are answered."""

from __future__ import annotations

import json
from pathlib import Path

import httpx

GOOD = {"id": "1", "date": "2024-08-07", "destination": "DE", "item": {"eccn": "EAR99", "hs": "853221"}}
BAD = {"id": "2", "destination": "Atlantis", "item": {"hs": "12"}}


def test_a_bad_row_does_not_cost_the_others_their_answer(client: httpx.Client) -> None:
    response = client.post("/api/v1/check", json=[GOOD, BAD, GOOD | {"id": "3"}])
    assert response.status_code == 200
    data = response.json()
    assert [answer["id"] for answer in data["answers"]] == ["1", "3"]
    (rejected,) = data["rejected"]
    assert rejected["row"] == 2
    assert rejected["column"] == "destination"
    assert rejected["id"] == "2"
    assert "Atlantis" in rejected["reason"]
    assert "item.hs" in rejected["reason"]
    assert rejected["remedy"]


def test_lines_report_a_bad_row_as_a_line_in_the_one_error_shape(client: httpx.Client) -> None:
    content = "\n".join(json.dumps(row) for row in (GOOD, BAD)) + "\n{broken\n"
    response = client.post("/api/v1/license", content=content, headers={"content-type": "application/x-ndjson"})
    lines = [json.loads(line) for line in response.text.splitlines()]
    assert [line["id"] for line in lines if "outcome" in line] == ["1"]
    errors = [line["error"] for line in lines if "error" in line]
    assert [error["details"][0]["row"] for error in errors] == [2, 3]
    assert {error["code"] for error in errors} == {"unusable_row"}


def test_csv_is_read_as_the_command_line_reads_it(client: httpx.Client) -> None:
    content = "ID,Destination,ECCN,end user\n1,Germany,EAR99,Nobody GmbH\n2,Nowhere,EAR99,Nobody GmbH\n"
    response = client.post("/api/v1/check", content=content, headers={"content-type": "text/csv"})
    data = response.json()
    assert [answer["id"] for answer in data["answers"]] == ["1"]
    assert data["rejected"][0]["row"] == 3
    assert data["rejected"][0]["column"] == "Destination"


def test_when_no_row_can_be_used_the_request_fails_and_says_why(client: httpx.Client) -> None:
    response = client.post("/api/v1/check", json=BAD)
    assert response.status_code == 422
    error = response.json()["error"]
    assert error["code"] == "unusable_rows"
    assert error["details"][0]["column"] == "destination"


def test_unknown_keys_are_named_and_no_path_of_ours_is_shown(client: httpx.Client) -> None:
    data = client.post("/api/v1/check", json=GOOD | {"colour": "blue"}).json()
    (note,) = data["notes"]
    assert "colour" in note
    assert note.startswith("body:")


def test_screening_rows_and_their_faults(client: httpx.Client) -> None:
    rows = [{"id": "x"}, {"id": "y", "name": "Mahan Air", "country": "IR"}]
    data = client.post("/api/v1/screen", json=rows, params={"limit": 1}).json()
    assert [len(answer["hits"]) for answer in data["answers"]] == [1]
    assert data["rejected"][0]["row"] == 1


def test_a_file_named_in_a_row_is_never_read(client: httpx.Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.jsonl"
    secret.write_text(json.dumps({"id": "s", "name": "Secret Party"}))
    for content in (json.dumps(str(secret)), json.dumps([str(secret)]), json.dumps({"id": "1", "file": str(secret)})):
        response = client.post("/api/v1/screen", content=content, headers={"content-type": "application/json"})
        assert response.status_code in {400, 422}
        assert "Secret Party" not in response.text


def test_a_long_stream_keeps_its_order(client: httpx.Client) -> None:
    rows = [GOOD | {"id": str(number)} for number in range(1200)]
    content = "\n".join(json.dumps(row) for row in rows).encode()
    with client.stream(
        "POST", "/api/v1/check?audit=false", content=content, headers={"content-type": "application/x-ndjson"}
    ) as response:
        assert "content-length" not in response.headers
        ids = [json.loads(line)["id"] for line in response.iter_lines()]
    assert ids == [str(number) for number in range(1200)]


def test_decisions_are_on_the_audit_record_unless_asked_otherwise(client: httpx.Client) -> None:
    client.post("/api/v1/check", json=GOOD | {"id": "on-record"})
    client.post("/api/v1/check", json=GOOD | {"id": "off-record"}, params={"audit": False})
    (record,) = client.get("/api/v1/audit", params={"id": "on-record"}).json()["records"]
    assert record["entry"]["command"] == "http check"
    assert record["entry"]["decision"]["decision"] in {"release", "hold", "stop"}
    assert len(record["entry"]["input_sha256"]) == 64
    assert client.get("/api/v1/audit", params={"id": "off-record"}).json()["records"] == []
    state = client.get("/api/v1/audit/verify").json()
    assert state["sound"] is True
    noted = f"{state['head']['number']}:{state['head']['hash']}"
    assert client.get("/api/v1/audit/verify", params={"noted": noted}).json()["sound"] is True
    wrong = client.get("/api/v1/audit/verify", params={"noted": f"{state['head']['number']}:{'0' * 64}"}).json()
    assert wrong["sound"] is False
    assert wrong["problems"]


def test_the_record_comes_in_pages(client: httpx.Client) -> None:
    client.post("/api/v1/check", json=[GOOD | {"id": f"page-{number}"} for number in range(5)])
    first = client.get("/api/v1/audit", params={"limit": 2}).json()
    second = client.get("/api/v1/audit", params={"limit": 2, "after": first["next"]}).json()
    numbers = [record["number"] for page in (first, second) for record in page["records"]]
    assert numbers == [1, 2, 3, 4]
