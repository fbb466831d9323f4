"""One independent stream of random numbers for each component of a world."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Streams:
    """Streams of one seed, found by name.

    A stream is a child of the seed whose spawn key is its name, so that a component that is added, or draws more
    numbers than before, changes nothing in the others.
    """

    seed: int

    def of(self, name: str) -> np.random.Generator:
        """Return the stream of a component, from its beginning."""
        key = np.random.SeedSequence(entropy=self.seed, spawn_key=(zlib.crc32(name.encode()),))
        return np.random.Generator(np.random.PCG64(key))
