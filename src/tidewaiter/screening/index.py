"""The index that a screening runs on: all names, addresses and identifiers of a set of listings, as arrays on disk."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tidewaiter.model import Listing, NameKind, Schema, UnusableWorkspaceError, from_json, to_json
from tidewaiter.screening.addresses import normalise_address
from tidewaiter.screening.consonant_pairs import pair_keys
from tidewaiter.screening.consonant_search import PairKeys
from tidewaiter.screening.identifiers import identifier_keys, identifiers_of
from tidewaiter.screening.initials import initial_keys
from tidewaiter.screening.keys import letter_text, skeleton_text, sound_text, text_keys
from tidewaiter.screening.names import NameTable, name_table
from tidewaiter.screening.normalise import NameForm
from tidewaiter.screening.postings import Postings, postings_of
from tidewaiter.screening.prepare import prepare
from tidewaiter.screening.readings import forms_of
from tidewaiter.screening.short_names import ShortNames, short_names_of
from tidewaiter.screening.storage import Arrays, Column, arrays_of, write_arrays, write_columns
from tidewaiter.screening.within import names_within

#: Raised when the layout of the files changes: an index of another layout is rebuilt, not read.
LAYOUT = 12

#: Share of names, and number of names, beyond which a gram of three sounds is not looked up: it tells little, and the
#: work for one name stays bounded however many are listed.
_COMMON, _MOST_COMMON = 0.05, 20_000
_NEVER = np.iinfo(np.int32).max
#: How strong a name within a name stands in its entry (``name_strength``): other spellings, former names, short forms.
_WITHIN = 1
#: Listings of an index on disk that are kept as objects, so that a service of long standing does not come to hold all.
_MOST_DECODED = 8192
#: Days of which it is kept which entries were listed on them.
_MOST_DAYS = 4


@dataclass(slots=True)
class ScreeningIndex:
    """Names, addresses and identifiers of listings, ready to be screened against.

    Build it once a snapshot, save it, and load it in as many processes as needed: the files are memory-mapped and
    never written again.
    """

    names: NameTable
    texts: Sequence[str] | Column
    entry_of_name: npt.NDArray[np.int32]
    strength_of_name: npt.NDArray[np.uint8]
    exact_keys: npt.NDArray[np.int64]
    exact_names: npt.NDArray[np.int32]
    initial_keys: npt.NDArray[np.int64]
    initial_names: npt.NDArray[np.int32]
    consonants: PairKeys
    sounds: Postings
    skeletons: Postings
    short: ShortNames
    addresses: Sequence[str] | Column
    entry_of_address: npt.NDArray[np.int32]
    places: Postings
    identifier_keys: npt.NDArray[np.int64]
    identifier_entries: npt.NDArray[np.int32]
    lists: Sequence[str]
    list_of_entry: npt.NDArray[np.int16]
    from_day: npt.NDArray[np.int32]
    after_day: npt.NDArray[np.int32]
    until_day: npt.NDArray[np.int32]
    address_only: npt.NDArray[np.bool_]
    sort_of_entry: npt.NDArray[np.uint8]
    stored: list[bytes] | Column
    _decoded: dict[int, Listing] = field(default_factory=dict)
    _held: dict[int, npt.NDArray[np.bool_]] = field(default_factory=dict)

    @classmethod
    def build(cls, listings: Sequence[Listing]) -> ScreeningIndex:
        """Index listings.

        Every name, alias, former name and affiliate, every address and every identifier is indexed.
        """
        prepare()
        listings = list(listings)
        texts, forms, entries, strengths = _names(listings)
        addresses = [
            (number, a.full) for number, entry in enumerate(listings) for a in entry.addresses if a.full.strip()
        ]
        keys = sorted(
            (key, number)
            for number, entry in enumerate(listings)
            for i in identifiers_of(entry)
            for key in identifier_keys(i.type, i.value)
        )
        lists = sorted({entry.list for entry in listings})
        exact = text_keys([form.key for form in forms])
        by_key = np.argsort(exact, kind="stable")
        initials, abbreviated = initial_keys(forms)
        common = min(_COMMON, _MOST_COMMON / max(len(forms), 1))
        return cls(
            names=name_table(forms),
            texts=texts,
            entry_of_name=np.array(entries, dtype=np.int32),
            strength_of_name=np.array(strengths, dtype=np.uint8),
            exact_keys=exact[by_key],
            exact_names=by_key.astype(np.int32),
            initial_keys=initials,
            initial_names=abbreviated,
            consonants=pair_keys(forms),
            sounds=postings_of([sound_text(form) for form in forms], common=common),
            skeletons=postings_of([skeleton_text(form) for form in forms], common=common),
            short=short_names_of([letter_text(form) for form in forms]),
            addresses=[text for _, text in addresses],
            entry_of_address=np.array([number for number, _ in addresses], dtype=np.int32),
            places=postings_of([normalise_address(text).key for _, text in addresses]),
            identifier_keys=np.array([key for key, _ in keys], dtype=np.int64),
            identifier_entries=np.array([number for _, number in keys], dtype=np.int32),
            lists=lists,
            list_of_entry=np.array([lists.index(entry.list) for entry in listings], dtype=np.int16),
            from_day=_days((entry.listed_on for entry in listings), 0),
            after_day=_days((entry.listed_after for entry in listings), 0),
            until_day=_days((entry.delisted_on for entry in listings), _NEVER),
            address_only=np.array([entry.address_only for entry in listings], dtype=np.bool_),
            sort_of_entry=np.array([sort_of(entry.schema) for entry in listings], dtype=np.uint8),
            stored=[],
            _decoded=dict(enumerate(listings)),
        )

    def __len__(self) -> int:
        return len(self.list_of_entry)

    @property
    def name_count(self) -> int:
        """How many names are indexed."""
        return self.names.size

    def listing(self, entry: int) -> Listing:
        """Return a listing by its number in the index."""
        found = self._decoded.get(entry)
        if found is None:
            if len(self._decoded) >= _MOST_DECODED:
                self._decoded.clear()
            found = self._decoded[entry] = from_json(Listing, self.stored[entry])
        return found

    def in_force(self, as_of: dt.date, lists: Collection[str] | None = None) -> npt.NDArray[np.bool_]:
        """Return which entries were listed on a date, on the named lists (all when None)."""
        day = as_of.toordinal()
        held = self._held.get(day)
        if held is None:
            held = (self.from_day <= day) & (self.after_day < day) & (self.until_day >= day)
            if len(self._held) >= _MOST_DAYS:
                self._held.clear()
            self._held[day] = held
        if lists is None or not len(self.lists):
            return held.copy()
        wanted = np.array([name in lists for name in self.lists], dtype=np.bool_)
        return np.asarray(held & wanted[self.list_of_entry])

    def save(self, directory: Path) -> None:
        """Write the index into a directory, which must be empty or absent."""
        directory.mkdir(parents=True, exist_ok=True)
        write_arrays(directory, self._arrays())
        stored = [self.stored[entry] for entry in range(len(self.stored))] or [
            to_json(self.listing(entry)).encode() for entry in range(len(self))
        ]
        texts = {"texts": self.texts, "addresses": self.addresses}
        columns = {name: pa.array([held[n] for n in range(len(held))], pa.string()) for name, held in texts.items()}
        columns["stored"] = pa.array(stored, pa.large_binary())
        write_columns(directory, columns)
        facts = {"layout": LAYOUT, "lists": list(self.lists), "entries": len(self), "names": self.names.size}
        (directory / "index.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> ScreeningIndex:
        """Open a saved index; its arrays stay on disk until they are used.

        Raises:
            UnusableWorkspaceError: when the directory holds no index of this layout.
        """
        prepare()
        try:
            facts = json.loads((directory / "index.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise UnusableWorkspaceError(f"{directory} holds no screening index; build it again.") from problem
        if facts.get("layout") != LAYOUT:
            raise UnusableWorkspaceError(f"{directory} holds a screening index of another version; build it again.")
        array = Arrays(directory)
        return cls(
            names=array.table("names", NameTable),
            texts=Column(directory, "texts"),
            addresses=Column(directory, "addresses"),
            stored=Column(directory, "stored"),
            lists=facts["lists"],
            short=array.table("short", ShortNames),
            consonants=array.table("consonants", PairKeys),
            **dict[str, Any]({name: array.table(name, Postings) for name in _POSTINGS}),
            **dict[str, Any]({name: array[name] for name in _ENTRY_ARRAYS}),
        )

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        arrays: dict[str, npt.NDArray[Any]] = {name: getattr(self, name) for name in _ENTRY_ARRAYS}
        arrays |= arrays_of("names", self.names) | arrays_of("short", self.short)
        arrays |= arrays_of("consonants", self.consonants)
        for name in _POSTINGS:
            arrays |= arrays_of(name, getattr(self, name))
        return arrays


_SORTS = {Schema.PERSON: 1, Schema.ORGANIZATION: 2, Schema.VESSEL: 3, Schema.AIRCRAFT: 3}
_POSTINGS = ("sounds", "skeletons", "places")
_ENTRY_ARRAYS = (
    "entry_of_name",
    "strength_of_name",
    "exact_keys",
    "exact_names",
    "initial_keys",
    "initial_names",
    "entry_of_address",
    "identifier_keys",
    "identifier_entries",
    "list_of_entry",
    "from_day",
    "after_day",
    "until_day",
    "address_only",
    "sort_of_entry",
)


def _days(dates: Iterable[dt.date | None], missing: int) -> npt.NDArray[np.int32]:
    return np.array([missing if day is None else day.toordinal() for day in dates], dtype=np.int32)


def _names(listings: Sequence[Listing]) -> tuple[list[str], list[NameForm], list[int], list[int]]:
    texts: list[str] = []
    forms: list[NameForm] = []
    entries: list[int] = []
    strengths: list[int] = []
    for number, entry in enumerate(listings):
        if entry.address_only:
            continue
        schema = None if entry.schema is Schema.ENTITY else entry.schema
        for name in entry.names:
            strength = name_strength(name.kind, weak=name.weak)
            within = [(part.text, min(strength, _WITHIN)) for part in names_within(name.text, schema)]
            for text, strong in ((name.text, strength), *within):
                for form in forms_of(text, schema):
                    if form.tokens:
                        texts.append(text)
                        forms.append(form)
                        entries.append(number)
                        strengths.append(strong)
    return texts, forms, entries, strengths


@lru_cache
def name_strength(kind: NameKind, *, weak: bool) -> int:
    """Return how strong a name stands in its entry: 3 primary, 2 alias, 1 former name or affiliate, 0 weak alias."""
    if weak:
        return 0
    return {NameKind.PRIMARY: 3, NameKind.ALIAS: 2}.get(kind, 1)


def sort_of(schema: Schema | None) -> int:
    """Return the sort of party a schema says: 1 person, 2 organization, 3 craft, 0 not known."""
    return _SORTS.get(schema, 0) if schema is not None else 0
