"""Pulls against a local server that answers, limits, fails and cuts off as the services do."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.sources.pull.conftest import Answer, Service

from tidewaiter.model import UsageError
from tidewaiter.sources.pull import CensusPull, ComtradePull, Fetcher
from tidewaiter.sources.pull.comtrade import comtrade_number
from tidewaiter.workspace.flows import Flows


def comtrade(asked: dict[str, str]) -> bytes:
    """Answer as Comtrade does: a row a month and code, with the numbers of its own."""
    rows = [
        {
            "refYear": int(period[:4]), "refMonth": int(period[4:]), "period": period, "flowCode": "X",
            "reporterCode": int(asked["reporterCode"]), "partnerCode": 643, "cmdCode": code, "customsCode": "C00",
            "classificationCode": "H6", "motCode": 0, "partner2Code": 0, "primaryValue": 100.0, "netWgt": 2.0,
            "isOriginalClassification": True,
        }
        for period in asked["period"].split(",")
        for code in asked["cmdCode"].split(",")
    ]  # fmt: skip
    return json.dumps({"elapsedTime": "0.1 secs", "count": len(rows), "data": rows, "error": ""}).encode()


def question(service: Service, **options: Any) -> ComtradePull:
    given: dict[str, Any] = {
        "reporters": ("TR",), "flows": ("X",), "goods": ("854231", "854232"), "partners": ("RU",), "url": service.url,
        "periods": tuple(f"2023-{month:02d}" for month in range(1, 13)), "key": "secret-key",
    }  # fmt: skip
    return ComtradePull(**given | options)


def test_a_pull_is_imported_with_its_day_and_not_fetched_twice(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, asked: (200, comtrade(asked))
    (done,) = flows.pull(question(service), service.fetcher())
    assert (done.rows, done.released, done.layout) == (24, dt.date(2024, 8, 7), "comtrade")
    path, asked, headers = service.asked[0]
    assert path == "/data/v1/get/C/M/HS"
    assert (asked["reporterCode"], asked["partnerCode"], asked["motCode"], asked["customsCode"]) == (
        "792",
        "643",
        "0",
        "C00",
    )
    assert headers["Ocp-Apim-Subscription-Key"] == "secret-key"
    assert list(flows.pull(question(service), service.fetcher())) == []
    assert len(service.asked) == 1
    kept = (flows.store.folder.parent / "pulled" / "comtrade" / "pulled.jsonl").read_text(encoding="utf-8")
    assert "secret-key" not in kept
    assert len(list(flows.pull(question(service), service.fetcher(), again=True))) == 1
    assert len(service.asked) == 2


def test_an_answer_that_is_cut_off_is_asked_for_in_halves(service: Service, flows: Flows) -> None:
    def answer(_path: str, asked: dict[str, str]) -> Answer:
        whole = json.loads(comtrade(asked))
        if len(asked["period"].split(",")) > 3:
            whole["data"] = whole["data"][:1] * 500  # as many as the preview gives
        return 200, json.dumps(whole).encode()

    service.answer = answer
    done = list(flows.pull(question(service, key=None), service.fetcher()))
    assert [entry.rows for entry in done] == [6, 6, 6, 6]
    assert service.asked[0][0] == "/public/v1/preview/C/M/HS"
    with flows.store.connect() as connection:
        assert flows.store.relation(connection).aggregate("count(distinct period), sum(value_usd)").fetchall() == [
            (12, 2400.0)
        ]


def test_one_month_of_one_good_that_is_too_much_says_what_to_do(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, asked: (
        200,
        json.dumps({"data": json.loads(comtrade(asked))["data"][:1] * 500}).encode(),
    )
    with pytest.raises(UsageError, match="set COMTRADE_API_KEY"):
        list(flows.pull(question(service, key=None), service.fetcher()))


def test_limits_and_faults_are_waited_out_and_what_was_fetched_stays(service: Service, flows: Flows) -> None:
    failures = iter([429, 503])

    def answer(_path: str, asked: dict[str, str]) -> Answer:
        return (status, b"") if (status := next(failures, 200)) != 200 else (200, comtrade(asked))

    service.answer = answer
    assert len(list(flows.pull(question(service), service.fetcher()))) == 1
    assert 7.0 in service.waited  # what the service asked for
    two = question(service, reporters=("TR", "KZ"))
    service.answer = lambda _path, asked: (200, comtrade(asked)) if asked["reporterCode"] == "792" else (503, b"")
    with pytest.raises(UsageError, match="did not answer after 5 attempts"):
        list(flows.pull(two, service.fetcher()))
    service.answer = lambda _path, asked: (200, comtrade(asked))
    before = len(service.asked)
    assert [entry.rows for entry in flows.pull(two, service.fetcher())] == [24]
    assert len(service.asked) == before + 1  # only the piece that was missing


@pytest.mark.parametrize(("status", "said"), [(401, "refuses the key"), (400, "does not understand the question")])
def test_a_refusal_is_not_repeated(service: Service, flows: Flows, status: int, said: str) -> None:
    service.answer = lambda _path, _asked: (status, b"")
    with pytest.raises(UsageError, match=said) as raised:
        list(flows.pull(question(service), service.fetcher()))
    assert "secret-key" not in str(raised.value)
    assert len(service.asked) == 1


def test_an_answer_without_rows_is_said_and_no_coverage(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, _asked: (200, json.dumps({"count": 0, "data": [], "error": ""}).encode())
    said: list[str] = []
    assert list(flows.pull(question(service), service.fetcher(), warn=said.append)) == []
    assert any("no data and not zero" in line for line in said)
    assert flows.imports() == ()


def test_requests_keep_their_distance() -> None:
    class Clock:
        now = 0.0

    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        Clock.now += seconds

    import httpx

    client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=b"x")))
    fetcher = Fetcher(client=client, pace=6.0, sleep=sleep, clock=lambda: Clock.now)
    for _ in range(3):
        assert fetcher.get("http://service.example", {}) == b"x"
    assert waited == [6.0, 6.0]


def test_census_answers_are_imported(service: Service, flows: Flows) -> None:
    def answer(path: str, asked: dict[str, str]) -> Answer:
        assert path == "/data/timeseries/intltrade/exports/hs"
        rows = [["CTY_CODE", "CTY_NAME", "ALL_VAL_MO", "DF", "E_COMMODITY", "time", "COMM_LVL"]]
        rows += [
            [code, "x", "700", "-", asked["E_COMMODITY"], asked["time"], asked["COMM_LVL"]] for code in ("4890", "4621")
        ]
        return 200, json.dumps(rows).encode()

    service.answer = answer
    asked = CensusPull(flows=("X",), goods=("854231",), periods=("2023-06", "2023-07"), key="k", url=service.url)
    done = list(flows.pull(asked, service.fetcher()))
    assert [entry.rows for entry in done] == [2, 2]
    assert service.asked[0][1]["key"] == "k"
    assert service.asked[0][1]["COMM_LVL"] == "HS6"


@pytest.mark.needs_data
def test_a_real_answer_is_replayed(service: Service, flows: Flows, data_dir: Path) -> None:
    body = (data_dir / "trade/comtrade_api_v1_real_samples/data_v1_get_C_A_HS_response.json").read_bytes()
    service.answer = lambda _path, _asked: (200, body)
    asked = question(service, reporters=("CN",), goods=("TOTAL",), periods=("2010",), partners=())
    (done,) = flows.pull(asked, service.fetcher())
    assert (done.rows, done.rejected, done.first) == (4, 0, "2010")
    assert service.asked[0][0] == "/data/v1/get/C/A/HS"


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("TR", 792),
        ("US", 842),
        ("IN", 699),
        ("FR", 251),
        ("CH", 757),
        ("NO", 579),
        ("TW", 490),
        ("KZ", 398),
        ("RU", 643),
    ],
)
def test_numbers_of_comtrade(code: str, number: int) -> None:
    assert comtrade_number(code) == number
