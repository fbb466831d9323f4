"""Kleene's tables, and that unknown is never passed over."""

from itertools import product

import pytest

from tidewaiter.law import Tri, all_of, any_of, tri

ALL = (Tri.NO, Tri.UNKNOWN, Tri.YES)
PAIRS = list(product(ALL, ALL))


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_and_is_the_weaker_and_or_the_stronger(a: Tri, b: Tri) -> None:
    assert (a & b) is ALL[min(ALL.index(a), ALL.index(b))]
    assert (a | b) is ALL[max(ALL.index(a), ALL.index(b))]


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_de_morgan(a: Tri, b: Tri) -> None:
    assert ~(a & b) is (~a | ~b)


def test_unknown_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="Tri"):
        bool(Tri.YES)


def test_of_many() -> None:
    assert any_of(()) is Tri.NO
    assert all_of(()) is Tri.YES
    assert any_of((Tri.NO, Tri.UNKNOWN)) is Tri.UNKNOWN
    assert any_of((Tri.UNKNOWN, Tri.YES)) is Tri.YES
    assert all_of((Tri.YES, Tri.UNKNOWN)) is Tri.UNKNOWN
    assert all_of((Tri.UNKNOWN, Tri.NO)) is Tri.NO


def test_from_facts() -> None:
    assert [tri(x) for x in (True, False, None, "yes", "no", "unknown")] == [
        Tri.YES,
        Tri.NO,
        Tri.UNKNOWN,
        Tri.YES,
        Tri.NO,
        Tri.UNKNOWN,
    ]
