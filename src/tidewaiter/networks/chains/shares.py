"""Which inward leg explains which part of which outward leg: amounts are given out once, the surest pairs first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tidewaiter.networks.chains.candidates import Pairs
from tidewaiter.networks.chains.lots import Floats, Ints
from tidewaiter.networks.compiled import compiled

#: A leg with less than this share left is used up.
CRUMB = 0.03


class Left(NamedTuple):
    """What is left of legs: the share of each inward one not given out, and of each outward one not explained."""

    ins: Floats
    outs: Floats


@compiled
def give_out(pairs: Pairs, left: Left) -> tuple[Ints, Floats]:
    """Give inward amounts to outward legs, pair by pair in the order they come.

    Args:
        pairs: Pairs with their ratios of amounts; an unknown one counts as equal.
        left: What is left; it is changed.

    Returns:
        Pairs that were given something, and the share of the outward leg that each explains.
    """
    which, share = np.empty(len(pairs.to), np.int64), np.empty(len(pairs.to))
    size = 0
    for pair in range(len(pairs.to)):
        out, row = pairs.to[pair], pairs.at[pair]
        if left.outs[out] < CRUMB or left.ins[row] < CRUMB:
            continue
        lots = 1.0 if np.isnan(pairs.ratio[pair]) else np.exp(pairs.ratio[pair])  # outward amount, in inward legs
        part = min(left.outs[out], left.ins[row] / lots)
        left.outs[out] = max(left.outs[out] - part, 0.0)
        left.ins[row] = max(left.ins[row] - part * lots, 0.0)
        which[size], share[size] = pair, part
        size += 1
    return which[:size], share[:size]
