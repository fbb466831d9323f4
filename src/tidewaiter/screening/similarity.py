"""How alike two words are, in [0, 1], for many word pairs at once.

Two measures, the better of which counts: letters mistyped (optimal string alignment distance, so that a swap is one
error) and sounds written otherwise (``letters.weighted_distance``). Numbers agree or do not; an initial agrees with a
word that begins with it; forms of one given name (``data/given_names.csv``) and words for one thing
(``data/words.csv``) agree nearly.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from tidewaiter.screening.letters import weighted_distance
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.vocabulary import Vocabulary, groups_of
from tidewaiter.screening.words import Kind

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[Any]

#: Below this two words are different words.
LEAST = 0.6
_INITIAL = 0.7
#: Share of an edit counted by letters, the rest by sound.
_LETTERS = 0.5
#: Two words that are both often met and sound unlike are rarely one mistyped: their edits count more.
_DISTINCT = 1.5
#: Letters up to which another vowel too makes another word (Tom and Tim).
_SHORT, _DISTINCT_SHORT = 4, 2.0
#: Share of sounds changed beyond which two scripts are not compared sound by sound.
_AUDIBLE = 0.58
#: Forms of one given name, or words for one thing in two languages.
_SAME_GROUP = 0.92
#: A longer word with its letters in another order, and the letters from which that is no chance.
_SCRAMBLED, _SCRAMBLED_LETTERS = 0.8, 5


def word_similarity(left: Vocabulary, right: Vocabulary, a: Ints, b: Ints) -> Floats:
    """Return the likeness of word ``a[n]`` of one vocabulary and word ``b[n]`` of another.

    0 means different words. Meant for pairs that ``may_agree`` lets through; the others are 0 by definition.
    """
    out = np.zeros(len(a), dtype=np.float32)
    coarse = _edits(left.coarse, right.coarse, a, b)
    latin = _edits(left.latin, right.latin, a, b)
    longest = np.maximum(left.sound_lengths[a], right.sound_lengths[b])
    initial = (left.kind[a] == Kind.INITIAL) != (right.kind[b] == Kind.INITIAL)
    grouped = (left.groups[a] & right.groups[b]) != 0
    scrambled = _scrambled(left, right, a, b)
    near = np.flatnonzero((coarse <= 0.5 * longest) | (latin <= 0.4 * longest) | initial | grouped | scrambled)
    a, b, coarse, latin = a[near], b[near], coarse[near], latin[near]
    initial, grouped, scrambled = initial[near], grouped[near], scrambled[near]
    alike = _alike(left, right, a, b, coarse=coarse, latin=latin)
    alike[scrambled] = np.maximum(alike[scrambled], _SCRAMBLED)
    for n in np.flatnonzero(grouped & (alike < _SAME_GROUP)):
        if groups_of(left.latin[a[n]]) & groups_of(right.latin[b[n]]):
            alike[n] = _SAME_GROUP
    alike[initial] = np.where(left.first[a[initial]] == right.first[b[initial]], _INITIAL, 0.0)
    number = (left.kind[a] == Kind.NUMBER) | (right.kind[b] == Kind.NUMBER)
    alike[number & (alike < 0.98)] = 0.0
    alike[alike < LEAST] = 0.0
    out[near] = alike
    return out


def _scrambled(left: Vocabulary, right: Vocabulary, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Tell which words are the same letters in another order, and not two words often met."""
    same = (left.lengths[a] == right.lengths[b]) & (left.lengths[a] >= _SCRAMBLED_LETTERS)
    same &= (left.letters[a] == right.letters[b]) & ~(left.known[a] & right.known[b])
    for n in np.flatnonzero(same):
        same[n] = sorted(left.latin[a[n]]) == sorted(right.latin[b[n]])
    return np.asarray(same)


def _edits(left: list[str], right: list[str], a: Ints, b: Ints) -> Floats:
    found = cpdist([left[n] for n in a], [right[n] for n in b], scorer=OSA.distance, dtype=np.uint16)
    return np.asarray(found, dtype=np.float32)


def _alike(left: Vocabulary, right: Vocabulary, a: Ints, b: Ints, *, coarse: Floats, latin: Floats) -> Floats:
    sound = _edits(left.sound, right.sound, a, b)
    skeleton = _edits(left.skeleton, right.skeleton, a, b)
    length = np.maximum(left.sound_lengths[a], right.sound_lengths[b]).astype(np.float32)
    heard = (sound + coarse + skeleton) / 3
    cost = _LETTERS * np.minimum(latin, sound) + (1 - _LETTERS) * heard
    known = left.known[a] & right.known[b]
    cost[known & (skeleton > 0) & (length > _SHORT)] *= _DISTINCT
    cost[known & (length <= _SHORT)] *= _DISTINCT_SHORT
    alike = np.asarray(1.0 - cost / np.maximum(length, 1), dtype=np.float32)
    syllabic = (left.script[a] == right.script[b]) & np.isin(left.script[a], (Script.HAN, Script.HANGUL))
    alike[syllabic & (latin > 0)] = 0.0
    other = left.script[a] != right.script[b]
    foreign = np.flatnonzero(other & (latin > 0) & (heard <= _AUDIBLE * length))
    alike[foreign] = _heard_alike(left, right, a[foreign], b[foreign])
    alike[other] *= np.float32(0.99)
    return alike


def may_agree(left: Vocabulary, right: Vocabulary, i: Ints, j: Ints) -> npt.NDArray[np.bool_]:
    """Tell which word pairs can be alike at all, from their lengths and their sets of sounds.

    A sound that only one word has costs at least an edit; the bound is that of ``_alike`` with a little to spare.
    """
    la, lb = left.sound_lengths[i].astype(np.int16), right.sound_lengths[j].astype(np.int16)
    longest, gap = np.maximum(la, lb), np.abs(la - lb)
    letters = _one_sided(left.letters[i], right.letters[j])
    classes = _one_sided(left.classes[i], right.classes[j])
    plain = (gap <= 1 + longest // 3) & (0.6 * letters + 0.33 * classes <= (1 - LEAST) * longest + 0.3)
    foreign = (left.script[i] > Script.CYRILLIC) | (right.script[j] > Script.CYRILLIC)
    heard = (classes <= 2) & (gap <= 1 + longest * 0.7)
    initial = (left.kind[i] == Kind.INITIAL) != (right.kind[j] == Kind.INITIAL)
    begun = left.first[i] == right.first[j]
    grouped = (left.groups[i] & right.groups[j]) != 0
    return np.asarray(np.where(initial, begun, np.where(foreign, heard, plain) | grouped))


def _one_sided(left: Ints, right: Ints) -> npt.NDArray[np.uint8]:
    return np.maximum(np.bitwise_count(left & ~right), np.bitwise_count(right & ~left))


def _heard_alike(left: Vocabulary, right: Vocabulary, a: Ints, b: Ints) -> Floats:
    script_a, script_b = left.script[a], right.script[b]
    turn = (script_a == Script.LATIN) & (script_b != Script.LATIN)
    codes_a, codes_b = left.codes[a], right.codes[b]
    native = np.where(turn[:, None], codes_b, codes_a)
    latin = np.where(turn[:, None], codes_a, codes_b)
    script = np.where(script_a == script_b, Script.LATIN, np.where(turn, script_b, script_a)).astype(np.uint8)
    cost = weighted_distance(native, latin, script)
    mean = (np.count_nonzero(native, axis=1) + np.count_nonzero(latin, axis=1)) / 2
    return np.asarray(1.0 - cost / np.maximum(mean, 1), dtype=np.float32)
