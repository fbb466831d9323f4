"""The index that a screening runs on: all names, addresses and identifiers of a set of listings, as arrays on disk."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_array

from tidewaiter.model import Listing, NameKind, Schema, UnusableWorkspaceError, from_json, to_json
from tidewaiter.screening.addresses import normalise_address
from tidewaiter.screening.grams import GRAMS, gram_matrix
from tidewaiter.screening.names import NameTable, name_table
from tidewaiter.screening.normalise import NameForm, normalise
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.vocabulary import Vocabulary

#: Raised when the layout of the files changes: an index of another layout is rebuilt, not read.
LAYOUT = 1

_SHORT = 10
#: Share of names beyond which a gram of three sounds, or a pair of letters, is not looked up.
_COMMON = 0.05
_COMMON_PAIR = 0.2
_NEVER = np.iinfo(np.int32).max
_SKELETON = str.maketrans(
    {**dict.fromkeys("bpfv", "1"), **dict.fromkeys("kgqXG", "2"), **dict.fromkeys("tdTD", "3"), **dict.fromkeys("szSZcCj", "4"),
     **dict.fromkeys("lr", "5"), **dict.fromkeys("m", "6"), **dict.fromkeys("nN", "7"), **dict.fromkeys("aeiouyhwAE", None)}
)  # fmt: skip


@dataclass(slots=True)
class Postings:
    """A gram index: for each gram the texts that have it, with weights that make the product of two rows their cosine."""

    matrix: csr_array
    rarity: npt.NDArray[np.float32]
    size: int = 3

    @classmethod
    def build(cls, texts: Sequence[str], size: int = 3, common: float = 1.0) -> Postings:
        """Index texts as ``grams.gram_matrix`` reads them.

        Args:
            texts: The texts, in the order they are numbered.
            size: Letters a gram.
            common: Share of texts beyond which a gram finds too many to be looked up; it still counts in the length of a row.
        """
        found = gram_matrix(texts, size)
        frequency = np.bincount(found.indices, minlength=GRAMS)
        rarity = np.log((len(texts) + 1) / (frequency + 1)).astype(np.float32) + 0.1
        many = np.flatnonzero(frequency > max(common * len(texts), 50))
        weighed = weigh(found, rarity)
        weighed.data[np.isin(weighed.indices, many)] = 0.0
        weighed.eliminate_zeros()
        return cls(csr_array(weighed.T.tocsr()), rarity, size)


def weigh(found: csr_array, rarity: npt.NDArray[np.float32]) -> csr_array:
    """Return gram rows weighted by rarity and scaled to length 1."""
    data = rarity[found.indices]
    rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    norm = np.sqrt(np.bincount(rows, data * data, found.shape[0]))
    scaled = (data / np.maximum(norm[rows], 1e-6)).astype(np.float32)
    return csr_array((scaled, found.indices, found.indptr), shape=found.shape)


def sound_text(form: NameForm) -> str:
    """Return a name's text for the sound index."""
    return "".join("^" + token.sound for token in form.tokens)


def skeleton_text(form: NameForm) -> str:
    """Return a name's consonant classes for the skeleton index, which finds names across scripts."""
    return "".join("^" + token.sound.translate(_SKELETON) for token in form.tokens)


def letter_text(form: NameForm) -> str:
    """Return a name's text for the index of letter pairs, which finds short names in spite of typing errors."""
    return "".join("^" + token.latin for token in form.tokens)


def identifier_key(value: str) -> int:
    """Return the number an identifier is indexed under: letters and digits only, upper case, whatever its type is called."""
    bare = "".join(char for char in value.upper() if char.isalnum())
    return int.from_bytes(hashlib.blake2b(bare.encode(), digest_size=8).digest(), "big", signed=True)


