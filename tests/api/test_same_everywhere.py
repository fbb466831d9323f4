"""The same party gets the same hits with the same scores through every interface (on Spark: tests/spark)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests import same_party

from tidewaiter.model import to_json
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace import Workspace

from .test_contract import command

DAY = dt.date(2026, 8, 1)
LEAST, MOST = 0.3, 40
QUESTION: dict[str, str | float] = {"as_of": DAY.isoformat(), "lists": "us.ofac.sdn", "threshold": LEAST, "limit": MOST}
Hits = list[tuple[Any, ...]]
#: A person and a ship of the SDN list of whom much is known.
PERSON, SHIP = "us.ofac.sdn:15002", "us.ofac.sdn:15036"
FACTS = (
    *("name alone", "all agrees", "country differs", "nationality agrees", "birth date agrees", "birth date differs"),
    *("gender differs", "number differs", "number agrees", "number alone", "ship", "alias", "address", "town"),
)


@pytest.fixture(scope="module")
def asked(space: Workspace) -> Mapping[str, same_party.Facts]:
    listed = {entry.id: entry for entry in space.lists.read("us.ofac.sdn", DAY)[1]}
    return same_party.parties(listed[PERSON], listed[SHIP])


@pytest.fixture(scope="module")
def in_python(space: Workspace, asked: Mapping[str, same_party.Facts]) -> dict[str, Hits]:
    """The answers every other interface must give."""
    rows = [ScreenRow(name, same_party.row(facts).party) for name, facts in asked.items()]
    answers = space.screen(rows, as_of=DAY, lists=["us.ofac.sdn"], threshold=LEAST, limit=MOST)
    return {answer.id: hits_of(json.loads(to_json(answer))) for answer in answers}


@pytest.fixture(scope="module")
def of_files(
    home: Path,
    environment: dict[str, str],
    asked: Mapping[str, same_party.Facts],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, dict[str, Hits]]:
    """The answers of the command for files, and over two processes."""
    folder = tmp_path_factory.mktemp("same")
    texts = {
        "cell.csv": same_party.table(asked, columns_of_numbers=False),
        "columns.csv": same_party.table(asked, columns_of_numbers=True),
        "rows.jsonl": same_party.lines(asked),
    }
    found = {}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
        workers = ["--workers", "2"] if name == "rows.jsonl" else []
        found[name] = by_id(command(home, environment, "screen", str(folder / name), *words(), *workers))
    return found


def words() -> list[str]:
    return [word for key, value in QUESTION.items() for word in (f"--{key.replace('_', '-')}", str(value))]


def hits_of(answer: Mapping[str, Any]) -> Hits:
    return [
        (
            hit["listing_id"],
            hit["score"],
            hit["strength"],
            {name: one["score"] for name, one in hit["features"].items()},
        )
        for hit in answer["hits"]
    ]


def by_id(written: list[str]) -> dict[str, Hits]:
    return {answer["id"]: hits_of(answer) for answer in map(json.loads, written)}


def test_what_is_asked_tells(in_python: dict[str, Hits], asked: Mapping[str, same_party.Facts]) -> None:
    """The parties differ in what is known of them, and their scores differ by it."""
    assert tuple(asked) == FACTS
    about = {name: [hit for hit in hits if hit[0] in (PERSON, SHIP)] for name, hits in in_python.items()}
    scores = {name: hits[0][1] for name, hits in about.items() if hits}
    assert set(FACTS) - set(scores) <= {"birth date differs"}, (
        "each party is found but one who was born at another time"
    )
    assert scores["gender differs"] < scores["birth date agrees"]
    assert scores["country differs"] < scores["nationality agrees"] < scores["all agrees"]
    evidence = {name for hits in about.values() for hit in hits for name in hit[3]}
    assert evidence >= {"country", "birth_date", "gender", "identifier", "address"}


@pytest.mark.parametrize("name", FACTS)
def test_files(name: str, of_files: dict[str, dict[str, Hits]], in_python: dict[str, Hits]) -> None:
    assert {file: answers[name] for file, answers in of_files.items()} == dict.fromkeys(of_files, in_python[name])


@pytest.mark.parametrize("name", ["all agrees", "gender differs", "alias"])
def test_options(
    name: str,
    home: Path,
    environment: dict[str, str],
    asked: Mapping[str, same_party.Facts],
    in_python: dict[str, Hits],
) -> None:
    (line,) = command(home, environment, "screen", *same_party.options(asked[name]), *words())
    assert hits_of(json.loads(line)) == in_python[name]


@pytest.mark.parametrize("name", FACTS)
def test_over_http(
    name: str, client: httpx.Client, asked: Mapping[str, same_party.Facts], in_python: dict[str, Hits]
) -> None:
    facts = asked[name]
    one = client.get("/api/v1/screen", params=[*same_party.parameters(facts), *QUESTION.items()])
    assert hits_of(one.json()) == in_python[name]
    body = client.post("/api/v1/screen", json=[{"id": name, **facts}], params=QUESTION)
    assert hits_of(body.json()["answers"][0]) == in_python[name]
    text = same_party.table({name: facts}, columns_of_numbers=True)
    sent = client.post("/api/v1/screen", content=text, headers={"content-type": "text/csv"}, params=QUESTION)
    assert hits_of(sent.json()["answers"][0]) == in_python[name]


@pytest.mark.parametrize("name", FACTS)
def test_the_open_screening_api(
    name: str, client: httpx.Client, asked: Mapping[str, same_party.Facts], in_python: dict[str, Hits]
) -> None:
    terms: dict[str, str | float] = {"as_of": DAY.isoformat(), "threshold": LEAST, "limit": MOST}
    body = {"queries": {"q": same_party.entity(asked[name])}}
    answer = client.post("/match/us.ofac.sdn", json=body, params=terms).json()["responses"]["q"]
    found = [
        (one["id"], one["score"], one["strength"], {key: why["score"] for key, why in one["explanations"].items()})
        for one in answer["results"]
    ]
    assert found == in_python[name]
