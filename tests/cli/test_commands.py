from __future__ import annotations

import csv
import io
import json
from importlib import resources
from pathlib import Path

import pytest

from .conftest import Run

ORDERS = str(resources.files("tidewaiter") / "examples" / "orders.jsonl")
BAD = str(resources.files("tidewaiter") / "examples" / "orders_bad.csv")


def test_check_answers_every_order_in_its_order(run: Run) -> None:
    done = run("check", ORDERS, "--no-audit")
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    asked = [json.loads(line)["id"] for line in Path(ORDERS).read_text("utf-8").splitlines()]
    assert [a["id"] for a in answers] == asked
    assert len(asked) >= 60
    assert {a["decision"] for a in answers} == {"release", "hold", "stop"}
    assert {a["license"]["outcome"] for a in answers} == {"required", "not_required", "undetermined", "not_subject"}
    wanted = {"id", "decision", "license", "screening", "red_flags", "reasons", "missing", "as_of", "snapshots"}
    assert all(wanted <= set(a) for a in answers)


def test_the_same_orders_give_the_same_bytes(run: Run) -> None:
    first, second = (run("check", ORDERS, "--no-audit", "--quiet") for _ in range(2))
    assert first.stdout == second.stdout
    assert len(first.stdout) > 10_000


def test_check_out_leaves_the_four_files(run: Run, tmp_path: Path) -> None:
    done = run("check", BAD, "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["decisions.csv", "decisions.jsonl", "rejected.csv", "report.html"]
    rejected = list(csv.DictReader((tmp_path / "out" / "rejected.csv").open(encoding="utf-8")))
    decided = (tmp_path / "out" / "decisions.jsonl").read_text("utf-8").splitlines()
    assert rejected
    assert decided
    assert all(row["row"] and row["reason"] and row["remedy"] for row in rejected)
    with Path(BAD).open(encoding="utf-8", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream)) - 1
    assert len(rejected) + len(decided) == rows


def test_rejected_rows_are_listed_on_standard_error(ask: Run) -> None:
    done = ask("check", BAD, "--no-audit")
    assert done.returncode == 1
    assert "orders_bad.csv:" in done.stderr
    assert "could not be used" in done.stderr
    assert all(json.loads(line)["decision"] for line in done.stdout.splitlines())


