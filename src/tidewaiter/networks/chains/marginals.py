"""How probable each pair of an inward and an outward leg, or each bundle of some, is beside all others.

Explanations compete: an inward leg that explains one outward leg does not explain another (`packing`). What is usual at
a company is learned from the same explanations: the share of its outward legs that take on what came in, what it adds
to the price, how long goods stay, and how often lots are split. A company that only passes goods on makes every pair
likelier, an honest trader with a thousand lots and three exports makes it less likely.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tidewaiter.networks.chains.bundles import Bundles
from tidewaiter.networks.chains.candidates import Chance, Pairs
from tidewaiter.networks.chains.likeness import (
    ANY_SHAPE,
    COPIED,
    FAR,
    MARGIN,
    MARGIN_SPREAD,
    PACKED,
    SAME,
    STAY,
    WEIGHED,
    counted,
    gap_weight,
    log_odds_of_price,
    weight_density,
)
from tidewaiter.networks.chains.lots import Floats, Ints, Lots
from tidewaiter.networks.chains.packing import HEAVIEST, probabilities
from tidewaiter.networks.chains.units import MOST
from tidewaiter.networks.compiled import compiled

ROUNDS = 5
#: Learned from the pairs of a company, and these besides: outward legs that do and that do not pass goods on.
_PASSING, _OTHER = 1.0, 1.0
#: Pairs that what is usual elsewhere is worth, beside those of a company.
_WORTH = 4.0
#: Bounds of what is learned: of shares, and of the spread of margins, the mean of stays, the shape of stays,
#: and the spread of weights.
_LEAST, _MOST = 0.02, 0.95
_NARROWEST, _SHORTEST, _STEADIEST, _FINEST = 0.06, 4.0, 4.0, 0.0005
#: Telling pairs that are taken as real, besides those seen more often than by chance.
_REAL = 2.0
#: Share of lots that are in pieces, which few pairs change only a little; the first round takes half.
_SPLIT = 0.1


class Habits(NamedTuple):
    """What is usual at the company of each outward leg.

    Attributes:
        passing: Share of its outward legs that pass goods on.
        margin: Log ratio of the price at resale over the price paid; `spread` its standard deviation.
        stay: Mean days from arrival to departure; `shape` that squared over their variance.
        split_in: Share of the lots it passes on that came in pieces; `split_out` that went out in pieces.
        copied: Share of weights that are copied; `weighed` standard deviation of the log ratio of the others.
    """

    passing: Floats
    margin: Floats
    spread: Floats
    stay: Floats
    shape: Floats
    split_in: Floats
    split_out: Floats
    copied: Floats
    weighed: Floats


class Usual(NamedTuple):
    """What is usual where the lots of a company do not tell: likewise, each one number."""

    passing: float
    margin: float
    spread: float
    stay: float
    shape: float
    split_in: float
    split_out: float
    copied: float
    weighed: float


#: What is usual where goods are sold on.
RESALE = Usual(0.5, MARGIN, MARGIN_SPREAD, STAY, ANY_SHAPE, 0.5, 0.5, COPIED, WEIGHED)


class Explanations(NamedTuple):
    """Pairs and bundles: legs that belong together, if it is so.

    Attributes:
        ins: Inward rows of each, [explanation, most], -1 where there are no more; `outs` outward ones.
        said: Log-likelihood ratio of all facts but days and price.
        gap: Days of stay; `price` log ratio of prices.
        weight: Log ratio of weights, where it is by them that amounts agree; of sums as it would be of single legs.
    """

    ins: Ints
    outs: Ints
    said: Floats
    gap: Floats
    price: Floats
    weight: Floats


def of_pairs(pairs: Pairs, ins: Lots, outs: Lots) -> Explanations:
    """Return pairs, whose log-likelihood ratios are by what is usual anywhere, as explanations."""
    least = np.maximum(outs.day[pairs.to] - ins.last[pairs.at], 0)
    gap = (least + np.maximum(outs.last[pairs.to] - ins.day[pairs.at], 0)) / 2.0
    price = np.log(outs.value[pairs.to] / ins.value[pairs.at]) - pairs.ratio
    weight = _weights(pairs, ins, outs)
    of = np.zeros(len(gap), np.int64)
    said = pairs.word - _by_habits(gap, price, weight, of, _everywhere(RESALE, 1))
    return Explanations(pairs.at[:, None], pairs.to[:, None], said, gap, price, weight)


@compiled
def _weights(pairs: Pairs, ins: Lots, outs: Lots) -> Floats:
    """Return log ratios of weights that may agree, NaN where it is by pieces that legs are compared."""
    found = np.full(len(pairs.to), np.nan)
    for pair in range(len(found)):
        near = abs(pairs.ratio[pair]) <= FAR
        if near and not counted(ins, pairs.at[pair], outs, pairs.to[pair]):
            found[pair] = pairs.ratio[pair]
    return found


def with_bundles(pairs: Explanations, bundles: Bundles) -> Explanations:
    """Return pairs, and bundles after them."""
    wide = [np.full((len(pairs.said), MOST), -1) for _ in range(2)]
    for rows, one in zip(wide, (pairs.ins, pairs.outs), strict=True):
        rows[:, :1] = one
    return Explanations(
        np.concatenate([wide[0], bundles.ins]),
        np.concatenate([wide[1], bundles.outs]),
        *(np.concatenate(both) for both in zip(pairs[2:], bundles[2:], strict=True)),
    )


def marginals(
    found: Explanations,
    chance: Chance,
    ins: Lots,
    outs: Lots,
    *,
    usual: Usual = RESALE,
    rounds: int = ROUNDS,
) -> tuple[Floats, Habits]:
    """Return the probability of each explanation, and what is usual at each outward leg's company.

    Args:
        found: The explanations: pairs, and bundles after them.
        chance: What the same pairs say of chance. Where amounts equal those of goods that came too late nearly as often
            as those of goods that came before, few of the latter are the same goods.
        ins: Inward legs; `outs` outward ones, sorted by company.
        usual: What is usual where the legs of a company do not tell.

    The number of rounds is fixed, so that the answer for one company does not depend on others.
    """
    size = len(outs.leg)
    if not size:
        return np.empty(0), Habits(*np.empty((len(Habits._fields), 0)))
    _, first, place = np.unique(outs.company, return_index=True, return_inverse=True)
    count: Floats = np.bincount(place, weights=outs.likely).astype(np.float64)
    habits = _everywhere(usual, len(first))
    of = place[found.outs[:, 0]]
    legs_in, legs_out = ((rows >= 0).sum(axis=1) for rows in (found.ins, found.outs))
    sure = np.zeros(len(of))
    telling = np.flatnonzero(chance.telling)
    real = _real(found.outs[telling, 0], chance, place, count)
    less = np.zeros(len(first))
    for _ in range(rounds):
        said = found.said + _by_habits(found.gap, found.price, found.weight, of, habits)
        said += np.log(habits.passing / (1 - habits.passing))[of]
        said[: len(chance.telling)] += less[of[: len(chance.telling)]]
        if found.ins.shape[1] > 1:
            for legs, split in ((legs_in, habits.split_in), (legs_out, habits.split_out)):
                said += np.where(legs > 1, np.log(split)[of], np.log(1 - split)[of])
        weight = np.exp(np.minimum(said, np.log(HEAVIEST)))
        sure = probabilities(found.ins, found.outs, weight, len(ins.leg), size)
        habits = _learned(sure, found, of, count, before=habits, usual=usual)
        claimed = np.bincount(of[telling], weights=sure[telling], minlength=len(first))
        less = np.minimum(less + np.log((real + _REAL) / (claimed + _REAL)), 0.0)
    return sure, Habits(*(learned[place] for learned in habits))


def _real(out: Ints, chance: Chance, place: Ints, count: Floats) -> Floats:
    """Return how many outward legs of each company have a telling pair that is none by chance, about.

    Args:
        out: Outward rows of telling pairs.
        place: Company of each outward row; `count` rows of each, as likely as they are its.
    """
    forward = np.zeros(len(place))
    forward[out] = 1.0
    seen, by_chance, after, before = (
        np.bincount(place, weights=each, minlength=len(count))
        for each in (forward, chance.backward, chance.after, chance.before)
    )
    by_chance *= np.clip(before / np.maximum(after, 1.0), 0.0, 2.0)
    surplus = np.maximum(seen - by_chance, 0.0) + 0.5 * np.sqrt(seen + by_chance)
    found: Floats = surplus / np.maximum(1.0 - by_chance / count, 0.2)
    return np.minimum(found, count)


def _everywhere(usual: Usual, size: int) -> Habits:
    """Return what is usual, for some companies."""
    return Habits(*(np.full(size, value) for value in usual))


def _weighing(sure: Floats, weight: Floats, of: Ints, habits: Habits, usual: Usual) -> tuple[Floats, Floats]:
    """Return the share of weights that companies copy, and the spread of those that are weighed again."""
    ratio = np.where(np.isnan(weight), 0.0, weight)
    copied, spread = habits.copied[of], habits.weighed[of]
    again = (1.0 - copied) * np.exp(-0.5 * (ratio / spread) ** 2) / spread / np.sqrt(2.0 * np.pi)
    copies = np.where(np.abs(ratio) <= SAME, copied / (2.0 * SAME), 0.0)
    other = PACKED / (1.0 - PACKED) / (2.0 * FAR)
    known = np.where(np.isnan(weight), 0.0, sure)
    of_copies, of_again = known * copies / (copies + again + other), known * again / (copies + again + other)

    def total(values: Floats) -> Any:  # noqa: ANN401 - an array
        return np.bincount(of, weights=values, minlength=len(habits.copied))

    agreeing = total(of_copies) + total(of_again)
    share = (total(of_copies) + _WORTH * usual.copied) / (agreeing + _WORTH)
    square = (total(of_again * ratio**2) + _WORTH * usual.weighed**2) / (total(of_again) + _WORTH)
    return share, np.maximum(np.sqrt(square), _FINEST)


def _learned(sure: Floats, found: Explanations, of: Ints, count: Floats, *, before: Habits, usual: Usual) -> Habits:
    """Return the habits of companies by the probabilities of their explanations; `count` is their outward legs."""

    def total(values: Floats) -> Any:  # noqa: ANN401 - an array
        return np.bincount(of, weights=values, minlength=len(count))

    legs_in, legs_out = ((rows >= 0).sum(axis=1) for rows in (found.ins, found.outs))
    gap = found.gap
    priced = np.where(np.isnan(found.price), 0.0, sure)
    price = np.where(np.isnan(found.price), 0.0, found.price)
    known, known_priced = total(sure), total(priced) + _WORTH
    margin = (total(priced * price) + _WORTH * usual.margin) / known_priced
    spread = (total(priced * (price - margin[of]) ** 2) + _WORTH * usual.spread**2) / known_priced
    stay = np.maximum((total(sure * gap) + _WORTH * usual.stay) / (known + _WORTH), _SHORTEST)
    variance = (total(sure * (gap - stay[of]) ** 2) + _WORTH * stay**2) / (known + _WORTH)
    split_in, split_out = (
        np.clip((total(sure * (legs > 1)) + _WORTH * _SPLIT) / (known + _WORTH), _LEAST, _MOST)
        for legs in (legs_in, legs_out)
    )
    copied, weighed = _weighing(sure, found.weight, of, before, usual)
    return Habits(
        copied=copied,
        weighed=weighed,
        passing=np.clip((total(sure * legs_out) + _PASSING) / (count + _PASSING + _OTHER), _LEAST, _MOST),
        margin=margin,
        spread=np.maximum(np.sqrt(spread), _NARROWEST),
        stay=stay,
        shape=np.clip(stay**2 / variance, ANY_SHAPE, _STEADIEST),
        split_in=split_in,
        split_out=split_out,
    )


@compiled
def _by_habits(gap: Floats, price: Floats, weight: Floats, of: Ints, habits: Habits) -> Floats:
    """Return what days, price and weight of pairs say; `of` numbers the company of each."""
    said = np.empty(len(of))
    for pair in range(len(of)):
        at = of[pair]
        said[pair] = np.log(gap_weight(gap[pair], habits.stay[at], habits.shape[at]))
        said[pair] += log_odds_of_price(price[pair], habits.margin[at], habits.spread[at])
        if not np.isnan(weight[pair]):
            said[pair] += np.log(weight_density(weight[pair], habits.copied[at], habits.weighed[at]))
    return said
