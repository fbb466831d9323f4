"""Runs every case of the YAML files beside this one: a transaction, a date, and what the law says of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tidewaiter.law import load_law
from tidewaiter.licensing import determine
from tidewaiter.model import Determination, ListedAs, Transaction, from_data

_KEYS = {"name", "source", "as_of", "transaction", "listed", "expect"}
_EXPECTED = {"outcome", "sections", "not_sections", "prohibited", "asks", "exceptions", "review"}


def _load() -> list[Any]:
    found: list[Any] = []
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]
        found.extend(pytest.param(case, id=f"{file.stem}: {case['name']}") for case in cases)
    return found


def _answer(case: dict[str, Any]) -> Determination:
    tx = from_data(Transaction, {"id": case["name"], **case["transaction"]})
    listed = [[from_data(ListedAs, one) for one in party] for party in case.get("listed", [])]
    return determine(tx, load_law(), as_of=case["as_of"], listed=listed or None)


@pytest.mark.parametrize("case", _load())
def test_case(case: dict[str, Any]) -> None:
    assert set(case) <= _KEYS, "a case has only the keys a lawyer needs"
    assert case["source"].strip(), "every case names its source"
    assert isinstance(case["as_of"], dt.date)
    expect, answer = case["expect"], _answer(case)
    assert set(expect) <= _EXPECTED
    assert answer.outcome.value == expect["outcome"], [f"{r.effect}: {r.text}" for r in answer.reasons]
    assert list(answer.sections[: len(expect.get("sections", []))]) == expect.get("sections", [])
    assert not set(expect.get("not_sections", [])) & set(answer.sections)
    assert answer.prohibited is expect.get("prohibited", False)
    if "asks" in expect:
        assert any(expect["asks"] in one.question for one in answer.missing), [q.question for q in answer.missing]
    if "review" in expect:
        assert expect["review"] in (answer.review_policy or "")
    eligible = {check.symbol: check.eligible for check in answer.exceptions}
    assert {symbol: eligible.get(symbol) for symbol in expect.get("exceptions", {})} == expect.get("exceptions", {})


def test_there_is_a_case_for_every_file_of_requirements() -> None:
    sections = {file.stem for file in Path(__file__).parent.glob("*.yaml")}
    assert sections >= {"734", "736", "738", "740", "742", "744", "746_embargoes", "746_russia", "other_regimes"}
