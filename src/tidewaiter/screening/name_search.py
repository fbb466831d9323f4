"""Which listed names answer the names of many queries, and how strongly: candidates, features, log odds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.model import Schema
from tidewaiter.screening.candidates import MOST as MOST_CANDIDATES
from tidewaiter.screening.candidates import find_candidates
from tidewaiter.screening.consonant_pairs import MOST, asked_pairs
from tidewaiter.screening.consonant_search import search_pairs
from tidewaiter.screening.english_russian import is_translated
from tidewaiter.screening.features import name_features
from tidewaiter.screening.index import ScreeningIndex, sort_of
from tidewaiter.screening.initials import by_initials
from tidewaiter.screening.keys import is_foreign, letter_text, own_text, skeleton_text, sound_text
from tidewaiter.screening.model import evidence_weights, score_model
from tidewaiter.screening.names import NameTable, name_table
from tidewaiter.screening.normalise import NameForm
from tidewaiter.screening.parts import Part, parts_of
from tidewaiter.screening.query import Query
from tidewaiter.screening.ragged import distinct, ranges, sizes
from tidewaiter.screening.readings import forms_of
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.short_names import near_short_names

Ints = npt.NDArray[Any]

_CRAFT = sort_of(Schema.VESSEL)
#: Most listed names equal to a query's that are compared with it.
_MOST_SAME = 100
#: Most listed names that are compared with an organization's name for what is no word of trade in it.
_MOST_BY_OWN_NAMES = 16
#: Most listed names of the same grams of consonants that are compared with a name that is also looked up by pairs of
#: its words.
_MOST_BESIDE_PAIRS = 12


@dataclass(frozen=True, slots=True)
class NameMatches:
    """The best name of each entry for each query, one row each, ordered by query and entry.

    Attributes:
        query: Number of the query; ``name`` of the listed name; ``entry`` of the entry it belongs to.
        log_odds: Of the names being one party's, other kinds of party already counted against it.
        matrix: Name features, in the order of ``features.NAMES``.
        other_sort: Log odds that query and entry being of different kinds (person, organization, craft) add; 0 where
            they are of one, or it is not known.
        information: How telling the query's name is as a whole.
        verbatim: Whether the names are written the same but for case.
        form: Number of the query's name form in ``forms`` and ``parts``.
        forms: The names of the queries taken apart, in all their readings.
        parts: For each name form, the part of the query's name it is; None where it is the name as given.
    """

    query: npt.NDArray[np.int64]
    name: npt.NDArray[np.int64]
    entry: npt.NDArray[np.int64]
    log_odds: npt.NDArray[np.float64]
    matrix: npt.NDArray[np.float32]
    other_sort: npt.NDArray[np.float64]
    information: npt.NDArray[np.float32]
    verbatim: npt.NDArray[np.bool_]
    form: npt.NDArray[np.int64]
    forms: Sequence[NameForm]
    parts: Sequence[Part | None]

    def part(self, row: int) -> Part | None:
        """Return the part of the query's name that answers, None where the whole of it does."""
        return self.parts[int(self.form[row])]

    def asked(self, row: int) -> NameForm:
        """Return the name of the query that answers, in the reading in which it does."""
        return self.forms[int(self.form[row])]


