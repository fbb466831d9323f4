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

from tidewaiter.screening.bags import least_edits
from tidewaiter.screening.letters import weighted_distance
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.texts import Texts
from tidewaiter.screening.vocabulary import CONSONANTS, FOREIGN, GROUPED, INITIAL, Vocabulary, groups_of
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
#: Share of sounds, and of letters, changed beyond which two words are not compared any closer.
_NEAR, _NEAR_LATIN = 0.5, 0.4
#: A longer word with its letters in another order, and the letters from which that is no chance.
_SCRAMBLED, _SCRAMBLED_LETTERS = 0.8, 5
#: Room for rounding in a bound.
_SLACK = 1e-5
#: Plain numbers: a member of an enumeration is many times slower to compare an array with.
_PLAIN, _HAN, _HANGUL = int(Script.CYRILLIC), int(Script.HAN), int(Script.HANGUL)
_INITIAL_KIND, _NUMBER_KIND = int(Kind.INITIAL), int(Kind.NUMBER)


def word_similarity(left: Vocabulary, right: Vocabulary, a: Ints, b: Ints) -> Floats:
    """Return the likeness of word ``a[n]`` of one vocabulary and word ``b[n]`` of another.

    0 means different words. Meant for pairs that ``may_agree`` lets through; the others are 0 by definition.
    """
    out = np.zeros(len(a), dtype=np.float32)
    coarse = _edits(left.coarse, right.coarse, a, b)
    latin = _edits(left.latin, right.latin, a, b)
    longest = np.maximum(left.sound_lengths[a], right.sound_lengths[b])
    initial = (left.kind[a] == _INITIAL_KIND) != (right.kind[b] == _INITIAL_KIND)
    grouped = (left.groups[a] & right.groups[b]) != 0
    scrambled = _scrambled(left, right, a, b)
    near = np.flatnonzero(
        (coarse <= _NEAR * longest) | (latin <= _NEAR_LATIN * longest) | initial | grouped | scrambled
    )
    a, b, coarse, latin = a[near], b[near], coarse[near], latin[near]
    initial, grouped, scrambled = initial[near], grouped[near], scrambled[near]
    alike = _alike(left, right, a, b, coarse=coarse, latin=latin)
    alike[scrambled] = np.maximum(alike[scrambled], _SCRAMBLED)
    for n in np.flatnonzero(grouped & (alike < _SAME_GROUP)):
        if groups_of(left.latin[a[n]]) & groups_of(right.latin[b[n]]):
            alike[n] = _SAME_GROUP
    alike[initial] = np.where(left.first[a[initial]] == right.first[b[initial]], _INITIAL, 0.0)
    number = (left.kind[a] == _NUMBER_KIND) | (right.kind[b] == _NUMBER_KIND)
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


def _edits(left: Texts, right: Texts, a: Ints, b: Ints) -> Floats:
    found = cpdist(left.take(a), right.take(b), scorer=OSA.distance, dtype=np.uint16)
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
    script = left.script[a]
    syllabic = (script == right.script[b]) & ((script == _HAN) | (script == _HANGUL))
    alike[syllabic & (latin > 0)] = 0.0
    other = script != right.script[b]
    foreign = np.flatnonzero(other & (latin > 0) & (heard <= _AUDIBLE * length))
    alike[foreign] = _heard_alike(left, right, a[foreign], b[foreign])
    alike[other] *= np.float32(0.99)
    return alike


def may_agree(left: Vocabulary, right: Vocabulary, a: Ints, b: Ints) -> Ints:
    """Return which of many word pairs can be alike at all, by number; most pairs of words cannot.

    First by the bags of both words, which costs little: the bounds are those of ``_alike``, with the fewest edits there
    can be in place of the edits. What is left is held to lengths and sets of sounds.
    """
    bags_a, bags_b = left.bags[a], right.bags[b]
    edits = least_edits(bags_a, bags_b)
    latin, sound, coarse = edits[:, 0], edits[:, 1], edits[:, 2]
    skeleton = least_edits(bags_a[:, 2] & CONSONANTS, bags_b[:, 2] & CONSONANTS)
    longest = np.maximum(left.sound_lengths[a], right.sound_lengths[b])
    heard = (sound + coarse + skeleton) * np.float32(1 / 3)
    cost = np.float32(_LETTERS) * np.minimum(latin, sound) + np.float32(1 - _LETTERS) * heard
    may = cost <= np.float32(1 - LEAST + _SLACK) * longest
    either, both = left.flags[a] | right.flags[b], left.flags[a] & right.flags[b]
    near = (coarse <= np.float32(_NEAR) * longest) | (latin <= np.float32(_NEAR_LATIN) * longest)
    may |= (either & FOREIGN != 0) & near & (heard <= np.float32(_AUDIBLE + _SLACK) * longest)
    may |= (either & INITIAL != 0) | (both & GROUPED != 0) | (latin == 0)
    kept = np.flatnonzero(may)
    return kept[comparable(left, right, a[kept], b[kept])]


def comparable(left: Vocabulary, right: Vocabulary, a: Ints, b: Ints) -> npt.NDArray[np.bool_]:
    """Tell which word pairs are held to be alike at all, from their lengths and their sets of sounds.

    A sound that only one word has costs at least an edit; the bound is that of ``_alike`` with a little to spare.
    """
    la, lb = left.sound_lengths[a].astype(np.int16), right.sound_lengths[b].astype(np.int16)
    longest, gap = np.maximum(la, lb), np.abs(la - lb)
    letters = least_edits(left.letters[a], right.letters[b])
    classes = least_edits(left.classes[a], right.classes[b])
    plain = (gap <= 1 + longest // 3) & (0.6 * letters + 0.33 * classes <= (1 - LEAST) * longest + 0.3)
    foreign = (left.script[a] > _PLAIN) | (right.script[b] > _PLAIN)
    heard = (classes <= 2) & (gap <= 1 + longest * 0.7)
    initial = (left.kind[a] == _INITIAL_KIND) != (right.kind[b] == _INITIAL_KIND)
    begun = left.first[a] == right.first[b]
    grouped = (left.groups[a] & right.groups[b]) != 0
    return np.asarray(np.where(initial, begun, np.where(foreign, heard, plain) | grouped))


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
