from __future__ import annotations

from tidewaiter.model import Hit, Strength
from tidewaiter.monitor import changed_entries, hit_changes


def hit(entry: str, score: float = 0.9, name: str = "A") -> Hit:
    return Hit(
        listing_id=entry, list="us.bis.entity_list", name=name, matched=name, score=score, strength=Strength.POSSIBLE
    )


def test_hits_are_compared_entry_by_entry() -> None:
    found = hit_changes([hit("a"), hit("b"), hit("c")], [hit("d"), hit("a"), hit("b", 0.8)])
    assert found.new == ("d",)
    assert found.changed == ("b",)
    assert [old.listing_id for old in found.gone] == ["c"]
    assert found.any


def test_the_same_hits_in_another_order_are_no_change() -> None:
    assert not hit_changes([hit("a"), hit("b")], [hit("b"), hit("a")]).any


def test_entries_that_went_came_or_say_something_else() -> None:
    went, came = changed_entries({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4, "d": 5})
    assert went == {"a", "c"}
    assert came == {"c", "d"}
