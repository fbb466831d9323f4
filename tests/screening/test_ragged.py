"""Ragged rows and texts, in memory and on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.screening.ragged import distinct, ranges, starts
from tidewaiter.screening.storage import mapped_texts, write_columns
from tidewaiter.screening.texts import in_memory

SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=12)


@given(SPANS)
def test_ranges_are_laid_end_to_end(spans: list[tuple[int, int]]) -> None:
    first, count = (np.array([span[at] for span in spans], dtype=np.int64) for at in (0, 1))
    assert ranges(first, count).tolist() == [first + n for first, count in spans for n in range(count)]
    assert starts(count).tolist() == [sum(count for _, count in spans[:n]) for n in range(len(spans) + 1)]


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_distinct_numbers_are_in_order(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, dtype=np.int64)).tolist() == sorted(set(numbers))


def test_texts_on_disk_are_those_in_memory(tmp_path: Path) -> None:
    texts = ["anadol", "", "Кузнецов", "anadol"]
    write_columns(tmp_path, {"names": pa.array(texts, pa.string())})
    stored, held = mapped_texts(tmp_path, "names"), in_memory(texts)
    some = np.array([2, 0, 2, 1])
    assert len(stored) == len(held) == 4
    assert stored.take(some).tolist() == held.take(some).tolist() == [texts[n] for n in some]
    assert stored[1] == held[1] == ""
    assert stored.take(np.zeros(0, dtype=np.int64)).tolist() == []
