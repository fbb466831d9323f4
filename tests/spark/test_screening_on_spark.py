"""The same screening on a Spark cluster: equal row by row, byte by byte, to that of one process."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from tidewaiter.cli.app import app
from tidewaiter.engines.spark import answered, chunks_of_text
from tidewaiter.model import EngineError, RowError, UsageError
from tidewaiter.reports import json_line
from tidewaiter.sources.orders import read_names
from tidewaiter.workspace import Screening, Workspace, good_rows
from tidewaiter.workspace.on_spark import screen_file, screen_table
from tidewaiter.workspace.screening import ScreenTask

pytestmark = pytest.mark.spark
DAY = dt.date(2026, 8, 1)
Said = tuple[list[str], list[str], list[str]]


@pytest.fixture(scope="module")
def listed() -> list[str]:
    """Some names of the carried Entity List: an index of them is soon built and sent."""
    return [entry.name for entry in Workspace(today=lambda: DAY).lists.read("us.bis.entity_list", DAY)[1]][::8]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, listed: list[str]) -> Path:
    """A workspace that carries one list of these names."""
    place = tmp_path_factory.mktemp("spark")
    (place / "carried").mkdir()
    with (place / "own.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name", "country", "listed_on"], *([name, "TR", "2024-01-01"] for name in listed)])
    space = _space(place)
    space.lists.import_custom(place / "own.csv", "some", date=dt.date(2026, 7, 1))
    return place


def _space(root: Path) -> Workspace:
    return Workspace(root / "own", today=lambda: DAY, carried=root / "carried")


@pytest.fixture(scope="module")
def ready(root: Path) -> Screening:
    return _space(root).screening(threshold=0.4, limit=3)


@pytest.fixture(scope="module")
def names(listed: list[str]) -> list[str]:
    """Listed names and changed ones, with what is hard in a CSV file."""
    chance = random.Random(11)  # noqa: S311 - names to test with
    found = []
    for number in range(1200):
        name = chance.choice(listed)
        found.append(name if number % 2 else name[: len(name) // 2] + name[len(name) // 2 + 1 :])
    return [*found, 'Quoted "Invented" Name, Ltd', "two\nlines", "Invented Örnek Şirketi", "中国航天科技集团", " "]


def _owners(names: list[str], number: int) -> list[dict[str, Any]] | None:
    """Owners of every tenth row: one the lists may know, through a holding, one whose listing is stated, the rest."""
    if number % 10:
        return None
    above = {"name": names[(number + 1) % 1200], "share_pct": 80.0}
    share = (30.0, 60.0, None)[number // 10 % 3]
    stated = {"name": "Invented Owner", "share_pct": share, "listings": ["us.bis.entity_list"], "owners": []}
    holding = {"name": "Invented Holding", "share_pct": 40.0, "listings": [], "owners": [above]}
    rest = {"name": "Invented Person", "share_pct": 30.0, "listings": [], "owners": []}
    return [holding, stated, rest] if share == 30 else [holding, stated]


def _reached(lines: list[str]) -> set[str]:
    return {one["reaches"] for line in lines for one in json.loads(line)["ownership"]}


def _here(ready: Screening, file: Path) -> Said:
    rejected: list[RowError] = []
    notes: list[str] = []
    rows = good_rows(read_names(file, warn=notes.append), rejected.append)
    return list(map(str, ready.lines(rows))), list(map(str, rejected)), notes


def _there(ready: Screening, spark: Any, file: Path, *, shared: bool = False) -> Said:
    rejected: list[RowError] = []
    notes: list[str] = []
    lines = screen_file(ready, spark, str(file), shared=shared, rejected=rejected.append, warn=notes.append)
    return list(map(str, lines)), list(map(str, rejected)), notes


def test_the_executors_are_processes_of_their_own(spark: Any) -> None:
    def where(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for _ in batches:
            yield pa.RecordBatch.from_pydict({"folder": [str(Path.cwd())], "process": [os.getpid()]})

    rows = spark.range(0, 8, 1, 8).mapInArrow(where, "folder string, process long").collect()
    assert len({row.folder for row in rows}) == 2
    assert os.getpid() not in {row.process for row in rows}


def test_csv_without_ids(ready: Screening, spark: Any, names: list[str], tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    text = "Customers of an invented company\n\nName,Country,Remark\n"
    for number, name in enumerate(names):
        quoted = '"' + name.replace('"', '""') + '"'
        text += f"{quoted},{'Atlantis' if number == 700 else 'TR'},x\n" + ("\n" if number == 5 else "")
    file.write_bytes((text + "too,few\n").encode())
    here = _here(ready, file)
    assert _there(ready, spark, file) == here
    lines, rejected, notes = here
    assert len(lines) == 1203
    assert [json.loads(line)["id"] for line in lines[:2]] == ["4", "5"]
    assert len(rejected) == 3
    assert len(notes) == 2


def test_json_lines_with_bad_ones(ready: Screening, spark: Any, names: list[str], tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [{"id": f"n{n}", "name": name, "identifiers": {"tax": str(n)}} for n, name in enumerate(names)]
    lines = [json.dumps(row | {"owners": _owners(names, n)}) for n, row in enumerate(rows)]
    lines[40] = '{"id": "cut'
    lines[900] = '{"id": "twice", "name": "a", "name": "b"}'
    file.write_bytes("\r\n".join(lines).encode())
    here = _here(ready, file)
    assert len(here[1]) == 2
    assert _reached(here[0]) == {"yes", "no", "unknown"}
    assert _there(ready, spark, file, shared=True) == here


def test_text_that_is_not_unicode(ready: Screening, spark: Any, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes("id;name\na;Karasani Diş Ticaret\nb;Örnek Şirketi\n".encode("cp1254"))
    here = _here(ready, file)
    assert len(here[1]) == 2
    assert _there(ready, spark, file) == here


def test_alone_in_a_batch_over_processes_and_on_spark(
    ready: Screening, spark: Any, names: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "rows.parquet"
    born = [dt.date(1970, 1, 1 + number % 28) if number % 7 == 0 else None for number in range(len(names))]
    columns = {"id": [f"p{number}" for number in range(len(names))], "name": names, "birth_date": born}
    columns["owners"] = [_owners(names, number) for number in range(len(names))]
    pq.write_table(pa.table(columns), file, row_group_size=200)
    lines, rejected, notes = _here(ready, file)
    assert (len(lines), len(rejected), notes) == (1204, 1, [])
    assert sum('"listing_id"' in line for line in lines) > 500
    assert _reached(lines) == {"yes", "no", "unknown"}
    rows = list(good_rows(read_names(file), lambda _: None))
    alone = [json_line(answer) for row in rows[:300] for answer in ready.answers([row])]
    assert alone == lines[:300]
    assert list(ready.lines(rows, workers=2)) == lines
    assert _there(ready, spark, file) == (lines, rejected, notes)


def test_the_command_prints_the_same_bytes(
    spark: Any, names: list[str], tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tidewaiter.cli.screen.open_workspace", _space)
    assert spark.getActiveSession() is not None
    file, out = tmp_path / "rows.csv", tmp_path / "out.jsonl"
    text = "id,name,owners\n" + "".join(f'{n},"{name}",\n' for n, name in enumerate(names[:30]))
    text += f't,Örnek Şirketi,"{names[0]} 60%; Invented Owner 40%"\nx,,\n'
    file.write_bytes(text.encode("cp1254"))
    words = ["screen", str(file), "--workspace", str(root), "--as-of", "2026-08-01", "--encoding", "cp1254"]
    here = CliRunner().invoke(app, words)
    there = CliRunner().invoke(app, [*words, "--engine", "spark"])
    assert (there.exit_code, there.stdout, there.stderr) == (1, here.stdout, here.stderr)
    table = CliRunner().invoke(app, [*words, "--engine", "spark", "--format", "csv", "--out", str(out)])
    assert (table.exit_code, table.stdout) == (1, "")
    assert out.read_text("utf-8") == CliRunner().invoke(app, [*words, "--format", "csv"]).stdout


def test_a_table_of_spark(ready: Screening, spark: Any, names: list[str], tmp_path: Path) -> None:
    rows: list[tuple[str, str | None, dict[str, str], Any, int]] = []
    rows += [(str(n), name, {"tax": str(n)}, _owners(names, n), n) for n, name in enumerate(names[:20])]
    rows += [("bad", None, {}, None, 0)]
    above = "array<struct<name string, share_pct double>>"
    owners = f"array<struct<name string, share_pct double, listings array<string>, owners {above}>>"
    types = f"ID string, Name string, identifiers map<string,string>, owners {owners}, other int"
    table = spark.createDataFrame(rows, types)
    found = {row.id: row for row in screen_table(ready, table).collect()}
    file = tmp_path / "rows.jsonl"
    plain = [{"id": i, "name": name, "identifiers": tax, "owners": held} for i, name, tax, held, _ in rows]
    file.write_text("\n".join(map(json.dumps, plain)), encoding="utf-8")
    lines, (rejected,), _ = _here(ready, file)
    assert _reached(lines) == {"yes", "no"}
    assert [found[i].answer for i, *_ in rows[:-1]] == lines
    assert found["bad"].answer is None
    assert found["bad"].problem in rejected
    with pytest.raises(UsageError, match="needs a column id"):
        screen_table(ready, table.select("Name"))


@pytest.mark.parametrize(
    ("name", "said"), [("none.csv", "does not exist"), (".", "folder"), ("a.xlsx", "save the sheet"), ("-", "input")]
)
def test_what_spark_cannot_read_is_said(ready: Screening, spark: Any, tmp_path: Path, name: str, said: str) -> None:
    file = name if name == "-" else str(tmp_path / name)
    with pytest.raises(UsageError, match=said):
        list(screen_file(ready, spark, file, rejected=print, warn=print))


def test_an_empty_file_is_said(ready: Screening, spark: Any, tmp_path: Path) -> None:
    file = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"id": pa.array([], pa.string()), "name": pa.array([], pa.string())}), file)
    assert _there(ready, spark, file) == _here(ready, file)


def test_a_failure_on_the_cluster_is_said_in_our_words(ready: Screening, spark: Any, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("id,name\n1,a\n", encoding="utf-8")
    chunks = chunks_of_text(spark, file.as_uri(), lambda lines: [(0, list(lines))])
    task: ScreenTask[Any] = ScreenTask(lambda: tmp_path, ready.question.heads, answered_by="another version")
    with pytest.raises(EngineError, match="install the same one everywhere"):
        list(answered(chunks, task))
