"""Listings as Arrow and Parquet: nothing is lost, and equal lists give equal bytes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from typing import Any, get_args, get_origin

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.model import (
    Address,
    Citation,
    Identifier,
    ItemScope,
    ListedName,
    Listing,
    NameKind,
    Requirement,
    ReviewPolicy,
    Schema,
)
from tidewaiter.store.columns import arrow_type, columns_of
from tidewaiter.store.listing_table import (
    LISTING_SCHEMA,
    listings_to_table,
    read_listings,
    read_table,
    table_to_listings,
    write_listings,
)

_ANY_TEXT = st.text(max_size=20)
_MAYBE_TEXT = st.none() | _ANY_TEXT
_MAYBE_DATE = st.none() | st.dates()
_PARTIAL_DATES = st.dates().map(dt.date.isoformat).flatmap(lambda d: st.sampled_from((d[:4], d[:7], d)))


def _several(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


_REQUIREMENTS = st.builds(
    Requirement,
    items=st.sampled_from(ItemScope),
    footnotes=_several(st.integers(1, 5)),
    sections=_several(_ANY_TEXT),
    exceptions=_several(_ANY_TEXT),
    exclusion=_MAYBE_TEXT,
    extends_to=_MAYBE_TEXT,
)
LISTINGS = st.builds(
    Listing,
    id=_ANY_TEXT,
    list=_ANY_TEXT,
    schema=st.sampled_from(Schema),
    names=_several(st.builds(ListedName, text=_ANY_TEXT, kind=st.sampled_from(NameKind), weak=st.booleans())),
    addresses=_several(
        st.builds(
            Address,
            full=_ANY_TEXT,
            street=_MAYBE_TEXT,
            city=_MAYBE_TEXT,
            region=_MAYBE_TEXT,
            postal_code=_MAYBE_TEXT,
            country=_MAYBE_TEXT,
        )
    ),
    countries=_several(_ANY_TEXT),
    heading=_MAYBE_TEXT,
    identifiers=_several(st.builds(Identifier, type=_ANY_TEXT, value=_ANY_TEXT, country=_MAYBE_TEXT)),
    programs=_several(_ANY_TEXT),
    requirement=st.none() | _REQUIREMENTS,
    review_policy=st.none() | st.sampled_from(ReviewPolicy),
    citations=_several(st.builds(Citation, text=_ANY_TEXT, date=_MAYBE_DATE)),
    listed_on=_MAYBE_DATE,
    listed_after=_MAYBE_DATE,
    changed_on=_MAYBE_DATE,
    delisted_on=_MAYBE_DATE,
    birth_dates=_several(_PARTIAL_DATES),
    nationalities=_several(_ANY_TEXT),
    gender=_MAYBE_TEXT,
    source_number=_MAYBE_TEXT,
    address_only=st.booleans(),
    target=st.booleans(),
    topics=_several(_ANY_TEXT),
)
LISTS = st.lists(LISTINGS, max_size=8, unique_by=lambda entry: entry.id)


def _ordered(listings: list[Listing]) -> tuple[Listing, ...]:
    return tuple(sorted(listings, key=lambda entry: entry.id))


@settings(deadline=None, max_examples=50)
@given(LISTS)
def test_every_field_survives_arrow_and_parquet(listings: list[Listing]) -> None:
    assert table_to_listings(listings_to_table(listings)) == _ordered(listings)
    assert read_listings(write_listings(listings)) == _ordered(listings)


@settings(deadline=None, max_examples=50)
@given(LISTS)
def test_the_kinds_of_the_values_survive_too(listings: list[Listing]) -> None:
    # A StrEnum equals its text, so equality alone would not notice a code that came back as plain text.
    for entry in read_listings(write_listings(listings)):
        assert type(entry.schema) is Schema
        assert all(type(name.kind) is NameKind and type(name.weak) is bool for name in entry.names)
        assert entry.requirement is None or type(entry.requirement.items) is ItemScope
        assert entry.review_policy is None or type(entry.review_policy) is ReviewPolicy
        assert all(type(day) is dt.date for day in (entry.listed_on, entry.delisted_on) if day is not None)
        assert hash(entry) is not None


@settings(deadline=None, max_examples=50)
@given(LISTS, st.randoms())
def test_bytes_do_not_depend_on_the_order_of_the_entries(listings: list[Listing], shuffled: random.Random) -> None:
    before = write_listings(listings)
    shuffled.shuffle(listings)
    assert write_listings(listings) == before


def test_strategy_covers_every_field_of_the_model() -> None:
    # The round trip proves nothing about a field the strategy leaves at its default.
    assert [column.name for column in columns_of(Listing)] == LISTING_SCHEMA.names
    assert len(columns_of(Listing)) == 23, "a field was added to Listing: add it to the strategy above"


def test_a_file_holds_no_schema_of_the_writing_program() -> None:
    metadata = pq.read_metadata(pa.BufferReader(write_listings([Listing(id="a", list="custom.x")])))
    assert metadata.metadata is None


def test_a_slice_of_a_table_reads_as_that_slice() -> None:
    entries = [
        Listing(id=f"{i}", list="l.x", names=(ListedName(text=f"n{i}"),), requirement=Requirement(items=ItemScope.CCL))
        if i % 2
        else Listing(id=f"{i}", list="l.x")
        for i in range(9)
    ]
    table = listings_to_table(entries)
    assert table_to_listings(table.slice(3, 4)) == tuple(entries[3:7])
    assert table_to_listings(pa.concat_tables([table.slice(7), table.slice(0, 2)])) == (*entries[7:], *entries[:2])
    assert table_to_listings(table.slice(0, 0)) == ()


def test_only_the_columns_asked_for_are_read() -> None:
    data = write_listings([Listing(id="a", list="l.x", names=(ListedName(text="Ö"),))])
    table = read_table(data, ["id", "names"])
    assert table.column_names == ["id", "names"]
    assert table.column("names").to_pylist() == [[{"text": "Ö", "kind": "primary", "weak": False}]]


def test_a_file_written_before_a_field_existed_is_read_with_its_default() -> None:
    entry = Listing(id="a", list="l.x", names=(ListedName(text="A"),), gender="male")
    older = listings_to_table([entry]).drop_columns(["gender", "programs"])
    assert table_to_listings(older) == (dataclasses.replace(entry, gender=None),)


def test_tables_of_which_one_lacks_a_field_are_read_together() -> None:
    older = listings_to_table([Listing(id="a", list="l.x")]).drop_columns(["programs", "address_only", "target"])
    newer = listings_to_table([Listing(id="b", list="l.x", programs=("P",), address_only=True, target=False)])
    first, second = table_to_listings(pa.concat_tables([older, newer], promote_options="default"))
    assert (first.programs, first.address_only, first.target) == ((), False, True)
    assert (second.programs, second.address_only, second.target) == (("P",), True, False)


def test_a_file_without_a_required_column_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="'id' of Listing"):
        table_to_listings(listings_to_table([Listing(id="a", list="l.x")]).drop_columns(["id"]))


def test_a_kind_of_field_that_cannot_be_stored_is_refused() -> None:
    with pytest.raises(TypeError, match=r"tidewaiter\.store\.columns"):
        arrow_type(dict[str, str])


def _stored_classes(hint: Any) -> set[type]:
    if get_origin(hint) is not None:
        return {cls for arg in get_args(hint) for cls in _stored_classes(arg)}
    if not dataclasses.is_dataclass(hint):
        return set()
    assert isinstance(hint, type)
    return {hint}.union(*(_stored_classes(column.hint) for column in columns_of(hint)))


def test_stored_classes_can_be_filled_slot_by_slot() -> None:
    classes = _stored_classes(Listing)
    assert {Listing, ListedName, Address, Identifier, Requirement, Citation} <= classes
    for cls in classes:
        assert "__slots__" in cls.__dict__, f"{cls.__name__} has no slots"
        assert not hasattr(cls, "__post_init__"), f"{cls.__name__} has a __post_init__ that reading would skip"


def _made_up(count: int) -> list[Listing]:
    chance = random.Random(7)  # noqa: S311 - made-up entries, no secrets

    def words(length: int) -> str:
        return "".join(chance.choices("abcdefghijklmnopqrst ", k=length))

    return [
        Listing(
            id=f"us.ofac.sdn:{i:06}",
            list="us.ofac.sdn",
            schema=chance.choice(list(Schema)),
            names=tuple(ListedName(text=words(24), kind=NameKind.ALIAS) for _ in range(chance.randint(1, 4))),
            addresses=tuple(Address(full=words(50), country="RU") for _ in range(chance.randint(0, 2))),
            countries=("RU",),
            identifiers=tuple(Identifier(type="tax", value=words(10)) for _ in range(chance.randint(0, 2))),
            programs=("RUSSIA-EO14024",),
            requirement=Requirement(items=ItemScope.ALL, footnotes=(3,)) if chance.random() < 0.2 else None,
            citations=(Citation(text="89 FR 68548", date=dt.date(2024, 8, 27)),),
            listed_on=dt.date(2024, 8, 27),
        )
        for i in range(count)
    ]


def test_a_whole_list_is_read_back_in_its_order() -> None:
    listings = _made_up(2_000)
    assert read_listings(write_listings(listings)) == tuple(listings)
