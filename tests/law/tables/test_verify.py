"""Verifying carried tables finds a changed, a lost and a foreign file."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from tidewaiter.law.build import verify_tables
from tidewaiter.model import LawError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in resources.files("tidewaiter.law").joinpath("data/tables").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def _problems(folder: Path) -> dict[str, str]:
    return {name: problem for name, _, problem in verify_tables(folder) if problem}


def test_the_carried_tables_verify(folder: Path) -> None:
    assert _problems(folder) == {}
    assert all(facts["rows"] and facts["as_of"] for _, facts, _ in verify_tables(folder))


def test_a_changed_a_lost_and_a_foreign_file_are_named(folder: Path) -> None:
    (folder / "gecc.csv").write_bytes((folder / "gecc.csv").read_bytes() + b"XX,Full,,,,,\n")
    (folder / "hubs.csv").unlink()
    shutil.copy(folder / "chpl.csv", folder / "other.csv")
    assert sorted(_problems(folder)) == ["gecc.csv", "hubs.csv", "other.csv"]


def test_a_folder_without_provenance_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="data build"):
        list(verify_tables(tmp_path))
