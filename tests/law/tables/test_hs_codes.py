"""The HS code list and its families."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.law.tables import CARRIED_VINTAGES, hs_family, hs_titles, valid_hs6

_CODES = st.sampled_from([(v, c) for v in CARRIED_VINTAGES for c in hs_titles(v) if len(c) == 6])


@pytest.mark.parametrize(
    ("code", "vintage", "valid"),
    [
        ("854231", None, True),
        ("8542.31.90", None, True),
        ("854231", 2022, True),
        ("854140", None, True),  # retired with HS 2022
        ("854140", 2022, False),
        ("854140", 2017, True),
        ("852589", 2017, False),
        ("854299", None, False),
        ("779999", None, False),
        ("85423", None, False),
        ("8542", None, True),
        ("8599", None, False),
        ("microchip", None, False),
        ("854211", 2002, True),  # the edition is not carried
        ("854231", "H6", True),
        ("854231", "H9", False),
    ],
)
def test_codes_that_cannot_exist_are_refused(code: str, vintage: int | str | None, *, valid: bool) -> None:
    assert valid_hs6(code, vintage) is valid


def test_every_edition_has_its_subheadings() -> None:
    counts = {v: sum(1 for c in hs_titles(v) if len(c) == 6) for v in CARRIED_VINTAGES}
    assert counts == {2012: 5206, 2017: 5388, 2022: 5613}


@given(_CODES)
def test_a_code_is_in_its_own_family_and_families_are_shared(node: tuple[int, str]) -> None:
    vintage, code = node
    family = hs_family(code, vintage)
    assert family is not None
    assert code in family.members[vintage]
    for other, codes in family.members.items():
        assert all(hs_family(member, other) == family for member in codes)


@pytest.mark.parametrize(
    ("code", "vintage", "successors"),
    [
        ("854140", 2017, ("854141", "854142", "854143", "854149")),
        ("854150", 2017, ("854151", "854159")),
        ("854890", 2017, ("854800",)),
        ("854231", 2012, ("854231",)),
    ],
)
def test_known_splits(code: str, vintage: int, successors: tuple[str, ...]) -> None:
    family = hs_family(code, vintage)
    assert family is not None
    assert family.members[2022] == successors
    assert family.split is (len(successors) > 1)


def test_waste_and_display_codes_do_not_fuse_chapters() -> None:
    display = hs_family("852411", 2022)
    assert display is not None
    assert display.members == {2012: (), 2017: (), 2022: ("852411",)}
    assert display.collecting == ("852411",)


def test_titles_stand_alone() -> None:
    assert "integrated circuits" in hs_titles(2012)["854231"].lower()
    assert hs_family("999998", 2022) is None