def search_names(index: ScreeningIndex, queries: Sequence[Query], held: npt.NDArray[np.bool_]) -> NameMatches | None:
    """Compare the names of queries with the names of the entries in force; None when there is nothing to compare."""
    owners, forms, parts = _forms(queries)
    if not forms or not index.names.size:
        return None
    asked = name_table(forms)
    i, j = _candidates(index, asked, forms, held)
    matrix, worth = name_features(asked, index.names, i, j, every=False)
    i, j, matrix = i[worth], j[worth], matrix[worth]
    if not len(i):
        return None
    query, entry = owners[i], index.entry_of_name[j].astype(np.int64)
    other = _other_sort(index, queries, query, entry)
    verbatim = asked.names["spelled"][i] == index.names.names["spelled"][j]
    # A name written exactly as it was asked cannot speak against itself, however its parts were read.
    matrix[np.ix_(verbatim, score_model().weights < 0)] = 0
    weights = evidence_weights()
    log_odds = score_model().log_odds(matrix) + other + verbatim * weights["verbatim"]
    best = _best_of_each(query * len(index) + entry, log_odds, index.strength_of_name[j].astype(np.int64), j)
    return NameMatches(
        query=query[best],
        name=j[best],
        entry=entry[best],
        log_odds=log_odds[best],
        matrix=matrix[best],
        other_sort=other[best],
        information=asked.names["total"][i[best]],
        verbatim=verbatim[best],
        form=i[best],
        forms=forms,
        parts=parts,
    )


def _best_of_each(pair: Ints, log_odds: npt.NDArray[np.float64], strength: Ints, name: Ints) -> Ints:
    """Return the best row of each pair of a query and an entry, in their order; of equals the strongest, first name."""
    order = np.lexsort((name - (strength << 32), -log_odds, pair))
    first = np.ones(len(order), dtype=np.bool_)
    pair = pair[order]
    first[1:] = pair[1:] != pair[:-1]
    return np.asarray(order[first])


