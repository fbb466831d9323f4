"""The law browser and the printed proof."""

from __future__ import annotations

import csv
import io
import json

from .conftest import Run


def test_show_as_json_lines_and_csv(ask: Run) -> None:
    done = ask("law", "show", "746.8(a)(5)", "--as-of", "2023-06-01")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(r["rule"], r["section"]) for r in records] == [("us.ear.746.8.supp4", "746.5(a)(1)(ii)")]
    rows = list(csv.DictReader(io.StringIO(ask("law", "show", "746.8", "--format", "csv").stdout)))
    assert len(rows) > 10
    assert all(row["citation"] for row in rows)


def test_show_of_what_is_not_there_ends_in_two(ask: Run) -> None:
    done = ask("law", "show", "999.9")
    assert done.returncode == 2
    assert "no rule is numbered" in done.stderr


def test_diff_and_coverage(ask: Run) -> None:
    changed = [json.loads(line) for line in ask("law", "diff", "2022-02-23", "2022-02-24").stdout.splitlines()]
    assert any(c["what"] == "us.ear.746.8.ccl" and c["change"] == "begins" for c in changed)
    assert ask("law", "diff", "2022-02-24", "2022-02-23").returncode == 2
    parts = {p["part"]: p for p in map(json.loads, ask("law", "coverage").stdout.splitlines())}
    assert parts["746"]["modelled"] > 0
    assert any("746.8(a)(6)" in text for text in parts["746"]["missing"])


def test_the_proof_is_printed_for_each_order(ask: Run) -> None:
    order = {"id": "a", "date": "2024-08-07", "from": "US", "destination": "RU", "item": {"eccn": "3A991"}}
    done = ask("license", "-", "--no-screen", "--explain", "--quiet", stdin=json.dumps(order) + "\n")
    assert done.returncode == 0, done.stderr
    assert "746.8(a)(1)" in done.stdout
    assert "License Exception" in done.stdout


def test_the_proof_is_a_tree_in_json_and_html(ask: Run) -> None:
    order = {"id": "<a>", "date": "2024-08-07", "from": "US", "destination": "RU", "item": {"eccn": "3A991"}}
    line = json.dumps(order) + "\n"
    proof = json.loads(ask("license", "-", "--no-screen", "--proof", "json", "--quiet", stdin=line).stdout)
    assert proof["id"] == "<a>"
    steps = [step["label"] for step in proof["proof"]["children"]]
    assert steps[:2] == ["part 734", "part 738"]  # in the order of part 732
    assert "License exceptions" in steps
    page = ask("license", "-", "--no-screen", "--proof", "html", "--quiet", stdin=line).stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "&lt;a&gt;" in page
    assert "<a>" not in page
    assert "requires: 3A991 is on the CCL" in page
    assert "http" not in page  # nothing is loaded from elsewhere


def test_the_proof_of_one_order_says_what_goes_where(ask: Run) -> None:
    order = {"id": "a", "date": "2024-08-07", "from": "US", "transit": ["AE"], "destination": "TR"}
    done = ask("check", "-", "--no-audit", "--format", "table", "--quiet", stdin=json.dumps(order) + "\n")
    assert "United States → United Arab Emirates → Türkiye" in done.stdout


def test_a_program_of_the_sdn_list_may_be_stated(ask: Run) -> None:
    party = {"role": "end_user", "name": "Invented", "country": "AE", "listings": ["us.ofac.sdn#Russia-EO14024"]}
    order = {"id": "a", "date": "2024-08-07", "from": "US", "destination": "AE", "item": {"eccn": "EAR99"}}
    done = ask("license", "-", "--no-screen", "--quiet", stdin=json.dumps(order | {"parties": [party]}) + "\n")
    answer = json.loads(done.stdout)
    assert answer["sections"] == ["744.8", "31 CFR ch. V"]
    assert answer["prohibited"] is True
