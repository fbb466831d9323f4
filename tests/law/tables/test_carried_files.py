"""The carried files themselves: complete, as their provenance says, small and quick to load."""

from __future__ import annotations

import hashlib
from importlib import resources

import pytest

from tidewaiter.law.tables.read import _text, provenance, read_rows
from tidewaiter.model import LawError

FOLDER = resources.files("tidewaiter.law").joinpath("data/tables")
FILES = sorted(f.name for f in FOLDER.iterdir() if f.name.endswith(".csv"))


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_what_its_provenance_says(name: str) -> None:
    data = FOLDER.joinpath(name).read_bytes()
    record = provenance()[name]
    assert hashlib.sha256(data).hexdigest() == record["sha256"]
    assert data.count(b"\n") - 1 == record["rows"]
    assert record["source"]
    assert record["verified"] in ("verified", "partly verified", "unverified")


def test_no_file_is_without_provenance_and_none_is_missing() -> None:
    assert sorted(provenance()) == FILES


def test_all_tables_together_stay_small() -> None:
    assert sum(len(FOLDER.joinpath(name).read_bytes()) for name in FILES) < 2_000_000


def test_a_table_with_other_columns_is_refused() -> None:
    with pytest.raises(LawError, match="the columns are"):
        read_rows("gecc.csv", "iso2", "since")


def test_a_missing_table_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(LawError, match="Reinstall"):
        _text("no_such_table.csv")
