"""The open screening API: field names and types of its wire format, and what its parameters mean."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tidewaiter.screening import DEFAULT_THRESHOLD

_REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"

#: What a result must hold, by the wire format.
ENTITY = {
    "id": str,
    "caption": str,
    "schema": str,
    "properties": dict,
    "datasets": list,
    "referents": list,
    "target": bool,
    "first_seen": (str, type(None)),
    "last_seen": (str, type(None)),
    "last_change": (str, type(None)),
}
SCORED = ENTITY | {"score": float, "match": bool, "explanations": dict}


def query(schema: str = "Company", **properties: Any) -> dict[str, Any]:
    return {"schema": schema, "properties": properties}


def match(client: httpx.Client, *queries: dict[str, Any], dataset: str = "default", **params: Any) -> dict[str, Any]:
    body = {"queries": {f"q{number}": one for number, one in enumerate(queries)}}
    response = client.post(f"/match/{dataset}", json=body, params=params)
    assert response.status_code == 200, response.text
    data: dict[str, Any] = response.json()
    return data


def results(client: httpx.Client, one: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = match(client, one, **params)["responses"]["q0"]["results"]
    return found


def assert_entity(entity: dict[str, Any], shape: dict[str, Any]) -> None:
    for name, kind in shape.items():
        assert isinstance(entity[name], kind), name
    for name, values in entity["properties"].items():
        assert isinstance(values, list), name
        assert values, name


def same_types(ours: object, theirs: object, path: str) -> None:
    """Whatever field both have is of one type; no field of theirs that is always there is missing."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in theirs.keys() & ours.keys():
            same_types(ours[key], theirs[key], f"{path}.{key}")
    elif isinstance(theirs, list) and isinstance(ours, list):
        for one in ours:
            if theirs:
                same_types(one, theirs[0], f"{path}[]")
    elif theirs is not None and ours is not None:
        number = (int, float)
        kind: Any = number if isinstance(theirs, number) and not isinstance(theirs, bool) else type(theirs)
        assert isinstance(ours, kind), path


def test_a_batch_is_answered_under_its_names(client: httpx.Client) -> None:
    zala = query(name=["Zala Aero Group OOO"], country="Russia")
    data = match(client, zala | {"id": "customer-17"}, query(name=["No Such Party Anywhere Whatsoever"]))
    assert set(data["responses"]) == {"q0", "q1"}
    assert data["limit"] == 5
    first, second = data["responses"]["q0"], data["responses"]["q1"]
    assert first["status"] == second["status"] == 200
    assert first["query"] == {
        "id": "customer-17",
        "schema": "Company",
        "properties": {"name": ["Zala Aero Group OOO"], "country": ["ru"]},
    }
    assert first["total"] == {"value": len([r for r in first["results"] if r["match"]]), "relation": "eq"}
    best = first["results"][0]
    assert_entity(best, SCORED)
    assert "zala" in best["caption"].casefold()
    assert best["properties"]["country"] == ["ru"]
    assert best["target"] is True
    for feature in best["explanations"].values():
        assert set(feature) >= {"score", "detail", "query", "candidate"}
        assert isinstance(feature["score"], float)
    scores = [result["score"] for result in first["results"]]
    assert scores == sorted(scores, reverse=True)
    assert data["snapshots"]
    assert all(len(snapshot["sha256"]) == 64 for snapshot in data["snapshots"])


def test_limit_threshold_and_cutoff(client: httpx.Client) -> None:
    one = query(name="Islamic Republic of Iran Shipping Lines")
    many = results(client, one, threshold=0.2, limit=50)
    scores = [result["score"] for result in many]
    assert len(set(scores)) > 2
    assert all(result["match"] and result["score"] >= 0.2 for result in many)
    assert results(client, one, threshold=0.2, limit=1) == many[:1]
    shown = results(client, one, threshold=scores[0], cutoff=0.2, limit=50)
    assert [result["id"] for result in shown] == [result["id"] for result in many if result["score"] > 0.2]
    assert [result["match"] for result in shown] == [score == scores[0] for score in scores]
    total = match(client, one, threshold=0.2, limit=1)["responses"]["q0"]["total"]
    assert total == {"value": len(many), "relation": "eq"}
    assert all(result["score"] >= DEFAULT_THRESHOLD for result in results(client, one, limit=50))


