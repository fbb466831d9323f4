"""Screening: normalise, find candidates, score, explain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from tidewaiter.model import Feature, Hit
from tidewaiter.screening.addresses.search import AddressHit, search_addresses
from tidewaiter.screening.collector import paused_collector
from tidewaiter.screening.evidence import most_evidence, party_evidence
from tidewaiter.screening.explain import Found, address_hit, identifier_hit, name_hit, rank
from tidewaiter.screening.identifiers import identifier_keys
from tidewaiter.screening.index import ScreeningIndex
from tidewaiter.screening.model import evidence_weights, log_odds_of, probability, score_model
from tidewaiter.screening.name_search import NameMatches, search_names
from tidewaiter.screening.numbered import with_numbers
from tidewaiter.screening.query import Query

#: Queries worked on at once; bounds memory, does not change the answer. The more there are, the more words they share.
_BATCH = 1024
#: Room for rounding where scores and log odds are compared.
_SLACK = 1e-6
#: A weak alias written exactly as asked ranks first, but still speaks enough against itself not to count as a match.
_WEAK_BUT_VERBATIM = -0.05
#: Who is named beside the party in its name field may be somebody else, so that it cannot make a match.
_NAMED_BESIDE = -0.05


class Screener:
    """Screens parties against an index. Holds no state of its own; may be shared between threads."""

    def __init__(self, index: ScreeningIndex) -> None:
        self.index = index

    def screen(
        self,
        queries: Sequence[Query],
        *,
        as_of: dt.date,
        threshold: float | None = None,
        limit: int = 10,
        lists: Collection[str] | None = None,
        among: npt.NDArray[np.bool_] | None = None,
    ) -> list[tuple[Hit, ...]]:
        """Return the hits of each query, best first.

        Args:
            queries: Parties to screen, any number.
            as_of: The day asked about; entries not in force on it are not found.
            threshold: Least score reported; the model's default when None.
            limit: Most hits a query.
            lists: Ids of the lists to screen against; all when None.
            among: Entries to screen against, by number in the index; all when None.

        Returns:
            One tuple a query, in the order given. Equal scores are ordered by how near the names are as written, by
            strength of the name that matched, by list and by id, so that the order is always the same.
        """
        held = self.index.in_force(as_of, lists)
        if among is not None:
            held &= among
        least = score_model().threshold if threshold is None else threshold
        answers: list[tuple[Hit, ...]] = []
        with paused_collector():
            for start in range(0, len(queries), _BATCH):
                batch = [with_numbers(query) for query in queries[start : start + _BATCH]]
                number: dict[tuple[object, ...], int] = {}
                asked = [number.setdefault(_facts(query), len(number)) for query in batch]
                distinct = dict(zip(asked, batch, strict=True))
                hits = self._batch(list(distinct.values()), held, least, limit)
                answers += [hits[each] for each in asked]
        return answers

    def _batch(
        self, queries: Sequence[Query], held: npt.NDArray[np.bool_], least: float, limit: int
    ) -> list[tuple[Hit, ...]]:
        found: list[dict[int, Found]] = [{} for _ in queries]
        matches = search_names(self.index, queries, held)
        if matches is not None:
            self._add_names(queries, matches, least, found)
        for number, query in enumerate(queries):
            if query.identifiers:
                self._add_identifiers(query, held, found[number])
        for hit in search_addresses(self.index, queries, held):
            self._add_address(hit, least, found[hit.query])
        return [tuple([each.hit for each in sorted(hits.values(), key=rank)[:limit]]) if hits else () for hits in found]

    def _add_names(
        self, queries: Sequence[Query], matches: NameMatches, least: float, found: list[dict[int, Found]]
    ) -> None:
        most = np.array([most_evidence(query) for query in queries])
        hopeful = matches.log_odds + most[matches.query] >= log_odds_of(least) - _SLACK
        for row in np.flatnonzero(hopeful).tolist():
            number, entry = int(matches.query[row]), int(matches.entry[row])
            evidence = self._evidence(queries[number], matches, row)
            log_odds = float(matches.log_odds[row]) + sum(feature.weight for feature in evidence.values())
            evidence |= _already_counted(matches, row)
            score = probability(log_odds)
            if score >= least:
                found[number][entry] = name_hit(
                    self.index, queries[number], matches, row, score=score, evidence=evidence
                )

    def _evidence(self, query: Query, matches: NameMatches, row: int) -> dict[str, Feature]:
        evidence = party_evidence(query, self.index, int(matches.entry[row]))
        name = int(matches.name[row])
        if self.index.strength_of_name[name] == 0:
            weight = _WEAK_BUT_VERBATIM if matches.verbatim[row] else evidence_weights()["weak_alias"]
            evidence["weak_alias"] = Feature(score=1.0, weight=weight, detail=self.index.texts[name])
        part = matches.part(row)
        if part is not None:
            # What was left out by guess may belong to the name: the rest is as weak as a weak alias.
            weight = evidence_weights()["weak_alias"] if part.guessed else _NAMED_BESIDE if part.beside else 0.0
            evidence["part_of_name"] = Feature(score=1.0, weight=weight, detail=part.text)
        return evidence

    def _add_identifiers(self, query: Query, held: npt.NDArray[np.bool_], found: dict[int, Found]) -> None:
        """An identifier that agrees makes a hit even where no name does."""
        keys = self.index.identifier_keys
        for value, key in [(v, key) for kind, v in query.numbers.items() for key in identifier_keys(kind, v)]:
            low, high = np.searchsorted(keys, key), np.searchsorted(keys, key, side="right")
            for entry in self.index.identifier_entries[low:high].tolist():
                if held[entry] and entry not in found:
                    found[entry] = identifier_hit(self.index, entry, value, query.names)

    def _add_address(self, hit: AddressHit, least: float, found: dict[int, Found]) -> None:
        """An address that agrees makes a hit by itself, where the name has not already made a better one."""
        known = found.get(hit.entry)
        if hit.score >= least and (known is None or known.hit.score < hit.score):
            found[hit.entry] = address_hit(self.index, hit)


def _facts(query: Query) -> tuple[object, ...]:
    """Return all that the answer rests on: a party in several roles is screened once."""
    return (
        query.name,
        tuple(query.aliases),
        query.schema,
        query.country,
        query.address,
        query.city,
        query.birth_date,
        tuple(query.identifiers.items()),
        query.nationality,
        query.gender,
        query.other_addresses,
        query.other_birth_dates,
    )


def _already_counted(matches: NameMatches, row: int) -> dict[str, Feature]:
    """Evidence that the log odds of the names hold already."""
    weights, found = evidence_weights(), {}
    if matches.other_sort[row]:
        against = float(matches.other_sort[row])
        found["schema"] = Feature(score=0.0, weight=against, detail="another kind of party")
    if matches.verbatim[row]:
        found["verbatim"] = Feature(score=1.0, weight=weights["verbatim"])
    return found
