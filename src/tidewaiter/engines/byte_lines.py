"""Lines of a file as the stream of bytes it was."""

from __future__ import annotations

import io
from collections.abc import Iterator

#: Bytes that can be read a second time: readers look at the head of a file, and at its first line, before they begin.
_KEPT = 8 << 20


class ByteLines(io.RawIOBase):
    """A stream over lines, which end in a line feed each; near its beginning it can be rewound.

    Args:
        lines: Lines without their line feeds.
    """

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._head = bytearray()
        self._rest = b""
        self._at = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that it can be rewound."""
        return True

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go back to the beginning, or stay.

        Raises:
            OSError: for any other place, or when the beginning is no longer kept.
        """
        wanted = offset if whence == io.SEEK_SET else self._at + offset
        if whence == io.SEEK_END or wanted not in {0, self._at} or (wanted == 0 and self._at > len(self._head)):
            raise OSError("this stream can only be rewound near its beginning")
        self._at = wanted
        return wanted

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any writable buffer is one
        """Fill the buffer as far as the next lines go."""
        if self._at < len(self._head):
            data = bytes(self._head[self._at : self._at + len(buffer)])
        else:
            data = self._next(len(buffer))
            if self._at == len(self._head) <= _KEPT - len(data):
                self._head += data
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _next(self, size: int) -> bytes:
        parts, length = [self._rest], len(self._rest)
        while length < size and (line := next(self._lines, None)) is not None:
            parts += (line, b"\n")
            length += len(line) + 1
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]
