"""Which listed addresses are in the building, or in the unit, of the addresses of many queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.addresses.compare import (
    AddressMatch,
    compare_addresses,
    may_share_building,
    normalise_address,
)
from tidewaiter.screening.candidates import find_candidates
from tidewaiter.screening.index import ScreeningIndex
from tidewaiter.screening.model import address_scores
from tidewaiter.screening.query import Query

#: Most listed addresses compared with an address.
_MOST = 50


@dataclass(frozen=True, slots=True)
class AddressHit:
    """A listed address that agrees with a query's.

    Attributes:
        query: Number of the query; ``entry`` of the listed entry.
        text: The listed address.
        match: How far the two agree.
        score: In [0, 1]: what the agreement is worth by itself.
    """

    query: int
    entry: int
    text: str
    match: AddressMatch
    score: float


def search_addresses(index: ScreeningIndex, queries: Sequence[Query], held: npt.NDArray[np.bool_]) -> list[AddressHit]:
    """Return, for each query with an address and each entry in force, the best address in the same building."""
    rows_of: dict[str, list[int]] = {}
    for number, query in enumerate(queries):
        for address in dict.fromkeys(query.addresses):
            rows_of.setdefault(address, []).append(number)
    if not rows_of or not len(index.addresses):
        return []
    best: dict[tuple[int, int], AddressHit] = {}
    for rows, (listed, match) in _same_building(index, rows_of, held):
        entry, text = int(index.entry_of_address[listed]), index.addresses[listed]
        score = address_score(match, address_only=bool(index.address_only[entry]))
        for row in rows:
            known = best.get((row, entry))
            if known is None or score > known.score:
                best[row, entry] = AddressHit(row, entry, text, match, score)
    return list(best.values())


def _same_building(
    index: ScreeningIndex, rows_of: Mapping[str, list[int]], held: npt.NDArray[np.bool_]
) -> Iterator[tuple[list[int], tuple[int, AddressMatch]]]:
    """Yield the listed addresses in the building of each address asked about, which is compared once."""
    asked, rows = [normalise_address(address) for address in rows_of], list(rows_of.values())
    near = find_candidates(index.places, [form.key for form in asked], index.entry_of_address, held, _MOST)
    for text, listed in zip(near.text.tolist(), near.listed.tolist(), strict=True):
        there = normalise_address(index.addresses[listed])
        if not may_share_building(asked[text], there):
            continue
        match = compare_addresses(asked[text], there)
        if match.same_building:
            yield rows[text], (listed, match)


def address_score(match: AddressMatch, *, address_only: bool) -> float:
    """Return what an agreeing address is worth by itself.

    Most for an address of high diversion risk, and for the same unit.
    """
    scores = address_scores()["listed_address" if address_only else "party_address"]
    return float(np.round(scores[match.level] * (0.6 + 0.4 * match.score), 6))
