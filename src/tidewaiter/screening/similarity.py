"""How alike two words are, in [0, 1], compiled.

Two measures, the better of which counts: letters mistyped (optimal string alignment distance, so that a swap is one
error) and sounds written otherwise (``edits.costly_distance``). Numbers agree or do not; an initial agrees with a word
that begins with it; forms of one given name (``data/given_names.csv``) and words for one thing (``data/words.csv``)
agree nearly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bags import beyond
from tidewaiter.screening.compiled import Array, Record, compiled
from tidewaiter.screening.edits import costly_distance, edit_distance
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.sound_costs import CODE as CODE_OF
from tidewaiter.screening.sound_costs import TIERS, costs, within_reach
from tidewaiter.screening.vocabulary import (
    AS_HEARD,
    BREATH,
    CLASS_OF,
    CODE,
    CONSONANTS,
    CUT,
    FOREIGN,
    INITIAL,
    KNOWN,
    MOST_LETTERS,
    VOWEL,
)
from tidewaiter.screening.words import Kind

#: Below this two words are different words.
LEAST = 0.6
_INITIAL_LIKENESS = 0.7
#: Share of an edit counted by letters, the rest by sound.
_LETTERS = 0.5
#: Two words that are both often met and sound unlike are rarely one mistyped: their edits count more.
_DISTINCT = 1.5
#: Letters up to which another vowel too makes another word (Tom and Tim).
_SHORT, _DISTINCT_SHORT = 4, 2.0
#: Share of sounds changed beyond which two scripts are not compared sound by sound.
_AUDIBLE = 0.58
#: Words of two scripts agree a little less than those of one.
_OTHER_SCRIPT = 0.99
#: Forms of one given name, or words for one thing in two languages.
_SAME_GROUP = 0.92
#: Share of sounds, and of letters, changed beyond which two words are not compared any closer.
_NEAR, _NEAR_LETTERS = 0.5, 0.4
#: A longer word with its letters in another order, and the letters from which that is no chance.
_SCRAMBLED, _SCRAMBLED_LETTERS = 0.8, 5
#: A word cut short, and the fewest letters that are left of it.
_CUT_SHORT, _FEWEST_LEFT = 0.92, 2
#: Likeness of two numbers that are the same, whatever digits they are written in.
_SAME_NUMBER = 0.98
_ALPHABET, _HAN, _HANGUL, _LATIN = map(int, (Script.ALPHABET, Script.HAN, Script.HANGUL, Script.LATIN))
_NUMBER = int(Kind.NUMBER)
_ONE, _NONE = np.uint64(1), np.uint64(0)


class Text(NamedTuple):
    """Where the letters, the sounds and the groups of words stand."""

    text: npt.NDArray[np.uint8]
    groups: npt.NDArray[np.int32]


class Shared(NamedTuple):
    """What every comparison needs besides the words: costs of sounds and their bounds, and room to work in."""

    costs: npt.NDArray[np.float32]
    reach: npt.NDArray[np.uint64]
    scratch: npt.NDArray[np.uint64]
    room: npt.NDArray[np.uint8]
    row: npt.NDArray[np.float64]


def shared() -> Shared:
    """Return what comparisons share; not to be used by two threads at once."""
    room, row = np.zeros(4 * MOST_LETTERS, dtype=np.uint8), np.zeros(MOST_LETTERS + 1)
    return Shared(costs(), within_reach(), np.zeros(256, dtype=np.uint64), room, row)


@compiled
def may_agree(one: Record, other: Record, least: float = LEAST) -> bool:
    """Tell whether two words can be alike at all; most cannot, and this costs far less than comparing them.

    Args:
        one: A ``WORD``.
        other: The ``WORD`` it is compared with.
        least: Likeness that is asked for; no less than `LEAST`.
    """
    if (one.flags & INITIAL) != (other.flags & INITIAL):
        return bool(one.first == other.first)
    if one.group_bits & other.group_bits or ((one.flags | other.flags) & CUT and one.first == other.first):
        return True
    longest = max(one.sounds_in, other.sounds_in)
    return _within_bags(one, other, longest, least) and _within_sets(one, other, longest)


@compiled
def _within_bags(one: Record, other: Record, longest: int, least: float) -> bool:
    """Hold two words to what their likeness may be, with the fewest edits their bags allow instead of their edits."""
    letters = beyond(one.bag_letters, other.bag_letters)
    sounds = beyond(one.bag_sounds, other.bag_sounds)
    classes = beyond(one.bag_classes, other.bag_classes)
    consonants = beyond(one.bag_classes & CONSONANTS, other.bag_classes & CONSONANTS)
    heard = (sounds + classes + consonants) / 3
    if _LETTERS * min(letters, sounds) + (1 - _LETTERS) * heard <= (1 - least + 1e-6) * longest or letters == 0:
        return True
    near = classes <= _NEAR * longest or letters <= _NEAR_LETTERS * longest
    return bool((one.flags | other.flags) & FOREIGN != 0 and near and heard <= _AUDIBLE * longest)


@compiled
def may_be_heard(one: Record, spelt: Text, other: Record, other_spelt: Text, common: Shared, least: float) -> bool:
    """Tell whether two words that may agree can be as alike as is asked, by the sounds either has that the other lacks.

    A sound is at best exchanged for the nearest of all sounds of the other word, or left out. Words of one script are
    held to their bags already.

    Args:
        one: A ``WORD``.
        spelt: The text and the groups of its table.
        other: The ``WORD`` it is compared with.
        other_spelt: The text and the groups of its table.
        common: What comparisons share.
        least: Likeness that is asked for; no less than `LEAST`.
    """
    if one.script == other.script or one.group_bits & other.group_bits or (one.flags | other.flags) & (INITIAL | CUT):
        return True
    # Words that sound too unlike to be compared sound by sound are so by their letters.
    letters = (1 - least + 1e-6 - (1 - _LETTERS) * _AUDIBLE) / _LETTERS * max(one.sounds_in, other.sounds_in)
    if beyond(one.bag_letters, other.bag_letters) <= max(letters, 0.0):
        return True
    most = (1 - least / _OTHER_SCRIPT + 1e-6) * max((np.int64(one.sounds_in) + np.int64(other.sounds_in)) / 2, 1.0)
    a = spelt.text[one.sounds_at : one.sounds_at + one.sounds_in]
    b = other_spelt.text[other.sounds_at : other.sounds_at + other.sounds_in]
    if one.script == _LATIN:
        reach, side = common.reach[other.script], 1
    else:
        reach, side = common.reach[one.script], 0
    return _cost_of_absent(a, reach[side], other.heard, most) and _cost_of_absent(b, reach[1 - side], one.heard, most)


@compiled
def _cost_of_absent(sounds: Array, reach: Array, heard: np.uint64, most: float) -> bool:
    """Tell whether the sounds of a word can become sounds of a set, or be left out, for no more than a cost."""
    cost = 0.0
    for sound in sounds:
        near, tier = reach[CODE_OF[sound]], 0
        while tier < len(TIERS) and not near[tier] & heard:
            tier += 1
        if tier:
            cost += TIERS[tier - 1]
            if cost > most:
                return False
    return True


@compiled
def _within_sets(one: Record, other: Record, longest: int) -> bool:
    """Hold two words to their lengths and their sets of sounds.

    A sound that only one word has costs at least an edit; the bound is that of the likeness with a little to spare.
    """
    gap = abs(np.int64(one.sounds_in) - np.int64(other.sounds_in))
    classes = beyond(np.uint64(one.consonants), np.uint64(other.consonants))
    if one.script > _ALPHABET or other.script > _ALPHABET:
        return bool(classes <= 2 and gap <= 1 + longest * 0.7)
    if gap > 1 + longest // 3:
        return False
    return bool(0.6 * beyond(one.heard, other.heard) + 0.33 * classes <= (1 - LEAST) * longest + 0.3)


@compiled
def word_likeness(one: Record, spelt: Text, other: Record, other_spelt: Text, common: Shared) -> float:
    """Return the likeness of two words that may agree; 0 for different words.

    Args:
        one: A ``WORD``.
        spelt: The text and the groups of its table.
        other: The ``WORD`` it is compared with.
        other_spelt: The text and the groups of its table.
        common: Costs, and room to work in.
    """
    if (one.flags & INITIAL) != (other.flags & INITIAL):
        return _INITIAL_LIKENESS if one.first == other.first else 0.0
    letters_a = spelt.text[one.letters_at : one.letters_at + one.letters_in]
    letters_b = other_spelt.text[other.letters_at : other.letters_at + other.letters_in]
    letters = edit_distance(letters_a, letters_b, common.scratch)
    if letters == 0 and one.script == other.script:
        return 1.0
    number = _NUMBER in (one.kind, other.kind)
    if number and letters:
        return 0.0
    if (one.flags & CUT and not other.joined and _is_cut_from(letters_a, letters_b)) or (
        other.flags & CUT and not one.joined and _is_cut_from(letters_b, letters_a)
    ):
        return _CUT_SHORT
    grouped = same_group(one, spelt.groups, other, other_spelt.groups)
    if letters and (one.flags | other.flags) & CODE and one.script == other.script and not grouped:
        return 0.0
    scrambled = _scrambled(one, letters_a, other, letters_b, common.scratch)
    alike = _heard_and_spelt(one, spelt.text, other, other_spelt.text, letters, common, grouped or scrambled)
    if scrambled:
        alike = max(alike, _SCRAMBLED)
    if grouped:
        alike = max(alike, _SAME_GROUP)
    if number and alike < _SAME_NUMBER:
        return 0.0
    return alike if alike >= LEAST else 0.0


@compiled
def _is_cut_from(short: Array, word: Array) -> bool:
    """Tell whether letters are the beginning of a word, or its first, its last and some between: Eng., Mfg."""
    if not _FEWEST_LEFT <= len(short) < len(word) or short[0] != word[0]:
        return False
    at = 1
    while at < len(short) and short[at] == word[at]:
        at += 1
    if at == len(short) or short[-1] != word[-1]:
        return bool(at == len(short))
    at = 0
    for letter in word:
        at += at < len(short) and letter == short[at]
    return bool(at == len(short))


@compiled
def same_group(one: Record, groups: Array, other: Record, other_groups: Array) -> bool:
    """Tell whether two words are forms of one given name, or words for one thing."""
    if not one.group_bits & other.group_bits:
        return False
    for at in range(one.groups_at, one.groups_at + one.groups_in):
        for other_at in range(other.groups_at, other.groups_at + other.groups_in):
            if groups[at] == other_groups[other_at]:
                return True
    return False


@compiled
def _scrambled(one: Record, spelt: Array, other: Record, other_spelt: Array, scratch: Array) -> bool:
    """Tell whether two words are the same letters in another order, and not two words often met."""
    if len(spelt) != len(other_spelt) or len(spelt) < _SCRAMBLED_LETTERS or one.bag_letters != other.bag_letters:
        return False
    if one.flags & other.flags & KNOWN:
        return False
    for letter in spelt:
        scratch[letter] += _ONE
    same = True
    for letter in other_spelt:
        same = same and scratch[letter] > 0
        scratch[letter] -= _ONE if scratch[letter] > 0 else _NONE
    for letter in spelt:
        scratch[letter] = _NONE
    return same


@compiled
def _heard_and_spelt(
    one: Record, text: Array, other: Record, other_text: Array, letters: int, common: Shared, grouped: bool
) -> float:
    """Return the likeness by letters and sounds; 0 as soon as it is known to be too little."""
    longest = max(one.sounds_in, other.sounds_in)
    plain = one.script == other.script and not grouped
    most = (1 - LEAST + 1e-6) * longest
    sounds_a = text[one.sounds_at : one.sounds_at + one.sounds_in]
    sounds_b = other_text[other.sounds_at : other.sounds_at + other.sounds_in]
    sounds = letters
    if not one.flags & other.flags & AS_HEARD:
        sounds = edit_distance(sounds_a, sounds_b, common.scratch)
    spelt = _LETTERS * min(letters, sounds)
    least = sounds + beyond(one.bag_classes, other.bag_classes)
    if plain and spelt + (1 - _LETTERS) * least / 3 > most:
        return 0.0
    classes_a, classes_b, consonants_a, consonants_b = _room(common.room, len(sounds_a), len(sounds_b))
    consonants_a = consonants_a[: _classes(sounds_a, classes_a, consonants_a)]
    consonants_b = consonants_b[: _classes(sounds_b, classes_b, consonants_b)]
    classes = edit_distance(classes_a, classes_b, common.scratch) if sounds else 0
    if not grouped and classes > _NEAR * longest and letters > _NEAR_LETTERS * longest:
        return 0.0
    if plain and spelt + (1 - _LETTERS) * (sounds + classes) / 3 > most:
        return 0.0
    consonants = edit_distance(consonants_a, consonants_b, common.scratch) if classes else 0
    heard = (sounds + classes + consonants) / 3
    cost = spelt + (1 - _LETTERS) * heard
    if one.flags & other.flags & KNOWN:
        if longest <= _SHORT:
            cost *= _DISTINCT_SHORT
        elif consonants > 0:
            cost *= _DISTINCT
    alike = 1.0 - cost / max(longest, 1)
    if one.script == other.script:
        return 0.0 if letters and one.script in (_HAN, _HANGUL) else alike
    if letters and heard <= _AUDIBLE * longest:
        alike = _across_scripts(sounds_a, one.script, sounds_b, other.script, common)
    return alike * _OTHER_SCRIPT


@compiled
def _room(room: Array, size_a: int, size_b: int) -> tuple[Array, Array, Array, Array]:
    """Return room for the classes and the consonants of two words."""
    second, third, fourth = MOST_LETTERS, 2 * MOST_LETTERS, 3 * MOST_LETTERS
    return (
        room[:size_a],
        room[second : second + size_b],
        room[third : third + size_a],
        room[fourth : fourth + size_b],
    )


@compiled
def _classes(sounds: Array, classes: Array, consonants: Array) -> int:
    """Write the class of each sound, and the consonants among them; return how many those are."""
    count = 0
    for at in range(len(sounds)):
        classes[at] = CLASS_OF[sounds[at]]
        if classes[at] not in (VOWEL, BREATH):
            consonants[count] = classes[at]
            count += 1
    return count


@compiled
def _across_scripts(sounds_a: Array, script_a: int, sounds_b: Array, script_b: int, common: Shared) -> float:
    mean = max((len(sounds_a) + len(sounds_b)) / 2, 1.0)
    # What is less alike than this is another word.
    most = (1 - LEAST) * mean
    if script_a == _LATIN:
        cost = costly_distance(sounds_b, sounds_a, common.costs[script_b], most, common.row)
    else:
        cost = costly_distance(sounds_a, sounds_b, common.costs[script_a], most, common.row)
    return 1.0 - cost / mean
