"""Listings a caller states, of a party and of its owners."""

from tidewaiter.licensing import owned_share, stated_listings
from tidewaiter.model import ItemScope, Owner, Party, Requirement

ENTITY = "us.bis.entity_list"


def test_a_footnote_and_a_program_are_read() -> None:
    found = stated_listings(Party(name="A", listings=("us.bis.entity_list#3", "us.ofac.sdn:SDGT", " US.BIS.MIEU ")))
    assert [one.list for one in found] == [ENTITY, "us.ofac.sdn", "us.bis.mieu"]
    assert found[0].requirement == Requirement(items=ItemScope.ALL, footnotes=(3,))
    assert found[1].programs == ("SDGT",)
    assert all(one.stated and one.certain for one in found)


def test_a_plain_listing_has_no_scope() -> None:
    assert stated_listings(Party(listings=(ENTITY,)))[0].requirement is None


def test_shares_of_listed_owners_add_up() -> None:
    owners = (
        Owner(name="One", share_pct=30, listings=(ENTITY,)),
        Owner(name="Two", share_pct=20, listings=("us.bis.entity_list#1",)),
        Owner(name="Free", share_pct=50),
    )
    share = owned_share(owners, ENTITY)
    assert (share.certain_pct, share.open, share.footnotes, share.names) == (50, False, (1,), ("One", "Two"))


def test_an_owner_held_by_half_passes_its_whole_share_on() -> None:
    holding = Owner(name="Holding", share_pct=60, owners=(Owner(name="One", share_pct=50, listings=(ENTITY,)),))
    assert owned_share((holding,), ENTITY).certain_pct == 60


def test_an_owner_held_below_half_passes_nothing_on() -> None:
    holding = Owner(name="Holding", share_pct=60, owners=(Owner(name="One", share_pct=49, listings=(ENTITY,)),))
    share = owned_share((holding,), ENTITY)
    assert (share.certain_pct, share.open) == (0, False)


def test_an_unknown_share_leaves_it_open() -> None:
    party = Party(name="A", owners=(Owner(name="One", listings=(ENTITY,)),))
    found = stated_listings(party)
    assert (found[0].certain, found[0].owner_share_pct) == (False, 0)
    enough = Party(owners=(Owner(name="One", listings=(ENTITY,)), Owner(name="Two", share_pct=50, listings=(ENTITY,))))
    assert stated_listings(enough)[0].certain
