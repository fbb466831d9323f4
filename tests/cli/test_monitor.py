"""``tidewaiter progress`` and ``displacement`` as a script runs them."""

from __future__ import annotations

import json

import pytest
from tests.cli.conftest import Run


@pytest.fixture(scope="module")
def space(ask: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("monitor")
    rows = []
    for year in (2022, 2023):
        for month in range(1, 13):
            after = (year, month) >= (2023, 6)
            wobble = 1 + (month % 3) / 10
            for reporter, value in (("TR", 1 if after else 10), ("KZ", 12 if after else 4)):
                rows.append(f"{year}-{month:02d},{reporter},RU,X,854231,2022,{value * wobble:.2f}\n")
    file = folder / "flows.csv"
    file.write_text("period,reporter,partner,flow,hs,hs_vintage,value_usd\n" + "".join(rows), encoding="utf-8")
    space = str(folder / "space")
    assert ask("flows", "import", str(file), "--source", "canonical", "--workspace", space).returncode == 0
    return space


def test_the_ledger_is_a_line_a_month(ask: Run, space: str) -> None:
    asked = ("progress", "TR", "--workspace", space, "--as-of", "2024-08-07")
    done = ask(*asked)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["month"] for row in rows] == [f"2023-{month:02d}" for month in range(1, 13)]
    assert rows[-1]["state"] == "displaced"
    assert rows[-1]["displaced_to"] == ["KZ"]
    alerts = [json.loads(line) for line in ask(*asked, "--alerts").stdout.splitlines()]
    assert len(alerts) == 1
    assert alerts[0]["alert"]
    effects = [json.loads(line) for line in ask(*asked, "--events").stdout.splitlines()]
    assert any(effect["event"].startswith("2023-03-01") for effect in effects)  # the reported stop of transit


def test_displacement_is_one_object(ask: Run, space: str) -> None:
    done = ask("displacement", "--from", "TR", "--workspace", space, "--as-of", "2024-08-07")
    answer = json.loads(done.stdout)
    assert answer["fall"]["month"] == "2023-06"
    assert answer["to"][0]["country"] == "KZ"
    shown = ask("displacement", "--from", "TR", "--workspace", space, "--as-of", "2024-08-07", "--format", "table")
    assert "beyond chance" in shown.stdout
    assert ask("displacement", "--from", "RU", "--workspace", space).returncode == 2
