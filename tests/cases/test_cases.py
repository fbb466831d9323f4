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


#: Sections whose rules never name themselves as the ground of a requirement: they say what is subject to the EAR, leave
#: something out, restate others, or only point to what is not modelled.
_NEVER_DECIDE = frozenset(
    {
        *("734.3", "734.4", "734.9", "734.13"),
        *("736.2(b)(1)", "736.2(b)(3)", "736.2(b)(5)", "736.2(b)(6)", "736.2(b)(7)", "736.2(b)(9)"),
        *("744.7", "744.10", "744.15", "744.18", "746.5(a)(1)(iii)", "746.6(d)(3)"),
        *("746.8(a)(12)(ii)", "746.8(a)(12)(iii)", "746.8(a)(12)(iv)", "31 CFR part 589", "22 CFR 127.7"),
    }
)
_DECIDING_PARTS = ("31 CFR ch. V", "734", "736", "742", "744", "746")


def _named(expectation: str) -> set[str]:
    cases = (param.values[0]["expect"] for param in _load())
    return {section for expect in cases for section in expect.get(expectation, ())}


def test_every_section_that_decides_has_a_case_where_it_does_and_one_where_it_does_not() -> None:
    rules = (rule for rule in load_law().rules.values() if rule.part in _DECIDING_PARTS)
    deciding = {segment.section for rule in rules for segment in rule.segments} - _NEVER_DECIDE
    assert deciding - _named("sections") == set()
    assert deciding - _named("not_sections") == set()
