"""What a long-running service holds in memory, and what it leaves to processes that end."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from tidewaiter.api import Settings
from tidewaiter.api.open_screening.entities import Entities
from tidewaiter.api.state import Service
from tidewaiter.workspace import Workspace

DAY = dt.date(2026, 7, 1)
#: Each takes ten to sixty megabytes, and answers no question of the service until a chart, a workbook, or shipments and
#: trade flows are asked for.
_HEAVY = ("altair", "duckdb", "openpyxl", "pandas", "scipy.sparse", "scipy.stats", "statsmodels", "vl_convert")


def test_a_service_imports_nothing_heavy_that_screening_does_not_need(environment: dict[str, str]) -> None:
    code = f"import sys, tidewaiter.cli.serve, tidewaiter.api; print([m for m in {_HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_a_service_reads_is_built_by_a_process_that_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = Workspace(tmp_path, today=lambda: DAY)
    with monkeypatch.context() as patched:
        patched.setattr("tidewaiter.screening.index.ScreeningIndex.build", _refuse)
        patched.setattr(Entities, "_built", _refuse)
        Service(space, Settings(apart=True)).load()
    assert {file.suffix for file in (tmp_path / "indexes").iterdir()} >= {"", ".entities"}
    (row,) = (table := Entities(space).of(DAY)).table.slice(0, 1).to_pylist()
    assert table.entity(0)["id"] == row["id"] == table.listing(0).id


def test_a_service_answers_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    root = tmp_path / "workspace"
    space = Workspace(root, today=lambda: DAY)
    service = Service(space, Settings(apart=True))
    monkeypatch.setattr(sys, "executable", "no-such-python")
    monkeypatch.setattr("tidewaiter.workspace.indexes._put_whole", _unwritable)
    monkeypatch.setattr("tidewaiter.api.open_screening.entities._put_whole", _unwritable)
    service.load()
    assert service.ready
    assert "could not be indexed apart" in caplog.text
    table = service.entities.of(DAY)
    assert table.entity(len(table.table) - 1)["id"]


def test_a_damaged_table_of_entities_is_built_again(tmp_path: Path) -> None:
    space = Workspace(tmp_path, today=lambda: DAY)
    before = Entities(space).of(DAY).table
    file = Entities(space).file(DAY)
    whole = file.read_bytes()
    file.unlink()  # it is mapped: another takes its place
    file.write_bytes(whole[: len(whole) // 2])
    assert Entities(space).of(DAY).table.equals(before)
    assert file.read_bytes() == whole


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("built in the service's own process")


def _unwritable(*_: object, **__: object) -> None:
    raise PermissionError("read only")
