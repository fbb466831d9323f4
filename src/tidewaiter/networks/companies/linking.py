"""Companies of shipment records that are, or may be, on a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tidewaiter.model import LinkedListing

#: Names and addresses of a company that are screened: the commonest. Rare ones are mostly mistyped.
_NAMES, _ADDRESSES = 4, 2
#: Companies screened in one call.
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is screened of a company: one name of it, its country, and its commonest addresses and identifiers."""

    company: int
    name: str
    country: str | None
    addresses: tuple[str, ...]
    identifiers: tuple[str, ...]


#: Returns for each question the listings it hits, in any order.
Screen = Callable[[Sequence[Asked]], Iterable[Sequence[LinkedListing]]]


def linked(companies: pa.Table, screen: Screen, *, threshold: float) -> Iterator[tuple[int, tuple[LinkedListing, ...]]]:
    """Yield the companies that are or may be listed, with the listings, best first; each listing once, at its best.

    Args:
        companies: Table of ``COMPANIES``.
        screen: Screens names with country, addresses and identifiers.
        threshold: Score from which a listing counts.
    """
    for rows in _batches(companies):
        asked = [question for row in rows for question in _questions(row)]
        best: dict[int, dict[str, LinkedListing]] = {}
        for question, hits in zip(asked, screen(asked), strict=True):
            found = best.setdefault(question.company, {})
            for hit in hits:
                known = found.get(hit.listing_id)
                if hit.score >= threshold and (known is None or hit.score > known.score):
                    found[hit.listing_id] = hit
        for company, listings in best.items():
            if listings:
                yield company, tuple(sorted(listings.values(), key=lambda hit: (-hit.score, hit.list, hit.listing_id)))


def _batches(companies: pa.Table) -> Iterator[list[dict[str, Any]]]:
    columns = companies.select(["company", "names", "country", "addresses", "identifiers"])
    for first in range(0, columns.num_rows, _BATCH):
        yield columns.slice(first, _BATCH).to_pylist()


def _questions(row: dict[str, Any]) -> Iterator[Asked]:
    for name in row["names"][:_NAMES]:
        yield Asked(
            company=row["company"],
            name=name,
            country=row["country"],
            addresses=tuple(row["addresses"][:_ADDRESSES]),
            identifiers=tuple(row["identifiers"]),
        )
