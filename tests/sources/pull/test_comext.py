"""Comext against a service of our own that answers, refuses and queues as Eurostat's does."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from tests.sources.pull.conftest import Answer, Service
from typer.testing import CliRunner

from tidewaiter.cli.app import app
from tidewaiter.model import UsageError
from tidewaiter.sources.pull import ComextPull
from tidewaiter.sources.pull.comext import comext_code
from tidewaiter.workspace.flows import Flows

_HEAD = "DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE"
_BEGIN = "/eurostat/api/comext/dissemination/sdmx/2.1/data/DS-045409/"


def fault(code: int, text: str) -> bytes:
    """Answer as the interface says what went wrong."""
    return (
        '<?xml version="1.0"?><S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<faultcode>{code}</faultcode><faultstring>{text}</faultstring></S:Fault>"
    ).encode()


_QUEUED = b'<?xml version="1.0"?><env:Envelope><queued><id>a1-b2</id><status>SUBMITTED</status></queued></env:Envelope>'


def months(asked: dict[str, str]) -> list[str]:
    year = asked["startPeriod"][:4]
    return [f"{year}-{m:02d}" for m in range(int(asked["startPeriod"][5:]), int(asked["endPeriod"][5:]) + 1)]


def comext(path: str, asked: dict[str, str], updated: str = "15/07/24 11:00:00", value: int = 100) -> bytes:
    """Answer as Comext does: a row an indicator, with the time of the last update."""
    _, reporters, partners, goods, flows, indicators = path.removeprefix(_BEGIN).split(".")
    rows = [
        f"ESTAT:DS-045409(1.0),{updated},M,{reporter or 'LT'},{partner or 'KZ'},{code},{flow},{indicator},{month},"
        f"{value}"
        for reporter in reporters.split("+")
        for partner in partners.split("+")
        for code in goods.split("+")
        for flow in flows.split("+")
        for indicator in indicators.split("+")
        for month in months(asked)
    ]
    return "\r\n".join([_HEAD, *rows, ""]).encode()


def question(service: Service, **options: Any) -> ComextPull:
    given: dict[str, Any] = {
        "reporters": ("LT", "LV"), "partners": ("KZ", "RS"), "flows": ("X",), "goods": ("854231", "85423290"),
        "periods": tuple(f"2023-{month:02d}" for month in range(1, 13)), "url": service.url,
    }  # fmt: skip
    return ComextPull(**given | options)


def test_a_pull_is_imported_with_the_day_the_service_states(service: Service, flows: Flows) -> None:
    service.answer = lambda path, asked: (200, comext(path, asked))
    (done,) = flows.pull(question(service), service.fetcher())
    path, asked, _ = service.asked[0]
    assert path == f"{_BEGIN}M.LT+LV.KZ+XS.854231+85423290.2.VALUE_IN_EUROS+QUANTITY_IN_100KG"
    assert asked == {"startPeriod": "2023-01", "endPeriod": "2023-12", "format": "SDMX-CSV"}
    assert (done.rows, done.layout, done.released) == (2 * 2 * 2 * 12, "comext_interface", dt.date(2024, 7, 15))
    with flows.store.connect() as connection:
        found = flows.store.relation(connection).aggregate("sum(value), sum(net_kg), any_value(flow), min(currency)")
        assert found.fetchall() == [(9600.0, 960000.0, "X", "EUR")]
    assert list(flows.pull(question(service), service.fetcher())) == []
    assert len(service.asked) == 1


def test_a_revision_counts_from_its_day(service: Service, flows: Flows) -> None:
    one = question(service, reporters=("LT",), partners=("KZ",), goods=("854231",), periods=("2023-01",))
    service.answer = lambda path, asked: (200, comext(path, asked, "15/03/24 11:00:00", 100))
    list(flows.pull(one, service.fetcher()))
    service.answer = lambda path, asked: (200, comext(path, asked, "15/07/24 11:00:00", 70))
    list(flows.pull(one, service.fetcher(), again=True))
    with flows.store.connect() as connection:
        read = {
            vintage: flows.store.relation(connection, vintage=vintage).aggregate("sum(value)").fetchall()[0][0]
            for vintage in (dt.date(2024, 4, 1), None)
        }
    assert read == {dt.date(2024, 4, 1): 100.0, None: 70.0}


@pytest.mark.parametrize("refusal", [(413, fault(413, "EXTRACTION_TOO_BIG: estimated 7644780 rows")), (200, _QUEUED)])
def test_what_is_too_large_or_queued_is_asked_for_in_halves(service: Service, flows: Flows, refusal: Answer) -> None:
    def answer(path: str, asked: dict[str, str]) -> Answer:
        return refusal if len(months(asked)) > 1 or "+85423290" in path else (200, comext(path, asked))

    service.answer = answer
    done = list(flows.pull(question(service, periods=("2023-01", "2023-02", "2023-03")), service.fetcher()))
    assert [(entry.first, entry.last, entry.rows) for entry in done] == [
        (month, month, 4) for month in ("2023-01", "2023-01", "2023-02", "2023-02", "2023-03", "2023-03")
    ]


def test_one_month_of_one_good_that_is_too_much_says_what_to_do(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, _asked: (413, fault(413, "EXTRACTION_TOO_BIG"))
    with pytest.raises(UsageError, match="name reporters or partners"):
        list(flows.pull(question(service), service.fetcher()))


@pytest.mark.parametrize("nothing", [(404, fault(100, "NO_RESULTS: no results")), (200, _HEAD.encode() + b"\r\n")])
def test_no_rows_are_no_data_and_the_pull_goes_on(service: Service, flows: Flows, nothing: Answer) -> None:
    service.answer = lambda path, asked: nothing if asked["startPeriod"] < "2023" else (200, comext(path, asked))
    said: list[str] = []
    both = question(service, periods=("2022-12", "2023-01"))
    (done,) = flows.pull(both, service.fetcher(), warn=said.append)
    assert (done.first, done.last) == ("2023-01", "2023-01")
    assert any("no data and not zero" in line for line in said)


def test_a_fault_is_told_as_the_service_says_it(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, _asked: (404, fault(150, "Invalid value for dimension PRODUCT"))
    with pytest.raises(UsageError, match="Invalid value for dimension PRODUCT"):
        list(flows.pull(question(service), service.fetcher()))


def test_a_question_is_cut_to_what_is_answered_at_once(service: Service) -> None:
    goods = tuple(f"8542{code:02d}" for code in range(50))
    named = list(question(service, goods=goods).pieces())
    assert len(named) == 1
    every = list(question(service, goods=goods, reporters=(), partners=(), flows=("X", "M")).pieces())
    for piece in every:
        _, _, _, codes, flows, indicators = piece.url.removeprefix(service.url + _BEGIN).split(".")
        cells = (
            len(codes.split("+")) * len(flows.split("+")) * len(indicators.split("+")) * len(months(dict(piece.params)))
        )
        assert cells * 40 * 290 <= 400_000
    asked = {
        (month, code) for p in every for month in months(dict(p.params)) for code in p.url.split(".")[-3].split("+")
    }
    assert len(asked) == 12 * 50


def test_a_flow_comext_does_not_have_is_refused(service: Service) -> None:
    with pytest.raises(UsageError, match="re-exports are not told apart"):
        list(question(service, flows=("RX",)).pieces())


def test_the_commands(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEWAITER_COMEXT_URL", service.url)
    monkeypatch.setenv("TIDEWAITER_BACI_URL", service.url)
    service.answer = lambda path, asked: (200, comext(path, asked)) if path.startswith(_BEGIN) else (403, b"")
    words = ["--goods", "854231", "--workspace", str(tmp_path), "--format", "jsonl", "--quiet", "--pace", "0"]
    done = CliRunner().invoke(app, ["pull", "comext", "--partners", "Serbia", "--months", "2023-01:2023-02", *words])
    assert (done.exit_code, json.loads(done.stdout)["rows"]) == (0, 4)
    done = CliRunner().invoke(app, ["pull", "baci", "--release", "202401b", "--years", "2022", *words])
    assert isinstance(done.exception, UsageError)
    assert "refuses" in str(done.exception)


def test_codes_of_comext() -> None:
    assert [comext_code(code) for code in ("RS", "GR", "TR", "XK")] == ["XS", "GR", "TR", "XK"]
