"""How probable each of many ways to explain legs is, when no leg is explained twice.

An explanation says that some legs belong together: one inward and one outward leg, or the pieces of one lot on both
sides. Explanations that share a leg exclude each other. The probability that one is true, over all ways to choose some
that share no leg, is found by passing messages between legs and explanations. Where each is of two legs this is the
method of Williams and Lau ("Approximate evaluation of marginal association probabilities with belief propagation",
IEEE Trans. Aerospace and Electronic Systems 50(4), 2014), which converges.
"""

from __future__ import annotations

import numpy as np

from tidewaiter.networks.chains.candidates import longer
from tidewaiter.networks.chains.lots import Floats, Ints
from tidewaiter.networks.compiled import compiled

_MESSAGES = 8
#: Odds are kept below this.
HEAVIEST = 1e8
_LEAST_WORD = 1e-12


@compiled
def probabilities(ins: Ints, outs: Ints, weight: Floats, in_count: int, out_count: int) -> Floats:
    """Return the probability of each explanation.

    Args:
        ins: Inward rows of each, [explanation, most], -1 where there are no more; `outs` outward ones.
        weight: Odds of each by itself.
        in_count: Number of inward rows; `out_count` of outward ones.

    The number of messages is fixed, so that the answer for one company does not depend on others.
    """
    size = len(weight)
    # What the legs of an explanation tell it: how free each is of the others that claim it.
    free_in, free_out = np.ones(ins.shape), np.ones(outs.shape)
    for _ in range(_MESSAGES):
        _tell(outs, free_out, ins, free_in, weight, out_count)
        _tell(ins, free_in, outs, free_out, weight, in_count)
    found = np.empty(size)
    for one in range(size):
        odds = min(weight[one], HEAVIEST) * _free(ins, free_in, one) * _free(outs, free_out, one)
        found[one] = odds / (1.0 + odds)
    return found


@compiled
def _free(rows: Ints, free: Floats, one: int) -> float:
    said = 1.0
    for place in range(rows.shape[1]):
        if rows[one, place] < 0:
            break
        said *= free[one, place]
    return max(said, _LEAST_WORD)


@compiled
def _tell(rows: Ints, free: Floats, others: Ints, other_free: Floats, weight: Floats, count: int) -> None:
    """Work out anew how free the rows of one side are, by what all explanations say that claim them."""
    claimed, said = np.zeros(count), np.empty(rows.shape)
    for one in range(len(weight)):
        base = min(weight[one], HEAVIEST) * _free(others, other_free, one) * _free(rows, free, one)
        for place in range(rows.shape[1]):
            if rows[one, place] < 0:
                break
            said[one, place] = base / max(free[one, place], _LEAST_WORD)
            claimed[rows[one, place]] += said[one, place]
    for one in range(len(weight)):
        for place in range(rows.shape[1]):
            if rows[one, place] < 0:
                break
            free[one, place] = 1.0 / (1.0 + max(claimed[rows[one, place]] - said[one, place], 0.0))


@compiled
def taken(ins: Ints, outs: Ints, in_count: int, out_count: int) -> tuple[Ints, Ints, Ints]:
    """Take explanations in their order that share no leg with one taken before.

    Args:
        ins: Inward rows of each, [explanation, most], -1 where there are no more; `outs` outward ones.
        in_count: Number of inward rows; `out_count` of outward ones.

    Returns:
        Rows `outs` and `ins` of each that is taken, every one with every one, and the place of the explanation.
    """
    used_in, used_out = np.zeros(in_count, np.bool_), np.zeros(out_count, np.bool_)
    to, at, number = np.empty(64, np.int64), np.empty(64, np.int64), np.empty(64, np.int64)
    size = 0
    for one in range(len(ins)):
        mine_in, mine_out = ins[one][ins[one] >= 0], outs[one][outs[one] >= 0]
        if used_in[mine_in].any() or used_out[mine_out].any():
            continue
        used_in[mine_in] = True
        used_out[mine_out] = True
        for out in mine_out:
            for row in mine_in:
                if size == len(to):
                    to, at, number = longer(to), longer(at), longer(number)
                to[size], at[size], number[size] = out, row, one
                size += 1
    return to[:size], at[:size], number[:size]
