"""Precision, recall, AUC, calibration, and the paired bootstrap that says whether one matcher beats another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

DRAWS = 2000
LEVEL = 0.95
FOLDS = 5
SEED = 7


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a matcher separates pairs that match from those that do not.

    What cannot be said is None: precision where nothing was said to match or nothing could be wrong, AUC and F1 where
    all pairs are of one class.
    """

    pairs: int
    matches: int
    precision: float | None
    recall: float | None
    f1: float | None
    auc: float | None


def quality(match: Bools, score: Floats, said: Bools) -> Quality:
    """Measure scores, and what was said of the pairs by them."""
    right = int((said & match).sum())
    both = bool(match.any() and not match.all())
    return Quality(
        pairs=len(match),
        matches=int(match.sum()),
        precision=right / int(said.sum()) if said.any() and both else None,
        recall=right / int(match.sum()) if match.any() else None,
        f1=f1(match, said) if both else None,
        auc=auc(match, score) if both else None,
    )


def f1(match: Bools, said: Bools) -> float:
    """Return the harmonic mean of precision and recall."""
    return float(2 * (said & match).sum() / max(int(said.sum() + match.sum()), 1))


def auc(match: Bools, score: Floats) -> float:
    """Return the chance that a pair that matches scores above one that does not, ties counting half."""
    return float(_order(score[match], score[~match]).mean())


def best_threshold(match: Bools, score: Floats) -> float:
    """Return the threshold with the best F1 on these very pairs: what a matcher could reach at most.

    Of thresholds that are equally good the highest is returned, which alerts least.
    """
    cuts = np.unique(score)
    hits = len(score) - np.searchsorted(np.sort(score), cuts)
    right = int(match.sum()) - np.searchsorted(np.sort(score[match]), cuts)
    measure = 2 * right / (hits + match.sum())
    return float(cuts[len(cuts) - 1 - int(np.argmax(measure[::-1]))])


def said_out_of_fold(match: Bools, score: Floats, group: Ints) -> Bools:
    """Return what a matcher without a threshold of its own says, each pair judged by the other folds' best threshold.

    Pairs that share a name are of one group, and a group is of one fold.
    """
    said = np.zeros(len(match), dtype=np.bool_)
    for fold in range(FOLDS):
        inside = group % FOLDS == fold
        if inside.any() and not inside.all():
            said[inside] = score[inside] >= best_threshold(match[~inside], score[~inside])
    return said


def recall_at_rate(right: Floats, wrong: Floats, rate: float) -> tuple[float, float]:
    """Return the recall at the lowest threshold that lets at most a share of the wrong pass, and that threshold.

    A pair passes above the threshold, not on it, so that a mass of equal scores does not pass by half.
    """
    threshold = float(np.sort(wrong)[::-1][int(len(wrong) * rate)])
    return float(np.mean(right > threshold)), threshold


def groups_of(left: Sequence[str], right: Sequence[str]) -> Ints:
    """Return the group of each pair, numbered in order: pairs that share a name, directly or through others."""
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for one, other in zip(left, right, strict=True):
        leader[lead(one.casefold())] = lead(other.casefold())
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(lead(one.casefold()), len(numbers)) for one in left], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the interval of a bootstrap."""

    value: float
    low: float
    high: float

    @property
    def above_zero(self) -> bool:
        """Whether the whole interval lies above 0: better beyond chance, when the figure is a difference."""
        return self.low > 0

    @property
    def span(self) -> str:
        """The interval as text."""
        return f"{self.low:+.3f} to {self.high:+.3f}"

    def __str__(self) -> str:
        return f"{self.value:+.3f} ({self.span})"


def random_draws(group: npt.NDArray[Any], draws: int, seed: int = SEED) -> Iterator[Ints]:
    """Yield numbers of rows drawn with replacement, whole groups at a time."""
    rng = np.random.default_rng(seed)
    _, place = np.unique(group, return_inverse=True)
    order = np.argsort(place, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(place[order])) + 1)
    for _ in range(draws):
        yield np.concatenate([parts[number] for number in rng.integers(0, len(parts), len(parts))])


class Bootstrap:
    """Draws of groups of pairs, the same for every measure and matcher, so that differences are paired.

    Whole groups are drawn, because pairs that share a name are not independent (the cluster bootstrap of Field and
    Welsh, 2007). A measure of a draw counts each pair as often as its group was drawn.
    """

    def __init__(self, match: Bools, group: Ints, draws: int = DRAWS) -> None:
        size = int(group.max()) + 1 if len(group) else 1
        counts = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), size=draws)
        self._match = match
        self._weight: Floats = counts[:, group].astype(np.float64)

    def f1(self, said: Bools) -> Interval:
        """Return F1 with its interval."""
        return interval(f1(self._match, said), self._f1(said))

    def auc(self, score: Floats) -> Interval:
        """Return the AUC with its interval."""
        return interval(auc(self._match, score), self._auc(score))

    def f1_difference(self, one: Bools, other: Bools) -> Interval:
        """Return how much better the first is, with the interval of the paired difference."""
        return interval(f1(self._match, one) - f1(self._match, other), self._f1(one) - self._f1(other))

    def auc_difference(self, one: Floats, other: Floats) -> Interval:
        """Return how much better the first is, with the interval of the paired difference."""
        return interval(auc(self._match, one) - auc(self._match, other), self._auc(one) - self._auc(other))

    def _f1(self, said: Bools) -> Floats:
        right = self._weight @ (said & self._match)
        return np.asarray(2 * right / np.maximum(self._weight @ (said.astype(float) + self._match), 1))

    def _auc(self, score: Floats) -> Floats:
        positive, negative = self._weight[:, self._match], self._weight[:, ~self._match]
        above = ((positive @ _order(score[self._match], score[~self._match])) * negative).sum(axis=1)
        with np.errstate(invalid="ignore"):
            return np.asarray(above / (positive.sum(axis=1) * negative.sum(axis=1)))


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose scores lie in [low, high)."""

    low: float
    high: float
    pairs: int
    mean_score: float
    share: float


def reliability(match: Bools, score: Floats, bins: int = 10) -> list[Bin]:
    """Return, for equal bins of the score that hold pairs, their mean score and the share that match."""
    place = np.minimum((score * bins).astype(int), bins - 1)
    return [
        Bin(k / bins, (k + 1) / bins, int(inside.sum()), float(score[inside].mean()), float(match[inside].mean()))
        for k in range(bins)
        if (inside := place == k).any()
    ]


def brier(match: Bools, score: Floats) -> float:
    """Return the mean squared distance of the scores from what is true (Brier, 1950); 0 is perfect."""
    return float(np.mean((score - match) ** 2))


def calibration_error(match: Bools, score: Floats) -> float:
    """Return the mean distance of a bin's mean score from the share that match: the expected calibration error."""
    return sum(each.pairs * abs(each.mean_score - each.share) for each in reliability(match, score)) / max(
        len(match), 1
    )


def _order(positive: Floats, negative: Floats) -> Floats:
    """Return, for each positive and negative, 1 where the positive is above, 0.5 where they are equal."""
    one: npt.NDArray[Any] = positive[:, None]
    return np.asarray((one > negative) + 0.5 * (one == negative), dtype=np.float64)


def interval(value: float, draws: Floats) -> Interval:
    """Return a figure with the interval that holds most of its draws."""
    tail = (1 - LEVEL) / 2
    low, high = np.nanquantile(draws, [tail, 1 - tail])
    return Interval(value, float(low), float(high))
