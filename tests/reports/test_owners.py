"""Owners in every form of the answer: the terminal, the CSV files, the report."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tidewaiter.model import Decision, Hit, OwnerScreening, Ownership, Snapshot, Strength, Transaction
from tidewaiter.reports import CheckReport, decision_text, write_csv

HIT = Hit(
    listing_id="us.bis.entity_list:1",
    list="us.bis.entity_list",
    name="Invented Listed Ltd",
    matched="Invented Listed Ltd",
    score=0.98,
    strength=Strength.MATCH,
)
OWNERS = (
    OwnerScreening(owner=(0,), name="Invented Holding", share_pct=60),
    OwnerScreening(owner=(0, 0), name="Invented Listed Ltd", hits=(HIT,)),
)
HELD = Ownership(
    rule="us.ear.744.11.affiliates",
    citation="15 CFR 744.11(a)(1)",
    force="suspended",
    share_pct=50,
    reaches="unknown",
    certain_pct=0,
    possible_pct=60,
    owners=("Invented Listed Ltd",),
    lists=("us.bis.entity_list",),
    question="What share do listed owners hold?",
)
SENTENCE = (
    "Invented Listed Ltd (BIS Entity List) holds 0 to 60 percent, which may reach the 50 percent of"
    " 15 CFR 744.11(a)(1) (suspended on this date)"
)


@pytest.fixture
def owned(orders: list[tuple[Transaction, Decision]]) -> tuple[Transaction, Decision]:
    tx, decision = next((tx, d) for tx, d in orders if d.screening and d.decision == "hold")
    first = replace(decision.screening[0], owners=OWNERS, ownership=(HELD,))
    return tx, replace(decision, screening=(first, *decision.screening[1:]))


def test_the_proof_names_each_owner_and_the_sum(owned: tuple[Transaction, Decision]) -> None:
    text = decision_text(owned[1], width=300)
    assert "Owner: Invented Holding (60 percent): no match found" in text
    assert "Owner of an owner: Invented Listed Ltd (share not stated)" in text
    assert SENTENCE in text


def test_the_csv_has_the_owners_hit_and_the_sum(owned: tuple[Transaction, Decision]) -> None:
    stream = io.StringIO()
    write_csv([owned[1]], stream)
    assert f"owner {OWNERS[1].name} of " in stream.getvalue()
    assert SENTENCE in stream.getvalue()


def test_the_report_has_them_beside_their_party(owned: tuple[Transaction, Decision], tmp_path: Path) -> None:
    with CheckReport() as report:
        report.add(*owned)
        page = report.render(tmp_path / "report.html", law_as_of=owned[1].as_of).read_text("utf-8")
    assert "Owner of an owner: Invented Listed Ltd (share not stated)" in page
    assert SENTENCE in page


@dataclass(frozen=True, kw_only=True)
class Answer:
    id: str
    hits: tuple[Hit, ...]
    owners: tuple[OwnerScreening, ...]
    ownership: tuple[Ownership, ...]
    as_of: dt.date
    snapshots: tuple[Snapshot, ...]


def test_a_screened_row_says_its_owners_in_words() -> None:
    answer = Answer(id="1", hits=(), owners=OWNERS, ownership=(HELD,), as_of=dt.date(2026, 1, 1), snapshots=())
    stream = io.StringIO()
    write_csv([answer], stream)
    assert "Owner: Invented Holding (60 percent): no match found" in stream.getvalue()
    assert SENTENCE in stream.getvalue()
