"""``tidewaiter hubs``, ``hubs show`` and ``world`` as a person or a script runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def space(ask: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A workspace with a simulated world."""
    folder = tmp_path_factory.mktemp("world")
    made = ask("world", "--seed", "3", "--out", str(folder / "out"))
    assert made.returncode == 0, made.stderr
    answer = json.loads(made.stdout)
    assert answer["seed"] == 3
    assert all(Path(answer[name]).is_file() for name in ("flows", "shipments", "companies", "listings", "truth"))
    assert answer["records"] > answer["diverted_records"] > 0
    space = str(folder / "space")
    done = ask("flows", "import", answer["flows"], "--source", "canonical", "--workspace", space)
    assert done.returncode == 0, done.stderr
    return space


def test_settings_of_a_world_are_listed_with_their_ranges(ask: Run) -> None:
    done = ask("world", "settings")
    rows = {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert {"diverted_share", "shell_age", "list_lag"} <= rows.keys()
    assert all(row["low"] < row["high"] and row["meaning"] and row["unit"] for row in rows.values())


def test_hubs_are_lines_best_first(ask: Run, space: str) -> None:
    done = ask("hubs", "--workspace", space, "--limit", "5", "--as-of", "2024-12-31", "--origins", "US,DE,JP")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    shown = ask("hubs", "--workspace", space, "--limit", "5", "--as-of", "2024-12-31", "--format", "table")
    assert "Consistent with diversion" in shown.stdout
    assert rows[0]["hub"]


def test_one_hub_is_shown_in_full(ask: Run, space: str) -> None:
    done = ask("hubs", "show", "TR", "--workspace", space, "--as-of", "2024-12-31", "--origins", "US,DE,JP")
    detail = json.loads(done.stdout)
    assert detail["assessment"]["hub"] == "TR"
    assert {"goods", "months", "origins", "bounds", "pre_trend", "would_change"} <= detail.keys()
    shown = ask(
        "hubs",
        "show",
        "TR",
        "--workspace",
        space,
        "--as-of",
        "2024-12-31",
        "--origins",
        "US,DE,JP",
        "--format",
        "table",
    )
    assert "What would change this" in shown.stdout


def test_wrong_usage(ask: Run, space: str, tmp_path: Path) -> None:
    assert ask("hubs", "--workspace", str(tmp_path / "none")).returncode == 2
    assert ask("hubs", "--workspace", space, "--window", "2022-13").returncode == 2
    done = ask("hubs", "show", "US", "--workspace", space)
    assert done.returncode == 2
    assert "is no candidate hub" in done.stderr