def test_datasets_are_lists_collections_and_the_names_others_use(client: httpx.Client) -> None:
    one = query(name="Huawei Technologies Co Ltd", country="cn")
    for dataset in ("us.bis.entity_list", "us_bis_entity_list"):
        found = results(client, one, dataset=dataset)
        assert {name for result in found for name in result["datasets"]} == {"us.bis.entity_list"}
    for dataset in ("default", "all", "sanctions", "us"):
        assert any("us.bis.entity_list" in r["datasets"] for r in results(client, one, dataset=dataset, limit=20))
    assert results(client, one, include_dataset="us_ofac_sdn", topics="export.control") == []
    without = results(client, one, exclude_dataset="us.bis.entity_list", limit=50)
    assert not any("us.bis.entity_list" in result["datasets"] for result in without)
    controlled = results(client, one, topics=["export.control", "role.pep"], limit=50)
    assert controlled
    assert all("export.control" in result["properties"]["topics"] for result in controlled)


def test_results_can_be_left_out(client: httpx.Client) -> None:
    one = query(name="Mahan Air", country="ir")
    first = results(client, one)[0]
    assert first["id"] == "us.ofac.sdn:12927"
    for excluded in (first["id"], first["referents"][0]):
        assert first["id"] not in {r["id"] for r in results(client, one, exclude_entity_ids=excluded)}
    assert not any(r["schema"] == "Organization" for r in results(client, one, exclude_schema="LegalEntity", limit=50))
    recent = results(client, query(name="Karasani Dis Ticaret"), changed_since="2024-02-27")
    assert recent
    assert results(client, query(name="Karasani Dis Ticaret"), changed_since="2024-02-28T00:00:00") == []
    for name in ("Karasani Dis Ticaret", "Mahan Air", "Huawei Technologies"):
        assert results(client, query(name=name), changed_since="2030-01-01") == []


def test_what_may_have_changed_stays_when_changes_are_asked_for(client: httpx.Client) -> None:
    # OFAC's files give no date of change: an entry may have changed until the day of its snapshot, and not after it.
    one, since = query(name="Mahan Air"), {"changed_since": "2026-07-01"}
    (found,) = results(client, one, **since)
    assert found["last_change"] is None
    shown = client.get("/search/us.ofac.sdn", params={"q": "mahan air", **since}).json()["results"]
    assert found["id"] in {entity["id"] for entity in shown}
    asked = {"queries": json.dumps({"m": {"query": "Mahan Air"}})}
    reconciled = client.post("/reconcile/default", data=asked, params=since).json()["m"]["result"]
    assert [entity["id"] for entity in reconciled] == [found["id"]]
    later = {"changed_since": "2030-01-01"}
    assert client.get("/search/us.ofac.sdn", params={"q": "mahan air", **later}).json()["results"] == []


def test_the_past_can_be_asked(client: httpx.Client) -> None:
    one = query(name="Karasani Dis Ticaret Limited Sirketi", country="tr")
    assert results(client, one, as_of="2024-02-27")[0]["first_seen"] == "2024-02-27T00:00:00"
    assert "Karasani" not in str(results(client, one, as_of="2024-02-26"))


