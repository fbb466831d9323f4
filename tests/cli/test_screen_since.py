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


def test_lists_that_nobody_knows_the_past_of_are_named_even_if_nothing_changed(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "watch.csv"
    file.write_text("name,country,listed_on\nVeltronix Obskura,,2019-01-01\n", encoding="utf-8")
    assert ask("lists", "import", str(file), "--list", "late", "--date", "2024-06-01").returncode == 0
    asked = ("screen", "--name", "Veltronix Obskura", "--lists", "custom.late", "--as-of", "2024-09-01")
    late = ask(*asked, "--since", "2024-02-01")
    assert (late.returncode, late.stdout) == (0, "")
    assert "custom.late (2024-06-01)" in late.stderr
    assert "custom.late" not in ask(*asked, "--since", "2024-06-01").stderr


def test_wrong_usage_is_said(ask: Run) -> None:
    assert "no parties are kept under 'x'" in ask("screen", "--stored", "x").stderr
    assert "--all goes with --since" in ask("screen", "--name", "A", "--all").stderr
    assert "is no list of this workspace" in ask("screen", "--name", "A", "--since", "us.none@2024-01-01").stderr
    backwards = ask("screen", "--name", "A", "--since", "2024-09-01", "--as-of", "2024-02-01")
    assert backwards.returncode == 2
    assert "the earlier day comes first" in backwards.stderr
    assert "nor LIST@DATE" in ask("screen", "--name", "A", "--since", "us.bis.entity_list").stderr
    assert "only one of them" in ask("screen", "--name", "A", "--stored", "x").stderr
