"""What must hold for every transaction, whatever its facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.licensing.orders import LISTINGS, days, transactions

from tidewaiter.law import load_law
from tidewaiter.licensing import determine
from tidewaiter.licensing.facts import RECEIVING
from tidewaiter.model import Act, Determination, Effect, Item, Outcome, Owner, Party, Transaction, to_json

LAW = load_law()
quick = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: How strict an outcome is; what is not known lies between.
STRICT = {Outcome.NOT_SUBJECT: 0, Outcome.NOT_REQUIRED: 0, Outcome.UNDETERMINED: 1, Outcome.REQUIRED: 2}


def answer(tx: Transaction, as_of: dt.date) -> Determination:
    return determine(tx, LAW, as_of=as_of)


@quick
@given(transactions, days, st.sampled_from(LISTINGS), st.integers(0, 2))
def test_a_listing_never_loosens(tx: Transaction, as_of: dt.date, listing: str, which: int) -> None:
    if not tx.parties:
        return
    listed = list(tx.parties)
    party = listed[which % len(listed)]
    listed[which % len(listed)] = replace(party, listings=(*party.listings, listing))
    before, after = answer(tx, as_of), answer(replace(tx, parties=tuple(listed)), as_of)
    assert STRICT[after.outcome] >= STRICT[before.outcome]
    assert after.prohibited or not before.prohibited
    assert set(before.sections) <= set(after.sections) or before.outcome is not Outcome.REQUIRED


@quick
@given(
    transactions, days, st.sampled_from(("eccn", "hs", "origin", "us_content_pct", "us_content_eccns", "fdp_inputs"))
)
def test_less_information_never_permits_what_needed_a_license(tx: Transaction, as_of: dt.date, fact: str) -> None:
    if fact == "us_content_eccns" and tx.item.us_content_pct is None:
        return
    before = answer(tx, as_of)
    after = answer(replace(tx, item=replace(tx.item, **{fact: None})), as_of)
    if before.outcome is Outcome.REQUIRED:
        assert STRICT[after.outcome] >= 1, (fact, before.sections)


def with_owners(party: Party, change: Callable[[Owner], Owner]) -> Party:
    return replace(party, owners=None if party.owners is None else tuple(map(change, party.owners)))


@quick
@given(transactions, days, st.sampled_from(LISTINGS))
def test_a_listing_of_an_owner_never_loosens(tx: Transaction, as_of: dt.date, listing: str) -> None:
    listed = [
        with_owners(party, lambda owner: replace(owner, listings=(*owner.listings, listing))) for party in tx.parties
    ]
    before, after = answer(tx, as_of), answer(replace(tx, parties=tuple(listed)), as_of)
    assert STRICT[after.outcome] >= STRICT[before.outcome]
    assert after.prohibited or not before.prohibited


@quick
@given(transactions, days)
def test_shares_nobody_knows_never_permit(tx: Transaction, as_of: dt.date) -> None:
    if any(sum(owner.share_pct or 0 for owner in party.owners or ()) > 100 for party in tx.parties):
        return
    asked = [with_owners(party, lambda owner: replace(owner, share_pct=None)) for party in tx.parties]
    before, after = answer(tx, as_of), answer(replace(tx, parties=tuple(asked)), as_of)
    if before.outcome is Outcome.REQUIRED:
        assert STRICT[after.outcome] >= 1, before.sections


@quick
@given(transactions, days, st.sampled_from(("destination", "from_country")))
def test_places_nobody_knows_never_permit(tx: Transaction, as_of: dt.date, fact: str) -> None:
    """Where facts contradict each other (a consignee elsewhere, a reexport from home), what is left may say less."""
    elsewhere = any(p.role in RECEIVING and p.country not in (None, tx.destination) for p in tx.parties)
    elsewhere = elsewhere or (tx.region is not None and tx.destination not in ("UA", "RU"))
    if (fact == "destination" and elsewhere) or (tx.act is not Act.EXPORT and tx.from_country == "US"):
        return
    unknown: Any = {fact: None}
    before, after = answer(tx, as_of), answer(replace(tx, **unknown), as_of)
    if before.outcome is Outcome.REQUIRED:
        assert STRICT[after.outcome] >= 1, before.sections


@quick
@given(transactions, days)
def test_where_parties_are_never_permits_by_being_unknown(tx: Transaction, as_of: dt.date) -> None:
    """A consignee without a country is taken to be at the destination, so only countries that say no more are lost."""
    same = (None, "US", tx.destination)
    lost = tuple(
        replace(party, country=None if party.country in same else party.country, nationality=None)
        for party in tx.parties
    )
    before, after = answer(tx, as_of), answer(replace(tx, parties=lost), as_of)
    if before.outcome is Outcome.REQUIRED:
        assert STRICT[after.outcome] >= 1, before.sections


@quick
@given(transactions, days)
def test_an_exception_is_established_only_by_what_is_affirmed(tx: Transaction, as_of: dt.date) -> None:
    unasked = answer(replace(tx, circumstances=None), as_of)
    decided_by_words = {"TMP", "RPL", "GOV", "GFT", "TSU", "BAG", "AVS"}
    assert not [c for c in unasked.exceptions if c.symbol in decided_by_words and c.eligible == "yes"]


@quick
@given(transactions, days)
def test_less_price_information_never_permits(tx: Transaction, as_of: dt.date) -> None:
    before = answer(tx, as_of)
    after = answer(replace(tx, item=replace(tx.item, value_usd=None, quantity=None)), as_of)
    if before.outcome is Outcome.REQUIRED:
        assert STRICT[after.outcome] >= 1


@quick
@given(transactions, days)
def test_no_rule_acts_before_its_date(tx: Transaction, as_of: dt.date) -> None:
    for reason in answer(tx, as_of).reasons:
        assert reason.in_force_from is not None
        assert reason.in_force_from <= as_of, reason.rule


@quick
@given(transactions, days)
def test_every_answer_has_its_law_and_an_open_one_its_question(tx: Transaction, as_of: dt.date) -> None:
    found = answer(tx, as_of)
    assert all(reason.citation and reason.text for reason in found.reasons)
    assert found.coverage
    if found.outcome is Outcome.REQUIRED:
        assert found.sections
        assert any(r.effect in (Effect.REQUIRES, Effect.PROHIBITS) for r in found.reasons)
        assert found.exceptions is not None
    if found.outcome is Outcome.UNDETERMINED:
        assert found.missing
    if found.outcome is Outcome.NOT_REQUIRED:
        assert not any(r.effect in (Effect.REQUIRES, Effect.PROHIBITS, Effect.UNDETERMINED) for r in found.reasons)
    if found.prohibited:
        assert [check.eligible for check in found.exceptions] == ["no"]


@quick
@given(transactions, days)
def test_the_same_question_gets_the_same_bytes(tx: Transaction, as_of: dt.date) -> None:
    assert to_json(answer(tx, as_of)) == to_json(answer(tx, as_of))


@pytest.mark.parametrize("act", list(Act))
def test_an_empty_transaction_is_undetermined(act: Act) -> None:
    tx = Transaction(id="empty", act=act, item=Item())
    assert answer(tx, dt.date(2024, 8, 7)).outcome is Outcome.UNDETERMINED
