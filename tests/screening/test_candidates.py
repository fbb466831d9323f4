"""The candidate search finds the same texts with the same cosines, however many are looked up at once."""

from __future__ import annotations

import numpy as np
import pytest

from tidewaiter.screening.candidates import LEAST_COSINE, find_candidates
from tidewaiter.screening.postings import Postings

LISTED = [
    f"^{first}{last}^{trade}" for first in ("anadol", "kuzey", "delta") for last in "abcde" for trade in ("T", "su")
]
OWNER = np.arange(len(LISTED), dtype=np.int32) // 2
EVERYONE = np.ones(len(LISTED) // 2, dtype=np.bool_)


@pytest.fixture(scope="module")
def postings() -> Postings:
    return Postings.build(LISTED)


def test_one_by_one_and_together_find_the_same(postings: Postings) -> None:
    texts = ["^anadola^T", "^kuzeyb", "^qqq", "^deltae^su", "^anadole^su"]
    together = find_candidates(postings, texts, OWNER, EVERYONE)
    assert len(together.text)
    for number, text in enumerate(texts):
        alone = find_candidates(postings, [text], OWNER, EVERYONE)
        rows = together.text == number
        assert alone.listed.tolist() == together.listed[rows].tolist()
        assert alone.cosine.tolist() == together.cosine[rows].tolist()


def test_the_text_itself_is_first_and_entries_not_held_are_left_out(postings: Postings) -> None:
    found = find_candidates(postings, [LISTED[0]], OWNER, EVERYONE)
    assert found.listed[0] == 0
    assert found.cosine[0] == pytest.approx(1.0, abs=1e-5)
    assert found.cosine.min() >= LEAST_COSINE
    held = EVERYONE.copy()
    held[OWNER[0]] = False
    assert OWNER[0] not in OWNER[find_candidates(postings, [LISTED[0]], OWNER, held).listed]


def test_no_texts_have_no_candidates(postings: Postings) -> None:
    assert len(find_candidates(postings, [], OWNER, EVERYONE).listed) == 0
