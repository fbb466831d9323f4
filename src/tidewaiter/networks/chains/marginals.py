"""How probable each pair of an inward and an outward leg is, when every leg has one partner on the other side or none.

Pairs compete: an inward leg that explains one outward leg does not explain another. The probability that a pair is the
true one, over all ways to pair legs, is found by passing messages between both sides (Williams and Lau, "Approximate
evaluation of marginal association probabilities with belief propagation", IEEE Trans. Aerospace and Electronic Systems
50(4), 2014), which converges for such pairings. What is usual at a company is learned from the same pairs: the share of
its outward legs that take on what came in, what it adds to the price, and how long goods stay. A company that only
passes goods on makes every pair likelier, an honest trader with a thousand lots and three exports makes it less likely.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tidewaiter.networks.chains.candidates import Pairs
from tidewaiter.networks.chains.likeness import ANY_SHAPE, MARGIN, MARGIN_SPREAD, STAY, gap_weight, log_odds_of_price
from tidewaiter.networks.chains.lots import Floats, Ints, Lots
from tidewaiter.networks.compiled import compiled

_MESSAGES = 8
_ROUNDS = 5
#: Learned from the pairs of a company, and these besides: outward legs that do and that do not pass goods on.
_PASSING, _OTHER = 1.0, 1.0
#: Pairs that what is usual elsewhere is worth, beside those of a company.
_WORTH = 4.0
#: Bounds of what is learned: of shares, and of the spread of margins, the mean of stays, and the shape of stays.
_LEAST, _MOST = 0.02, 0.95
_NARROWEST, _SHORTEST, _STEADIEST = 0.06, 4.0, 4.0
_HEAVIEST = 1e8


class Habits(NamedTuple):
    """What is usual at the company of each outward leg.

    Attributes:
        passing: Share of its outward legs that pass goods on.
        margin: Log ratio of the price at resale over the price paid; `spread` its standard deviation.
        stay: Mean days from arrival to departure; `shape` that squared over their variance.
    """

    passing: Floats
    margin: Floats
    spread: Floats
    stay: Floats
    shape: Floats


def marginals(pairs: Pairs, ins: Lots, outs: Lots) -> tuple[Floats, Habits]:
    """Return the probability of each pair, and what is usual at each outward leg's company.

    Args:
        pairs: Pairs with log-likelihood ratios over no connection, by what is usual anywhere.
        ins: Inward legs; `outs` outward ones, sorted by company.

    The number of rounds is fixed, so that the answer for one company does not depend on others.
    """
    size = len(outs.leg)
    if not size:
        return np.empty(0), Habits(*np.empty((len(Habits._fields), 0)))
    _, first, place, count = np.unique(outs.company, return_index=True, return_inverse=True, return_counts=True)
    usual = (0.5, MARGIN, MARGIN_SPREAD, STAY, ANY_SHAPE)
    habits = Habits(*(np.full(len(first), value) for value in usual))
    of = place[pairs.to]
    least = np.maximum(outs.day[pairs.to] - ins.last[pairs.at], 0)
    gap = (least + np.maximum(outs.last[pairs.to] - ins.day[pairs.at], 0)) / 2.0
    price = np.log(outs.value[pairs.to] / ins.value[pairs.at]) - pairs.ratio
    said = pairs.word - _by_habits(gap, price, of, habits)
    found = np.zeros(len(of))
    for _ in range(_ROUNDS):
        weight = np.exp(np.minimum(said + _by_habits(gap, price, of, habits), np.log(_HEAVIEST)))
        odds = (habits.passing / (1 - habits.passing))[of]
        found = _associated(pairs.to, pairs.at, weight * odds, size, len(ins.leg))
        habits = _learned(found, gap, price, of, count)
    return found, Habits(*(learned[place] for learned in habits))


def _learned(found: Floats, gap: Floats, price: Floats, of: Ints, count: Ints) -> Habits:
    """Return the habits of companies by the probabilities of their pairs; `count` is that of their outward legs."""

    def total(values: Floats) -> Any:  # noqa: ANN401 - an array
        return np.bincount(of, weights=values, minlength=len(count))

    priced = np.where(np.isnan(price), 0.0, found)
    price = np.where(np.isnan(price), 0.0, price)
    known, known_priced = total(found), total(priced) + _WORTH
    margin = (total(priced * price) + _WORTH * MARGIN) / known_priced
    spread = (total(priced * (price - margin[of]) ** 2) + _WORTH * MARGIN_SPREAD**2) / known_priced
    stay = np.maximum((total(found * gap) + _WORTH * STAY) / (known + _WORTH), _SHORTEST)
    variance = (total(found * (gap - stay[of]) ** 2) + _WORTH * stay**2) / (known + _WORTH)
    return Habits(
        passing=np.clip((known + _PASSING) / (count + _PASSING + _OTHER), _LEAST, _MOST),
        margin=margin,
        spread=np.maximum(np.sqrt(spread), _NARROWEST),
        stay=stay,
        shape=np.clip(stay**2 / variance, ANY_SHAPE, _STEADIEST),
    )


@compiled
def _by_habits(gap: Floats, price: Floats, of: Ints, habits: Habits) -> Floats:
    """Return what days and price of pairs say; `of` numbers the company of each."""
    said = np.empty(len(of))
    for pair in range(len(of)):
        at = of[pair]
        said[pair] = np.log(gap_weight(gap[pair], habits.stay[at], habits.shape[at]))
        said[pair] += log_odds_of_price(price[pair], habits.margin[at], habits.spread[at])
    return said


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
