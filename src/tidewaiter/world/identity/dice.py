"""Random choices one at a time, drawn from a stream in blocks: made for texts, of which there are many small ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_BLOCK = 4096


class Dice:
    """Choices from one stream.

    Args:
        random: The stream.
    """

    def __init__(self, random: np.random.Generator) -> None:
        self._random = random
        self._left: list[float] = []

    def one(self) -> float:
        """Return a number from 0 up to 1."""
        if not self._left:
            self._left = self._random.random(_BLOCK).tolist()
        return self._left.pop()

    def chance(self, share: float) -> bool:
        """Return whether something of that chance happens."""
        return self.one() < share

    def below(self, count: int) -> int:
        """Return a whole number from 0 to `count` - 1."""
        return int(self.one() * count)

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of some choices, all alike."""
        return choices[int(self.one() * len(choices))]

    def digits(self, count: int) -> str:
        """Return digits, the first of which is no zero."""
        return str(1 + self.below(9)) + "".join(str(self.below(10)) for _ in range(count - 1))
