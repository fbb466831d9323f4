"""Properties every decision has, whatever the order (issue of the first thread)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.check import check_transaction
from tidewaiter.law import load_law
from tidewaiter.model import (
    Act,
    Hit,
    Item,
    ItemScope,
    Outcome,
    OwnerScreening,
    Party,
    Requirement,
    Role,
    Strength,
    Transaction,
    Verdict,
    to_json,
)

LAW = load_law()
_STRICTNESS = {Verdict.RELEASE: 0, Verdict.HOLD: 1, Verdict.STOP: 2}
_COUNTRIES = st.sampled_from(["TR", "RU", "BY", "CN", "HK", "AE", "IR", "DE", "KZ", "SY", "CU", "IN", "VE", "GB", "UA"])
_DATES = st.dates(dt.date(2016, 1, 1), dt.date(2026, 12, 1))
_ITEMS = st.builds(
    Item,
    eccn=st.sampled_from([None, "EAR99", "3A991", "3A001.a.2", "5A992.c", "9A610", "1C350", "8A992", "4A003"]),
    hs=st.sampled_from([None, "854231", "848210", "940360", "220410", "880730", "730411"]),
    origin=st.sampled_from([None, "US", "CN", "DE"]),
    us_content_pct=st.sampled_from([None, 0.0, 10.0, 26.0]),
    quantity=st.sampled_from([None, 1.0, 100.0]),
    value_usd=st.sampled_from([None, 50.0, 400.0, 90_000.0]),
)
_PARTIES = st.lists(
    st.builds(Party, name=st.just("Invented Example Ltd"), role=st.sampled_from(Role), country=_COUNTRIES),
    min_size=1,
    max_size=3,
).map(tuple)
_ORDERS = st.builds(
    Transaction,
    id=st.just("1"),
    act=st.sampled_from(Act),
    from_country=st.sampled_from([None, "US", "DE", "TR"]),
    destination=st.none() | _COUNTRIES,
    transit=st.lists(_COUNTRIES, max_size=1).map(tuple),
    item=_ITEMS,
    parties=_PARTIES,
    end_use=st.sampled_from([None, "civil", "military", "nuclear", "oil_gas_deepwater_arctic_shale"]),
)
_LISTS = st.sampled_from(
    [
        "us.bis.entity_list",
        "us.bis.unverified_list",
        "us.bis.military_end_user",
        "us.bis.denied_persons",
        "us.bis.mieu",
        "us.ofac.sdn",
        "us.ofac.ssi",
        "us.ofac.nonsdn",
        "us.state.ddtc",
        "us.state.isn",
        "custom.watch",
    ]
)


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    list_id = draw(_LISTS)
    scope = draw(st.sampled_from([ItemScope.ALL, ItemScope.CCL, ItemScope.CCL_AND_SUPP7, ItemScope.PROJECT_746_8_A_4]))
    footnotes = draw(st.sampled_from([(), (1,), (3,), (4,), (5,)]))
    return Hit(
        listing_id=f"{list_id}:1",
        list=list_id,
        name="Invented Listed Ltd",
        matched="Invented Listed Ltd",
        score=draw(st.sampled_from([0.7, 0.99])),
        strength=draw(st.sampled_from(Strength)),
        programs=draw(st.sampled_from([(), ("RUSSIA-EO14024",), ("SDGT",)])),
        license_requirement=Requirement(items=scope, footnotes=footnotes) if list_id == "us.bis.entity_list" else None,
        schema=draw(st.sampled_from(["Organization", "Address"])),
    )


@settings(max_examples=300, deadline=None)
@given(_ORDERS, _DATES, hits(), st.integers(0, 2))
def test_adding_a_listing_never_loosens(order: Transaction, day: dt.date, hit: Hit, position: int) -> None:
    without = check_transaction(order, [()] * len(order.parties), LAW, as_of=day)
    found: list[tuple[Hit, ...]] = [()] * len(order.parties)
    found[position % len(found)] = (hit,)
    with_it = check_transaction(order, found, LAW, as_of=day)
    assert _STRICTNESS[with_it.decision] >= _STRICTNESS[without.decision]
    assert with_it.license.prohibited >= without.license.prohibited
    if without.license.outcome is Outcome.REQUIRED:
        assert with_it.license.outcome is Outcome.REQUIRED
    assert set(without.license.sections) <= set(with_it.license.sections) or with_it.license.outcome is Outcome.REQUIRED


@settings(max_examples=200, deadline=None)
@given(_ORDERS, _DATES, hits())
def test_a_match_is_at_least_as_strict_as_a_possible_match(order: Transaction, day: dt.date, hit: Hit) -> None:
    rest = [()] * (len(order.parties) - 1)
    possible, match = (
        check_transaction(order, [(replace(hit, strength=strength),), *rest], LAW, as_of=day)
        for strength in (Strength.POSSIBLE, Strength.MATCH)
    )
    assert _STRICTNESS[match.decision] >= _STRICTNESS[possible.decision]
    assert possible.decision is not Verdict.RELEASE


@settings(max_examples=200, deadline=None)
@given(_ORDERS, _DATES, st.sampled_from(["eu.fsf", "gb.fcdo", "us.bis.unverified_list", "custom.watch"]), st.booleans())
def test_a_stated_listing_is_never_passed_over(order: Transaction, day: dt.date, listed: str, owner: bool) -> None:
    first, *rest = order.parties
    above = OwnerScreening(owner=(0,), name="Invented Holding", listings=(listed,))
    party = first if owner else replace(first, listings=(listed,))
    order = replace(order, parties=(party, *rest))
    owners = [[above] if owner else [], *([] for _ in rest)]
    decision = check_transaction(order, [()] * len(order.parties), LAW, as_of=day, owners=owners)
    assert decision.decision is not Verdict.RELEASE
    assert any(f"stated to be on {listed}" in reason for reason in decision.reasons)


@settings(max_examples=200, deadline=None)
@given(_ORDERS, _DATES)
def test_the_same_facts_give_the_same_bytes(order: Transaction, day: dt.date) -> None:
    first, second = (check_transaction(order, [()] * len(order.parties), LAW, as_of=day) for _ in range(2))
    assert to_json(first) == to_json(second)


@settings(max_examples=300, deadline=None)
@given(_ORDERS, _DATES)
def test_no_rule_and_no_flag_before_its_date(order: Transaction, day: dt.date) -> None:
    decision = check_transaction(order, [()] * len(order.parties), LAW, as_of=day)
    late = [r for r in decision.license.reasons if r.in_force_from is not None and r.in_force_from > day]
    assert late == []


@settings(max_examples=200, deadline=None)
@given(_ORDERS, _DATES)
def test_every_decision_says_why(order: Transaction, day: dt.date) -> None:
    decision = check_transaction(order, [()] * len(order.parties), LAW, as_of=day)
    assert decision.reasons
    assert decision.license.coverage
    assert all(reason.citation for reason in decision.license.reasons)
    if decision.license.outcome is Outcome.REQUIRED:
        assert decision.license.sections
    if decision.license.outcome is Outcome.UNDETERMINED:
        assert decision.missing
    assert (decision.decision is Verdict.STOP) == (
        decision.license.prohibited
        or (
            decision.license.outcome is Outcome.REQUIRED
            and not any(e.eligible == "yes" for e in decision.license.exceptions)
        )
    )


def test_an_order_that_names_nobody_who_receives_is_held() -> None:
    item = Item(eccn="EAR99", origin="US")
    day = dt.date(2026, 7, 1)
    maker = Party(name="Invented Parts Inc", role=Role.EXPORTER, country="US")
    buyer = Party(name="Invented Quartz Works", role=Role.END_USER, country="DE", owners=())
    order = Transaction(id="o", from_country="US", destination="DE", item=item, end_use="civil")
    for parties, expected in (((), Verdict.HOLD), ((maker,), Verdict.HOLD), ((maker, buyer), Verdict.RELEASE)):
        found = check_transaction(replace(order, parties=parties), [()] * len(parties), LAW, as_of=day)
        assert found.decision is expected, found.reasons
        assert found.license.outcome is Outcome.NOT_REQUIRED


def test_an_exception_releases_nothing_while_another_requirement_is_open() -> None:
    buyer = Party(name="Invented Quartz Works", role=Role.END_USER, country="TH", owners=())
    order = Transaction(id="o", from_country="US", destination="TH", item=Item(eccn="3A001.a.2"), parties=(buyer,))
    day = dt.date(2026, 7, 1)
    plain = check_transaction(replace(order, end_use="civil"), [()], LAW, as_of=day)
    rockets = check_transaction(replace(order, end_use="missile"), [()], LAW, as_of=day)
    assert (plain.decision, rockets.decision) == (Verdict.RELEASE, Verdict.STOP)
