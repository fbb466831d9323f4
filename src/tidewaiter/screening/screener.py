"""Screening: normalise, find candidates, score, explain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.model import Feature, Hit, Schema, Strength
from tidewaiter.screening.addresses import compare_addresses, normalise_address
from tidewaiter.screening.alignment import plausible
from tidewaiter.screening.candidates import find_candidates
from tidewaiter.screening.evidence import evidence_weights, most_evidence, party_evidence
from tidewaiter.screening.explain import hit_of
from tidewaiter.screening.features import NAMES, name_features
from tidewaiter.screening.index import ScreeningIndex, identifier_key, is_foreign, is_short, letter_text, skeleton_text, sort_of, sound_text
from tidewaiter.screening.model import match_threshold, probability, score_model
from tidewaiter.screening.names import name_table
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.query import Query

#: Queries worked on at once; bounds memory, does not change the answer.
_BATCH = 512
#: Score of a hit found by address alone.
_UNIT_SCORE, _BUILDING_SCORE = 0.9, 0.75


@dataclass(frozen=True, slots=True)
class _Scored:
    """The best name of each entry for each query, ordered by query."""

    query: npt.NDArray[np.int64]
    name: npt.NDArray[np.int64]
    entry: npt.NDArray[np.int64]
    log_odds: npt.NDArray[np.float64]
    matrix: npt.NDArray[np.float32]
    differs: npt.NDArray[np.bool_]


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
    ) -> list[tuple[Hit, ...]]:
        """Return the hits of each query, best first.

        Args:
            queries: Parties to screen, any number.
            as_of: The day asked about; entries not in force on it are not found.
            threshold: Least score reported; the model's default when None.
            limit: Most hits a query.
            lists: Ids of the lists to screen against; all when None.

        Returns:
            One tuple a query, in the order given. Equal scores are ordered by exactness, strength of the name that matched, and id.
        """
        held = self.index.in_force(as_of, lists)
        least = score_model().threshold if threshold is None else threshold
        answers: list[tuple[Hit, ...]] = []
        for start in range(0, len(queries), _BATCH):
            answers += self._batch(queries[start : start + _BATCH], held, least, limit)
        return answers

    def _batch(
        self, queries: Sequence[Query], held: npt.NDArray[np.bool_], least: float, limit: int
    ) -> list[tuple[Hit, ...]]:
        found: list[dict[int, Hit]] = [{} for _ in queries]
        self._by_name(queries, held, least, found)
        for number, query in enumerate(queries):
            if query.identifiers:
                self._by_identifier(query, held, found[number])
            if query.address:
                self._by_address(query, held, least, found[number])
        return [tuple(sorted(hits.values(), key=_rank)[:limit]) for hits in found]

    def _by_name(
        self, queries: Sequence[Query], held: npt.NDArray[np.bool_], least: float, found: list[dict[int, Hit]]
    ) -> None:
        scored = self._score(queries, held)
        if scored is None:
            return
        model, index = score_model(), self.index
        most = np.array([most_evidence(query) for query in queries])
        hopeful = scored.log_odds + most[scored.query] >= _log_odds(least) - 1e-9
        for row in np.flatnonzero(hopeful):
            number, entry = int(scored.query[row]), int(scored.entry[row])
            listing, query = index.listing(entry), queries[number]
            evidence = party_evidence(query, listing)
            name = int(scored.name[row])
            if index.strength_of_name[name] == 0:
                evidence["weak_alias"] = Feature(score=1.0, weight=evidence_weights()["weak_alias"], detail=index.texts[name])
            if scored.differs[row]:
                weight = evidence_weights()["schema_differs"]
                evidence["schema"] = Feature(score=0.0, weight=weight, detail=f"{query.schema} / {listing.schema}")
            log_odds = float(scored.log_odds[row]) + sum(
                feature.weight for kind, feature in evidence.items() if kind != "schema"
            )
            score = round(float(probability(np.array(log_odds))), 6)
            if score < least:
                continue
            features = {
                feature: Feature(score=round(float(value), 4), weight=round(float(value * weight), 4))
                for feature, value, weight in zip(NAMES, scored.matrix[row], model.weights, strict=True)
                if value
            }
            conflict = any(feature.weight < 0 for feature in evidence.values())
            strength = Strength.MATCH if score >= match_threshold() and not conflict else Strength.POSSIBLE
            found[number][entry] = hit_of(listing, index.texts[name], score, strength, features | evidence)

    def _score(self, queries: Sequence[Query], held: npt.NDArray[np.bool_]) -> _Scored | None:
        index = self.index
        owners = [number for number, query in enumerate(queries) for _ in query.names]
        forms = [
            normalise(name, None if query.schema is Schema.ENTITY else query.schema)
            for query in queries
            if query.schema is not Schema.ADDRESS
            for name in query.names
        ]
        owners = [n for n, q in enumerate(queries) if q.schema is not Schema.ADDRESS for _ in q.names]
        usable = [at for at, form in enumerate(forms) if form.tokens]
        if not usable or not len(index.names):
            return None
        allowed = held[index.entry_of_name]
        pairs: list[tuple[npt.NDArray[Any], npt.NDArray[Any]]] = []
        foreign = [at for at in usable if is_foreign(forms[at])]
        short = [at for at in usable if is_short(forms[at])]
        for postings, text_of, rows in (
            (index.sounds, sound_text, usable),
            (index.skeletons, skeleton_text, foreign),
            (index.letters, letter_text, short),
        ):
            if rows:
                near = find_candidates(postings, [text_of(forms[at]) for at in rows], allowed)
                pairs.append((np.array(rows)[near.text], near.listed))
        i = np.concatenate([left for left, _ in pairs])
        j = np.concatenate([right for _, right in pairs])
        if len(pairs) > 1:
            code = np.unique(i * len(index.names) + j)
            i, j = code // len(index.names), code % len(index.names)
        if not len(i):
            return None
        asked = name_table(forms)
        hopeful = plausible(asked, index.names, i, j)
        i, j = i[hopeful], j[hopeful]
        if not len(i):
            return None
        matrix, _ = name_features(asked, index.names, i, j)
        query, entry = np.array(owners)[i], index.entry_of_name[j].astype(np.int64)
        sort = np.array([sort_of(q.schema) for q in queries], dtype=np.uint8)[query]
        differs = (sort > 0) & (index.sort_of_entry[entry] > 0) & (sort != index.sort_of_entry[entry])
        log_odds = score_model().log_odds(matrix) + differs * evidence_weights()["schema_differs"]
        order = np.lexsort((j, -index.strength_of_name[j].astype(np.int64), -log_odds, entry, query))
        query, entry = query[order], entry[order]
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (query[1:] != query[:-1]) | (entry[1:] != entry[:-1])
        best = order[first]
        return _Scored(query[first], j[best], entry[first], log_odds[best], matrix[best], differs[best])

    def _by_identifier(self, query: Query, held: npt.NDArray[np.bool_], found: dict[int, Hit]) -> None:
        keys = self.index.identifier_keys
        for value in query.identifiers.values():
            key = identifier_key(value)
            low, high = np.searchsorted(keys, key), np.searchsorted(keys, key, side="right")
            for entry in map(int, self.index.identifier_entries[low:high]):
                if held[entry] and entry not in found:
                    listing = self.index.listing(entry)
                    feature = Feature(score=1.0, weight=evidence_weights()["identifier_agrees"], detail=value)
                    found[entry] = hit_of(listing, value, 0.97, Strength.POSSIBLE if query.names else Strength.MATCH, {"identifier": feature})

    def _by_address(self, query: Query, held: npt.NDArray[np.bool_], least: float, found: dict[int, Hit]) -> None:
        index = self.index
        if not query.address or not len(index.addresses):
            return
        asked = normalise_address(query.address)
        near = find_candidates(index.places, [asked.key], held[index.entry_of_address])
        for at in map(int, near.listed):
            entry = int(index.entry_of_address[at])
            match = compare_addresses(asked, normalise_address(index.addresses[at]))
            if not match.same_building or (query.names and not index.address_only[entry] and entry in found):
                continue
            score = round((_UNIT_SCORE if match.same_unit else _BUILDING_SCORE) * match.score, 6)
            held_hit = found.get(entry)
            if score < least or (held_hit is not None and held_hit.score >= score):
                continue
            detail = "same unit" if match.same_unit else "same building"
            feature = Feature(score=match.score, weight=1.0, detail=f"{detail}: {index.addresses[at]}")
            strength = Strength.MATCH if match.same_unit and index.address_only[entry] else Strength.POSSIBLE
            found[entry] = hit_of(index.listing(entry), index.addresses[at], score, strength, {"address": feature}, detail)


def _log_odds(score: float) -> float:
    if score <= 0:
        return -np.inf
    bounded = min(score, 1 - 1e-9)
    return float(np.log(bounded / (1 - bounded)))


def _rank(hit: Hit) -> tuple[float, str, str]:
    return (-hit.score, hit.list, hit.listing_id)
