"""Why an entity is listed: topics of its own, those of its list, or none said; and whether it is a target."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tidewaiter.api import create_app
from tidewaiter.api.settings import Settings
from tidewaiter.model import RowError
from tidewaiter.workspace import Workspace

from .conftest import Served

DAY = dt.date(2026, 8, 1)


def person(key: str, name: str, *topics: str, target: bool = True) -> dict[str, Any]:
    return {"id": key, "schema": "Person", "target": target, "properties": {"name": [name], "topics": list(topics)}}


#: All invented.
TOLD = [
    person("minister", "Oskarel Vintrano", "role.pep"),
    person("seller", "Vintrano, Oskarel", "sanction", "crime.traffick"),
    person("child", "Oskarela Vintrano", "role.rca", target=False),
    person("silent", "Oskarel Vintranno", target=False),
]


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory, served: Served) -> Iterator[httpx.Client]:
    root = tmp_path_factory.mktemp("topics")
    (root / "carried").mkdir()
    (root / "told.json").write_text("\n".join(map(json.dumps, TOLD)), encoding="utf-8")
    (root / "plain.csv").write_text("name,country,listed_on\nOskarel Vintrano Plain,,\n", encoding="utf-8")
    space = Workspace(root / "own", today=lambda: DAY, carried=root / "carried")

    def refuse(error: RowError) -> None:
        pytest.fail(str(error))

    for name, file in (("told", "told.json"), ("plain", "plain.csv")):
        space.lists.import_custom(root / file, name, date=dt.date(2026, 7, 1), rejected=refuse)
    with served(create_app(space, Settings(hosts=None, refresh=0))) as http:
        end = time.monotonic() + 60
        while http.get("/readyz").status_code != 200 and time.monotonic() < end:
            time.sleep(0.05)
        yield http


def matched(http: httpx.Client, dataset: str = "default", **params: Any) -> set[str]:
    body = {"queries": {"q": {"schema": "Person", "properties": {"name": "Oskarel Vintrano"}}}}
    answer = http.post(f"/match/{dataset}", json=body, params={"threshold": 0.1, "limit": 50, **params})
    assert answer.status_code == 200, answer.text
    return {one["id"].rpartition(":")[2] for one in answer.json()["responses"]["q"]["results"]}


def searched(http: httpx.Client, dataset: str = "told", **params: Any) -> set[str]:
    answer = http.get(f"/search/{dataset}", params=params)
    assert answer.status_code == 200, answer.text
    return {one["id"].rpartition(":")[2] for one in answer.json()["results"]}


def test_a_match_may_be_asked_by_topic(inside: httpx.Client) -> None:
    everyone = matched(inside, "told")
    assert {"minister", "seller"} <= everyone
    assert matched(inside, "told", topics="role.pep") == {"minister"}
    assert matched(inside, "told", topics=["sanction", "role.pep"]) == {"minister", "seller"}
    assert matched(inside, "told", topics="fin.bank") == set()


def test_a_list_that_says_no_topics_is_not_left_out(inside: httpx.Client) -> None:
    plain = matched(inside, "plain")
    assert len(plain) == 1
    assert matched(inside, "plain", topics="role.pep") == plain
    assert searched(inside, "default", topics="role.pep") == {"minister", *plain}


def test_a_search_knows_topics_and_targets(inside: httpx.Client) -> None:
    assert searched(inside) == {"minister", "seller", "child", "silent"}
    assert searched(inside, topics="role.rca") == {"child"}
    assert searched(inside, topics=["sanction", "crime.traffick"], filter_op="AND") == {"seller"}
    assert searched(inside, topics=["sanction", "role.pep"], filter_op="AND") == set()
    assert searched(inside, target="true") == {"minister", "seller"}
    assert searched(inside, target="false") == {"child", "silent"}
    counted = inside.get("/search/told").json()["facets"]["topics"]["values"]
    assert {one["name"]: one["count"] for one in counted} == {
        "role.pep": 1, "sanction": 1, "crime.traffick": 1, "role.rca": 1
    }  # fmt: skip


def test_topics_are_shown_and_exported(inside: httpx.Client) -> None:
    assert inside.get("/entities/custom.told:seller").json()["properties"]["topics"] == ["sanction", "crime.traffick"]
    exported = inside.get("/api/v1/lists/custom.told/entities").text
    seller = next(e for e in map(json.loads, exported.splitlines()) if e["id"] == "custom.told-seller")
    assert seller["properties"]["topics"] == ["sanction", "crime.traffick"]
