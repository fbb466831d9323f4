"""What an engine is handed: work that can be sent to another process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

B_contra = TypeVar("B_contra", contravariant=True)
A_co = TypeVar("A_co", covariant=True)


class Task(Protocol[B_contra, A_co]):
    """Work on batches. It is pickled, so it names what it needs (a folder) and does not hold it."""

    def open(self) -> Callable[[B_contra], A_co]:
        """Make ready in the process that works, once, and return the function that answers a batch."""
        ...
