"""What the sections of one run share: the data, the matchers, and the scores already computed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from benchmarks.names import datasets
from benchmarks.scorecard.labelled import LabelledSet, entity_checks, named_set, un_pairs
from benchmarks.scorecard.matchers import OURS, Matcher, peers
from benchmarks.scorecard.peers.client import Nomenklatura
from benchmarks.scorecard.statistics import Bools, Floats, best_threshold, said_out_of_fold

from tidewaiter.model import Listing
from tidewaiter.sources.lists import read_list_file

US_LISTS = (
    "us_csl/csl_2026-07-31_compact.json.gz",
    "us_bis/bis_entity_list_2026-07.json",
    "us_bis/bis_meu_2026-07.json",
    "us_bis/dpl_2026-06-18.csv",
)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What a matcher makes of the pairs of a set.

    Attributes:
        score: Of each pair.
        said: Whether it says the pair is one party.
        rule: The threshold, or how it was chosen.
    """

    score: Floats
    said: Bools
    rule: str


@dataclass(eq=False)
class Context:
    """One run of the scorecard.

    Attributes:
        data: Folder of the development data.
        quick: Whether to measure on fewer queries and without the list of a million names.
        peer: nomenklatura, or the knowledge that it is not installed.
    """

    data: Path
    quick: bool = False
    peer: Nomenklatura = field(default_factory=Nomenklatura)
    _scores: dict[tuple[str, str], Floats | None] = field(default_factory=dict, repr=False)

    @cached_property
    def peers(self) -> tuple[Matcher, ...]:
        """The matchers ours is compared with."""
        return tuple(peers(self.peer))

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """All matchers, ours first."""
        return (OURS, *self.peers)

    @cached_property
    def cases(self) -> LabelledSet:
        """The labelled pairs."""
        return named_set("name_cases", "labelled pairs", datasets.labelled_pairs(self.data, "name_cases"))

    @cached_property
    def sets(self) -> tuple[LabelledSet, ...]:
        """All labelled sets, and the groups of the first apart."""
        cases = self.cases
        made = {group: cases.label_group == group for group in ("synth_companies", "synth_people")}
        hand = np.isin(cases.label_group, datasets.HAND_LABELLED)
        return (
            cases,
            cases.only(hand, "hand_labelled", "hand-labelled groups"),
            cases.only(made["synth_companies"], "synth_companies", "made companies"),
            cases.only(made["synth_people"], "synth_people", "made people"),
            entity_checks(self.data),
            named_set(
                "company_pairs", "company pairs", datasets.labelled_pairs(self.data, "company_pairs_easonanalytica")
            ),
            named_set("cross_script", "across scripts", datasets.labelled_pairs(self.data, "cross_script_pairs")),
            un_pairs(self.data),
        )

    @cached_property
    def sdn(self) -> list[Listing]:
        """The list that the corrupted queries are names of."""
        return datasets.sdn_listings(self.data)

    @cached_property
    def us_lists(self) -> list[Listing]:
        """Every entry of the US lists of July 2026."""
        return [entry for file in US_LISTS for entry in read_list_file(self.data / "lists" / file).listings]

    def scores(self, matcher: Matcher, found: LabelledSet) -> Floats | None:
        """Return a matcher's scores of a set, computed once; None when the matcher is not installed."""
        key = (matcher.name, found.id)
        if key not in self._scores:
            self._scores[key] = matcher.score(found)
        return self._scores[key]

    def verdicts(self, matcher: Matcher, found: LabelledSet) -> Verdicts | None:
        """Return what a matcher says of a set at its own threshold, or at one that other pairs chose."""
        score = self.scores(matcher, found)
        if score is None:
            return None
        if matcher.threshold is not None:
            return Verdicts(score, score >= matcher.threshold, f"{matcher.threshold:.2f}")
        if found.two_classes:
            return Verdicts(score, said_out_of_fold(found.match, score, found.groups()), "of other folds")
        known = self.scores(matcher, self.cases)
        chosen = best_threshold(self.cases.match, known) if known is not None else 1.0
        return Verdicts(score, score >= chosen, f"{chosen:.2f} of labelled pairs")
