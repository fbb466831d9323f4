"""Lines as a stream of bytes: what readers do with a file, they can do with it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.engines.byte_lines import ByteLines


@given(lines=st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b""))), head=st.integers(0, 60))
def test_it_is_the_file_again_also_after_its_head_was_read(lines: list[bytes], head: int) -> None:
    whole = b"".join(line + b"\n" for line in lines)
    stream = io.BufferedReader(ByteLines(iter(lines)), 16)
    assert stream.read(head) == whole[:head]
    stream.seek(0)
    assert stream.read() == whole


def test_it_reads_no_further_than_it_is_asked() -> None:
    taken: list[int] = []

    def lines() -> Iterator[bytes]:
        for number in range(100_000):
            taken.append(number)
            yield b"x" * 99

    stream = io.BufferedReader(ByteLines(lines()), 1000)
    stream.read(500)
    assert len(taken) <= 20


def test_far_from_its_beginning_it_is_not_rewound() -> None:
    stream = ByteLines(b"x" * 999_999 for _ in range(20))
    while stream.tell() < 10_000_000:
        stream.read(1_000_000)
    with pytest.raises(OSError, match="near its beginning"):
        stream.seek(0)
