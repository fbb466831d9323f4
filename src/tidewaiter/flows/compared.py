"""The goods under suspicion, and the groups of other goods they are compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: More control goods than this are joined by chapter of the Harmonized System.
MOST_CONTROLS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The goods under suspicion, and the groups of others they are compared with."""

    families: tuple[str, ...]
    groups: tuple[str, ...]
    group_of: Mapping[str, int]
    headings: tuple[str, ...]
    sibling_of: Mapping[str, int]

    @classmethod
    def of(cls, others: Sequence[str], families: tuple[str, ...]) -> Compared:
        """Group the other goods: all of them as controls, those of the same headings as siblings."""
        groups, group_of = _control_groups(others)
        headings, sibling_of = _siblings(others, families)
        return cls(families=families, groups=groups, group_of=group_of, headings=headings, sibling_of=sibling_of)


def heading(family: str) -> str:
    """Return the four-digit heading of a family such as ``2022:854231``."""
    return family.rsplit(":", maxsplit=1)[-1][:4]


def _control_groups(others: Sequence[str]) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return the control groups and each family's group: the family itself, or its chapter when there are very many."""
    by_chapter = len(others) > MOST_CONTROLS
    group = {code: heading(code)[:2] if by_chapter else code for code in others}
    names = tuple(sorted(set(group.values())))
    return names, {code: names.index(name) for code, name in group.items()}


def _siblings(others: Sequence[str], goods: Sequence[str]) -> tuple[tuple[str, ...], dict[str, int]]:
    """Return the headings that hold both suspected and other goods, and the heading of each of the others."""
    wanted = {heading(code) for code in goods}
    of = {code: heading(code) for code in others if heading(code) in wanted}
    names = tuple(sorted(set(of.values())))
    return names, {code: names.index(name) for code, name in of.items()}
