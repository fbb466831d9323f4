"""What speaks for and against two names being one: a row of numbers a name pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from tidewaiter.screening.alignment import Alignment, WordPairs, align
from tidewaiter.screening.names import NameTable
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.texts import Texts
from tidewaiter.screening.words import Kind

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

#: Column order of the feature matrix. ``data/weights.json`` has one weight for each.
NAMES = (
    "agreement",  # share of both names' weight that was matched
    "evidence",  # how telling the matched words are together
    "spelling",  # how far the matched words are from alike, by weight
    "worst_word",  # the matched telling word that is least alike
    "worst_edits",  # letters changed in one word beyond the first
    "other_word",  # how far the matched telling word that is least alike is beyond one mistyping
    "distinct_words",  # matched words that are both often met, and are not forms of one
    "contained",  # two words or more agree, and only one name has more
    "conflict_person",  # weight left unmatched on both sides
    "conflict_entity",
    "conflict_words",  # words left unmatched on both sides
    "surplus_person",  # weight left on one side only
    "surplus_entity",
    "surplus_words",  # words left on one side only, of an entity
    "single_word",  # only one telling word answers, and more are asked
    "no_name",  # only trade words or places answer, and more are asked
    "initials",  # matched through an initial
    "other_script",  # share of the match that rests on a reading of syllables or consonants
    "numbers",  # numbers that differ
    "number_missing",  # a number that only one name has
    "legal_form",  # classes of legal form that differ
    "same_legal_form",  # the same legal forms, or none, on both sides
    "as_written",  # likeness of the names written without spaces
    "same_words",  # the same words in the same order
    "acronym",  # one name is the first letters of the other
)

#: Weight from which a word is telling.
_TELLING = 0.25
#: What is left over beyond this says nothing more.
_MOST_SURPLUS = 1.2
#: Likeness from which names written together, legal forms included, count.
_WHOLE = 0.9
#: Letters beyond the first changed in one word that still tell anything.
_MOST_EDITS = 2.0
#: Likeness from which two words are forms of one; from which a word is clearly answered.
_ALIKE, _CLEAR = 0.9, 0.75
#: How far a word of middle length is from alike after one mistyping.
_MISTYPED = 0.2
#: Features of misspelt words: none when the names are the same but for where words are divided.
_MISTAKES = ("spelling", "worst_word", "worst_edits", "other_word", "distinct_words")
#: Share of weight matched from which words agree as words, not as an acronym.
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of the pairs: what its matched words leave over."""

    rest: Floats
    words: Floats
    numbers: npt.NDArray[np.bool_]

    def scaled(self, share: Floats) -> _Side:
        """Return the side with only a share of its words left over."""
        return _Side(self.rest * share, self.words * share, self.numbers)


def name_features(
    left: NameTable, right: NameTable, i: Ints, j: Ints, words: WordPairs | None = None
) -> tuple[npt.NDArray[np.float32], Alignment]:
    """Compare name ``i[n]`` with name ``j[n]``.

    Args:
        left: Table that ``i`` numbers; ``right`` the one ``j`` numbers.
        words: What ``alignment.word_pairs`` returns for the same names, where it is known already.

    Returns:
        One row a pair in the order of ``NAMES``, and the word pairs behind it.
    """
    found = align(left, right, i, j, words)
    n, pair = len(i), found.pair
    a, b = _side(left, i, found.left, pair, n), _side(right, j, found.right, pair, n)
    total = np.asarray(left.total[i] + right.total[j], dtype=np.float64)
    person = left.person[i] | right.person[j]
    written, apart = _as_written(left, right, i, j)
    a, b = a.scaled(apart), b.scaled(apart)
    conflict, surplus = np.minimum(a.rest, b.rest), np.minimum(np.abs(a.rest - b.rest), _MOST_SURPLUS)
    more = np.maximum(a.rest, b.rest) > _TELLING
    columns = _matched(left, right, found, total=total, more=more)
    divided = (apart == 0) & (total > 0)
    columns["agreement"] = np.where(divided, 1.0, columns["agreement"])
    for name in _MISTAKES:
        columns[name] = np.where(divided, 0.0, columns[name])
    columns |= {
        "conflict_person": np.where(person, conflict, 0),
        "conflict_entity": np.where(person, 0, conflict),
        "conflict_words": np.minimum(np.minimum(a.words, b.words), 2),
        "surplus_person": np.where(person, surplus, 0),
        "surplus_entity": np.where(person, 0, surplus),
        "surplus_words": np.where(person, 0, np.minimum(np.abs(a.words - b.words), 3)),
        "contained": (surplus > _TELLING) * (conflict < _TELLING) * columns["contained"],
        "numbers": (a.numbers & b.numbers) * 1.0,
        "number_missing": (a.numbers ^ b.numbers) * 1.0,
        "legal_form": (left.legal[i] != 0) & (right.legal[j] != 0) & (left.legal[i] & right.legal[j] == 0),
        "same_legal_form": left.form[i] == right.form[j],
        "as_written": written,
        "same_words": _equal(left.key, right.key, i, j),
        "acronym": (columns["agreement"] < _HALF)
        & (_equal(left.acronym, right.key, i, j) | _equal(left.key, right.acronym, i, j)),
    }
    return np.column_stack([columns[name] for name in NAMES]).astype(np.float32), found


