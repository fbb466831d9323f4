"""Reading scope texts: settled where the text settles it, open where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.law.build.scopes import parse_scope
from tidewaiter.law.tables import Scope

_CASES = [
    ("NS applies to entire entry", "3A991", Scope("3A991", "entire")),
    ("AT applies to the entire entry.", "1E355", Scope("1E355", "entire")),
    ("Russian industry sector sanctions apply to entire entry", "1C992", Scope("1C992", "entire")),
    ("NS applies to entire entry, except 0A606.b and .y", "0A606", Scope("0A606", "entire_except", (), ("b", "y"))),
    (
        "NS applies to entire entry, except .e, .x, and .y",
        "9A515",
        Scope("9A515", "entire_except", (), ("e", "x", "y")),
    ),
    ("NS applies to entire entry, except 8A620. b and .y", "8A620", Scope("8A620", "entire_except", (), ("b", "y"))),
    (
        "NS applies to 3B001.a.4, c, d, f.1, f.5, k to n, p.2, r",
        "3B001",
        Scope("3B001", "paragraphs", ("a.4", "c", "d", "f.1", "f.5", "k", "l", "m", "n", "p.2", "r")),
    ),
    (
        "SI applies to 9E003.a.1 through a.3, .h, .i, and .l",
        "9E003",
        Scope("9E003", "paragraphs", ("a.1", "a.2", "a.3", "h", "i", "l")),
    ),
    ("CB applies to items controlled by 1C351.d.15 and .16", "1C351", Scope("1C351", "paragraphs", ("d.15", "d.16"))),
    ("RS applies to paragraph c", "6D003", Scope("6D003", "paragraphs", ("c",))),
    ("FC applies to paragraphs .a, .b, and .i of this entry", "0A504", Scope("0A504", "paragraphs", ("a", "b", "i"))),
    (
        "NS applies to 5A001.b (except .b.5), .c, .f (except f.3), and .j",
        "5A001",
        Scope("5A001", "paragraphs", ("b", "c", "f", "j"), ("b.5", "f.3")),
    ),
    (
        "MT applies to 3A001.a.1.a when usable in “missiles”; and 3A001.z.2",
        "3A001",
        Scope("3A001", "prose", ("z.2",), (), ("a.1.a",)),
    ),
    (
        "RS applies to 6A002.a.1, a.3 (except a.3.d.2.a and a.3.e for lead selenide arrays (FPAs)), and .f.",
        "6A002",
        Scope("6A002", "prose", ("a.1", "a.3", "f"), (), (), ("a.3.d.2.a", "a.3.e")),
    ),
    (
        "NS applies to entire entry except: 9A610.b; parts controlled in 9A610.x if for use in 9A610.b; and 9A610.y",
        "9A610",
        Scope("9A610", "entire_except", (), ("b", "y"), (), ("x", "b")),
    ),
]


@pytest.mark.parametrize(("text", "eccn", "scope"), _CASES, ids=[f"{c[1]}-{i}" for i, c in enumerate(_CASES)])
def test_texts_that_name_paragraphs_are_read(text: str, eccn: str, scope: Scope) -> None:
    assert parse_scope(eccn, text) == scope


@pytest.mark.parametrize(
    ("text", "eccn"),
    [
        ("NS applies to “software” for equipment controlled by 3B001.q", "3D001"),
        ("MT applies to items that meet or exceed the parameters of 3A101.a", "3A001"),
        ("MT applies to machines that meet the parameters of 2B009.a and 2B109", "2B009"),
        ("NP applies to machines in 1B101.a of 75 mm or more AND to precision mandrels for them", "1B101"),
        ("NP applies to 1C010.a (fibers, b (carbon), and e.1 for materials that meet 1C210", "1C010"),
        ("NP applies to entire entry, except 2B004.b.3 and presses below 69 MPa", "2B004"),
        ("AT applies to entire entry, except “software” for commodities controlled by 6A991", "6D991"),
        ("NP applies to entire entry, for items controlled for NP reasons", "1E201"),
    ],
)
def test_texts_that_leave_anything_open_answer_unknown_everywhere(text: str, eccn: str) -> None:
    scope = parse_scope(eccn, text)
    assert scope.kind == "prose"
    assert {scope.covers(f"{eccn}{path}") for path in ("", ".a", ".b.3", ".z")} == {"unknown"}


_WORDS = st.lists(
    st.sampled_from(
        ["equipment", "for", "software", "items", "that", "exceed", "in", "controlled", "by", "use", "when"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@given(_WORDS)
def test_words_without_a_paragraph_never_rule_anything_out(words: str) -> None:
    assert parse_scope("3A001", f"NS applies to {words}").covers("3A001.a.1") != "no"


_PARAGRAPHS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 20)).map(lambda p: f"{p[0]}.{p[1]}"),
    min_size=1,
    max_size=5,
    unique=True,
)


@given(_PARAGRAPHS, st.sampled_from([", ", " and ", ", and ", " or "]))
def test_a_run_of_paragraphs_is_read_whole(paragraphs: list[str], separator: str) -> None:
    text = f"NS applies to 3A001.{separator.join(paragraphs)}"
    assert parse_scope("3A001", text).paragraphs == tuple(paragraphs)
