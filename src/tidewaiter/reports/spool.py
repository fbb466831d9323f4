"""Model objects kept in order outside memory once they are many."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from tidewaiter.model import from_json, to_json

T = TypeVar("T")


class Spool(Generic[T]):
    """A list of model objects of one class that moves to a temporary file when it outgrows its share of memory.

    Args:
        cls: Class of the objects, read back by the one codec of the model.
        memory_bytes: Size up to which the objects stay in memory.
    """

    def __init__(self, cls: type[T], *, memory_bytes: int) -> None:
        self._cls = cls
        self._file: Any = tempfile.SpooledTemporaryFile(max_size=memory_bytes)  # noqa: SIM115 - closed by close()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        """Return the objects in the order they came. One pass at a time."""
        self._file.seek(0)
        for line in self._file:
            yield from_json(self._cls, line)

    def append(self, value: T) -> None:
        """Add one object at the end."""
        self._file.seek(0, 2)
        self._file.write(to_json(value).encode() + b"\n")
        self._count += 1

    def close(self) -> None:
        """Delete the temporary file."""
        self._file.close()