def test_standard_input_is_read(run: Run) -> None:
    done = run(
        "license",
        "-",
        "--quiet",
        stdin='{"id": "a", "date": "2024-08-07", "destination": "RU", "item": {"eccn": "3A001.a.2"}}\n',
    )
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert answer["outcome"] == "required"
    assert "746.8(a)(1)" in answer["sections"]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "no-such-file.csv"), "no-such-file.csv"),
        (("check", "."), "folder"),
        (("screen",), "give a FILE"),
        (("screen", "--name", "x", "--country", "Atlantis"), "Atlantis"),
        (("screen", "--name", "x", "--lists", "us.nowhere"), "us.nowhere"),
        (("lists", "show", "us.ofac.sdn:0"), "us.ofac.sdn:0"),
        (("check", ORDERS, "--as-of", "7/8/24"), "2024-08-07"),
        (("check", ORDERS, "--workspace", ORDERS), "not a folder"),
        (("nonsense",), "nonsense"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_is_wrong(ask: Run, words: tuple[str, ...], said: str) -> None:
    done = ask(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_screen_one_name_explains_the_hit(ask: Run) -> None:
    done = ask("screen", "--name", "Karasani Diş Ticaret", "--country", "Türkiye", "--as-of", "2024-08-07", "--quiet")
    (answer,) = map(json.loads, done.stdout.splitlines())
    best = answer["hits"][0]
    assert best["list"] == "us.bis.entity_list"
    assert best["name"] == "Karasani Dis Ticaret Limited Sirketi"
    assert best["listed_on"] == "2024-02-27"
    assert best["citation"].startswith("89 FR")
    assert best["features"]
    assert 0 < best["score"] <= 1
    assert answer["as_of"] == "2024-08-07"


def test_screen_can_be_told_lists_and_limit(ask: Run) -> None:
    done = ask("screen", "--name", "Huawei", "--lists", "us.ofac.nonsdn", "--limit", "1", "--quiet")
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert len(answer["hits"]) <= 1
    assert all(hit["list"] == "us.ofac.nonsdn" for hit in answer["hits"])
    assert [s["list"] for s in answer["snapshots"]] == ["us.ofac.nonsdn"]


def test_compare_gives_the_rows_back_with_a_score(ask: Run) -> None:
    done = ask(
        "compare", "-", "--quiet", stdin="pair,name1,name2\n7,Siemens AG,Siemens Aktiengesellschaft\n8,Siemens,Bosch\n"
    )
    same, other = map(json.loads, done.stdout.splitlines())
    assert (same["pair"], same["name1"], same["name2"]) == ("7", "Siemens AG", "Siemens Aktiengesellschaft")
    assert same["score"] > 0.8
    assert other["score"] < 0.3
    two = json.loads(ask("compare", "Siemens AG", "Siemens Aktiengesellschaft", "--quiet").stdout)
    assert two["score"] == same["score"]


def test_goods_says_what_a_code_is(ask: Run) -> None:
    (answer,) = map(json.loads, ask("goods", "8542.31").stdout.splitlines())
    assert answer["hs"]["chpl"]["tier"] == "1"
    assert {s["supplement"] for s in answer["hs"]["supplements"]} >= {4, 7}


def test_lists_stats_counts_and_names(ask: Run) -> None:
    done = ask("lists", "stats", "--country", "TR", "--from", "2022-02-24", "--to", "2024-08-07")
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert answer["count"] == 19
    assert len(answer["entries"]) == 19


def test_lists_shows_the_snapshot_of_each_list(ask: Run) -> None:
    answers = [json.loads(line) for line in ask("lists", "--as-of", "2026-08-01").stdout.splitlines()]
    by_list = {a["list"]: a for a in answers}
    assert by_list["us.bis.entity_list"]["date"] == "2026-07-09"
    assert by_list["us.ofac.sdn"]["entries"] == 19181


def test_lists_import_and_diff(ask: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    space = ("--workspace", str(tmp_path / "space"))
    own.write_text("name,country,listed_on\nInvented One Ltd,TR,2024-01-01\n", encoding="utf-8")
    assert ask("lists", "import", str(own), "--list", "mine", "--date", "2024-02-01", *space).returncode == 0
    own.write_text("name,country,listed_on\nInvented Two Ltd,TR,2024-03-01\n", encoding="utf-8")
    assert ask("lists", "import", str(own), "--list", "mine", "--date", "2024-04-01", *space).returncode == 0
    done = ask("lists", "diff", "custom.mine@2024-02-01", "custom.mine@2024-04-01", *space)
    changes = {(c["change"], c["name"]) for c in map(json.loads, done.stdout.splitlines())}
    assert changes == {("added", "Invented Two Ltd"), ("removed", "Invented One Ltd")}


@pytest.mark.parametrize("form", ["json", "csv", "table", "jsonl"])
def test_every_format_carries_the_decision(ask: Run, form: str, tmp_path: Path) -> None:
    one = tmp_path / "one.jsonl"
    one.write_text(Path(ORDERS).read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    done = ask("check", str(one), "--format", form, "--quiet", "--no-audit")
    name = json.loads(one.read_text("utf-8"))["id"]
    assert done.returncode == 0
    if form == "json":
        assert json.loads(done.stdout)[0]["id"] == name
    elif form == "csv":
        assert next(csv.DictReader(io.StringIO(done.stdout)))["id"] == name
    else:
        assert name[:20] in done.stdout


def test_decisions_are_on_the_audit_record_and_the_record_holds(ask: Run, tmp_path: Path) -> None:
    one = tmp_path / "one.jsonl"
    one.write_text(
        '{"id": "audited-1", "date": "2024-08-07", "destination": "DE", "item": {"eccn": "EAR99"}, "end_use": "civil",'
        ' "parties": [{"role": "end_user", "name": "Invented Quartz Works", "country": "DE", "owners": []}]}\n',
        encoding="utf-8",
    )
    assert ask("check", str(one), "--quiet").returncode == 0
    (record,) = map(json.loads, ask("audit", "show", "audited-1").stdout.splitlines())
    assert record["entry"]["decision"]["decision"] == "release"
    assert record["entry"]["transaction"]["destination"] == "DE"
    assert record["entry"]["lists"]
    assert ask("audit", "verify").returncode == 0


def test_demo_runs_the_main_job_on_carried_data(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "example orders checked" in done.stdout
    report = (tmp_path / "report.html").read_text("utf-8")
    assert "744.11" in report
    assert "http-equiv" in report or "<html" in report


def test_data_verify_holds_for_what_is_carried(ask: Run) -> None:
    done = ask("data", "verify", "--format", "csv")
    assert done.returncode == 0
    parts = {row["part"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert int(parts["us.bis.entity_list"]["rows"]) == 3415
    assert "law/hts.csv" in parts
    assert not any(row["problem"] for row in parts.values())
