"""BACI against a service of our own: one archive, fetched in parts where it breaks off, unpacked by year and good."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any

import pytest
from tests.sources.pull.conftest import Service

from tidewaiter.model import UsageError
from tidewaiter.sources.pull import BaciPull
from tidewaiter.workspace.flows import Flows

_ROWS = (
    '2022,792,643,"854231", 12.500," 0.250"',
    '2022,792,643,"854232", 1.000,NA',
    "2022,792,398,10121, 3.000, 1.000",  # the zero a code begins with is lost in some releases
)


def archive() -> bytes:
    """Answer as CEPII does: an archive of a file a year, and lists of codes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("country_codes_V202401b.csv", "country_code,country_name\n792,Türkiye\n")
        for year in ("2021", "2022"):
            rows = "\n".join(row.replace("2022", year, 1) for row in _ROWS)
            packed.writestr(f"BACI_HS17_Y{year}_V202401b.csv", f"t,i,j,k,v,q\n{rows}\n")
    return stream.getvalue()


def question(service: Service, **options: Any) -> BaciPull:
    given: dict[str, Any] = {"edition": "17", "release": "202401b", "years": ("2022",), "url": service.url}
    return BaciPull(**given | options)


def test_years_are_unpacked_and_imported_with_their_release(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, _asked: (200, archive())
    (done,) = flows.pull(question(service), service.fetcher())
    assert service.asked[0][0] == "/DATA_DOWNLOAD/baci/data/BACI_HS17_V202401b.zip"
    assert (done.rows, done.rejected, done.layout, done.first) == (3, 0, "baci", "2022")
    assert done.released == dt.date(2024, 1, 1)
    with flows.store.connect() as connection:
        rows = flows.store.relation(connection).order("hs").to_arrow_table().to_pylist()
    assert [(r["reporter"], r["partner"], r["hs"], r["hs_vintage"], r["value_usd"], r["net_kg"]) for r in rows] == [
        ("TR", "KZ", "010121", 2017, 3000.0, 1000.0),
        ("TR", "RU", "854231", 2017, 12500.0, 250.0),
        ("TR", "RU", "854232", 2017, 1000.0, None),
    ]
    assert list(flows.pull(question(service), service.fetcher())) == []
    (more,) = flows.pull(question(service, years=("2021", "2022")), service.fetcher())
    assert (more.first, len(service.asked)) == ("2021", 1)  # the archive is fetched once


def test_goods_are_chosen_while_unpacking(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, _asked: (200, archive())
    (done,) = flows.pull(question(service, goods=("8542",)), service.fetcher())
    assert (done.rows, done.file.startswith("BACI_HS17_Y2022_V202401b-")) == (2, True)
    (other,) = flows.pull(question(service, goods=("010121",)), service.fetcher())
    assert (other.rows, other.file == done.file) == (1, False)


def test_a_download_that_breaks_off_goes_on_where_it_was(service: Service, flows: Flows) -> None:
    whole = archive()
    service.answer, service.tag, service.breaks_after = lambda _path, _asked: (200, whole), "v1", 200
    (done,) = flows.pull(question(service), service.fetcher())
    assert done.rows == 3
    assert [headers.get("Range") for _, _, headers in service.asked] == [None, "bytes=200-"]
    assert not list((flows.store.folder.parent / "pulled" / "baci").glob("*.part"))


def test_another_file_of_the_same_name_is_fetched_from_its_beginning(service: Service, flows: Flows) -> None:
    whole = archive()
    service.tag, service.breaks_after = "v1", 200

    def answer(_path: str, _asked: dict[str, str]) -> tuple[int, bytes]:
        if len(service.asked) > 1:
            service.tag = "v2"
        return 200, whole

    service.answer = answer
    (done,) = flows.pull(question(service), service.fetcher())
    assert done.rows == 3
    assert service.asked[1][2]["If-Range"] == '"v1"'


def test_what_is_no_whole_archive_is_removed(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, _asked: (200, archive()[:-40])
    with pytest.raises(UsageError, match="pull again"):
        list(flows.pull(question(service), service.fetcher()))
    service.answer = lambda _path, _asked: (200, archive())
    assert len(list(flows.pull(question(service), service.fetcher()))) == 1


def test_years_a_release_lacks_are_said(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, _asked: (200, archive())
    said: list[str] = []
    assert len(list(flows.pull(question(service, years=("2022", "2023")), service.fetcher(), warn=said.append))) == 1
    assert any("no 2023: that is no data" in line for line in said)


def test_day_and_goods_are_in_the_log(service: Service, flows: Flows) -> None:
    service.answer = lambda _path, _asked: (200, archive())
    list(flows.pull(question(service, goods=("8542",)), service.fetcher()))
    (line,) = (flows.store.folder.parent / "pulled/baci/pulled.jsonl").read_text(encoding="utf-8").splitlines()
    logged = json.loads(line)
    assert (logged["pulled"], logged["released"], logged["goods"]) == ("2024-08-07", "2024-01-01", ["8542"])


@pytest.mark.parametrize(
    ("options", "said"), [({"edition": "18"}, "no edition"), ({"release": "2024"}, "no release of BACI")]
)
def test_what_baci_does_not_have_is_refused(service: Service, options: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        question(service, **options)
