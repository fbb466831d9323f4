"""The owners of parties, screened beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from tidewaiter.licensing import walk
from tidewaiter.model import Hit, Owner, OwnerScreening, Party
from tidewaiter.screening import Query

Screen = Callable[[list[Query]], Iterable[tuple[Hit, ...]]]


def owner_queries(party: Party) -> list[Query]:
    """Return a query for each owner of a party, direct and indirect, in the order of `walk`."""
    return [Query(name=owner.name, country=owner.country) for _, owner in walk(party.owners or ())]


def with_hits(party: Party, hits: Iterable[tuple[Hit, ...]]) -> tuple[OwnerScreening, ...]:
    """Return the owners of a party with their hits, given in the order of `owner_queries`."""
    owners = list(walk(party.owners or ()))
    return tuple(_screened(path, owner, found) for (path, owner), found in zip(owners, hits, strict=True))


def screen_owners(parties: Sequence[Party], screen: Screen) -> Iterator[tuple[OwnerScreening, ...]]:
    """Yield, for each party, its owners with their hits; nothing is screened where no owner is stated."""
    queries = [query for party in parties for query in owner_queries(party)]
    hits = iter(screen(queries) if queries else ())
    for party in parties:
        yield with_hits(party, islice(hits, sum(1 for _ in walk(party.owners or ()))))


def _screened(path: tuple[int, ...], owner: Owner, hits: tuple[Hit, ...]) -> OwnerScreening:
    return OwnerScreening(
        owner=path, name=owner.name, share_pct=owner.share_pct, listings=owner.listings, hits=tuple(hits)
    )
