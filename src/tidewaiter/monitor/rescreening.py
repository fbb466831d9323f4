"""Rescreening: what a change of the lists changes for parties that were screened before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tidewaiter.model import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class HitChanges:
    """How the hits of one party differ between two screenings.

    Attributes:
        new: Ids of the entries that are hits now and were not.
        changed: Ids of the entries that were hits before and say or score otherwise now.
        gone: Hits of before that are none now, as they were.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[Hit, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.changed or self.gone)


def hit_changes(before: Sequence[Hit], after: Sequence[Hit]) -> HitChanges:
    """Compare the hits of a party before and after a change of the lists, entry by entry."""
    were = {hit.listing_id: hit for hit in before}
    are = {hit.listing_id: hit for hit in after}
    return HitChanges(
        new=tuple(hit.listing_id for hit in after if hit.listing_id not in were),
        changed=tuple(key for key, hit in are.items() if key in were and were[key] != hit),
        gone=tuple(hit for hit in before if hit.listing_id not in are),
    )


def changed_entries(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of entries that went or changed, and of those that came or changed.

    Args:
        before: Entries by id as they were; anything that compares equal when an entry says the same.
        after: Entries by id as they are.
    """
    went = frozenset(key for key, entry in before.items() if after.get(key) != entry)
    came = frozenset(key for key, entry in after.items() if before.get(key) != entry)
    return went, came
