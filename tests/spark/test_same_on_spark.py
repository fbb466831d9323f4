"""The same party gets the same answer on Spark as in Python, from files and from tables (elsewhere: tests/api)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests import same_party

from tidewaiter.model import RowError
from tidewaiter.reports import json_line
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace import Screening, Workspace
from tidewaiter.workspace.on_spark import screen_file, screen_table

pytestmark = pytest.mark.spark
DAY = dt.date(2026, 8, 1)
#: Invented.
LISTED = (
    {
        "id": "person",
        "schema": "Person",
        "properties": {
            "name": ["Rahimollah Quorvanzadeh"],
            "country": ["ir"],
            "nationality": ["ir"],
            "birthDate": ["1961-08-28"],
            "gender": ["male"],
            "passportNumber": ["D08531177"],
            "address": ["Unit 5, 12 Invented Street, Tehran, Iran"],
        },
    },
    {"id": "ship", "schema": "Vessel", "properties": {"name": ["QUORVANA"], "imoNumber": ["9187629"]}},
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Screening:
    root = tmp_path_factory.mktemp("same")
    (root / "carried").mkdir()
    file = root / "own.ftm.json"
    file.write_text("\n".join(map(json.dumps, LISTED)), encoding="utf-8")
    space = Workspace(root / "own", today=lambda: DAY, carried=root / "carried")
    space.lists.import_custom(file, "own", date=dt.date(2026, 7, 1))
    return space.screening(threshold=0.3)


@pytest.fixture(scope="module")
def asked(ready: Screening) -> Mapping[str, same_party.Facts]:
    index = ready._grounds.screener.index
    return same_party.parties(*(index.listing(number) for number in range(len(index))))


@pytest.fixture(scope="module")
def in_python(ready: Screening, asked: Mapping[str, same_party.Facts]) -> list[str]:
    rows = [ScreenRow(name, same_party.row(facts).party) for name, facts in asked.items()]
    found = list(ready.answers(rows))
    features = {name for answer in found for hit in answer.hits for name in hit.features}
    assert features >= {"country", "birth_date", "gender", "identifier", "address"}
    return list(map(json_line, found))


@pytest.mark.parametrize("form", ["cell.csv", "columns.csv", "old macintosh.csv", "rows.jsonl"])
def test_files(
    *,
    form: str,
    spark: Any,
    ready: Screening,
    asked: Mapping[str, same_party.Facts],
    in_python: list[str],
    tmp_path: Path,
) -> None:
    text = same_party.table(asked, columns_of_numbers=form != "cell.csv")
    if form.startswith("old"):
        text = text.replace("\r\n", "\r")
    if form == "rows.jsonl":
        text = same_party.lines(asked)
    file = tmp_path / form.replace(" ", "_")
    file.write_bytes(text.encode())
    bad: list[RowError] = []
    lines = screen_file(ready, spark, str(file), rejected=bad.append, warn=pytest.fail)
    assert list(map(str, lines)) == in_python
    assert not bad


def test_a_table(spark: Any, ready: Screening, asked: Mapping[str, same_party.Facts], in_python: list[str]) -> None:
    types = "id string, name string, aliases array<string>, schema string, country string, nationality string, "
    types += "city string, address string, birth_date string, gender string, identifiers map<string,string>"
    columns = [*same_party.COLUMNS, "identifiers"]
    rows = [tuple({"id": name, **facts}.get(column) for column in columns) for name, facts in asked.items()]
    found = screen_table(ready, spark.createDataFrame(rows, types)).collect()
    assert [row.problem for row in found if row.problem] == []
    assert sorted(row.answer for row in found) == sorted(map(str, in_python))