def test_other_ways_to_say_who_it_is(client: httpx.Client) -> None:
    whole = results(client, query("Person", name="Viktor Bout"))
    parts = results(client, query("Person", firstName="Viktor", lastName="Bout"))
    assert [r["id"] for r in parts] == [r["id"] for r in whole] != []
    mahan = next(r for r in results(client, query(name=["Unknown Name Of It", "Mahan Air"])))
    assert mahan["id"] == "us.ofac.sdn:12927"
    vessel = client.get("/search/us.ofac.sdn", params={"schema": "Vessel", "limit": 1}).json()["results"][0]
    number = next(
        e
        for e in client.get("/search/us.ofac.sdn", params={"schema": "Vessel", "limit": 500}).json()["results"]
        if "imoNumber" in e["properties"]
    )
    found = results(client, query("Vessel", imoNumber=number["properties"]["imoNumber"]), limit=50)
    assert number["id"] in {result["id"] for result in found}
    assert vessel["schema"] == "Vessel"


def test_a_bad_query_fails_alone(client: httpx.Client) -> None:
    data = match(client, query("Sanction", name="x"), query(name="Mahan Air"), query(name="x" * 5000))
    assert [answer["status"] for answer in data["responses"].values()] == [400, 200, 400]
    assert "Sanction" in data["responses"]["q0"]["detail"]
    assert data["responses"]["q1"]["results"]
    body = {"queries": {"a": query("Sanction", name="x")}}
    alone = client.post("/match/default", json=body)
    assert alone.status_code == 400
    assert alone.json()["detail"]
    assert client.post("/match/default", json={"queries": {"a": {"properties": {}}}}).status_code == 422


def test_nothing_to_screen_is_no_clean_answer(client: httpx.Client) -> None:
    for nothing in (query(), query(name=[""], country="ru"), query(name=" \x00"), query("Address", name=[None])):
        data = match(client, nothing, query(name="Mahan Air"))["responses"]
        assert data["q0"]["status"] == 400
        assert "neither a name" in data["q0"]["detail"]
        assert data["q1"]["results"]


def test_a_batch_has_a_greatest_size(client: httpx.Client) -> None:
    body = {"queries": {str(number): query(name="x") for number in range(501)}}
    response = client.post("/match/default", json=body)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "batch_too_large"


def test_strange_text_is_answered(client: httpx.Client) -> None:
    strange = ["\u202e", "'; DROP TABLE", "1" * 2000, "名" * 1000, "\U0001f6a2", "a" * 1500]
    for text in strange:
        match(client, query(name=[text], address=[text], birthDate=[text], idNumber=[text]))
    escaped = '{"queries": {"q": {"schema": "Person", "properties": {"name": ["\\ud800 Bout", null, {"a": 1}, 5]}}}}'
    response = client.post("/match/default", content=escaped, headers={"content-type": "application/json"})
    assert response.status_code in {200, 422}
    response.json()


def test_concurrent_requests_get_the_answers_single_ones_get(client: httpx.Client, address: str) -> None:
    found = client.get("/search/default", params={"limit": 60}).json()["results"]
    asked = [query("LegalEntity", name=[entity["caption"]]) for entity in found]
    alone = [match(client, one) for one in asked]

    def ask(one: dict[str, Any]) -> dict[str, Any]:
        with httpx.Client(base_url=address, timeout=60) as own:
            return match(own, one)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, asked)) == alone
    together = match(client, *asked)["responses"]
    assert [together[f"q{n}"] for n in range(len(asked))] == [one["responses"]["q0"] for one in alone]
    assert all(one["responses"]["q0"]["results"] for one in alone)


def test_search(client: httpx.Client) -> None:
    data = client.get(
        "/search/default", params={"q": "mahan air", "limit": 3, "facets": ["countries", "schema"]}
    ).json()
    assert set(data) == {"limit", "offset", "total", "results", "facets"}
    assert data["results"][0]["id"] == "us.ofac.sdn:12927"
    assert data["total"]["value"] >= len(data["results"])
    for entity in data["results"]:
        assert_entity(entity, ENTITY)
    assert set(data["facets"]) == {"countries", "schema"}
    iran = next(value for value in data["facets"]["countries"]["values"] if value["name"] == "ir")
    assert iran["label"] == "Iran"
    assert iran["count"] >= 1