def _matched(
    left: NameTable, right: NameTable, found: Alignment, *, total: Floats, more: npt.NDArray[np.bool_]
) -> dict[str, npt.NDArray[Any]]:
    """Features of the words that answer each other."""
    n, pair, alike = len(total), found.pair, found.alike.astype(np.float64)
    token_left, token_right = left.token[found.left], right.token[found.right]
    weight_left, weight_right = left.weight[found.left], right.weight[found.right]
    kind_left, kind_right = left.words.kind[token_left], right.words.kind[token_right]
    both, worth = weight_left + weight_right, np.minimum(weight_left, weight_right)
    touched = np.bincount(pair, both, n)
    initial = (kind_left == Kind.INITIAL) != (kind_right == Kind.INITIAL)
    letters = np.minimum(left.words.lengths[token_left], right.words.lengths[token_right])
    script_left, script_right = left.words.script[token_left], right.words.script[token_right]
    foreign = (script_left != script_right) & (np.maximum(script_left, script_right) > Script.CYRILLIC)
    worst = np.zeros(n)
    np.maximum.at(worst, pair, (1 - alike) * (worth > _TELLING) * ~initial)
    changed = (1 - alike) * letters * ~initial
    worst_edits = np.zeros(n)
    np.maximum.at(worst_edits, pair, np.clip(changed - 1, 0, _MOST_EDITS))
    distinct = _distinct(left, right, token_left, token_right) & (alike < _ALIKE) & ~initial
    clear = np.bincount(pair, (worth > _TELLING) & (alike >= _CLEAR) & ~initial, n)
    named = np.bincount(pair, (kind_left == Kind.NAME) | (kind_right == Kind.NAME), n)
    evidence = np.bincount(pair, worth * np.clip(alike * 2 - 1, 0, 1), n)
    return {
        "agreement": np.bincount(pair, both * alike, n) / (total + 1e-6),
        "evidence": np.minimum(evidence, 3.0) / 3.0,
        "spelling": np.bincount(pair, both * (1 - alike) * ~initial, n) / (touched + 1e-6),
        "worst_word": worst,
        "worst_edits": worst_edits,
        "other_word": np.maximum(worst - _MISTYPED, 0),
        "distinct_words": np.minimum(np.bincount(pair, distinct, n), 2),
        "contained": (clear >= 2) * 1.0,
        "single_word": (np.bincount(pair, (worth > _TELLING) & ~initial, n) <= 1) & more,
        "no_name": (named == 0) & more,
        "initials": np.minimum(np.bincount(pair, initial, n), 2),
        "other_script": np.bincount(pair, both * foreign, n) / (touched + 1e-6),
    }


def _distinct(left: NameTable, right: NameTable, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Tell which word pairs are two words often met: their consonants differ, or only one has a woman's ending."""
    one, other = left.words, right.words
    differ = (one.classes[a] != other.classes[b]) | (one.open_end[a] != other.open_end[b])
    return np.asarray(one.known[a] & other.known[b] & differ)


def _side(table: NameTable, names: Ints, elements: Ints, pair: Ints, n: int) -> _Side:
    number = table.words.kind[table.token[elements]] == Kind.NUMBER
    rest = table.total[names] - np.bincount(pair, table.weight[elements], n)
    words = table.telling_in[names] - np.bincount(pair, table.telling[elements], n)
    numbers = table.numbers_in[names] - np.bincount(pair, number, n)
    return _Side(np.maximum(rest, 0), np.maximum(words, 0), numbers > 0)


def _as_written(left: NameTable, right: NameTable, i: Ints, j: Ints) -> tuple[Floats, Floats]:
    """Compare the names without spaces.

    Returns:
        Their likeness, with their legal forms where that makes them nearly the same; and the share of the words left
        over that still
        counts: none when the names are the same but for where words are divided.
    """
    joined = _alike(left.joined, right.joined, i, j, 0.0)
    likeness = np.maximum(joined, _alike(left.whole, right.whole, i, j, _WHOLE))
    likeness[(left.total[i] == 0) | (right.total[j] == 0)] = 0
    return likeness, np.clip((1 - likeness) / (1 - _WHOLE), 0, 1)


def _alike(left: Texts, right: Texts, i: Ints, j: Ints, cutoff: float) -> Floats:
    found = cpdist(left.take(i), right.take(j), scorer=OSA.normalized_similarity, dtype=np.float32, score_cutoff=cutoff)
    return np.asarray(found, dtype=np.float64)


def _equal(left: Texts, right: Texts, i: Ints, j: Ints) -> npt.NDArray[np.bool_]:
    texts = left.take(i)
    return np.asarray((texts == right.take(j)) & (texts != ""), dtype=np.bool_)
