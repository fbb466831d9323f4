"""The carried snapshot is built from the official files by our own importers, and holds facts only."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tidewaiter.carried import build_carried, verify_carried
from tidewaiter.model import UsageError
from tidewaiter.store import SnapshotStore
from tidewaiter.workspace import package_root


def test_what_is_carried_verifies() -> None:
    parts = list(verify_carried(package_root()))
    assert [part.part for part in parts if part.problem] == []
    rows = {part.part: part.rows for part in parts}
    assert rows["us.bis.entity_list"] == 3415  # 3,409 of the eCFR copy and 6 that only the CSL has
    assert rows["us.ofac.sdn"] == 19181
    assert rows["us.bis.unverified_list"] == 222
    assert rows["us.bis.military_end_user"] == 70


def test_a_changed_file_does_not_verify(tmp_path: Path) -> None:
    shutil.copytree(package_root() / "law" / "data", tmp_path / "law" / "data")
    shutil.copytree(package_root() / "data", tmp_path / "data")
    with (tmp_path / "law" / "data" / "tables" / "gecc.csv").open("a", encoding="utf-8") as stream:
        stream.write("XX,Invented,,,,\n")
    listings = next((tmp_path / "data" / "snapshots" / "us.bis.mieu").rglob("listings.parquet"))
    listings.write_bytes(listings.read_bytes() + b" ")
    wrong = {part.part for part in verify_carried(tmp_path) if part.problem}
    assert wrong == {"law/gecc.csv", "us.bis.mieu"}


def test_what_is_carried_is_small() -> None:
    size = sum(file.stat().st_size for file in (package_root() / "data").rglob("*") if file.is_file())
    assert size < 5_000_000


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--from"):
        list(build_carried(tmp_path, tmp_path))


@pytest.mark.needs_data
@pytest.mark.slow
def test_a_rebuild_gives_what_is_carried(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "law" / "data" / "tables").mkdir(parents=True)
    list(build_carried(data_dir, tmp_path))
    ours, rebuilt = SnapshotStore(package_root() / "data"), SnapshotStore(tmp_path / "data")
    assert rebuilt.lists() == ours.lists()
    for list_id in ours.lists():
        for day in ours.dates(list_id):
            assert rebuilt.entries(list_id, day) == ours.entries(list_id, day), list_id
    for table in sorted((package_root() / "law" / "data" / "tables").iterdir()):
        assert (tmp_path / "law" / "data" / "tables" / table.name).read_bytes() == table.read_bytes(), table.name
    carried_countries = (package_root() / "model" / "countries.csv").read_bytes()
    assert (tmp_path / "model" / "countries.csv").read_bytes() == carried_countries
