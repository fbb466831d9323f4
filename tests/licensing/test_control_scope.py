"""Rows that leave something open: conditions in the text, and codes coarser than the rows."""

from tidewaiter.law import Tri, load_law
from tidewaiter.licensing.control_scope import paragraphs_below, reached

TABLES = load_law().tables


def test_an_exclusion_under_a_condition_must_be_established() -> None:
    row = next(c for c in TABLES.controls("9A610") if c.reason == "NS")
    assert row.scope.covers("9A610.x") == "unknown"
    assert reached(row, "9A610.x").answer is Tri.YES
    assert reached(row, "9A610.x").presumed
    assert reached(row, "9A610.y").answer is Tri.NO


def test_a_coarse_code_means_the_named_paragraphs_and_the_rest() -> None:
    below = paragraphs_below(TABLES.controls("3A611"), "3A611")
    assert "3A611.y" in below
    assert any(code.endswith(".zzzz") for code in below)
