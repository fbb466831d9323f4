"""``tidewaiter shipments``: records in, reasons on standard error, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

HEADINGS = "shipment_id,date,shipper,consignee,destination_country,hs,value_usd\n"


def test_import_answers_and_says_what_was_set_aside(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "shipments.csv"
    file.write_text(HEADINGS + "a,2024-01-02,A,B,RU,854231,5\nb,2024-01-32,A,B,RU,854231,5\n", encoding="utf-8")
    space = ("--workspace", str(tmp_path / "space"))
    done = ask("shipments", "import", str(file), *space)
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert (answer["layout"], answer["rows"], answer["rejected"]) == ("canonical", 1, 1)
    assert f"{file}:3:date" in done.stderr
    listed = ask("shipments", "list", *space)
    assert json.loads(listed.stdout)["id"] == answer["id"]


def test_a_file_that_fits_no_layout_is_wrong_usage(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("id,name\n1,A\n", encoding="utf-8")
    done = ask("shipments", "import", str(file), "--workspace", str(tmp_path / "space"))
    assert done.returncode == 2
    assert "no layout fits" in done.stderr
    assert not (tmp_path / "space" / "shipments" / ".staging").exists()


def test_a_decimal_mark_is_stated_where_the_file_does_not_tell_it(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(HEADINGS + 'a,2024-01-02,A,B,RU,854231,"1,234"\n', encoding="utf-8")
    space = ("--workspace", str(tmp_path / "space"))
    asked = ask("shipments", "import", str(file), *space)
    assert asked.returncode == 2
    assert "--decimal" in asked.stderr
    assert ask("shipments", "import", str(file), *space, "--decimal", "point").returncode == 0
    assert not (tmp_path / "space" / "shipments" / ".staging").exists()


def test_layouts_are_listed(ask: Run) -> None:
    done = ask("shipments", "layouts")
    assert done.returncode == 0
    assert "tr-import-full" in done.stdout


def test_an_import_is_looked_into_and_removed(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "shipments.csv"
    file.write_text(HEADINGS + "a,2024-01-02,A,B,RU,854231,5\nb,2024-01-32,A,B,RU,854231,5\n", encoding="utf-8")
    space = ("--workspace", str(tmp_path / "space"), "--format", "jsonl")
    import_id = json.loads(ask("shipments", "import", str(file), *space).stdout)["id"]
    (aside,) = map(json.loads, ask("shipments", "rejected", import_id, *space).stdout.splitlines())
    assert (aside["row"], aside["column"]) == (3, "date")
    (record,) = map(json.loads, ask("shipments", "show", "a", *space).stdout.splitlines())
    assert (record["shipment_id"], record["source"], record["row"]) == ("a", "shipments.csv", 2)
    unknown = ask("shipments", "show", "a", "b", *space)
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "no record 'b'" in unknown.stderr
    assert ask("shipments", "remove", import_id, *space[:2]).returncode == 0
    assert ask("shipments", "list", *space).stdout == ""
    assert ask("shipments", "remove", import_id, *space[:2]).returncode == 2
    assert ask("shipments", "rejected", import_id, *space).returncode == 2


def test_an_amount_in_a_currency_that_is_none_is_wrong_usage(ask: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(HEADINGS + "a,2024-01-02,A,B,RU,854231,5\n", encoding="utf-8")
    done = ask("shipments", "import", str(file), "--workspace", str(tmp_path / "space"), "--currency", "dollars")
    assert done.returncode == 2
    assert "three letters" in done.stderr


def test_records_come_from_standard_input_too(ask: Run, tmp_path: Path) -> None:
    space = ("--workspace", str(tmp_path / "space"))
    done = ask("shipments", "import", "-", *space, stdin=HEADINGS + "a,2024-01-02,A,B,RU,854231,5\n")
    assert done.returncode == 0, done.stderr
    assert (json.loads(done.stdout)["rows"], json.loads(done.stdout)["source"]) == (1, "standard input")
