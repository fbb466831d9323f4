"""What a stated classification is worth."""

import pytest

from tidewaiter.law import load_law
from tidewaiter.licensing import Kind, classify
from tidewaiter.model import Item


@pytest.mark.parametrize(
    ("eccn", "kind", "code"),
    [
        ("ear 99", Kind.EAR99, "EAR99"),
        ("3a001A2", Kind.CCL, "3A001.a.2"),
        (" 5A992.C ", Kind.CCL, "5A992.c"),
        ("3A777", Kind.UNLISTED, "3A777"),
        ("9A104", Kind.OTHER_AGENCY, "9A104"),
        ("USML XI(c)", Kind.OTHER_AGENCY, "USML XI(c)"),
        ("ITAR", Kind.OTHER_AGENCY, "ITAR"),
        ("NLR", Kind.UNKNOWN, ""),
        (None, Kind.UNKNOWN, ""),
    ],
)
def test_codes(eccn: str | None, kind: Kind, code: str) -> None:
    found = classify(Item(eccn=eccn), load_law())
    assert (found.kind, found.code) == (kind, code)


def test_an_hs_code_is_digits_and_never_a_classification() -> None:
    found = classify(Item(hs="8542.31.00"), load_law())
    assert (found.hs, found.kind) == ("85423100", Kind.UNKNOWN)


def test_an_unreadable_hs_code_is_unknown_and_says_why() -> None:
    found = classify(Item(hs="854"), load_law())
    assert found.hs is None
    assert "leading zero" in (found.hs_error or "")


def test_software_and_technology_are_seen_in_the_description() -> None:
    assert classify(Item(eccn="EAR99", description="ERP software"), load_law()).group == "D"
    assert classify(Item(eccn="EAR99", description="Technical data"), load_law()).group == "E"
    assert classify(Item(eccn="3E001"), load_law()).intangible
