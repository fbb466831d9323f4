"""Names of listed parties in their own script, asked of an index that has them in Latin letters alone."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.scorecard.context import Context
from benchmarks.scorecard.search import DAY
from benchmarks.scorecard.tables import Column, Kind, Section, Table

from tidewaiter.model import ListedName, Listing, NameKind, Schema
from tidewaiter.screening import DEFAULT_THRESHOLD, Query, Screener, ScreeningIndex
from tidewaiter.screening.scripts import Script, script_of
from tidewaiter.sources.lists import read_list_file

#: Lists whose entries have names in both, and what each is called.
FILES = {
    "eu/fsf_names_2026-06-05.json": "EU",
    "ca/sema_2025-05.xml.gz": "Canada",
    "un/UN_consolidated_2020-12.xml.gz": "UN",
    "jp/250912_list_russia_tokutei.pdf.txt": "Japan, parties in Russia",
    "jp/meti_end_user_list_2025-09-29.json": "Japan, end users",
    "cn/mofcom_lists_2026-07.json": "China",
}
_KINDS = {Schema.PERSON: "person", Schema.ENTITY: "not said"}
#: Names of a list, script and kind from which their share is shown; and which of them are asked in a quick run.
_FEWEST, _QUICK = 20, 25
_LIMIT = 20
_APART = "found, half kept apart"
#: List of the entries whose names are asked for.
_LIST = "x.native"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A name to ask for.

    Attributes:
        group: Its list, script and kind of bearer.
        query: The name, with the number of the entry to find as its id.
        apart: Whether it is of the half that was not looked at when words were added.
    """

    group: tuple[str, str, str]
    query: Query
    apart: bool


def native_names(context: Context) -> Section:
    """Ask for every listed name in another script of the entries that have Latin names too."""
    entries = list(_entries(context.data / "lists"))
    latin = [_in_latin(number, entry) for number, (_, entry) in enumerate(entries)]
    asked = [each for number, (source, entry) in enumerate(entries) for each in _asked(number, source, entry)]
    asked = asked[:: _QUICK if context.quick else 1]
    screener = Screener(ScreeningIndex.build([*latin, *context.us_lists]))
    answers = screener.screen([each.query for each in asked], as_of=DAY, threshold=0.0, limit=_LIMIT)
    same = _same(latin)
    rows: dict[tuple[str, str, str], list[tuple[bool, bool, bool]]] = defaultdict(list)
    for each, hits in zip(asked, answers, strict=True):
        own = [hit for hit in hits if hit.listing_id in same[str(each.query.id)]]
        first = next((hit.listing_id for hit in hits if hit.list == _LIST), None)
        found = bool(own) and own[0].score >= DEFAULT_THRESHOLD
        rows[each.group].append((found, first in same[str(each.query.id)], each.apart))
    table = Table(
        "native_names",
        (
            Column("list"),
            Column("script"),
            Column("bearer"),
            Column("names", Kind.COUNT),
            Column("found", Kind.SHARE),
            Column(_APART, Kind.SHARE),
            Column("first", Kind.SHARE),
        ),
    )
    for group, answered in sorted(rows.items()):
        if len(answered) >= (1 if context.quick else _FEWEST):
            hit, best, apart = np.array(answered, dtype=np.bool_).T
            kept = float(hit[apart].mean()) if apart.any() else None
            table.rows.append((*group, len(answered), float(hit.mean()), kept, float(best.mean())))
    return Section(
        "native_names",
        "Listed names in their own script",
        "Entries of six lists that have names in another script and in Latin letters. Their Latin names are searched "
        "together with the US lists; each other name is asked for, as a document in its language has it. *Found* is "
        "the share that scores the default threshold or more against its own entry, *first* that ranks it ahead of "
        "all other of these entries. Many are no translation of each other (a short form, another language, a name "
        "of something else), so that all of them cannot be found. Half of the entries showed which words and rules "
        "were missing; the half kept apart was not looked at.",
        [table],
    )


def _entries(lists: Path) -> Iterator[tuple[str, Listing]]:
    """Yield the entries that have names in both, each set of names once, with their list."""
    seen = set()
    for file, source in FILES.items():
        for entry in read_list_file(lists / file).listings:
            latin, other = _names(entry)
            key = (tuple(sorted(latin)), tuple(sorted(other)))
            if latin and other and key not in seen:
                seen.add(key)
                yield source, entry


def _names(entry: Listing) -> tuple[list[str], list[str]]:
    """Return the names in Latin letters, and those in another script; a heading of the publisher's is no name."""
    texts = [name.text for name in entry.names if not name.text.endswith(":")]
    return [text for text in texts if not _script(text)], [text for text in texts if _script(text)]


def _script(text: str) -> str:
    """Return the script of most words that are not Latin, in lower case; nothing for a name in Latin letters."""
    scripts = Counter(script for word in text.split() if (script := script_of(word)) is not Script.LATIN)
    return scripts.most_common(1)[0][0].name.lower() if scripts else ""


def _in_latin(number: int, entry: Listing) -> Listing:
    kinds = [NameKind.PRIMARY, *[NameKind.ALIAS] * len(entry.names)]
    names = tuple(ListedName(text=text, kind=kind) for text, kind in zip(_names(entry)[0], kinds, strict=False))
    return Listing(id=str(number), list=_LIST, schema=entry.schema, names=names)


def _asked(number: int, source: str, entry: Listing) -> Iterator[_Asked]:
    latin, other = _names(entry)
    apart = bool(hashlib.md5(latin[0].encode(), usedforsecurity=False).digest()[0] & 1)
    schema = None if entry.schema is Schema.ENTITY else entry.schema
    for text in dict.fromkeys(other):
        group = (source, _script(text), _KINDS.get(entry.schema, "organization"))
        yield _Asked(group, Query(id=str(number), name=text, schema=schema), apart)


def _same(entries: Sequence[Listing]) -> dict[str, set[str]]:
    """Return for each entry those that have a name of its own: the same party on another list."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for name in entry.names:
            bearers[_letters(name.text)].add(entry.id)
    return {entry.id: set().union(*(bearers[_letters(name.text)] for name in entry.names)) for entry in entries}


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