def test_search_finds_misspelt_and_foreign_names_too(client: httpx.Client) -> None:
    for text in ("Mahann Air", "Махан Эйр"):
        found = client.get("/search/default", params={"q": text}).json()["results"]
        assert any(entity["id"] == "us.ofac.sdn:12927" for entity in found), text


def test_search_filters_and_pages(client: httpx.Client) -> None:
    def found(**params: Any) -> dict[str, Any]:
        data: dict[str, Any] = client.get("/search/default", params=params).json()
        return data

    every = found(limit=0)["total"]["value"]
    people = found(schema="Person", limit=5)
    assert 0 < people["total"]["value"] < every
    assert {entity["schema"] for entity in people["results"]} == {"Person"}
    others = found(exclude_schema="Person", limit=5)
    assert people["total"]["value"] + others["total"]["value"] == every
    turkish = found(countries=["tr"], limit=5)["total"]["value"]
    both = found(countries=["tr", "ru"], filter_op="AND", limit=5)
    either = found(countries=["tr", "ru"], limit=5)["total"]["value"]
    assert both["total"]["value"] < turkish < either
    assert all({"tr", "ru"} <= set(entity["properties"]["country"]) for entity in both["results"])
    first, second = found(q="bank", limit=3), found(q="bank", limit=3, offset=3)
    assert not {e["id"] for e in first["results"]} & {e["id"] for e in second["results"]}
    iranian = found(filter="countries:ir", limit=3)["total"]["value"]
    assert iranian == found(countries="Iran", limit=3)["total"]["value"] > 0
    people = found(filter=["countries:ir", "schema:person"], limit=3)
    assert 0 < people["total"]["value"] < iranian
    assert {e["schema"] for e in people["results"]} == {"Person"}
    assert found(filter="schemata:Vehicle")["total"]["value"] >= found(filter="schema:Vessel")["total"]["value"] > 0
    for same in ("id:us.ofac.sdn:12927", "referents:ofac-12927", "names:mahan air"):
        assert "us.ofac.sdn:12927" in {e["id"] for e in found(filter=same)["results"]}, same
    assert found(filter="target:true", limit=1)["total"]["value"] == found(limit=1)["total"]["value"]
    refused = client.get("/search/default", params={"filter": "contries:ir"})
    assert refused.status_code == 400
    assert "countries" in refused.json()["detail"]
    born = found(filter="properties.birthDate:1965", schema="Person", limit=5)
    assert all(any(day.startswith("1965") for day in e["properties"]["birthDate"]) for e in born["results"])
    assert born["results"]
    newest = found(sort="first_seen:desc", limit=2)["results"]
    oldest = found(sort="first_seen:asc", limit=2)["results"]
    assert newest[0]["first_seen"] >= newest[1]["first_seen"] > oldest[1]["first_seen"] >= oldest[0]["first_seen"]
    assert found(as_of="1995-01-01", limit=0)["total"]["value"] < every


def test_an_entity_and_the_record_of_its_listing(client: httpx.Client) -> None:
    whole = client.get("/entities/us.ofac.sdn:12927").json()
    assert_entity(whole, ENTITY)
    (listed,) = whole["properties"]["sanctions"]
    assert_entity(listed, ENTITY)
    assert listed["schema"] == "Sanction"
    assert listed["properties"]["entity"] == [whole["id"]]
    flat = client.get("/entities/us.ofac.sdn:12927", params={"nested": False}).json()
    assert "sanctions" not in flat["properties"]
    assert flat["properties"]["name"] == ["MAHAN AIR"]
    moved = client.get("/entities/ofac-12927", params={"nested": False}, follow_redirects=False)
    assert moved.status_code == 308
    assert client.get(moved.headers["location"]).json() == flat
    (record,) = whole["properties"]["sanctions"]
    assert client.get(f"/entities/{record['id']}").json() == record
    assert client.get("/entities/us.ofac.sdn:none:listing").status_code == 404
    assert client.get("/entities/nobody").json()["detail"] == "No such entity!"