@dataclass(slots=True)
class ScreeningIndex:
    """Names, addresses and identifiers of listings, ready to be screened against.

    Build it once a snapshot, save it, and load it in as many processes as needed: the files are memory-mapped and never written again.
    """

    names: NameTable
    texts: Sequence[str]
    entry_of_name: npt.NDArray[np.int32]
    strength_of_name: npt.NDArray[np.uint8]
    sounds: Postings
    skeletons: Postings
    letters: Postings
    addresses: Sequence[str]
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
    stored: Sequence[bytes]
    _decoded: dict[int, Listing] = field(default_factory=dict)

    @classmethod
    def build(cls, listings: Sequence[Listing]) -> ScreeningIndex:
        """Index listings.

        Every name, alias, former name and affiliate, every address and every identifier is indexed.
        """
        listings = list(listings)
        texts, forms, entries, strengths = _names(listings)
        addresses = [(number, a.full) for number, entry in enumerate(listings) for a in entry.addresses if a.full.strip()]
        keys = sorted((identifier_key(i.value), number) for number, entry in enumerate(listings) for i in entry.identifiers)
        lists = sorted({entry.list for entry in listings})
        return cls(
            names=name_table(forms),
            texts=texts,
            entry_of_name=np.array(entries, dtype=np.int32),
            strength_of_name=np.array(strengths, dtype=np.uint8),
            sounds=Postings.build([sound_text(form) for form in forms], common=_COMMON),
            skeletons=Postings.build([skeleton_text(form) for form in forms], common=_COMMON),
            letters=Postings.build([letter_text(form) for form in forms], 2, common=_COMMON_PAIR),
            addresses=[text for _, text in addresses],
            entry_of_address=np.array([number for number, _ in addresses], dtype=np.int32),
            places=Postings.build([normalise_address(text).key for _, text in addresses]),
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

    def listing(self, entry: int) -> Listing:
        """Return a listing by its number in the index."""
        found = self._decoded.get(entry)
        if found is None:
            found = self._decoded[entry] = from_json(Listing, self.stored[entry])
        return found

    def in_force(self, as_of: dt.date, lists: Collection[str] | None = None) -> npt.NDArray[np.bool_]:
        """Return which entries were listed on a date, on the named lists (all when None)."""
        day = as_of.toordinal()
        held = (self.from_day <= day) & (self.after_day < day) & (self.until_day >= day)
        if lists is not None:
            wanted = np.array([name in lists for name in self.lists], dtype=np.bool_)
            held &= wanted[self.list_of_entry] if len(self.lists) else held
        return held

    def save(self, directory: Path) -> None:
        """Write the index into a directory, which must be empty or absent."""
        directory.mkdir(parents=True, exist_ok=True)
        for name, array in self._arrays().items():
            np.save(directory / f"{name}.npy", np.ascontiguousarray(array))
        stored = self.stored or [to_json(self.listing(entry)).encode() for entry in range(len(self))]
        columns = {
            "texts": pa.array(self.texts, pa.large_string()),
            "keys": pa.array(self.names.key, pa.large_string()),
            "joined": pa.array(self.names.joined, pa.large_string()),
            "whole": pa.array(self.names.whole, pa.large_string()),
            "acronym": pa.array(self.names.acronym, pa.large_string()),
            "latin": pa.array(self.names.words.latin, pa.large_string()),
            "sound": pa.array(self.names.words.sound, pa.large_string()),
            "addresses": pa.array(self.addresses, pa.large_string()),
            "stored": pa.array(stored, pa.large_binary()),
        }
        for name, column in columns.items():
            table = pa.table({name: column})
            with pa.OSFile(str(directory / f"{name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
        facts = {"layout": LAYOUT, "lists": list(self.lists), "entries": len(self), "names": len(self.names)}
        (directory / "index.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> ScreeningIndex:
        """Open a saved index; its arrays stay on disk until they are used.

        Raises:
            UnusableWorkspaceError: when the directory holds no index of this layout.
        """
        try:
            facts = json.loads((directory / "index.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise UnusableWorkspaceError(f"{directory} holds no screening index; build it again.") from problem
        if facts.get("layout") != LAYOUT:
            raise UnusableWorkspaceError(f"{directory} holds a screening index of another version; build it again.")
        array = _Arrays(directory)
        words = Vocabulary(
            latin=_strings(directory, "latin"),
            sound=_strings(directory, "sound"),
            script=array["word_script"],
            kind=array["word_kind"],
            codes=array["word_codes"],
        )
        names = NameTable(
            words=words,
            **{name: array[f"name_{name}"] for name in _NAME_ARRAYS},
            key=_strings(directory, "keys"),
            joined=_strings(directory, "joined"),
            whole=_strings(directory, "whole"),
            acronym=_strings(directory, "acronym"),
        )
        return cls(
            names=names,
            texts=_strings(directory, "texts"),
            addresses=_strings(directory, "addresses"),
            stored=_Column(directory, "stored"),
            lists=facts["lists"],
            sounds=array.postings("sounds", len(names)),
            skeletons=array.postings("skeletons", len(names)),
            letters=array.postings("letters", len(names), 2),
            places=array.postings("places", len(array["entry_of_address"])),
            **{name: array[name] for name in _ENTRY_ARRAYS},
        )

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        arrays: dict[str, npt.NDArray[Any]] = {name: getattr(self, name) for name in _ENTRY_ARRAYS}
        arrays |= {f"name_{name}": getattr(self.names, name) for name in _NAME_ARRAYS}
        words = self.names.words
        arrays |= {"word_script": words.script, "word_kind": words.kind, "word_codes": words.codes}
        for name in ("sounds", "skeletons", "letters", "places"):
            postings: Postings = getattr(self, name)
            matrix = postings.matrix
            arrays |= {f"{name}_data": matrix.data, f"{name}_indices": matrix.indices, f"{name}_indptr": matrix.indptr}
            arrays[f"{name}_rarity"] = postings.rarity
        return arrays


_NAME_ARRAYS = ("offset", "words_in", "token", "place", "weight", "telling", "total", "person", "legal", "form")
_ENTRY_ARRAYS = (
    "entry_of_name",
    "strength_of_name",
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


class _Arrays:
    """The ``.npy`` files of a directory, memory-mapped."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        array: npt.NDArray[Any] = np.load(self._directory / f"{name}.npy", mmap_mode="r")
        return array.view(np.ndarray)

    def postings(self, name: str, rows: int, size: int = 3) -> Postings:
        parts = (self[f"{name}_data"], self[f"{name}_indices"], self[f"{name}_indptr"])
        return Postings(csr_array(parts, shape=(GRAMS, rows)), self[f"{name}_rarity"], size)


class _Column(Sequence[bytes]):
    """A memory-mapped column of which single cells are read."""

    def __init__(self, directory: Path, name: str) -> None:
        self._column = _open(directory, name)

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, at: Any) -> Any:
        return self._column[at].as_py()


def _open(directory: Path, name: str) -> pa.ChunkedArray:
    with pa.memory_map(str(directory / f"{name}.arrow")) as source:
        return pa.ipc.open_file(source).read_all().column(0)


def _strings(directory: Path, name: str) -> list[str]:
    texts: list[str] = _open(directory, name).to_pylist()
    return texts


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
            form = normalise(name.text, schema)
            if not form.tokens:
                continue
            texts.append(name.text)
            forms.append(form)
            entries.append(number)
            strengths.append(name_strength(name.kind, weak=name.weak))
    return texts, forms, entries, strengths


@lru_cache
def name_strength(kind: NameKind, *, weak: bool) -> int:
    """Return how strong a name stands in its entry: 3 primary, 2 alias, 1 former name or affiliate, 0 weak alias."""
    if weak:
        return 0
    return {NameKind.PRIMARY: 3, NameKind.ALIAS: 2}.get(kind, 1)


def sort_of(schema: Schema | None) -> int:
    """Return the sort of party a schema says: 1 person, 2 organization, 3 craft, 0 not known."""
    known = {Schema.PERSON: 1, Schema.ORGANIZATION: 2, Schema.VESSEL: 3, Schema.AIRCRAFT: 3}
    return known.get(schema, 0) if schema is not None else 0


def is_foreign(form: NameForm) -> bool:
    """Tell whether a name is in another script than Latin, so that its skeleton is searched."""
    return any(token.script is not Script.LATIN for token in form.tokens)


def is_short(form: NameForm) -> bool:
    """Tell whether a name is so short that one typing error leaves few three-letter grams."""
    return sum(len(token.latin) for token in form.tokens) <= _SHORT
