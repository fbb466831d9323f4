"""``tidewaiter flows``: statistics in, reasons on standard error, the coverage matrix out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

HEAD = "period,reporter,partner,flow,hs,hs_vintage,value_usd\n"


@pytest.fixture
def imported(ask: Run, tmp_path: Path) -> tuple[str, str]:
    file, space = tmp_path / "flows.csv", str(tmp_path / "space")
    rows = "2022-01,TR,RU,X,854231,2022,5\n2022-13,TR,RU,X,854231,2022,5\n2022-03,TR,RU,X,854231,2022,5\n"
    file.write_text(HEAD + rows, encoding="utf-8")
    done = ask("flows", "import", str(file), "--source", "canonical", "--workspace", space)
    assert done.returncode == 1
    assert "flows.csv:3:period" in done.stderr
    answer = json.loads(done.stdout)
    assert (answer["layout"], answer["rows"], answer["rejected"]) == ("canonical", 2, 1)
    return space, answer["id"]


def test_coverage_is_a_line_a_reporter(ask: Run, imported: tuple[str, str]) -> None:
    space, _ = imported
    done = ask("flows", "coverage", "--workspace", space, "--quiet")
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["reporter"], row["reported"], row["periods"], row["no_data"]) == ("TR", 2, 3, ["2022-02"])
    shown = ask("flows", "coverage", "--workspace", space, "--format", "table").stdout
    assert "█·█" in shown
    assert "no data, which is not zero" in shown


def test_imports_are_listed_and_removed(ask: Run, imported: tuple[str, str]) -> None:
    space, import_id = imported
    assert json.loads(ask("flows", "list", "--workspace", space).stdout)["id"] == import_id
    assert ask("flows", "remove", import_id, "--workspace", space).returncode == 0
    assert ask("flows", "remove", import_id, "--workspace", space).returncode == 2
    assert ask("flows", "coverage", "--workspace", space).returncode == 2


def test_wrong_usage(ask: Run, tmp_path: Path) -> None:
    done = ask("flows", "import", str(tmp_path / "none.csv"), "--source", "canonical", "--workspace", str(tmp_path))
    assert done.returncode == 2
    assert "does not exist" in done.stderr
    assert "comext_bulk" in ask("flows", "layouts").stdout


def test_a_decimal_mark_is_stated_where_the_file_does_not_tell_it(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "flows.csv"
    file.write_text(HEAD.replace(",", ";") + "2022-01;TR;RU;X;854231;2022;1.234\n", encoding="utf-8")
    space = ("--source", "canonical", "--workspace", str(tmp_path / "space"))
    asked = ask("flows", "import", str(file), *space)
    assert asked.returncode == 2
    assert "--decimal" in asked.stderr
    assert ask("flows", "import", str(file), *space, "--decimal", "comma").returncode == 0
