"""False discoveries: of many hubs asked many questions some say yes by chance (Benjamini and Hochberg 1995).

What is found is hubs, and each is asked several questions that overlap. So the tests of a hub are first put together,
false discoveries are controlled over hubs, and only in hubs that are found it is asked which test says so (Benjamini
and Bogomolov, JRSS B 2014).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tidewaiter.flows.panel import Floats

#: Share of the findings that may be false.
RATE = 0.05
_LEAST_P = 1e-300


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


@dataclass(frozen=True, kw_only=True)
class HubFindings:
    """Several tests of each of many hubs.

    Attributes:
        p: Probabilities by chance, [tests, h]; NaN where there was no test.
        q: Smallest rate at which each hub is a finding, [h]; NaN where there was no test.
        found: Tests that are findings at `rate`, [tests, h]: none of a hub that is no finding, at least one of others.
        tests: How many tests there were.
    """

    p: Floats
    q: Floats
    found: np.ndarray
    tests: int
    rate: float


def hub_findings(p: Floats, rate: float = RATE) -> HubFindings:
    """Control the rate of false discoveries over hubs, and inside those found over their tests.

    Inside a hub the rate is lowered to the share of hubs that were found, because they were chosen.

    Args:
        p: Probabilities by chance, [tests, h]; NaN is no test.
        rate: Share of the hubs found that may be false.
    """
    hubs = benjamini_hochberg(combined(p), rate)
    found = np.zeros(p.shape, dtype=bool)
    inside = rate * hubs.found.sum() / max(hubs.tests, 1)
    for hub in np.flatnonzero(hubs.found):
        found[:, hub] = benjamini_hochberg(p[:, hub], inside).found
        found[np.nanargmin(p[:, hub]), hub] = True
    return HubFindings(p=p, q=hubs.q, found=found, tests=int(np.isfinite(p).sum()), rate=rate)


def combined(p: Floats) -> Floats:
    """Return one probability for the tests of each hub, [tests, h] to [h]: their harmonic mean (Wilson, PNAS 2019).

    It holds for dependent tests as long as it is small; one clear test counts nearly as by itself times the number of
    tests, several weak ones for more than the best of them.
    """
    known = np.isfinite(p)
    inverse = np.where(known, 1.0 / np.maximum(np.where(known, p, 1.0), _LEAST_P), 0.0).sum(axis=0)
    return np.where(known.any(axis=0), known.sum(axis=0) / np.maximum(inverse, 1.0), np.nan)
