"""Leads: a strict, repeatable, monotone order, a reason for each, and evidence that exists."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.networks.ledger import SCOPE, leads_from
from tests.networks.test_facts import _reborn
from tests.networks.test_signs import CASES, SINCE

from tidewaiter.model import LawError, UsageError
from tidewaiter.model.networks import SignState
from tidewaiter.networks.leads.points import carried_weights, read_weights
from tidewaiter.networks.leads.ranking import rank_companies
from tidewaiter.networks.signs import ABSENT, BY_ID, PRESENT, SIGNS, UNDETERMINED, Facts, Measured


def test_the_reborn_company_leads_with_reasons_and_records() -> None:
    book, reborn, _ = _reborn()
    leads = leads_from(book)
    assert [lead.rank for lead in leads] == list(range(1, len(leads) + 1))
    first = leads[0]
    assert first.company_id == f"c{reborn}"
    assert first.value_usd == 96_000
    assert len(first.chains) == 8
    assert re.fullmatch(r"join 1 of 1, at .+: \d+ days apart, .+ agree, confidence \d\.\d\d", first.chains[0].weakest)
    present = [sign for sign in first.signs if sign.state is SignState.PRESENT]
    assert "successor_of_listed" in {sign.sign for sign in present}
    records = {record for leg in book.legs for record in leg["records"]} | {"l1"}
    for sign in present:
        assert set(sign.evidence) <= records, sign.sign
        assert sign.why
        assert sign.clears_if
    assert [sign for sign in first.signs if sign.state is SignState.UNDETERMINED]


def test_every_lead_has_a_reason() -> None:
    book, _, _ = _reborn()
    for lead in leads_from(book):
        assert any(sign.state is SignState.PRESENT and sign.points > 0 for sign in lead.signs)


def test_the_same_book_gives_the_same_leads_in_any_order() -> None:
    book, _, _ = _reborn()
    once = leads_from(book)
    book.legs.reverse()
    book.companies.reverse()
    assert leads_from(book) == once


def test_a_listed_company_has_grade_a() -> None:
    book, _, listed = _reborn()
    assert next(lead for lead in leads_from(book) if lead.company_id == f"c{listed}").grade == "A"


def test_limit_and_absent_signs() -> None:
    book, _, _ = _reborn()
    (lead,) = leads_from(book, limit=1, chains=2, absent=True)
    assert len(lead.chains) == 2
    assert {sign.sign for sign in lead.signs} == {sign.id for sign in SIGNS}


def _facts(rows: list[dict[str, Any]]) -> Facts:
    names = sorted({name for row in rows for name in row} | {"company_id", "candidate"})
    table = {name: [row.get(name) for row in rows] for name in names}
    table["company_id"] = [f"c{number}" for number in range(len(rows))]
    table["candidate"] = [1.0] * len(rows)
    return Facts(pa.table(table), since=SINCE, as_of=dt.date(2023, 12, 31))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(CASES)), min_size=1, max_size=8, unique=True), st.sampled_from(sorted(CASES)))
def test_a_present_sign_never_lowers(names: list[str], more: str) -> None:
    """With its state alone changed to present, no sign takes points away, whatever its value."""
    weights = carried_weights()
    for name in (*names, more):
        values = np.linspace(0, 400, 9)
        present = weights.points(BY_ID[name], Measured(np.full(9, PRESENT), values))
        absent = weights.points(BY_ID[name], Measured(np.full(9, ABSENT), values))
        unknown = weights.points(BY_ID[name], Measured(np.full(9, UNDETERMINED), np.full(9, np.nan)))
        assert (present >= unknown).all()
        assert (unknown >= absent).all()
        steps = np.diff(present)
        assert (steps <= 0).all() if BY_ID[name].lower_is_stronger else (steps >= 0).all()


def test_value_only_parts_equals() -> None:
    """Two companies with the same signs are ordered by value, then by id."""
    same = {"registered_on": SINCE.toordinal() + 9}
    weights = read_weights({"intercept": -1.0, "signs": {"recent_incorporation": {"present": 0.5}}})
    ranking = rank_companies(
        _facts([{**same, "sent_value": 1.0}, {**same, "sent_value": 9.0}, {**same, "sent_value": 1.0}]), weights
    )
    assert ranking.order.tolist() == [1, 0, 2]


@pytest.mark.parametrize(
    "said",
    [
        {"no_such_sign": {"present": 1}},
        {"spike": {"present": -1}},
        {"spike": {"present": 1, "absent": 0.5}},
        {"spike": {"present": 1, "steps": [[3, 0.5]]}},
        {"young_at_first_shipment": {"present": 1, "steps": [[30, 1.5], [90, 2.0]]}},
    ],
)
def test_weights_that_are_not_monotone_are_refused(said: dict[str, Any]) -> None:
    with pytest.raises(LawError):
        read_weights({"intercept": 0, "signs": said})


def test_a_day_before_the_control_cannot_be_asked_about() -> None:
    with pytest.raises(UsageError, match="a later one"):
        dataclasses.replace(SCOPE, as_of=SCOPE.since - dt.timedelta(days=1))


def test_a_leg_says_how_precisely_it_is_dated() -> None:
    book, _, _ = _reborn()
    monthly = {record for leg in book.legs[::2] for record in leg["records"]}
    for leg in book.legs:
        leg["day_to"] = leg["day"] + dt.timedelta(days=30 if set(leg["records"]) <= monthly else 0)
    legs = [leg for lead in leads_from(book) for chain in lead.chains for leg in chain.legs]
    assert {leg.date_precision for leg in legs} == {"day", "month"}
    assert all((leg.date_precision == "month") == (set(leg.shipment_ids) <= monthly) for leg in legs)
