"""Listings a caller states, of a party or of an owner."""

from tidewaiter.licensing import stated_listings
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


def test_an_owners_listing_is_read_like_a_partys() -> None:
    found = stated_listings(Owner(name="Holding", listings=("us.bis.entity_list#4",)))
    assert [(one.name, one.requirement) for one in found] == [
        ("Holding", Requirement(items=ItemScope.ALL, footnotes=(4,)))
    ]
