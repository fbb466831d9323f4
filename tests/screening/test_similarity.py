"""The fast ways of comparing words give what the plain ways give."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tidewaiter.screening.bags import least_edits
from tidewaiter.screening.letters import costs, weighted_distance
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.similarity import comparable, may_agree, word_similarity
from tidewaiter.screening.sounds import sound
from tidewaiter.screening.texts import in_memory
from tidewaiter.screening.vocabulary import CONSONANTS, Vocabulary, encode
from tidewaiter.screening.words import Kind

LATIN = st.text("aeioukhdstmnrlxz1", min_size=1, max_size=24)
SOUNDS = st.lists(st.text("aeikqhtTdsSmnNrlG", min_size=1, max_size=9), min_size=1, max_size=12)


def vocabulary(words: list[str], scripts: list[Script], kinds: list[Kind]) -> Vocabulary:
    heard = in_memory(sound(word, script) for word, script in zip(words, scripts, strict=True))
    return Vocabulary.of(in_memory(words), heard, np.array(scripts, np.uint8), np.array(kinds, np.uint8))


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    words = draw(st.lists(LATIN, min_size=1, max_size=8))
    scripts = draw(st.lists(st.sampled_from(Script), min_size=len(words), max_size=len(words)))
    kinds = [Kind.INITIAL if len(word) == 1 else draw(st.sampled_from((Kind.NAME, Kind.NUMBER))) for word in words]
    return vocabulary(words, scripts, kinds)


def everything(left: Vocabulary, right: Vocabulary) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    return np.repeat(np.arange(len(left)), len(right)), np.tile(np.arange(len(right)), len(left))


@given(LATIN, LATIN)
def test_bags_never_differ_by_more_than_the_edits(one: str, other: str) -> None:
    words = vocabulary([one, other], [Script.LATIN] * 2, [Kind.NAME] * 2)
    least = least_edits(words.bags[0], words.bags[1])
    bounds = (*least, least_edits(words.bags[0, 2] & CONSONANTS, words.bags[1, 2] & CONSONANTS))
    spelt = (words.latin, words.sound, words.coarse, words.skeleton)
    assert all(bound <= OSA.distance(texts[0], texts[1]) for bound, texts in zip(bounds, spelt, strict=True))


@settings(max_examples=150)
@given(vocabularies(), vocabularies())
def test_no_pair_that_is_alike_is_passed_over(left: Vocabulary, right: Vocabulary) -> None:
    a, b = everything(left, right)
    alike = (word_similarity(left, right, a, b) > 0) & comparable(left, right, a, b)
    assert set(np.flatnonzero(alike).tolist()) <= set(may_agree(left, right, a, b).tolist())


@given(vocabularies(), vocabularies())
def test_a_word_pair_is_as_alike_alone_as_among_others(left: Vocabulary, right: Vocabulary) -> None:
    a, b = everything(left, right)
    together = word_similarity(left, right, a, b)
    assert [
        float(word_similarity(left, right, a[n : n + 1], b[n : n + 1])[0]) for n in range(len(a))
    ] == together.tolist()


def plain_distance(left: npt.NDArray[np.uint8], right: npt.NDArray[np.uint8], script: int) -> np.float32:
    table = costs()[script]
    rows, columns = np.count_nonzero(left), np.count_nonzero(right)
    best = np.zeros((rows + 1, columns + 1), dtype=np.float32)
    best[1:, 0] = np.cumsum(table[left[:rows], 0], dtype=np.float32)
    best[0, 1:] = np.cumsum(table[0, right[:columns]], dtype=np.float32)
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            best[i, j] = min(
                best[i - 1, j] + table[left[i - 1], 0],
                best[i, j - 1] + table[0, right[j - 1]],
                best[i - 1, j - 1] + table[left[i - 1], right[j - 1]],
            )
    return np.float32(best[rows, columns])


@given(SOUNDS, SOUNDS, st.sampled_from(Script))
def test_weighted_distances_are_those_of_the_table_filled_cell_by_cell(
    left: list[str], right: list[str], script: Script
) -> None:
    size = min(len(left), len(right))
    one, other = encode(left[:size]), encode(right[:size])
    found = weighted_distance(one, other, np.full(size, script, dtype=np.uint8))
    expected = [plain_distance(x, y, script) for x, y in zip(one, other, strict=True)]
    assert np.allclose(found, expected, atol=1e-6)
