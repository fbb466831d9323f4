"""An exclusive lock between processes, held while a log is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _acquire(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _release(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _acquire(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file at ``path`` while the block runs; waits while another process or thread holds it.

    The lock file itself stays: removing it would let two writers lock two different files of one name.
    """
    with path.open("a+b") as handle:
        handle.seek(0)
        _acquire(handle.fileno())
        try:
            yield
        finally:
            handle.seek(0)
            _release(handle.fileno())
