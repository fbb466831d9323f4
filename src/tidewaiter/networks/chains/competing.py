"""Pairs and sums of the lots of two sides, with how probable each is beside all others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tidewaiter.networks.chains.bundles import likely_bundles
from tidewaiter.networks.chains.candidates import Blocks, Pairs, likely_pairs
from tidewaiter.networks.chains.likeness import NEAR
from tidewaiter.networks.chains.lots import Bools, Floats, Lots
from tidewaiter.networks.chains.marginals import (
    RESALE,
    Explanations,
    Habits,
    Usual,
    marginals,
    of_pairs,
    with_bundles,
)

#: Legs of an equal amount this likely are not looked at as pieces of lots.
_SETTLED = 0.99
#: Rounds in which these are found.
_FIRST_ROUNDS = 3


class Competing(NamedTuple):
    """Pairs and sums of two sides.

    Attributes:
        pairs: Pairs of lots; `whole` whether the amounts of each are the same, or not known.
        every: Pairs, and sums after them.
        sure: Probability of each of `every`.
        habits: What is usual at the company of each outward lot.
    """

    pairs: Pairs
    whole: Bools
    every: Explanations
    sure: Floats
    habits: Habits


def competing(ins: Lots, outs: Lots, blocks: Blocks, *, usual: Usual = RESALE, several: bool = True) -> Competing:
    """Return the pairs and the sums of inward and outward lots, and how probable each is.

    Args:
        blocks: Where the lots of each block are.
        usual: What is usual where a company's own lots do not tell.
        several: Whether lots of several partners may be of one sum, or of one in more than a week.
    """
    pairs, chance = likely_pairs(ins, outs, blocks)
    alone = of_pairs(pairs, ins, outs)
    whole = ~(np.abs(pairs.ratio) > NEAR)
    sure, _ = marginals(alone, chance, ins, outs, usual=usual, rounds=_FIRST_ROUNDS)
    settled = np.flatnonzero(whole & (sure >= _SETTLED))
    open_in, open_out = ins.likely >= 1.0, outs.likely >= 1.0
    open_in[pairs.at[settled]] = False
    open_out[pairs.to[settled]] = False
    every = with_bundles(alone, likely_bundles(ins, outs, blocks, open_in, open_out, several=several))
    sure, habits = marginals(every, chance, ins, outs, usual=usual)
    return Competing(pairs, whole, every, sure, habits)
