"""Facts from a small book of trade: what they count, that nothing later is used, and marks written alike."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.networks.ledger import SCOPE, SINCE, Ledger, days, facts_of

from tidewaiter.networks.facts.contacts import address_key, marks
from tidewaiter.networks.leads.scope import LeadScope
from tidewaiter.networks.leads.words import plain

OFFICE = "Cinar Mah. 5, Ofis 12, Istanbul"


def _reborn() -> tuple[Ledger, int, int]:
    """Return a book in which one hub company is listed and another goes on with its buyer from the same office."""
    book = Ledger()
    maker, reborn, buyer = book.company("US"), book.company("TR", addresses=[OFFICE]), book.company("RU")
    listed = book.company("TR", addresses=["Ofis 12, Cinar Mahallesi No: 5 Istanbul"])
    book.covers("TR", "export", dt.date(2019, 1, 1), dt.date(2023, 12, 1))
    book.covers("RU", "import", dt.date(2019, 1, 1), dt.date(2023, 12, 1))
    for day in days(dt.date(2022, 4, 1), 6):
        book.leg(listed, buyer, day)
    book.listed.append(
        {
            "company": listed,
            "listing_id": "l1",
            "list": "x",
            "name": "y",
            "score": 0.9,
            "listed_on": dt.date(2022, 10, 1),
        }
    )
    for day in days(dt.date(2022, 10, 20), 8):
        inward = book.leg(maker, reborn, day - dt.timedelta(days=20), 8_000.0)
        outward = book.leg(reborn, buyer, day, 12_000.0, net_kg=80.0)
        book.link(inward, outward)
        book.chain(inward, outward)
    return book, reborn, listed


def _row(book: Ledger, company: int, scope: LeadScope = SCOPE) -> dict[str, Any]:
    rows: list[dict[str, Any]] = facts_of(book, scope).to_pylist()
    return next(row for row in rows if row["company"] == company)


def test_what_is_sent_bought_and_linked() -> None:
    book, reborn, listed = _reborn()
    row = _row(book, reborn)
    assert row["candidate"] == 1
    assert (row["sent_legs"], row["sent_value"], row["bought_controlled_value"]) == (8, 96_000, 64_000)
    assert (row["linked_value"], row["soon_value"], row["chains"], row["chain_confidence"]) == (96_000, 96_000, 8, 0.9)
    assert row["hhi"] == pytest.approx(1.0)
    assert (row["export_before"], row["destination_before"], row["import_after"]) == (24, 24, 0)
    assert (row["listed_predecessor"], row["listed_kinds"], row["listed_gap"]) == (listed, 2, 52)
    assert row["listed_marks"] == 1


def test_a_chain_that_ended_before_the_goods_were_controlled_is_free_trade() -> None:
    book = Ledger()
    maker, firm, buyer = book.company("US"), book.company("TR"), book.company("RU")
    for day in (SINCE - dt.timedelta(days=1), SINCE):
        inward = book.leg(maker, firm, day - dt.timedelta(days=20), 8_000.0)
        book.chain(inward, book.leg(firm, buyer, day))
    row = _row(book, firm)
    assert (row["chains"], row["chain_value"]) == (1, 10_000)


def test_a_supplier_in_the_coalition_is_no_candidate_and_a_forwarder_neither() -> None:
    book, _, _ = _reborn()
    carrier = book.company("TR", forwarder=True)
    book.leg(carrier, 2, dt.date(2022, 9, 1))
    assert _row(book, 0)["candidate"] == 0
    assert _row(book, carrier)["candidate"] == 0


def test_a_switched_code_makes_a_candidate() -> None:
    book = Ledger()
    maker, firm, buyer = book.company("DE"), book.company("KZ"), book.company("RU")
    for number, day in enumerate(days(dt.date(2022, 6, 1), 4)):
        book.leg(maker, firm, day, net_kg=50.0 + 17 * number)
        book.leg(
            firm,
            buyer,
            day + dt.timedelta(days=9),
            net_kg=50.4 + 17 * number,
            asked=False,
            hs6="854290",
            family="854290",
        )
    row = _row(book, firm)
    assert (row["candidate"], row["sibling_legs"], row["switched_legs"], row["sent_legs"]) == (1, 4, 4, 0)


def test_invoices_cut_into_pieces_and_kept_small() -> None:
    book = Ledger()
    firm, small, buyer = book.company("TR"), book.company("TR"), book.company("RU")
    for day in days(dt.date(2022, 6, 1), 3):
        book.leg(firm, buyer, day)
        book.leg(firm, buyer, day)
        book.leg(small, buyer, day, 2_480.0)
    book.leg(firm, buyer, dt.date(2023, 1, 1), day_to=dt.date(2023, 1, 31), arrived_to=dt.date(2023, 1, 31))
    names = ("dated_legs", "split_legs", "split_days", "under_legs")
    assert [_row(book, firm)[name] for name in names] == [6, 6, 3, 0]
    assert [_row(book, small)[name] for name in names] == [3, 0, 0, 3]


def test_a_mark_that_everybody_shares_ties_nobody() -> None:
    book = Ledger()
    buyer = book.company("RU")
    tower = [book.company("TR", phones=["+90 212 000 11 22"]) for _ in range(30)]
    for number, firm in enumerate(tower):
        book.leg(firm, buyer, dt.date(2022, 4, 1) + dt.timedelta(days=10 * number))
    book.listed.append(
        {"company": tower[0], "listing_id": "l", "list": "x", "name": "y", "score": 1.0, "listed_on": SINCE}
    )
    assert all(row["listed_marks"] is None for row in facts_of(book).to_pylist())


@settings(max_examples=5, deadline=None)
@given(st.dates(dt.date(2022, 5, 1), dt.date(2023, 6, 30)))
def test_nothing_later_than_the_day_is_used(day: dt.date) -> None:
    book, _, _ = _reborn()
    scope = dataclasses.replace(SCOPE, as_of=day)
    cut = dataclasses.replace(
        book,
        legs=[leg for leg in book.legs if leg["arrived"] <= day],
        listed=[row for row in book.listed if row["listed_on"] <= day],
        chains=[chain for chain in book.chains if chain["last"] <= day],
        coverage=[row for row in book.coverage if row["month"] <= day],
    )
    kept = {leg["leg"] for leg in cut.legs}
    cut.links = [link for link in book.links if {link["inward"], link["outward"]} <= kept]
    assert _rounded(book, scope) == _rounded(cut, scope)


def _rounded(book: Ledger, scope: LeadScope) -> list[dict[str, Any]]:
    """Return facts to nine digits: sums are added up in any order."""
    rows = facts_of(book, scope).to_pylist()
    return [{n: float(f"{v:.9g}") if isinstance(v, float) else v for n, v in row.items()} for row in rows]


def test_a_month_is_known_when_it_is_over() -> None:
    book, reborn, _ = _reborn()
    month = dt.date(2023, 11, 30)
    book.leg(reborn, 2, dt.date(2023, 11, 1), day_to=month, arrived_to=month)
    before = dataclasses.replace(SCOPE, as_of=dt.date(2023, 11, 29))
    after = dataclasses.replace(SCOPE, as_of=dt.date(2023, 11, 30))
    assert _row(book, reborn, before)["sent_legs"] + 1 == _row(book, reborn, after)["sent_legs"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (OFFICE, "Ofis 12, Çınar Mahallesi No: 5 İstanbul", True),
        ("ул. Ленина 10, Алматы", "Lenina str. 10 Almaty", True),
        (OFFICE, "Cinar Mah. 6, Ofis 12, Istanbul", False),
        (OFFICE, "Lale Mah. 5, Ofis 12, Ankara", False),
    ],
)
def test_addresses_written_differently(one: str, other: str, *, same: bool) -> None:
    assert (address_key(plain(one)) == address_key(plain(other))) is same


def test_an_address_without_a_number_is_no_mark() -> None:
    assert address_key(plain("Istanbul, Turkey")) == ""


def test_marks_of_strangers_are_left_out() -> None:
    found = marks(domains=["info@gmail.com", "sales@acme-trade.com.tr"], phones=["+90 (212) 555-12-34", "123"])
    assert found == [("domain", "acme-trade.com.tr"), ("phone", "125551234")]


def test_an_implausible_address_says_how() -> None:
    assert ("implausible", "dwelling") in marks(addresses=["Apartment 12, Lenina 10, Bishkek"])
    assert ("implausible", "forwarder") in marks(addresses=["c/o Star Logistics Warehouse 4, Dubai"])
