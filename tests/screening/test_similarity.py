"""Compiled comparisons of words give what the plain ways give."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tidewaiter.screening.bags import FINE, LETTER_SLOTS, bag_of, beyond
from tidewaiter.screening.edits import costly_distance, edit_distance, likeness
from tidewaiter.screening.ragged import bytes_of
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.similarity import LEAST, Text, may_agree, may_be_heard, shared, word_likeness
from tidewaiter.screening.sound_costs import CODE, costs
from tidewaiter.screening.sounds import sound
from tidewaiter.screening.vocabulary import CUT, Vocabulary, vocabulary
from tidewaiter.screening.words import Kind

LATIN = st.text("aeioukhdstmnrlxz1", min_size=1, max_size=24)
SOUNDS = st.text("aeikqhtTdsSmnNrlG", max_size=12)
ROOM = shared()
#: No deadline: the first call of a compiled function may compile it.
untimed = settings(deadline=None)


def in_bytes(text: str) -> npt.NDArray[np.uint8]:
    return bytes_of([text], 400)[0]


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    words = draw(st.lists(LATIN, min_size=1, max_size=8))
    scripts = draw(st.lists(st.sampled_from(Script), min_size=len(words), max_size=len(words)))
    kinds = [Kind.INITIAL if len(word) == 1 else draw(st.sampled_from((Kind.NAME, Kind.NUMBER))) for word in words]
    heard = [sound(word, script) for word, script in zip(words, scripts, strict=True)]
    written = draw(st.lists(st.sampled_from((0, CUT)), min_size=len(words), max_size=len(words)))
    return vocabulary(words, heard, *(np.array(facts, np.uint8) for facts in (scripts, kinds, written)))


def one_word(word: str, script: Script) -> Vocabulary:
    return vocabulary([word], [sound(word, script)], *(np.array([fact], np.uint8) for fact in (script, Kind.NAME, 0)))


def alike(left: Vocabulary, a: int, right: Vocabulary, b: int) -> float:
    one, other = Text(left.text, left.groups), Text(right.text, right.groups)
    return word_likeness(left.words[a], one, right.words[b], other, ROOM)


@untimed
@given(st.text("abc", max_size=90), st.text("abc", max_size=90))
def test_edits_are_those_of_a_plain_table_however_long_the_words(one: str, other: str) -> None:
    assert edit_distance(in_bytes(one), in_bytes(other), ROOM.scratch) == OSA.distance(one, other)
    assert likeness(in_bytes(one), in_bytes(other), ROOM.scratch) == OSA.normalized_similarity(one, other)
    assert not ROOM.scratch.any()


@untimed
@given(LATIN, LATIN)
def test_bags_never_differ_by_more_than_the_edits(one: str, other: str) -> None:
    bags = [bag_of(in_bytes(word), LETTER_SLOTS, FINE) for word in (one, other)]
    assert beyond(*bags) == beyond(*reversed(bags)) <= OSA.distance(one, other)


@untimed
@given(vocabularies(), vocabularies())
def test_no_pair_that_is_alike_is_passed_over(left: Vocabulary, right: Vocabulary) -> None:
    for a, b in itertools.product(range(len(left.words)), range(len(right.words))):
        if alike(left, a, right, b) == 1.0:
            assert may_agree(left.words[a], right.words[b])


@untimed
@given(vocabularies(), vocabularies(), st.sampled_from([LEAST, 0.75, 0.9]))
def test_no_pair_that_is_as_alike_as_asked_is_passed_over_by_its_sounds(
    left: Vocabulary, right: Vocabulary, least: float
) -> None:
    one, other = Text(left.text, left.groups), Text(right.text, right.groups)
    for a, b in itertools.product(range(len(left.words)), range(len(right.words))):
        if alike(left, a, right, b) >= least:
            assert may_be_heard(left.words[a], one, right.words[b], other, ROOM, least)


@pytest.mark.parametrize(
    ("native", "latin", "least", "may"),
    [
        ("mhmd", "mohammed", 0.6, True),
        ("mhmd", "mohammed", 0.9, True),
        ("ramal", "tokit", 0.6, False),  # l, r and m become no sound of the other word
        ("salama", "salaam", 0.9, True),
        ("kerim", "selim", 0.6, True),
        ("kerim", "selim", 0.9, False),
    ],
)
def test_sounds_that_only_one_word_has_bound_how_alike_they_are(
    native: str, latin: str, least: float, may: bool
) -> None:
    left, right = one_word(native, Script.ARABIC), one_word(latin, Script.LATIN)
    one, other = Text(left.text, left.groups), Text(right.text, right.groups)
    assert may_be_heard(left.words[0], one, right.words[0], other, ROOM, least) == may
    assert may_be_heard(right.words[0], other, left.words[0], one, ROOM, least) == may


@untimed
@given(vocabularies(), vocabularies())
def test_the_order_of_two_words_does_not_matter(left: Vocabulary, right: Vocabulary) -> None:
    for a, b in itertools.product(range(len(left.words)), range(len(right.words))):
        assert may_agree(left.words[a], right.words[b]) == may_agree(right.words[b], left.words[a])
        if left.words[a]["script"] == right.words[b]["script"]:
            assert alike(left, a, right, b) == alike(right, b, left, a)


def plain_distance(left: str, right: str, script: int) -> float:
    table = costs()[script]
    one, other = CODE[in_bytes(left)], CODE[in_bytes(right)]
    best = np.zeros((len(one) + 1, len(other) + 1))
    best[1:, 0] = np.cumsum(table[one, 0])
    best[0, 1:] = np.cumsum(table[0, other])
    for i, j in itertools.product(range(1, len(one) + 1), range(1, len(other) + 1)):
        best[i, j] = min(
            best[i - 1, j] + table[one[i - 1], 0],
            best[i, j - 1] + table[0, other[j - 1]],
            best[i - 1, j - 1] + table[one[i - 1], other[j - 1]],
        )
    return float(best[-1, -1])


@untimed
@given(SOUNDS, SOUNDS, st.sampled_from(Script))
def test_costly_distances_are_those_of_the_table_filled_cell_by_cell(left: str, right: str, script: Script) -> None:
    found = costly_distance(in_bytes(left), in_bytes(right), costs()[script], np.inf, np.ones(99))
    assert np.isclose(found, plain_distance(left, right, script), atol=1e-5)


@untimed
@given(SOUNDS, SOUNDS, st.sampled_from(Script), st.floats(0, 8))
def test_a_distance_beyond_the_most_is_only_known_to_be_beyond_it(
    left: str, right: str, script: Script, most: float
) -> None:
    table, room = costs()[script], np.ones(99)
    whole = costly_distance(in_bytes(left), in_bytes(right), table, np.inf, room)
    found = costly_distance(in_bytes(left), in_bytes(right), table, most, room)
    assert found == whole if whole <= most else found > most
