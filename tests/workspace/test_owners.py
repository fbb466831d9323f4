"""Owners of a party are screened, added up under each rule, and said in every answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tidewaiter.model import Decision, Outcome, Strength, Transaction, Verdict, from_data
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace import Workspace

LISTED = "Huawei Technologies Co., Ltd."  # on the Entity List since 2019
IN_FORCE, STAYED, AFTER = dt.date(2025, 9, 29), dt.date(2025, 11, 10), dt.date(2026, 11, 10)
AFFILIATES = "us.ear.744.11.affiliates"


def order(owners: list[dict[str, Any]] | None, day: dt.date) -> Transaction:
    party = {"role": "ultimate_consignee", "name": "Invented Gulf Trading FZE", "country": "AE", "owners": owners}
    return from_data(
        Transaction,
        {
            "id": "1",
            "date": day.isoformat(),
            "from": "US",
            "destination": "AE",
            "item": {"eccn": "EAR99", "origin": "US"},
            "parties": [party],
            "end_use": "civil",
        },
    )


def half(share: float | None = 50) -> dict[str, Any]:
    return {"name": LISTED, "share_pct": share, "country": "CN"}


def decided(space: Workspace, owners: list[dict[str, Any]] | None, day: dt.date) -> Decision:
    (decision,) = space.check([order(owners, day)])
    return decision


@pytest.mark.parametrize(
    ("day", "outcome", "verdict"),
    [
        (IN_FORCE - dt.timedelta(1), Outcome.NOT_REQUIRED, Verdict.HOLD),
        (IN_FORCE, Outcome.REQUIRED, Verdict.STOP),
        (STAYED - dt.timedelta(1), Outcome.REQUIRED, Verdict.STOP),
        (STAYED, Outcome.NOT_REQUIRED, Verdict.HOLD),
        (AFTER - dt.timedelta(1), Outcome.NOT_REQUIRED, Verdict.HOLD),
        (AFTER, Outcome.UNDETERMINED, Verdict.HOLD),
    ],
)
def test_an_owner_found_by_screening_counts_as_the_rule_stands(
    space: Workspace, day: dt.date, outcome: Outcome, verdict: Verdict
) -> None:
    decision = decided(space, [half()], day)
    assert (decision.license.outcome, decision.decision) == (outcome, verdict)
    (determination,) = space.license([order([half()], day)])
    assert determination.outcome is outcome
    assert any(LISTED in reason and "50 percent" in reason for reason in decision.reasons)


def test_the_answer_carries_the_owner_its_hits_and_the_sum(space: Workspace) -> None:
    chain = [{"name": "Invented Holding", "share_pct": 60, "owners": [half(50), {"name": "Invented Person"}]}]
    (party,) = decided(space, chain, IN_FORCE).screening
    assert [(one.owner, one.name, bool(one.hits)) for one in party.owners] == [
        ((0,), "Invented Holding", False),
        ((0, 0), LISTED, True),
        ((0, 1), "Invented Person", False),
    ]
    held = {one.rule: one for one in party.ownership}[AFFILIATES]
    assert (held.certain_pct, held.possible_pct, held.reaches, held.force) == (60, 100, "yes", "in_force")
    assert held.owners == (LISTED,)


def test_below_half_is_held_as_a_red_flag(space: Workspace) -> None:
    decision = decided(space, [half(49), {"name": "Invented Owner", "share_pct": 51}], IN_FORCE)
    assert decision.license.outcome is Outcome.NOT_REQUIRED
    assert decision.decision is Verdict.HOLD
    assert any("49 percent" in reason and "below the 50 percent" in reason for reason in decision.reasons)


def test_what_nobody_stated_beside_a_listed_owner_is_asked_about(space: Workspace) -> None:
    decision = decided(space, [half(30)], IN_FORCE)
    assert (decision.license.outcome, decision.decision) == (Outcome.UNDETERMINED, Verdict.HOLD)
    assert any("other 70 percent of Invented Gulf Trading FZE" in question for question in decision.missing)
    held = {one.rule: one for one in decision.screening[0].ownership}[AFFILIATES]
    assert (held.certain_pct, held.possible_pct, held.reaches) == (30, 100, "unknown")


def test_a_small_owner_who_is_not_listed_does_not_silence_the_question(space: Workspace) -> None:
    small, large = ([{"name": "Invented Owner", "share_pct": share}] for share in (10, 51))
    assert any("Who owns Invented Gulf Trading FZE" in question for question in decided(space, small, IN_FORCE).missing)
    assert decided(space, large, IN_FORCE).missing == ()
    assert decided(space, small, STAYED).missing == ()


def test_a_stated_listing_of_an_owner_holds_without_a_hit(space: Workspace) -> None:
    owner = {"name": "Invented Owner", "share_pct": 20, "listings": ["us.bis.entity_list"]}
    decision = decided(space, [owner], STAYED)
    assert decision.decision is Verdict.HOLD
    assert any("Invented Owner" in reason and "20 to 100 percent" in reason for reason in decision.reasons)


def test_a_share_nobody_knows_is_asked_about(space: Workspace) -> None:
    decision = decided(space, [half(None)], IN_FORCE)
    assert decision.license.outcome is Outcome.UNDETERMINED
    assert any("What share of Invented Gulf Trading FZE" in question for question in decision.missing)


def test_a_possible_match_of_an_owner_is_asked_about_and_never_required_by_itself(space: Workspace) -> None:
    decision = decided(space, [{"name": "Huawei Technology Trading", "share_pct": 80}], IN_FORCE)
    strengths = {hit.strength for owner in decision.screening[0].owners for hit in owner.hits}
    assert strengths == {Strength.POSSIBLE}
    assert decision.license.outcome is Outcome.UNDETERMINED
    assert any("Is Huawei Technology Trading, an owner of" in question for question in decision.missing)


def test_owners_nobody_stated_are_a_question_while_the_rule_stands_and_always_a_note(space: Workspace) -> None:
    for day in (IN_FORCE, AFTER):
        decision = decided(space, None, day)
        assert decision.decision is Verdict.RELEASE
        assert any("Who owns Invented Gulf Trading FZE" in question for question in decision.missing)
    stayed = decided(space, None, STAYED)
    assert stayed.missing == ()
    assert any("owners not stated" in reason.facts for reason in stayed.license.reasons)
    assert not any("owners not stated" in r.facts for r in decided(space, [], IN_FORCE).license.reasons)


def test_rows_to_screen_may_carry_owners(space: Workspace) -> None:
    party = order([half(30), {"name": "Invented Owner", "share_pct": 70}], IN_FORCE).parties[0]
    with_owners, without = space.screen(
        [ScreenRow("a", party), ScreenRow("b", order(None, IN_FORCE).parties[0])], as_of=IN_FORCE
    )
    assert with_owners.hits == without.hits
    assert [bool(owner.hits) for owner in with_owners.owners] == [True, False]
    assert {one.rule: one.reaches for one in with_owners.ownership}[AFFILIATES] == "no"
    assert (without.owners, without.ownership) == ((), ())


def test_rescreening_looks_at_owners_too(space: Workspace) -> None:
    row = ScreenRow("a", order([half()], IN_FORCE).parties[0])
    answers = list(space.rescreen([row], since=dt.date(2019, 1, 1), as_of=dt.date(2026, 8, 1)))
    assert [answer.owner for answer in answers] == [(0,)]
    assert any("entity_list" in key for key in answers[0].new)
