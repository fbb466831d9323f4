"""``tidewaiter screen --since``: what changed since an earlier day, for a file or for parties kept before."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

ROWS = "id,name,country\n1,Azu International Ltd Sti,TR\n2,Nothing Of The Kind Ltd,TR\n"
DAYS = ("--since", "2024-02-01", "--as-of", "2024-09-01")


def test_only_changed_rows_are_answered(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(ROWS, encoding="utf-8")
    done = ask("screen", str(file), *DAYS, "--lists", "us.bis.entity_list", "--store", "customers")
    assert done.returncode == 0, done.stderr
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert (answer["id"], answer["since"], answer["as_of"]) == ("1", "2024-02-01", "2024-09-01")
    assert answer["new"] == [hit["listing_id"] for hit in answer["hits"] if hit["listing_id"] in answer["new"]]
    assert answer["hits"][0]["citation"] == "89 FR 14388"
    kept = ask("screen", "--stored", "customers", *DAYS, "--all", "--lists", "us.bis.entity_list")
    assert [json.loads(line)["id"] for line in kept.stdout.splitlines()] == ["1", "2"]


def test_a_table_shows_what_came(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(ROWS, encoding="utf-8")
    done = ask(
        "screen", str(file), "--since", "us.bis.entity_list@2024-02-01", "--as-of", "2024-09-01", "--format", "table"
    )
    assert "+ new" in done.stdout
    assert "1 row with a change, 2024-02-01 to 2024-09-01" in done.stdout


def test_wrong_usage_is_said(ask: Run) -> None:
    assert "no parties are kept under 'x'" in ask("screen", "--stored", "x").stderr
    assert "--all goes with --since" in ask("screen", "--name", "A", "--all").stderr
    assert "is no list of this workspace" in ask("screen", "--name", "A", "--since", "us.none@2024-01-01").stderr
    assert "only one of them" in ask("screen", "--name", "A", "--stored", "x").stderr
