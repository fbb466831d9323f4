"""Every sign: a case where it is present, one where a record clears it, one where the records cannot tell."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from tidewaiter.networks.leads.points import carried_weights
from tidewaiter.networks.signs import ABSENT, BY_ID, PRESENT, SIGNS, UNDETERMINED, Facts, Kind, base_rates, measure_all

SINCE, AS_OF = dt.date(2022, 3, 1), dt.date(2023, 12, 31)
S = SINCE.toordinal()
#: Both pasts are covered, and the present of its country.
COVERED = {
    "export_before": 24.0,
    "export_after": 20.0,
    "import_after": 20.0,
    "destination_before": 24.0,
    "destination_after": 20.0,
}
SENT = {"sent_legs": 10.0, "sent_value": 1e6, "asked_legs_after": 10.0, "asked_value_after": 1e6}

#: By sign: facts that show it, facts that clear it, facts that leave it open.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "no_exports_before": (
        {"sold_legs_before": 0.0, **SENT, **COVERED},
        {"sold_legs_before": 4.0, "sold_value_before": 5e4, **SENT, **COVERED},
        {"sold_legs_before": 0.0, **SENT, "export_before": 3.0},
    ),
    "no_controlled_goods_before": (
        {"sold_legs_before": 8.0, "asked_legs_before": 0.0, **SENT, **COVERED},
        {"sold_legs_before": 8.0, "asked_legs_before": 2.0, "asked_value_before": 9e3, **SENT, **COVERED},
        {"sold_legs_before": 8.0, **SENT, "export_before": 11.0},
    ),
    "spike": (
        {"asked_legs_window": 12.0, "asked_legs_after": 200.0, "month_squares": 12.0, **COVERED},
        {"asked_legs_window": 12.0, "asked_legs_after": 14.0, "month_squares": 12.0, **COVERED},
        {"asked_legs_window": 12.0, "asked_legs_after": 200.0, "month_squares": 12.0},
    ),
    "new_to_destination": (
        {"first_to": S + 40, **COVERED},
        {"first_to": S - 400, **COVERED},
        {"first_to": S + 40, "export_before": 5.0},
    ),
    "young_at_first_shipment": (
        {"registered_on": S + 10, "first_asked": S + 17, "first_sent": S + 17},
        {"registered_on": S - 4000, "first_asked": S + 17, "first_sent": S + 17},
        {"first_seen": S + 10, "first_asked": S + 17},
    ),
    "recent_incorporation": ({"registered_on": S + 5}, {"registered_on": S - 5}, {"registered_on": None}),
    "sector_jump": (
        {"former_legs": 40, "former_related_legs": 0.0},
        {"former_legs": 40, "former_related_legs": 30.0},
        {"former_legs": 2, "former_related_legs": 0.0},
    ),
    "activity_mismatch": (
        {"activity": "Wholesale of textiles and carpets"},
        {"activity": "Wholesale of electronic components"},
        {"activity": "Trade"},
    ),
    "instant_scale": (
        {"start_value": 9e6, "first_asked": S + 30, **COVERED},
        {"start_value": 1e6, "first_asked": S + 30, **COVERED},
        {"start_value": 9e6, "first_asked": S + 30},
    ),
    "successor_of_listed": (
        {"listed_kinds": 2.0, "listed_papers": 1.0, "listed_gap": 20.0, "listed_predecessor": 7, **SENT, **COVERED},
        {**SENT, **COVERED},
        {**SENT},
    ),
    "successor_of_stopped": (
        {"stopped_kinds": 1.0, "stopped_gap": -9.0, "stopped_predecessor": 7, **SENT, **COVERED},
        {**SENT, **COVERED},
        {**SENT},
    ),
    "shares_marks_with_listed": (
        {"listed_marks": 1.0, "listed_mark_on": S + 100, "addresses": 1},
        {"addresses": 1},
        {},
    ),
    "crowded_address": (
        {"address_senders": 3.0, "address_companies": 5, "addresses": 1},
        {"address_senders": 0.0, "addresses": 1},
        {},
    ),
    "implausible_address": ({"implausible": "dwelling", "addresses": 1}, {"addresses": 1}, {}),
    "linked_to_listing": ({"listings": 1.0, "listing_score": 0.9, "listed_on": S + 9}, {}, {}),
    "new_buyers": (
        {"new_buyer_value": 9e5, "paired_value": 1e6, **COVERED},
        {"new_buyer_value": 0.0, "paired_value": 1e6, **COVERED},
        {"new_buyer_value": 9e5, "paired_value": 1e6},
    ),
    "single_buyer": (
        {"hhi": 1.0, "buyers": 1, "paired_value": 1e6, **SENT},
        {"hhi": 0.3, "buyers": 4, "paired_value": 1e6, **SENT},
        {"hhi": 1.0, "buyers": 1, "paired_value": 1e6, "sent_legs": 1.0},
    ),
    "split_invoices": (
        {"split_legs": 8.0, "split_days": 3.0, "dated_legs": 10.0},
        {"split_legs": 0.0, "dated_legs": 10.0},
        {"split_legs": 2.0, "dated_legs": 2.0},
    ),
    "destination_only": (
        {"to_value": 1e6, "elsewhere_value": 0.0, **SENT, **COVERED},
        {"to_value": 1e5, "elsewhere_value": 9e5, **SENT, **COVERED},
        {"to_value": 1e6, "elsewhere_value": 0.0, **SENT},
    ),
    "in_chains": (
        {"chains": 3.0, "chain_confidence": 0.8, "chain_value": 2e5},
        {"chains": 1.0, "chain_confidence": 0.2, **COVERED},
        {},
    ),
    "pass_through": (
        {"soon_value": 8e5, **SENT, "bought_legs": 4.0},
        {"soon_value": 0.0, **SENT, **COVERED},
        {"soon_value": 0.0, **SENT},
    ),
    "controlled_supply": (
        {"bought_controlled_value": 9e5, "bought_legs": 4.0, **SENT},
        {"bought_controlled_value": 0.0, "bought_legs": 4.0, **SENT},
        {**SENT},
    ),
    "controlled_origin": (
        {"made_value": 5e5, "origin_value": 6e5},
        {"made_value": 0.0, "origin_value": 6e5},
        {"made_value": 0.0, "origin_value": 0.0},
    ),
    "price_premium": (
        {"price_log_sum": 2.0, "price_links": 4.0},
        {"price_log_sum": 0.1, "price_links": 4.0},
        {"price_log_sum": 0.7, "price_links": 1.0},
    ),
    "code_switching": (
        {"sibling_legs": 6, "switched_legs": 5, "switched_value": 4e5, "bought_legs": 9.0},
        {"sibling_legs": 60, "switched_legs": 2, "bought_legs": 9.0},
        {"sibling_legs": 6},
    ),
    "route_detour": (
        {"indirect_value": 4e5, **SENT},
        {"indirect_value": 0.0, **SENT},
        {"indirect_value": 0.0, "sent_value": 0.0},
    ),
}
#: Companies of the same country that nothing is special about: base rates and medians need some.
PEERS = 30


def _facts(subject: dict[str, Any]) -> Facts:
    peer = {"home": "TR", "start_value": 1e6, "first_asked": S - 900, "asked_legs_window": 12.0, "month_squares": 12.0}
    peers = [{**peer, **COVERED, "asked_legs_after": 10.0} for _ in range(PEERS)]
    rows = [{"home": "TR", **subject}, *peers]
    names = sorted({name for row in rows for name in row})
    return Facts(pa.table({name: [row.get(name) for row in rows] for name in names}), since=SINCE, as_of=AS_OF)


def test_every_sign_has_cases() -> None:
    assert set(CASES) == set(BY_ID)


@pytest.mark.parametrize("name", sorted(CASES))
def test_present_cleared_undetermined(name: str) -> None:
    sign = BY_ID[name]
    for facts, expected in zip(CASES[name], (PRESENT, ABSENT, UNDETERMINED), strict=True):
        if name == "linked_to_listing" and expected == UNDETERMINED:
            continue  # screening always answers
        found = sign.measure(given := _facts(facts))
        assert found.state[0] == expected, (name, facts)
        if expected == UNDETERMINED:
            assert found.value[0] != found.value[0]
            assert sign.missing
        else:
            row = {column: given.table[column][0].as_py() for column in given.table.column_names}
            said = sign.say({**row, "value": float(found.value[0]), "state": int(found.state[0])})
            assert said
            assert "nan" not in said
            assert "None" not in said


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.id)
def test_definitions_are_complete(sign: Any) -> None:
    assert sign.title
    assert sign.meaning.endswith(".")
    assert sign.source
    assert sign.clears_if.endswith(".")
    assert sign.unit
    for said in filter(None, (sign.missing, sign.clears_if, sign.meaning)):
        assert said.rstrip(".").split()[-1] not in {"the", "a", "an", "of", "by", "to", "in"}, said
    assert isinstance(sign.kind, Kind)


def test_nothing_known_is_never_present() -> None:
    bare = Facts(pa.table({"company": [0, 1]}), since=SINCE, as_of=AS_OF)
    for name, found in measure_all(bare).items():
        assert (found.state != PRESENT).all(), name


def test_base_rates_are_of_the_same_country() -> None:
    rows = [{"home": "TR", "registered_on": S + 1}] * 25 + [{"home": "AM", "registered_on": S - 1}] * 25
    table = pa.table({name: [row[name] for row in rows] for name in rows[0]})
    facts = Facts(table, since=SINCE, as_of=AS_OF)
    rates = base_rates(facts, BY_ID["recent_incorporation"].measure(facts))
    assert rates[0] == 1.0
    assert rates[-1] == 0.0


def test_a_spike_is_no_burst() -> None:
    """One large order after a bursty past is not growth."""
    bursty = {"asked_legs_window": 12.0, "month_squares": 144.0, "asked_legs_after": 40.0, **COVERED}
    rows = [{"home": "TR", **bursty} for _ in range(20)]
    facts = Facts(pa.table({name: [row[name] for row in rows] for name in rows[0]}), since=SINCE, as_of=AS_OF)
    assert (BY_ID["spike"].measure(facts).state == ABSENT).all()


def test_invoices_just_under_a_threshold_are_cut_too() -> None:
    small = {"split_legs": 0.0, "under_legs": 9.0, "dated_legs": 10.0}
    found = BY_ID["split_invoices"].measure(_facts(small))
    assert found.state[0] == PRESENT
    assert "just under USD 2,500" in BY_ID["split_invoices"].say({**small, "value": 0.9, "state": 1})


def test_weights_are_of_known_signs() -> None:
    weights = carried_weights()
    assert set(weights.signs) <= set(BY_ID)
    assert all(weight.present >= 0 >= weight.absent for weight in weights.signs.values())
