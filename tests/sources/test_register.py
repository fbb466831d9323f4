"""A register of businesses: good rows are read, bad ones named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tidewaiter.model import RegisterEntry, RowError, UsageError
from tidewaiter.sources.register import read_register


def test_an_entry_is_read(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(
        "Name;Country;Registered On;Owners;Activity;Website\n"
        "Boğaz Teknik Dış Ticaret Ltd. Şti.;Türkiye;2022-04-11;Ayşe Kaya | Ivan Petrov;wholesale of textiles;x\n",
        encoding="utf-8",
    )
    (entry,) = read_register(file)
    assert entry == RegisterEntry(
        name="Boğaz Teknik Dış Ticaret Ltd. Şti.",
        country="TR",
        registered_on=dt.date(2022, 4, 11),
        owners=("Ayşe Kaya", "Ivan Petrov"),
        activity="wholesale of textiles",
    )


def test_bad_rows_are_named_and_the_others_answered(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text(
        "name,country,registered_on\nAlpha,TR,2022-01-05\nBeta,TR,2022-31-05\n,TR,\nDelta,Atlantis,\nEpsilon,,\n"
    )
    read = list(read_register(file))
    assert [entry.name for entry in read if isinstance(entry, RegisterEntry)] == ["Alpha", "Epsilon"]
    assert [(fault.row, fault.column) for fault in read if isinstance(fault, RowError)] == [
        (3, "registered_on"),
        (4, "name"),
        (5, "country"),
    ]


def test_a_file_without_names_is_refused_whole(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_text("company,country\nAlpha,TR\n")
    (fault,) = read_register(file)
    assert isinstance(fault, RowError)
    assert fault.column == "name"


def test_json_lines_may_list_owners(tmp_path: Path) -> None:
    file = tmp_path / "register.jsonl"
    file.write_text('{"name": "Alpha", "owners": ["B One", "C Two"]}\n')
    (entry,) = read_register(file)
    assert isinstance(entry, RegisterEntry)
    assert entry.owners == ("B One", "C Two")


def test_no_such_file() -> None:
    with pytest.raises(UsageError, match="does not exist"):
        list(read_register("nowhere.csv"))
