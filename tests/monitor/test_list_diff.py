"""Differences between two snapshots of a list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.model import Address, Identifier, ListedName, Listing, NameKind, from_json, to_json
from tidewaiter.monitor.list_diff import ListDiff, changed_fields, diff_listings

STREET = "Perpa Ticaret Merkezi B Blok No: 1450, Istanbul"


def entry(
    name: str,
    *,
    key: str | None = None,
    heading: str | None = "Turkey",
    addresses: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    tax: str | None = None,
    number: str | None = None,
) -> Listing:
    return Listing(
        id=f"us.bis.entity_list:{key or name}",
        list="us.bis.entity_list",
        names=(ListedName(text=name), *(ListedName(text=a, kind=NameKind.ALIAS) for a in aliases)),
        addresses=tuple(Address(full=text) for text in addresses),
        countries=("TR",),
        heading=heading,
        identifiers=(Identifier(type="tax", value=tax),) if tax else (),
        source_number=number,
    )


_TEXTS = st.sampled_from(["Alfa 1", "Beta 2", "Gama 3", "Delta"])
_ENTRIES = st.builds(
    entry,
    _TEXTS,
    key=st.sampled_from("abcdef"),
    heading=st.sampled_from(["Turkey", "Russia", None]),
    addresses=st.lists(_TEXTS, max_size=2).map(tuple),
    aliases=st.lists(_TEXTS, max_size=2).map(tuple),
    tax=st.sampled_from([None, "1", "2"]),
    number=st.sampled_from([None, None, "7"]),
)
_LISTS = st.lists(_ENTRIES, max_size=6, unique_by=lambda e: e.id)


@given(_LISTS)
def test_a_list_does_not_differ_from_itself(listings: list[Listing]) -> None:
    assert diff_listings(listings, listings[::-1]).empty


@given(_LISTS, _LISTS)
def test_the_way_back_undoes_the_way_there(old: list[Listing], new: list[Listing]) -> None:
    there, back = diff_listings(old, new), diff_listings(new, old)
    assert there.added == back.removed
    assert there.removed == back.added
    assert {(c.old.id, c.new.id, c.fields, c.possible_rename) for c in there.changed} == {
        (c.new.id, c.old.id, c.fields, c.possible_rename) for c in back.changed
    }


@given(_LISTS, _LISTS)
def test_every_entry_is_accounted_for_once(old: list[Listing], new: list[Listing]) -> None:
    diff = diff_listings(old, new)
    same = [e.id for e in old if any(e.id == n.id and not changed_fields(e, n) for n in new)]
    gone = [e.id for e in diff.removed] + [c.old.id for c in diff.changed]
    come = [e.id for e in diff.added] + [c.new.id for c in diff.changed]
    assert sorted(gone + same) == sorted(e.id for e in old)
    assert sorted(come + same) == sorted(e.id for e in new)


def test_added_removed_and_changed_are_told_apart() -> None:
    stays, changes = entry("Stays"), entry("Changes")
    changed = replace(changes, listed_on=dt.date(2024, 8, 27), gender="x")
    diff = diff_listings([stays, changes, entry("Gone")], [changed, entry("Come"), stays])
    assert [e.name for e in diff.added] == ["Come"]
    assert [e.name for e in diff.removed] == ["Gone"]
    (change,) = diff.changed
    assert (change.id, change.old, change.new) == (changes.id, changes, changed)
    assert change.fields == ("listed_on", "gender")
    assert change.possible_rename is None


def test_another_order_of_values_is_no_change_but_another_number_of_them_is() -> None:
    one = entry("A", addresses=("x 1", "y 2"))
    assert diff_listings([one], [entry("A", addresses=("y 2", "x 1"))]).empty
    assert diff_listings([one], [entry("A", addresses=("x 1",))]).changed[0].fields == ("addresses",)


def test_what_our_older_snapshots_tell_is_no_change_of_the_list() -> None:
    one = entry("A")
    assert diff_listings([one], [replace(one, listed_after=dt.date(2022, 1, 1))]).empty


class TestRenames:
    def test_the_same_number_joins_two_names(self) -> None:
        diff = diff_listings([entry("Old Ltd", tax="123")], [entry("New Ltd", tax="1-2-3", heading="Russia")])
        (change,) = diff.changed
        assert (change.old.name, change.new.name) == ("Old Ltd", "New Ltd")
        assert change.id == "us.bis.entity_list:Old Ltd"
        assert change.possible_rename == "same identifier"
        assert "names" in change.fields
        assert not diff.added
        assert not diff.removed

    def test_the_old_name_kept_as_an_alias_joins_them(self) -> None:
        diff = diff_listings([entry("Old Ltd")], [entry("New Ltd", aliases=("OLD LTD.",))])
        assert [c.possible_rename for c in diff.changed] == ["same name or alias"]

    def test_a_renamed_heading_renames_no_party(self) -> None:
        diff = diff_listings([entry("A", key="1")], [entry("A", key="2", heading="Türkiye")])
        assert [c.fields for c in diff.changed] == [("heading",)]

    def test_an_address_only_they_have_joins_them(self) -> None:
        diff = diff_listings([entry("Old", addresses=(STREET,))], [entry("New", addresses=(STREET.upper(),))])
        assert [c.possible_rename for c in diff.changed] == ["same address"]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            # an address others have too is that of a building, or of a forwarder
            ([entry("Old", addresses=(STREET,)), entry("O", addresses=(STREET,))], [entry("New", addresses=(STREET,))]),
            # a town is no address
            ([entry("Old", addresses=("Istanbul",))], [entry("New", addresses=("Istanbul",))]),
            # the same words in another country
            ([entry("Old", addresses=("No 5",))], [entry("New", addresses=("No 5",), heading="Russia")]),
            ([entry("Old", aliases=("X",))], [entry("New", aliases=("X",), heading="Russia")]),
            # the publisher's numbers say they are two
            ([entry("Old", tax="1", number="7")], [entry("New", tax="1", number="8")]),
            # nothing in common
            ([entry("Old")], [entry("New")]),
        ],
    )
    def test_weak_evidence_leaves_them_apart(self, old: list[Listing], new: list[Listing]) -> None:
        diff = diff_listings(old, new)
        assert not diff.changed
        assert "New" in [e.name for e in diff.added]
        assert "Old" in [e.name for e in diff.removed]

    def test_two_candidates_are_none(self) -> None:
        old = [entry("Old", addresses=("Yol 1", "Yol 2"))]
        diff = diff_listings(old, [entry("New", addresses=("Yol 1",)), entry("Newer", addresses=("Yol 2",))])
        assert not diff.changed
        assert len(diff.added) == 2

    def test_an_alias_of_an_entry_that_stays_is_no_evidence(self) -> None:
        stays = entry("Stays", aliases=("Shared",))
        diff = diff_listings([stays, entry("Old", aliases=("Shared",))], [stays, entry("New", aliases=("Shared",))])
        assert not diff.changed


def test_an_id_that_occurs_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="occurs twice"):
        diff_listings([entry("A"), entry("A")], [])


def test_a_diff_is_written_as_json_and_read_back() -> None:
    diff = diff_listings([entry("Old", tax="1")], [entry("New", tax="1"), entry("Come")])
    assert from_json(ListDiff, to_json(diff)) == diff
