"""ECCN patterns, HS prefixes and words."""

import pytest

from tidewaiter.law import Tri, eccn_in, hs_in, words_in


@pytest.mark.parametrize(
    ("code", "patterns", "answer"),
    [
        ("3A001.a.2", ("3A001.a",), Tri.YES),
        ("3A001", ("3A001.a",), Tri.UNKNOWN),
        ("3A001.b", ("3A001.a",), Tri.NO),
        ("9A610.x", ("**6**",), Tri.YES),
        ("9A610.y.1", ("**6**.y",), Tri.YES),
        ("9A610", ("**6**.y",), Tri.UNKNOWN),
        ("3A001", ("**6**",), Tri.NO),
        ("9E515.f", ("9*515",), Tri.YES),
        ("3D001", ("*D0**",), Tri.YES),
        ("EAR99", ("**6**",), Tri.NO),
        ("", ("3A001",), Tri.NO),
    ],
)
def test_eccn_patterns(code: str, patterns: tuple[str, ...], answer: Tri) -> None:
    assert eccn_in(code, patterns) is answer


def test_hs_prefixes() -> None:
    assert hs_in("100630", ("10",))
    assert not hs_in("120730", ("12",), ("120730",))
    assert not hs_in("842200", ("22",))


def test_words_are_whole_words() -> None:
    assert words_in("Navy of X, air-force base", ("navy", "air force")) == ("navy", "air-force")
    assert words_in("navybean planet", ("navy", "pla")) == ()
