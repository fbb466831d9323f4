"""The matchers that are compared: ours, nomenklatura's, and plain likeness of strings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from anyascii import anyascii
from benchmarks.scorecard.labelled import LabelledSet
from benchmarks.scorecard.peers.client import Nomenklatura
from benchmarks.scorecard.statistics import Floats
from rapidfuzz import fuzz, utils
from rapidfuzz.distance import JaroWinkler

from tidewaiter.screening import DEFAULT_THRESHOLD, compare_many

#: yente answers with matches from this score on unless it is asked otherwise.
PEER_THRESHOLD = 0.7


@dataclass(frozen=True, slots=True)
class Matcher:
    """A matcher of pairs.

    Attributes:
        name: As its users know it.
        threshold: Its own default; None where it has none.
        score: Scores in [0, 1] of the pairs of a set; None where it is not installed.
    """

    name: str
    threshold: float | None
    score: Callable[[LabelledSet], Floats | None]


def _tidewaiter(pairs: LabelledSet) -> Floats:
    return np.array([found.score for found in compare_many(pairs.pairs)])


def _nomenklatura(peer: Nomenklatura, algorithm: str) -> Callable[[LabelledSet], Floats | None]:
    def score(pairs: LabelledSet) -> Floats | None:
        answer = peer.score(algorithm, pairs.entities)
        return None if answer is None else np.array([line["score"] for line in answer.lines], dtype=np.float64)

    return score


def _likeness(scorer: Callable[..., float], most: float, fold: Callable[[str], str]) -> Callable[[LabelledSet], Floats]:
    def score(pairs: LabelledSet) -> Floats:
        return np.array([scorer(fold(left), fold(right)) / most for left, right, _ in pairs.pairs])

    return score


def latin(name: str) -> str:
    """Return a name in Latin letters, by a table of letters, without regard to case and punctuation."""
    folded: str = utils.default_process(anyascii(name))
    return folded


OURS = Matcher("tidewaiter", DEFAULT_THRESHOLD, _tidewaiter)
LOGIC_V2 = "nomenklatura logic-v2"


def peers(nomenklatura: Nomenklatura) -> Sequence[Matcher]:
    """Return the peers, the best matcher first."""
    return (
        Matcher(LOGIC_V2, PEER_THRESHOLD, _nomenklatura(nomenklatura, "logic-v2")),
        Matcher("nomenklatura logic-v1", PEER_THRESHOLD, _nomenklatura(nomenklatura, "logic-v1")),
        Matcher("nomenklatura name-based", PEER_THRESHOLD, _nomenklatura(nomenklatura, "name-based")),
        Matcher("rapidfuzz WRatio", None, _likeness(fuzz.WRatio, 100.0, utils.default_process)),
        Matcher("rapidfuzz token_set_ratio", None, _likeness(fuzz.token_set_ratio, 100.0, utils.default_process)),
        Matcher("rapidfuzz Jaro-Winkler", None, _likeness(JaroWinkler.similarity, 1.0, utils.default_process)),
        Matcher("rapidfuzz Jaro-Winkler, in Latin letters", None, _likeness(JaroWinkler.similarity, 1.0, latin)),
    )
