"""False discoveries: of many hubs asked many questions some say yes by chance (Benjamini and Hochberg 1995)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.panel import Floats

#: Share of the findings that may be false.
RATE = 0.05


@dataclass(frozen=True, kw_only=True)
class FalseDiscovery:
    """Tests taken together.

    Attributes:
        q: Smallest rate at which each test would be a finding; NaN where there was no test.
        found: Tests that are findings at `rate`.
        tests: How many tests there were.
    """

    q: Floats
    found: np.ndarray
    tests: int
    rate: float


def benjamini_hochberg(p: Floats, rate: float = RATE) -> FalseDiscovery:
    """Control the false discovery rate over tests of any shape; NaN is no test.

    Holds for independent and positively dependent tests (Benjamini and Yekutieli 2001), as those of one panel are.
    """
    flat = np.asarray(p, dtype=float).ravel()
    known = np.flatnonzero(np.isfinite(flat))
    q = np.full(len(flat), np.nan)
    if len(known):
        order = known[np.argsort(flat[known], kind="stable")]
        scaled = flat[order] * len(known) / np.arange(1, len(known) + 1)
        q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    found = np.where(np.isfinite(q), q <= rate, False)
    shape = np.shape(p)
    return FalseDiscovery(q=q.reshape(shape), found=found.reshape(shape), tests=len(known), rate=rate)