def test_catalog(client: httpx.Client) -> None:
    response = client.get("/catalog")
    data = response.json()
    assert set(data) == {"datasets", "current", "outdated", "index_stale"}
    names = {dataset["name"]: dataset for dataset in data["datasets"]}
    assert set(names["default"]["children"]) == {n for n, dataset in names.items() if not dataset["children"]}
    sdn = names["us.ofac.sdn"]
    assert sdn["entity_count"] > 1000
    assert sdn["version"] == sdn["updated_at"][:10]
    assert sdn["publisher"]["country_label"] == "United States"
    assert all(isinstance(d["title"], str) and isinstance(d["index_current"], bool) for d in data["datasets"])
    tag = response.headers["etag"]
    again = client.get("/catalog", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert client.get("/manifest").json() == data
    past = client.get("/catalog", params={"as_of": "2020-01-01"})
    assert past.headers["etag"] != tag


def test_algorithms(client: httpx.Client) -> None:
    data = client.get("/algorithms").json()
    assert data["best"] in {one["name"] for one in data["algorithms"]}
    (one,) = data["algorithms"]
    assert one["docs"]["features"] == one["features"]
    assert all(isinstance(f["coefficient"], float) for f in one["features"].values())
    for name in ("best", "logic-v2", one["name"]):
        assert results(client, query(name="Mahan Air"), algorithm=name)


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}


@pytest.fixture
def reference() -> Path:
    """The wire format as it was captured from its own implementation, where it is at hand."""
    path = Path(os.environ.get("TIDEWAITER_REFERENCE", _REFERENCE))
    if not (path / "yente-match-response.json").is_file():
        pytest.skip("the captured wire format is not beside the repository")
    return path


@pytest.mark.needs_data
def test_the_captured_request_gets_an_answer_of_the_captured_shape(client: httpx.Client, reference: Path) -> None:
    request = json.loads((reference / "yente-match-request.json").read_text("utf-8"))
    theirs = json.loads((reference / "yente-match-response.json").read_text("utf-8"))
    ours = client.post("/match/default", json=request, params={"limit": 2, "cutoff": 0.1}).json()
    assert set(theirs) <= set(ours)
    assert set(ours["responses"]) == set(theirs["responses"])
    assert ours["responses"]["q1"]["query"] == theirs["responses"]["q1"]["query"]
    for name, answer in theirs["responses"].items():
        own = ours["responses"][name]
        assert set(answer) <= set(own)
        for result in own["results"]:
            assert set(answer["results"][0]) <= set(result)
            for explained in result["explanations"].values():
                assert {"detail", "score", "query", "candidate"} <= set(explained)
        same_types(own["results"], answer["results"], name)
    assert ours["responses"]["q2"]["results"]


@pytest.mark.needs_data
def test_every_parameter_of_the_captured_description_is_taken(client: httpx.Client, reference: Path) -> None:
    theirs = json.loads((reference / "yente-openapi.json").read_text("utf-8"))["paths"]
    ours = client.get("/openapi.json").json()["paths"]
    passed_over = {"/search/{dataset}": {"target", "fuzzy", "simple"}}
    for path in (
        "/match/{dataset}",
        "/search/{dataset}",
        "/entities/{entity_id}",
        "/catalog",
        "/algorithms",
        "/healthz",
        "/readyz",
        "/reconcile/{dataset}",
    ):
        for method, operation in theirs[path].items():
            own = {parameter["name"] for parameter in ours[path][method].get("parameters", [])}
            wanted = {parameter["name"] for parameter in operation.get("parameters", [])}
            assert wanted - own <= passed_over.get(path, set()), path
