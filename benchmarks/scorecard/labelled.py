"""The labelled sets as the scorecard measures them: pairs, entities for peers that read entities, groups, scripts."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from benchmarks.names import datasets
from benchmarks.scorecard.peers.client import EntityPair
from benchmarks.scorecard.statistics import Bools, Ints, groups_of

#: Wrong partners made for each right pair of a set that has only right ones.
SHIFTS = 10
#: Distance of one made partner from the next, so that neighbours in a sorted file are not paired.
_STRIDE = 37

_EAST_ASIAN = {"CJK": "Han", "HIRAGANA": "Kana", "KATAKANA": "Kana"}


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Pairs with labels.

    Attributes:
        id: Short name, for programs.
        title: Name in tables.
        pairs: Names as compared, and the schema.
        match: Whether each pair is one party.
        entities: The same pairs as entities, for peers that read entities.
        label_group: Group of labels, where the set has groups.
    """

    id: str
    title: str
    pairs: list[datasets.Pair]
    match: Bools
    entities: list[EntityPair]
    label_group: npt.NDArray[Any] = field(default_factory=lambda: np.array([], dtype=object))

    @property
    def two_classes(self) -> bool:
        """Whether it has pairs that match and pairs that do not."""
        return bool(self.match.any() and not self.match.all())

    def groups(self) -> Ints:
        """Return the group of each pair: those that share a name are drawn together."""
        return groups_of([pair[0] for pair in self.pairs], [pair[1] for pair in self.pairs])

    def only(self, kept: Bools, id_: str, title: str) -> LabelledSet:
        """Return some of the pairs under another name."""
        where = np.flatnonzero(kept).tolist()
        group = self.label_group[kept] if len(self.label_group) else self.label_group
        pairs, entities = [self.pairs[n] for n in where], [self.entities[n] for n in where]
        return LabelledSet(id_, title, pairs, self.match[kept], entities, group)


def named_set(id_: str, title: str, found: datasets.LabelledPairs) -> LabelledSet:
    """Return a set of name pairs."""
    entities = [
        EntityPair(schema or "LegalEntity", {"name": [left]}, {"name": [right]}) for left, right, schema in found.pairs
    ]
    return LabelledSet(id_, title, found.pairs, found.match, entities, found.group)


def entity_checks(data: Path) -> LabelledSet:
    """Return the whole-entity pairs; the peer is given every property the file has."""
    checks = yaml.safe_load((data / "names" / "entity_checks.yml").read_text(encoding="utf-8"))["checks"]
    entities = [EntityPair(c["schema"], _listed(c["query"]), _listed(c["candidate"])) for c in checks]
    found = datasets.entity_checks(data)
    return LabelledSet("entity_checks", "whole entities", found.pairs, found.match, entities)


def _listed(properties: dict[str, Any]) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [str(value)] for name, value in properties.items()}


def un_pairs(data: Path) -> LabelledSet:
    """Return the lightly changed UN names."""
    found = datasets.rows(data / "names" / "un_treated_pairs.csv")
    pairs: list[datasets.Pair] = [(row["query_name"], row["true_name"], "Person") for row in found]
    changed = np.array(["changed" if row["changed"] == "true" else "unchanged" for row in found], dtype=object)
    labelled = datasets.LabelledPairs(pairs, np.ones(len(pairs), dtype=np.bool_), changed, changed)
    return named_set("un_treated", "lightly changed UN names", labelled)


def with_wrong_partners(
    found: list[tuple[str, str]], schema: str | None, shifts: int = SHIFTS
) -> tuple[list[datasets.Pair], int]:
    """Return right pairs, then wrong ones made by giving each name the partner of another row; and how many are right.

    A made pair whose other name is written as the right one is left out.
    """
    size = len(found)
    right: list[datasets.Pair] = [(one, other, schema) for one, other in found]
    known = set(found)
    wrong: list[datasets.Pair] = [
        (found[at][0], partner, schema)
        for shift in range(1, shifts + 1)
        for at in range(size)
        if (found[at][0], partner := found[(at + shift * _STRIDE) % size][1]) not in known
    ]
    return right + wrong, size


@cache
def script(name: str) -> str:
    """Return the script most letters of a name are of: ``Latin``, ``Cyrillic``, ``Han`` ..."""
    letters = Counter(_letter_script(letter) for letter in name if letter.isalpha())
    return min(letters, key=lambda each: (-letters[each], each)) if letters else "none"


@cache
def _letter_script(letter: str) -> str:
    word = unicodedata.name(letter, "OTHER").split()[0]
    return _EAST_ASIAN.get(word, word.capitalize())


def pair_script(left: str, right: str) -> str:
    """Return what a pair of names is for a matcher: one script, or two."""
    one, other = script(left), script(right)
    if one != other:
        return "two scripts"
    return one if one == "Latin" else "one script, not Latin"
