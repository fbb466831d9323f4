"""What listed owners hold together: several added up, through others, with shares nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.law import Tri
from tidewaiter.licensing import Owned, owned, stated_listings, walk
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
        ((listed("A", 50),), 50, 50, Tri.YES),
        ((listed("A", 49.9),), 49.9, 49.9, Tri.NO),
        ((listed("A", 30), listed("B", 20), plain("C", 50)), 50, 50, Tri.YES),
        ((listed("A", None),), 0, 100, Tri.UNKNOWN),
        ((listed("A", None), plain("B", 60)), 0, 40, Tri.NO),
        ((listed("A", 40), listed("B", None)), 40, 100, Tri.UNKNOWN),
        ((listed("A", 40), listed("B", None), plain("C", 55)), 40, 45, Tri.NO),
        ((plain("H", 60, listed("A", 50)),), 60, 60, Tri.YES),
        ((plain("H", 60, listed("A", 49)),), 0, 0, Tri.NO),
        ((plain("H", 25, listed("A", 50)), listed("B", 25)), 50, 50, Tri.YES),
        ((plain("H", 100, listed("A", None)),), 0, 100, Tri.UNKNOWN),
        ((plain("G", 50, plain("H", 50, listed("A", 25), listed("B", 25))),), 50, 50, Tri.YES),
        ((plain("H", 40, listed("A", None)),), 0, 40, Tri.NO),
        ((plain("A", 100),), 0, 0, Tri.NO),
    ],
)
def test_shares_add_up(owners: tuple[Owner, ...], certain: float, possible: float, answer: Tri) -> None:
    found = share(*owners)
    assert (found.certain_pct, found.possible_pct, found.reaches(50)) == (certain, possible, answer)


def test_a_possible_match_can_only_leave_the_sum_open() -> None:
    def possible(owner: Owner, _: tuple[int, ...]) -> Sequence[ListedAs]:
        return [ListedAs(list=ENTITY, certain=False)] if owner.name == "B" else stated_listings(owner)

    found = owned((listed("A", 30), plain("B", 30)), possible, 50)
    assert (found.certain_pct, found.possible_pct, found.reaches(50)) == (30, 60, Tri.UNKNOWN)


def test_the_listings_of_those_who_count_are_kept() -> None:
    found = share(plain("H", 60, listed("A", 50)), listed("B", 10), plain("G", 30, listed("C", 10)))
    assert [one.name for one in found.listings] == ["A", "B"]


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