def candidate_features(
    index: ScreeningIndex, queries: Sequence[Query], *, by_consonants_most: int = MOST
) -> tuple[Ints, Ints, npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Return every candidate of every query as the model sees it, to learn from.

    Args:
        index: The names to compare with.
        queries: Who is looked for.
        by_consonants_most: Names compared for their consonants alone: near misses are worth more to a fit.

    Returns:
        Query number, number of the listed name, features, and the log odds of being different kinds of party.
    """
    owners, forms, _ = _forms(queries)
    asked = name_table(forms)
    i, j = _candidates(index, asked, forms, np.ones(len(index), dtype=np.bool_), by_consonants_most)
    matrix, _ = name_features(asked, index.names, i, j)
    return owners[i], j, matrix, _other_sort(index, queries, owners[i], index.entry_of_name[j].astype(np.int64))


def _other_sort(index: ScreeningIndex, queries: Sequence[Query], query: Ints, entry: Ints) -> npt.NDArray[np.float64]:
    """Return the log odds that pairs of different kinds of party add; a vessel or aircraft is no party at all."""
    weights = evidence_weights()
    asked = np.array([sort_of(q.schema) for q in queries], dtype=np.uint8)[query]
    listed = index.sort_of_entry[entry]
    craft = (asked == _CRAFT) | (listed == _CRAFT)
    against = np.where(craft, weights["schema_differs_craft"], weights["schema_differs"])
    return np.where((asked > 0) & (listed > 0) & (asked != listed), against, 0.0)


def _forms(queries: Sequence[Query]) -> tuple[npt.NDArray[np.int64], list[NameForm], list[Part | None]]:
    """Return whose each name is, the names taken apart in all their readings, and which are parts of a name."""
    owners: list[int] = []
    forms: list[NameForm] = []
    parts: list[Part | None] = []
    for number, query in enumerate(queries):
        if query.schema is Schema.ADDRESS:
            continue
        schema = None if query.schema is Schema.ENTITY else query.schema
        for name, part in _names(query, schema):
            for form in forms_of(name, schema):
                if form.tokens:
                    owners.append(number)
                    forms.append(form)
                    parts.append(part)
    return np.array(owners, dtype=np.int64), forms, parts


def _names(query: Query, schema: Schema | None) -> Iterator[tuple[str, Part | None]]:
    """Yield the names of a query, each followed by the names within it."""
    places = query.places if schema in (Schema.PERSON, None) else ()
    for name in query.names:
        yield name, None
        for part in parts_of(name, schema, places):
            yield part.text, part


def _candidates(
    index: ScreeningIndex, asked: NameTable, forms: Sequence[NameForm], held: npt.NDArray[np.bool_], most: int = MOST
) -> tuple[Ints, Ints]:
    """Return pairs of a query name and a listed name that are worth comparing."""
    foreign = np.array([number for number, form in enumerate(forms) if is_foreign(form)], dtype=np.int64)
    sounds = find_candidates(index.sounds, [sound_text(form) for form in forms], index.entry_of_name, held)
    own, named = _by_own_names(index, forms, foreign, held)
    strange = asked_pairs([forms[number] for number in foreign])
    paired, heard = search_pairs(
        index.consonants, strange, (asked.names[foreign], index.names.names), index.entry_of_name, held, most
    )
    consonants, alike = _by_skeleton(index, forms, foreign, sizes(strange.at) > 0, held)
    short, near = near_short_names(index.short, [letter_text(form) for form in forms], index.entry_of_name, held)
    abbreviated, full = by_initials(index.initial_keys, index.initial_names, forms)
    same, equal = _same_key(index, asked)
    row, found = _as_written_too(forms, foreign, sounds.text, sounds.listed)
    row = np.concatenate((row, own, consonants, foreign[paired], short, abbreviated, same))
    name = np.concatenate((found, named, alike, heard, near, full, equal))
    kept = held[index.entry_of_name[name]]
    code = distinct(row[kept] * index.names.size + name[kept])
    return code // index.names.size, code % index.names.size


def _as_written_too(forms: Sequence[NameForm], foreign: Ints, row: Ints, name: Ints) -> tuple[Ints, Ints]:
    """Return pairs of a name and a listed name, those of a name in English for the name as it is written, too.

    The list may have one word translated and another as it sounds.
    """
    after = foreign[foreign + 1 < len(forms)] + 1
    english = np.zeros(len(forms), dtype=np.bool_)
    english[after] = [is_translated(forms[number], forms[number - 1]) for number in after]
    again = english[row]
    return np.concatenate((row, row[again] - 1)), np.concatenate((name, name[again]))


def _by_own_names(
    index: ScreeningIndex, forms: Sequence[NameForm], foreign: Ints, held: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Return pairs of an organization's name in another script and a listed name that share what is no word of trade.

    Where trade is said in other words, or left out, the name that is left still finds it.
    """
    chosen = np.array([number for number in foreign if own_text(forms[number])], dtype=np.int64)
    texts = [own_text(forms[number]) for number in chosen]
    found = find_candidates(index.sounds, texts, index.entry_of_name, held, _MOST_BY_OWN_NAMES)
    return chosen[found.text], found.listed


def _by_skeleton(
    index: ScreeningIndex, forms: Sequence[NameForm], foreign: Ints, paired: Ints, held: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Return pairs of a name in another script and a listed name that share grams of consonants.

    Names that are looked up by pairs of their words besides need fewer, and those in han characters none: they are
    looked up by the sounds of every reading.
    """
    rows, names = [], []
    read = np.array([forms[number].tokens[0].script is Script.HAN for number in foreign], dtype=np.bool_)
    for chosen, most in ((foreign[~paired], MOST_CANDIDATES), (foreign[paired & ~read], _MOST_BESIDE_PAIRS)):
        texts = [skeleton_text(forms[number]) for number in chosen]
        found = find_candidates(index.skeletons, texts, index.entry_of_name, held, most)
        rows.append(chosen[found.text])
        names.append(found.listed)
    return np.concatenate(rows), np.concatenate(names)


def _same_key(index: ScreeningIndex, asked: NameTable) -> tuple[Ints, Ints]:
    """Return pairs of names that are the same once normalised, however short."""
    key = asked.names["key"]
    first, after = np.searchsorted(index.exact_keys, key), np.searchsorted(index.exact_keys, key, side="right")
    count = np.minimum(after - first, _MOST_SAME)
    return np.repeat(np.arange(asked.size), count), index.exact_names[ranges(first, count)].astype(np.int64)
