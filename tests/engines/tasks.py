"""Tasks for worker processes, which import them by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from tidewaiter.model import UsageError


@dataclass(frozen=True)
class Double:
    """Doubles each number; the first batch takes longest, so that the others overtake it."""

    def open(self) -> Callable[[list[int]], tuple[int, list[int]]]:
        return self._answer

    def _answer(self, batch: list[int]) -> tuple[int, list[int]]:
        if 0 in batch:
            time.sleep(0.3)
        return os.getpid(), [2 * number for number in batch]


@dataclass(frozen=True)
class Fail:
    """Fails at one batch in the way asked for."""

    how: str
    at: int

    def open(self) -> Callable[[int], int]:
        if self.how == "open":
            raise UsageError("the index is not there")
        return self._answer

    def _answer(self, batch: int) -> int:
        if batch == self.at and self.how == "raise":
            raise ValueError("no such thing")
        if batch == self.at and self.how == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        return batch


@dataclass(frozen=True)
class Slow:
    """Tells its process by a file, and works until it is ended."""

    folder: str

    def open(self) -> Callable[[int], int]:
        return self._answer

    def _answer(self, batch: int) -> int:
        with open(f"{self.folder}/{os.getpid()}", "w"):  # noqa: PTH123 - the process number is all it says
            time.sleep(600 if batch else 0)
        return batch
