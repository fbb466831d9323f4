"""One decision or determination as text."""

from __future__ import annotations

from tidewaiter.model import Decision, Transaction
from tidewaiter.reports import decision_text, determination_text

Checked = tuple[Transaction, Decision]


def _of(orders: list[Checked], order: str) -> Checked:
    return next(checked for checked in orders if checked[0].id == order)


def test_a_decision_says_what_why_who_and_by_which_lists(orders: list[Checked]) -> None:
    tx, decision = _of(orders, "PO-2001")
    text = decision_text(decision, tx, width=200)
    assert text.startswith("PO-2001: STOP (as of 2026-08-12)\n")
    for part in (
        "ARM microcontroller (ECCN 3A991, HS 854231); export United States → United Arab Emirates → Türkiye",
        "License: License required",
        "15 CFR 744.11(a); 89 FR 68548 requires a license, in force from 2024-08-27",
        "Facts: party ASR Trans Lojistik Ve Dis Tic Ltd Sti; role ultimate_consignee; item EAR99",
        "License Exception LVS (744.11(a)): not available",
        "License review policy: policy of denial",
        "match 0.97, BIS Entity List: ASR Trans Lojistik Ve Dis Tic Ltd Sti",
        "Requirement: license for all items subject to the EAR; footnote 3; see 734.9(g), 746.8(a)(3), 744.11",
        "no match found on the lists used, which by itself permits nothing",
        "Clears if: the end user is named",
        "BIS Entity List of 2026-07-31 (12 days old), sha256 9f2c41d07ab3",
        "BIS Unverified List of 2026-08-20 (rebuilt from a later snapshot)",
        "15 CFR 744.6: not modelled: pointer only",
    ):
        assert part in text


def test_rules_that_decided_stand_before_those_only_considered(orders: list[Checked]) -> None:
    text = determination_text(_of(orders, "PO-2001")[1].license, width=200)
    assert text.index("requires a license") < text.index("Also considered") < text.index("does not apply")


def test_unverified_law_is_marked(orders: list[Checked]) -> None:
    text = determination_text(_of(orders, "PO-2002")[1].license, width=200)
    assert (
        "746.8(a)(5); Supp. No. 4 to part 746 requires a license, in force from 2022-05-09 [unverified law data]"
        in text
    )


def test_an_open_outcome_prints_its_question(orders: list[Checked]) -> None:
    text = determination_text(_of(orders, "PO-3003")[1].license, width=200)
    assert text.startswith("PO-3003: Undetermined")
    assert "What share of the value is controlled US content? (De minimis decides" in text


def test_long_lines_wrap_at_the_width(orders: list[Checked]) -> None:
    tx, decision = _of(orders, "PO-3001")
    assert max(map(len, decision_text(decision, tx, width=60).splitlines())) <= 60


def test_hostile_text_is_shown_and_not_obeyed(hostile: Checked) -> None:
    text = decision_text(hostile[1], hostile[0], width=300)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert r"\x1b[31m" in text
