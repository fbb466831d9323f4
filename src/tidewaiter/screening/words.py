"""The words that carry little of a name.

Legal forms, trade words, titles, particles, numerals. All from ``data/*.csv``.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import resources

from tidewaiter.screening.scripts import romanize


class Kind(IntEnum):
    """What a token does in a name."""

    NAME = 0
    GENERIC = 1
    PLACE = 2
    NUMBER = 3
    INITIAL = 4
    PARTICLE = 5
    TITLE = 6
    LEGAL = 7
    STOP = 8


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form.

    Attributes:
        canonical: Its canonical spelling.
        kind: Its class (``limited``, ``stock``, ``partnership`` ...).
        law: ISO 3166 alpha-2 codes of the countries it is registered in; empty for forms that also translate foreign
            ones (``Ltd``, ``Corp``, ``JSC``). Two forms of one law and of different class are two registrations.
    """

    canonical: str
    kind: str
    law: frozenset[str] = field(default=frozenset(), compare=False)


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the room's data files."""
    text = resources.files("tidewaiter.screening").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def legal_forms() -> dict[str, list[tuple[tuple[str, ...], LegalForm]]]:
    """Return the legal forms by their first word, longest phrase first."""
    table: dict[str, list[tuple[tuple[str, ...], LegalForm]]] = defaultdict(list)
    for row in read_table("legal_forms.csv"):
        words = tuple(row["form"].replace("/", " ").split())
        places = row["used_in"].split()
        law = frozenset(places) if all(len(place) == 2 and place.isupper() for place in places) else frozenset[str]()
        table[words[0]].append((words, LegalForm(row["canonical"], row["class"], law)))
    for forms in table.values():
        forms.sort(key=lambda form: -len(form[0]))
    return dict(table)


@cache
def long_legal_words() -> tuple[str, ...]:
    """Return the words of legal forms of six letters or more: long enough to be known in spite of a typing error."""
    return tuple(
        sorted({word for forms in legal_forms().values() for words, _ in forms for word in words if len(word) >= 6})
    )


@cache
def words_of(kind: str) -> dict[str, str]:
    """Return the words of one kind with the concept each stands for (itself where the table names none)."""
    rows = read_table("words.csv")
    return {row["word"]: row["concept"] or row["word"] for row in rows if row["kind"] == kind}


@cache
def words_beside_names() -> frozenset[str]:
    """Return the words of all kinds, and places: most words of names are none of them, which one look tells."""
    return frozenset(row["word"] for row in read_table("words.csv")) | country_words()


@cache
def numerals(kind: str) -> dict[str, int]:
    """Return number words (``cardinal``, ``ordinal``) or Roman numerals (``roman``) with their values."""
    return {row["word"]: int(row["value"]) for row in read_table("numerals.csv") if row["kind"] == kind}


@cache
def same_given_names() -> dict[str, frozenset[str]]:
    """Return, for a given name, the groups it belongs to: two names of one group are forms of one name.

    A name in another script is returned by its reading.
    """
    groups: dict[str, set[str]] = defaultdict(set)
    for row in read_table("given_names.csv"):
        groups[romanize(row["name"])].add(row["same_as"])
    return {name: frozenset(found) for name, found in groups.items()}


@cache
def common_words() -> frozenset[str]:
    """Return words of the English dictionary that names of companies and vessels are made of."""
    return frozenset(row["word"] for row in read_table("common_words.csv"))


@cache
def country_words() -> frozenset[str]:
    """Return the names of countries that are one word, in Latin letters, from the model's table."""
    text = resources.files("tidewaiter.model").joinpath("countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    names = {name for row in rows for name in (row["name"], *row["aliases"].split("|"))}
    return frozenset(romanize(name.lower()) for name in names if name.isalpha() and len(name) >= 4)


def is_place(latin: str) -> bool:
    """Tell whether a word names a town, a region or a country."""
    return len(latin) >= 4 and (latin in words_of("place") or latin in country_words())


def any_of(spellings: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of any of some spellings, longest first, divided by first letter, which is quicker to search."""
    rest: dict[str, list[str]] = {}
    for spelling in sorted(spellings, key=len, reverse=True):
        rest.setdefault(re.escape(spelling[0]), []).append(re.escape(spelling[1:]))
    return re.compile("|".join(f"{first}(?:{'|'.join(more)})" for first, more in rest.items()))
