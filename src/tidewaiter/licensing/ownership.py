"""What listed owners hold of a party together: direct and indirect, several added up (the 50 percent rules).

An owner counts when it is listed itself, or when listed owners hold it by half or more; then its whole share counts.
Shares nobody knows, and what the stated owners leave of the whole, may belong to anybody: they leave the sum open
between what is certain and what is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from tidewaiter.law import Tri, any_of, tri
from tidewaiter.model import ListedAs, Owner

_WHOLE = 100.0

#: Positions in ``owners`` that lead to an owner, outermost first: ``(0, 1)`` is the second owner of the first one.
Path = tuple[int, ...]
#: Listings by which an owner counts under a rule; one that is not certain leaves the owner in doubt.
Counting = Callable[[Owner, Path], Sequence[ListedAs]]


@dataclass(frozen=True, slots=True)
class Owned:
    """Aggregate share of listed owners.

    Attributes:
        certain_pct: Percent held for certain.
        possible_pct: Percent held at most, were every possible match, every unknown share and every owner nobody stated
            what it may be.
        listings: Listings of the owners that count, or may.
    """

    certain_pct: float
    possible_pct: float
    listings: tuple[ListedAs, ...] = ()

    def reaches(self, share_pct: float) -> Tri:
        """Tell whether the owners hold at least a share."""
        if self.certain_pct >= share_pct:
            return Tri.YES
        return tri(None if self.possible_pct >= share_pct else False)

    @property
    def words(self) -> str:
        """The share as a sentence names it."""
        if self.possible_pct > self.certain_pct:
            return f"{self.certain_pct:g} to {self.possible_pct:g} percent"
        return f"{self.certain_pct:g} percent"


def owned(
    owners: Sequence[Owner], counting: Counting, share_pct: float, path: Path = (), *, each_alone: bool = False
) -> Owned:
    """Return what counting owners hold together, directly or through owners they hold by `share_pct` or more.

    What the known shares of a level leave of the whole may be held by owners that count: by those whose share is not
    known, or by some nobody stated. An owner of which no owner is stated stands for itself: nothing is open there.

    Args:
        owners: Owners of one party, each with its own.
        counting: Listings by which an owner counts.
        share_pct: Percent from which what an owner holds counts as the owner does.
        path: Where `owners` stand.
        each_alone: Take the largest owner instead of the sum, as OFAC did before August 2014.
    """
    stakes = list(_stakes(owners, counting, share_pct, path, each_alone=each_alone))
    add = _largest if each_alone else _sum
    certain = min(_WHOLE, add(owner for owner, answer, _ in stakes if answer is Tri.YES))
    possible = add(owner for owner, _, _ in stakes)
    rest = left_open(owners)
    possible = max(possible, rest) if each_alone else round(min(_WHOLE, possible + rest), 6)
    listings = tuple(dict.fromkeys(one for _, _, found in stakes for one in found))
    return Owned(certain, max(certain, possible), listings)


def left_open(owners: Sequence[Owner]) -> float:
    """Return what the known shares of owners leave of the whole, in percent; nothing where no owner is stated."""
    return max(0.0, round(_WHOLE - _sum(owners), 6)) if owners else 0.0


def gaps(name: str, owners: Sequence[Owner]) -> Iterator[tuple[str, float]]:
    """Yield who is held in part by owners nobody stated, and by what percentage: a party, then its owners.

    Where the share of a stated owner is not known, that share is the question and not who holds the rest.

    Args:
        name: The party that `owners` hold.
        owners: Its owners as stated.
    """
    rest = left_open(owners)
    if rest and all(owner.share_pct is not None for owner in owners):
        yield name, rest
    for owner in owners:
        yield from gaps(owner.name, owner.owners)


def may_reach(owners: Sequence[Owner], share_pct: float, *, each_alone: bool = False) -> bool:
    """Tell whether owners nobody stated, or whose share nobody knows, may hold at least a share."""
    return owned(owners, lambda *_: (), share_pct, each_alone=each_alone).possible_pct >= share_pct


def _sum(owners: Iterable[Owner]) -> float:
    """Add up the known shares; rounded, because thirds of a percent must not miss a half by a bit."""
    return round(fsum(owner.share_pct or 0.0 for owner in owners), 6)


def _largest(owners: Iterable[Owner]) -> float:
    return max((owner.share_pct or 0.0 for owner in owners), default=0.0)


def _stakes(
    owners: Sequence[Owner], counting: Counting, share_pct: float, path: Path, *, each_alone: bool
) -> Iterator[tuple[Owner, Tri, tuple[ListedAs, ...]]]:
    for index, owner in enumerate(owners):
        here = (*path, index)
        own = tuple(counting(owner, here))
        above = owned(owner.owners, counting, share_pct, here, each_alone=each_alone)
        answer = any_of([*(tri(True if one.certain else None) for one in own), above.reaches(share_pct)])
        if answer is not Tri.NO:
            inherited = above.listings if above.reaches(share_pct) is not Tri.NO else ()
            yield owner, answer, (*own, *inherited)


def walk(owners: Sequence[Owner], path: Path = ()) -> Iterator[tuple[Path, Owner]]:
    """Yield every owner, direct and indirect, with the positions that lead to it."""
    for index, owner in enumerate(owners):
        here = (*path, index)
        yield here, owner
        yield from walk(owner.owners, here)


def owner_at(owners: Sequence[Owner], path: Path) -> Owner:
    """Return the owner that positions lead to."""
    owner = owners[path[0]]
    return owner_at(owner.owners, path[1:]) if path[1:] else owner
