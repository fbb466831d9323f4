"""Rescreening gives what a full screening of both days would, and screens in full only where it can matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.model import ListedName, Listing, Party, Schema, Snapshot, UsageError
from tidewaiter.monitor import hit_changes
from tidewaiter.screening import Query, Screener, ScreeningIndex
from tidewaiter.sources.orders import ScreenRow
from tidewaiter.workspace import RescreenAnswer, Workspace
from tidewaiter.workspace.rescreening import rescreen

BEFORE, AFTER = dt.date(2024, 1, 1), dt.date(2024, 6, 1)
WORDS = ("Zorlu", "Baltkom", "Mekanik", "Elektronik", "Trading", "Ankara", "Plant", "No 5", "No 6", "Sever", "Vostok")
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
LISTS = st.dictionaries(st.sampled_from([f"e{n}" for n in range(30)]), NAMES, max_size=25)


def index(names: dict[str, str]) -> Screener:
    return Screener(
        ScreeningIndex.build(
            [
                Listing(id=key, list="us.bis.entity_list", schema=Schema.ORGANIZATION, names=(ListedName(text=name),))
                for key, name in sorted(names.items())
            ]
        )
    )


def opened(before: Screener, after: Screener) -> Callable[[dt.date], tuple[Screener, tuple[Snapshot, ...]]]:
    return lambda day: (before if day == BEFORE else after, ())


def rows(names: list[str]) -> list[ScreenRow]:
    return [ScreenRow(str(number), Party(name=name)) for number, name in enumerate(names)]


@settings(max_examples=60, deadline=None)
@given(LISTS, LISTS, st.lists(NAMES, min_size=1, max_size=8), st.integers(1, 3))
def test_the_answer_is_that_of_two_full_screenings(
    old: dict[str, str], new: dict[str, str], parties: list[str], limit: int
) -> None:
    before, after = index(old), index(new)
    found = {
        answer.id: answer
        for answer in rescreen(opened(before, after), rows(parties), since=BEFORE, as_of=AFTER, limit=limit)
    }
    queries = [Query(name=name) for name in parties]
    then = before.screen(queries, as_of=BEFORE, limit=100)
    now = after.screen(queries, as_of=AFTER, limit=100)
    for number, (was, is_) in enumerate(zip(then, now, strict=True)):
        changes = hit_changes(was, is_)
        assert (str(number) in found) == changes.any
        if changes.any:
            answer = found[str(number)]
            assert (answer.new, answer.changed, answer.gone) == (changes.new, changes.changed, changes.gone)
            differing = {*changes.new, *changes.changed}
            assert answer.hits == tuple(h for n, h in enumerate(is_) if n < limit or h.listing_id in differing)


def test_what_came_is_answered_however_many_better_hits_there_are() -> None:
    one, both = {"a": "Sever Vostok"}, {"a": "Sever Vostok", "b": "OOO Sever Vostok"}
    asked = rows(["Sever Vostok"])
    (answer,) = rescreen(opened(index(one), index(both)), asked, since=BEFORE, as_of=AFTER, limit=1)
    assert (answer.new, answer.gone) == (("b",), ())
    assert [hit.listing_id for hit in answer.hits] == ["a", "b"]
    # What a smaller limit hid before has not come because something better went.
    left = index({"b": "OOO Sever Vostok"})
    (answer,) = rescreen(opened(index(both), left), asked, since=BEFORE, as_of=AFTER, limit=1)
    assert (answer.new, [hit.listing_id for hit in answer.gone]) == ((), ["a"])


def test_the_earlier_day_comes_first(space: Workspace) -> None:
    with pytest.raises(UsageError, match="later than"):
        space.rescreen(rows(["Sever"]), since=AFTER, as_of=BEFORE)


def test_only_rows_like_a_changed_entry_are_screened_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    same = {"a": "Sever Elektronik", "b": "Zorlu Mekanik"}
    before, after = index(same), index(same | {"c": "Vostok Plant No 5"})
    full: list[int] = []
    plain = Screener.screen

    def counting(self: Screener, queries: list[Query], **options: object) -> object:
        if options.get("among") is None:
            full.append(len(queries))
        return plain(self, queries, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Screener, "screen", counting)
    parties = rows(["Sever Elektronik", "Vostok Plant No 5", "Zorlu Mekanik", "Baltkom"])
    (answer,) = rescreen(opened(before, after), parties, since=BEFORE, as_of=AFTER)
    assert (answer.id, answer.new, answer.gone) == ("1", ("c",), ())
    assert full == [1, 1]


def test_every_row_is_answered_when_asked_for() -> None:
    before, after = index({"a": "Sever Elektronik"}), index({})
    answers = list(
        rescreen(opened(before, after), rows(["Sever Elektronik", "Zorlu"]), since=BEFORE, as_of=AFTER, everything=True)
    )
    assert [answer.id for answer in answers] == ["0", "1"]
    assert [hit.listing_id for hit in answers[0].gone] == ["a"]
    assert not answers[1].hits


def test_the_carried_lists_before_and_after_august_2024(space: Workspace) -> None:
    since, as_of = dt.date(2024, 8, 1), dt.date(2024, 9, 1)
    entries = {listing.id: listing for listing in space.store.read("us.bis.entity_list", as_of)[1]}
    named = [listing for listing in entries.values() if not listing.address_only]
    parties = rows([listing.names[0].text for listing in named[::4]] + ["Nothing Of The Kind Ltd"])
    found: dict[str, RescreenAnswer] = {
        answer.id: answer for answer in space.rescreen(parties, since=since, as_of=as_of)
    }
    assert found
    then, now = (space.screen(parties, as_of=day, limit=500) for day in (since, as_of))
    for number, (was, is_) in enumerate(zip(then, now, strict=True)):
        changes = hit_changes(was.hits, is_.hits)
        assert (str(number) in found) == changes.any, parties[number].party.name
        if changes.any:
            assert found[str(number)].new == changes.new
    first = next(iter(found.values()))
    states = [
        next(s for s in used if s.list == "us.bis.entity_list") for used in (first.since_snapshots, first.snapshots)
    ]
    assert all(state.reconstructed or state.supplement_date for state in states)


def test_parties_are_kept_under_a_name_and_damaged_ones_are_said(space: Workspace) -> None:
    parties = rows(["Sever\tElektronik", "Zorlu"])
    assert list(space.counterparties.keep("customers", parties)) == parties
    assert list(space.counterparties.read("customers")) == parties
    assert space.counterparties.names() == ("customers",)


def test_a_broken_run_keeps_the_earlier_set(space: Workspace) -> None:
    list(space.counterparties.keep("suppliers", rows(["A"])))
    passing = space.counterparties.keep("suppliers", rows(["B", "C"]))
    next(passing)
    passing.close()  # type: ignore[attr-defined]
    assert [row.party.name for row in space.counterparties.read("suppliers")] == ["A"]
