"""Ragged rows, and columns of text on disk."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.screening.ragged import bytes_of, distinct, ranges, starts
from tidewaiter.screening.storage import Column, write_columns

SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=12)


@given(SPANS)
def test_ranges_are_laid_end_to_end(spans: list[tuple[int, int]]) -> None:
    first, count = (np.array([span[at] for span in spans], dtype=np.int64) for at in (0, 1))
    assert ranges(first, count).tolist() == [first + n for first, count in spans for n in range(count)]
    assert starts(count).tolist() == [sum(count for _, count in spans[:n]) for n in range(len(spans) + 1)]


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_distinct_numbers_are_in_order(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, dtype=np.int64)).tolist() == sorted(set(numbers))


@given(st.lists(st.text("abc123", max_size=9)))
def test_texts_in_bytes_are_cut_and_laid_end_to_end(texts: list[str]) -> None:
    letters, at = bytes_of(texts, 5)
    assert [bytes(letters[a:b]).decode() for a, b in pairwise(at)] == [text[:5] for text in texts]


def test_a_column_on_disk_gives_its_cells(tmp_path: Path) -> None:
    texts = ["anadol", "", "Кузнецов", "anadol"]
    write_columns(tmp_path, {"names": pa.array(texts, pa.string())})
    stored = Column(tmp_path, "names")
    assert [stored[np.int64(number)] for number in range(len(stored))] == texts
