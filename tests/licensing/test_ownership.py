"""What listed owners hold together: several added up, through others, with shares nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.law import Tri
from tidewaiter.licensing import Owned, owned, stated_listings, walk
from tidewaiter.licensing.ownership import gaps
from tidewaiter.model import ListedAs, Owner

ENTITY = "us.bis.entity_list"


def listed(name: str, share: float | None, *owners: Owner) -> Owner:
    return Owner(name=name, share_pct=share, listings=(ENTITY,), owners=owners)


def plain(name: str, share: float | None, *owners: Owner) -> Owner:
    return Owner(name=name, share_pct=share, owners=owners)


def share(*owners: Owner) -> Owned:
    return owned(owners, lambda owner, _: stated_listings(owner), 50)


@pytest.mark.parametrize(
    ("owners", "certain", "possible", "answer"),
    [
        ((listed("A", 50), plain("B", 50)), 50, 50, Tri.YES),
        ((listed("A", 50),), 50, 100, Tri.YES),
        ((listed("A", 49.9), plain("B", 50.1)), 49.9, 49.9, Tri.NO),
        ((listed("A", 30), listed("B", 20), plain("C", 50)), 50, 50, Tri.YES),
        ((listed("A", None),), 0, 100, Tri.UNKNOWN),
        ((listed("A", None), plain("B", 60)), 0, 40, Tri.NO),
        ((listed("A", 40), listed("B", None)), 40, 100, Tri.UNKNOWN),
        ((listed("A", 40), listed("B", None), plain("C", 55)), 40, 45, Tri.NO),
        ((plain("H", 60, listed("A", 50)), plain("B", 40)), 60, 60, Tri.YES),
        ((plain("H", 60, listed("A", 49), plain("X", 51)), plain("B", 40)), 0, 0, Tri.NO),
        ((plain("H", 25, listed("A", 50)), listed("B", 25), plain("C", 50)), 50, 50, Tri.YES),
        ((plain("H", 100, listed("A", None)),), 0, 100, Tri.UNKNOWN),
        ((plain("G", 50, plain("H", 50, listed("A", 25), listed("B", 25))), plain("C", 50)), 50, 50, Tri.YES),
        ((plain("H", 40, listed("A", None)), plain("C", 60)), 0, 40, Tri.NO),
        ((plain("A", 100),), 0, 0, Tri.NO),
        # What nobody stated may be held by listed owners too.
        ((listed("A", 30),), 30, 100, Tri.UNKNOWN),
        ((listed("A", 30), plain("B", 55)), 30, 45, Tri.NO),
        ((listed("A", 30), plain("B", 50)), 30, 50, Tri.UNKNOWN),
        ((plain("B", 10),), 0, 90, Tri.UNKNOWN),
        ((plain("B", 51),), 0, 49, Tri.NO),
        ((plain("B", None),), 0, 100, Tri.UNKNOWN),
        ((plain("H", 60, listed("A", 49)), plain("B", 40)), 0, 60, Tri.UNKNOWN),
        ((plain("H", 60, plain("X", 49)), plain("B", 40)), 0, 60, Tri.UNKNOWN),
        ((plain("H", 60, plain("X", 51)), plain("B", 40)), 0, 0, Tri.NO),
        ((), 0, 0, Tri.NO),
        ((listed("A", 80), listed("B", 70)), 100, 100, Tri.YES),
    ],
)
def test_shares_add_up(owners: tuple[Owner, ...], certain: float, possible: float, answer: Tri) -> None:
    found = share(*owners)
    assert (found.certain_pct, found.possible_pct, found.reaches(50)) == (certain, possible, answer)


def test_a_possible_match_can_only_leave_the_sum_open() -> None:
    def possible(owner: Owner, _: tuple[int, ...]) -> Sequence[ListedAs]:
        return [ListedAs(list=ENTITY, certain=False)] if owner.name == "B" else stated_listings(owner)

    found = owned((listed("A", 30), plain("B", 30), plain("C", 40)), possible, 50)
    assert (found.certain_pct, found.possible_pct, found.reaches(50)) == (30, 60, Tri.UNKNOWN)


def test_the_listings_of_those_who_count_are_kept() -> None:
    found = share(plain("H", 60, listed("A", 50)), listed("B", 10), plain("G", 30, listed("C", 10), plain("D", 90)))
    assert [one.name for one in found.listings] == ["A", "B"]


def test_what_the_largest_owner_leaves_does_not_add_up_where_owners_count_alone() -> None:
    def alone(*owners: Owner) -> Owned:
        return owned(owners, lambda owner, _: stated_listings(owner), 50, each_alone=True)

    assert alone(listed("A", 30), plain("B", 30)).reaches(50) is Tri.NO
    assert alone(listed("A", 30), plain("B", 15)).reaches(50) is Tri.UNKNOWN


def test_who_is_held_by_owners_nobody_stated_is_named() -> None:
    tree = (plain("H", 60, plain("X", 80)), plain("Y", 10), plain("Z", 30))
    assert list(gaps("The party", tree)) == [("H", 20)]
    assert list(gaps("The party", tree[:2])) == [("The party", 30), ("H", 20)]
    assert list(gaps("The party", (plain("Y", None),))) == []


def test_every_owner_is_reached_by_its_path() -> None:
    tree = (plain("H", 60, listed("A", 50), plain("X", 50)), listed("B", 40))
    assert [(path, owner.name) for path, owner in walk(tree)] == [
        ((0,), "H"),
        ((0, 0), "A"),
        ((0, 1), "X"),
        ((1,), "B"),
    ]


shares = st.one_of(st.none(), st.integers(0, 100).map(float))
leaves = st.builds(Owner, name=st.just("A"), share_pct=shares, listings=st.sampled_from(((), (ENTITY,))))
trees = st.recursive(
    leaves,
    lambda below: st.builds(
        Owner,
        name=st.just("H"),
        share_pct=shares,
        listings=st.sampled_from(((), (ENTITY,))),
        owners=st.lists(below, max_size=3).map(tuple),
    ),
    max_leaves=6,
)


@given(st.lists(trees, max_size=3).map(tuple))
def test_a_listing_more_never_lowers_a_share(owners: tuple[Owner, ...]) -> None:
    before = share(*owners)
    after = share(*(Owner(name=o.name, share_pct=o.share_pct, listings=(ENTITY,), owners=o.owners) for o in owners))
    assert after.certain_pct >= before.certain_pct
    assert after.possible_pct >= before.possible_pct
    assert before.certain_pct <= before.possible_pct


@given(st.lists(trees, max_size=3).map(tuple))
def test_a_share_forgotten_never_settles_anything(owners: tuple[Owner, ...]) -> None:
    before = share(*owners).reaches(50)
    for index, owner in enumerate(owners):
        less = Owner(name=owner.name, listings=owner.listings, owners=owner.owners)
        known = sum(o.share_pct or 0 for o in owners)
        if known <= 100:  # shares of one whole
            after = share(*owners[:index], less, *owners[index + 1 :]).reaches(50)
            assert after in (before, Tri.UNKNOWN)
