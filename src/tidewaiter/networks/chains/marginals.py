"""How probable each pair of an inward and an outward leg is, when every leg has one partner on the other side or none.

Pairs compete: an inward leg that explains one outward leg does not explain another. The probability that a pair is the
true one, over all ways to pair legs, is found by passing messages between both sides (Williams and Lau, "Approximate
evaluation of marginal association probabilities with belief propagation", IEEE Trans. Aerospace and Electronic Systems
50(4), 2014), which converges for such pairings. The share of a company's outward legs that take on what came in is
learned from the same pairs: a company that only passes goods on makes every pair likelier, an honest trader with a
thousand lots and three exports makes it less likely.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tidewaiter.networks.chains.lots import Floats, Ints

_MESSAGES = 8
_ROUNDS = 5
#: Learned from the pairs of a company, and these besides: outward legs that do and that do not pass goods on.
_PASSING, _OTHER = 1.0, 1.0
#: Bounds of what is learned.
_LEAST, _MOST = 0.02, 0.95
_HEAVIEST = 1e8


def marginals(to: Ints, at: Ints, said: Floats, company: Ints, ins: int) -> tuple[Floats, Floats]:
    """Return the probability of each pair, and of each outward leg's company the share of legs that pass goods on.

    Args:
        to: Outward row of each pair; `at` inward row; `said` log-likelihood ratio over no connection.
        company: Company of each outward row, sorted.
        ins: Number of inward rows.

    The number of rounds is fixed, so that the answer for one company does not depend on others.
    """
    outs = len(company)
    if not outs:
        return np.empty(0), np.empty(0)
    _, first, place, count = np.unique(company, return_index=True, return_inverse=True, return_counts=True)
    share = np.full(len(first), 0.5)
    weight = np.exp(np.minimum(said, np.log(_HEAVIEST)))
    found = np.zeros(len(to))
    for _ in range(_ROUNDS):
        odds = (share / (1 - share))[place]
        found = _associated(to, at, weight * odds[to], outs, ins)
        passed: Any = np.bincount(place[to], weights=found, minlength=len(first))
        share = np.clip((passed + _PASSING) / (count + _PASSING + _OTHER), _LEAST, _MOST)
    return found, share[place]


def _associated(to: Ints, at: Ints, weight: Floats, outs: int, ins: int) -> Floats:
    """Return the probability of each pair over all pairings of one with one, by belief propagation."""
    back = np.ones(len(to))
    for _ in range(_MESSAGES):
        term = weight * back
        total: Any = np.bincount(to, weights=term, minlength=outs)
        forth = weight / (1 + np.maximum(total[to] - term, 0))
        heard = np.bincount(at, weights=forth, minlength=ins)
        back = 1 / (1 + np.maximum(heard[at] - forth, 0))
    term = weight * back
    total = np.bincount(to, weights=term, minlength=outs)
    found: Floats = term / (1 + total[to])
    return found
