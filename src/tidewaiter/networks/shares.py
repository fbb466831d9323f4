"""Which inward leg explains which part of which outward leg: amounts are given out once, the surest pairs first."""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.compiled import compiled
from tidewaiter.networks.lots import Floats, Ints

#: A leg with less than this left of it is used up.
_CRUMB = 0.03


@compiled
def give_out(to: Ints, at: Ints, ratio: Floats, whole: Ints, left_in: Floats, left_out: Floats) -> tuple[Ints, Floats]:
    """Give inward amounts to outward legs, pair by pair in the order they come.

    Args:
        to: Outward row of each pair; `at` inward row.
        ratio: Log ratio of amounts, outward over inward; NaN when unknown, which counts as equal.
        whole: 1 for pairs that take a whole lot or nothing; others take what is left.
        left_in: Share of each inward leg that is left; `left_out` share of each outward leg that is not explained yet.
            Both are changed.

    Returns:
        Pairs that were given something, and the share of the outward leg that each explains.
    """
    which, share = np.empty(len(to), np.int64), np.empty(len(to))
    size = 0
    for pair in range(len(to)):
        out, row = to[pair], at[pair]
        if left_out[out] < _CRUMB or left_in[row] < _CRUMB:
            continue
        if whole[pair] == 1 and (left_out[out] < 1 - _CRUMB or left_in[row] < 1 - _CRUMB):
            continue
        size_of_out = 1.0 if np.isnan(ratio[pair]) else np.exp(ratio[pair])  # in inward legs
        part = min(left_out[out], left_in[row] / size_of_out)
        left_out[out] = max(left_out[out] - part, 0.0)
        left_in[row] = max(left_in[row] - part * size_of_out, 0.0)
        which[size], share[size] = pair, part
        size += 1
    return which[:size], share[:size]
