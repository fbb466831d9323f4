"""Whether consignments became more frequent than chance and growth explain: a rate test that allows for bursts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: The rate must have grown more than this many times: published as q in the pattern.
GROWTH = 2.0
#: Share of the companies found that may be false (Benjamini and Hochberg 1995): published as alpha.
FALSE_SHARE = 0.05
#: Months of one company before the goods were controlled, over which bursts are measured.
_MONTHS = 24


def burstiness(count: Floats, squares: Floats) -> float:
    """Return the shape of the monthly counts, one for all companies: small is bursty, infinite is Poisson.

    For negative binomial counts the variance is mean + mean² / shape; shape comes from the moments, added up.

    Args:
        count: Consignments of each company in 24 months; `squares` sum of the squares of its monthly counts.
    """
    known = (count > 1) & np.isfinite(squares)
    if not known.any():
        return 1.0
    mean = count[known] / _MONTHS
    variance = (squares[known] - count[known] ** 2 / _MONTHS) / (_MONTHS - 1)
    over = float((variance - mean).sum())
    return float((mean**2).sum()) / over if over > 0 else np.inf


def spike_p_values(before: Floats, after: Floats, months_before: Floats, months_after: Floats, shape: float) -> Floats:
    """Return for each company the chance of so many consignments after, had the rate grown ``GROWTH`` times at most.

    Given the sum, the later count is binomial for Poisson counts and beta-binomial for negative binomial ones.
    NaN where either period has no month.
    """
    from scipy.stats import betabinom, binom  # noqa: PLC0415 - scipy takes half a second that most commands do not need

    found = np.full(len(before), np.nan)
    known = (months_before > 0) & (months_after > 0) & (before + after > 0)
    n, x = (before + after)[known], after[known]
    if np.isinf(shape):
        odds = GROWTH * months_after[known]
        found[known] = binom.sf(x - 1, n, odds / (odds + months_before[known]))
    else:
        a, b = shape * GROWTH * months_after[known], shape * months_before[known]
        found[known] = betabinom.sf(x - 1, n, a, b)
    return found


def q_values(p: Floats) -> Floats:
    """Return the smallest share of false findings at which each company would be found; NaN where there is no test."""
    from scipy.stats import false_discovery_control  # noqa: PLC0415 - as above

    found = np.full(len(p), np.nan)
    known = np.isfinite(p)
    if known.any():
        found[known] = false_discovery_control(np.clip(p[known], 0.0, 1.0))
    return found
