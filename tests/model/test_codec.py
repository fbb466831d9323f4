from __future__ import annotations

import dataclasses
import datetime as dt
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tidewaiter import model
from tidewaiter.model import (
    Act,
    Decision,
    Determination,
    Estimate,
    Item,
    Listing,
    Party,
    Role,
    Transaction,
    from_data,
    from_json,
    to_data,
    to_json,
)

EXAMPLE = """
{"id": "PO-1001", "date": "2024-08-07", "act": "export", "from": "US", "destination": "TR", "region": null,
 "transit": ["AE"],
 "item": {"description": "ARM microcontroller", "eccn": "3A991", "hs": "854231", "part_number": "X-1",
          "manufacturer": "Y", "origin": "US", "us_content_pct": null, "us_content_eccns": [], "fdp_inputs": [],
          "quantity": 500, "unit": "pcs", "value_usd": 12000},
 "parties": [{"role": "ultimate_consignee", "name": "N", "schema": "Organization", "address": "A", "city": "C",
              "country": "TR", "identifiers": {"tax": "1"}, "nationality": null,
              "owners": [{"name": "O", "share_pct": 50, "listings": []}], "listings": ["us.bis.entity_list"]}],
 "end_use": "military", "is_informed": false, "knowledge": ["diversion:RU"]}
"""


def test_the_transaction_of_the_interface_is_read_whole() -> None:
    tx = from_json(Transaction, EXAMPLE)
    assert (tx.id, tx.date, tx.act, tx.from_country) == ("PO-1001", dt.date(2024, 8, 7), Act.EXPORT, "US")
    assert tx.parties[0].role is Role.ULTIMATE_CONSIGNEE
    assert tx.parties[0].owners is not None
    assert tx.parties[0].owners[0].share_pct == 50
    assert tx.item.unit_value_usd == 24
    assert to_data(tx)["from"] == "US"
    assert from_json(Transaction, to_json(tx)) == tx


def test_unknown_facts_stay_unknown() -> None:
    tx = from_json(Transaction, '{"id": "1"}')
    assert tx.item == Item()
    assert tx.is_informed is None
    assert tx.item.unit_value_usd is None
    assert tx.parties == ()


def test_an_error_names_the_field() -> None:
    with pytest.raises(ValidationError) as caught:
        from_data(Transaction, {"id": "1", "parties": [{"name": "x", "role": "friend"}]})
    assert caught.value.errors()[0]["loc"] == ("parties", 0, "role")


def test_a_partial_date_keeps_what_is_known() -> None:
    assert from_data(Party, {"birth_date": "1975-04"}).birth_date == "1975-04"
    assert from_data(Party, {"birth_date": 1975}).birth_date == "1975"
    with pytest.raises(ValidationError, match="month"):
        from_data(Party, {"birth_date": "1975-14"})
    assert model.earliest("1975") == dt.date(1975, 1, 1)
    assert model.earliest("1975-04") == dt.date(1975, 4, 1)
    assert model.earliest("1975-04-30") == dt.date(1975, 4, 30)


@pytest.mark.parametrize("cls", [Transaction, Listing, Determination, Decision, Estimate])
def test_the_nouns_are_frozen_and_typed(cls: type) -> None:
    assert dataclasses.is_dataclass(cls)
    assert cls.__dataclass_params__.frozen  # type: ignore[attr-defined]  # set by the decorator
    assert typing.get_type_hints(cls)


_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    st.builds(
        Transaction,
        id=_text,
        item=st.builds(Item, description=st.none() | _text, value_usd=st.none() | st.floats(0, 1e9)),
        parties=st.lists(st.builds(Party, name=st.none() | _text, role=st.sampled_from(Role)), max_size=3).map(tuple),
    )
)
def test_any_transaction_survives_json(tx: Transaction) -> None:
    assert from_json(Transaction, to_json(tx)) == tx
    assert to_json(from_json(Transaction, to_json(tx))) == to_json(tx)
