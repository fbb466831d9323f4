"""Many names as arrays: the words of each, and adjacent words written together, as elements of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.normalise import NameForm, Token
from tidewaiter.screening.ragged import ranges, starts
from tidewaiter.screening.texts import Texts, in_memory
from tidewaiter.screening.vocabulary import Vocabulary
from tidewaiter.screening.words import Kind

Ints = npt.NDArray[Any]
Cells = tuple[Ints, Ints, Ints]

#: Words of a name beyond this are not compared.
MOST_WORDS = 24
#: Classes of legal form; a plain "company" is none of them.
LEGAL_CLASSES = (
    "limited",
    "stock",
    "partnership",
    "sole",
    "state",
    "nonprofit",
    "association",
    "cooperative",
    "freezone",
    "bank",
)
_TELLING = tuple(map(int, (Kind.NAME, Kind.PLACE, Kind.GENERIC)))
_NAME, _NUMBER, _STOP = int(Kind.NAME), int(Kind.NUMBER), int(Kind.STOP)


@dataclass(slots=True)
class NameTable:
    """Names taken apart, as ragged arrays.

    Attributes:
        words: Vocabulary that ``token`` numbers.
        offset: Elements of name n are ``offset[n]`` to ``offset[n + 1]``; single words first, then adjacent pairs
            joined.
        words_in: Single words of each name; its first elements.
        token: Word number of each element.
        place: Bit set of the positions each element covers.
        weight: How telling each element is.
        telling: How many names, places and trade words each element covers.
        total: Weight of all words of each name.
        telling_in: Names, places and trade words in each name; ``numbers_in`` the numbers.
        person: Whether each name was read as a person's.
        legal: Bit set of the classes of legal forms in each name.
        form: Number of the set of legal forms in each name; equal numbers are equal sets.
        key: Normalised name, words in order.
        joined: Sound code of all words but legal forms, without spaces.
        whole: All words written together, legal forms included.
        acronym: First letters of an entity's words.
    """

    words: Vocabulary
    offset: npt.NDArray[np.int64]
    words_in: npt.NDArray[np.int32]
    token: npt.NDArray[np.int32]
    place: npt.NDArray[np.uint32]
    weight: npt.NDArray[np.float32]
    telling: npt.NDArray[np.uint8]
    total: npt.NDArray[np.float32]
    telling_in: npt.NDArray[np.uint8]
    numbers_in: npt.NDArray[np.uint8]
    person: npt.NDArray[np.bool_]
    legal: npt.NDArray[np.uint16]
    form: npt.NDArray[np.uint32]
    key: Texts
    joined: Texts
    whole: Texts
    acronym: Texts

    def __len__(self) -> int:
        return len(self.offset) - 1

    def only(self, numbers: Ints) -> NameTable:
        """Return a table of some of the names, in the order given, with the same vocabulary."""
        element = ranges(self.offset[numbers], self.offset[numbers + 1] - self.offset[numbers])
        return NameTable(
            words=self.words,
            offset=starts(self.offset[numbers + 1] - self.offset[numbers]),
            **dict[str, Any]({name: getattr(self, name)[element] for name in ELEMENT_ARRAYS}),
            **dict[str, Any]({name: getattr(self, name)[numbers] for name in NAME_ARRAYS}),
            **dict[str, Any]({name: getattr(self, name).take(numbers) for name in NAME_TEXTS}),
        )


#: The columns of a name table: one number an element, one number a name, one text a name.
ELEMENT_ARRAYS = ("token", "place", "weight", "telling")
NAME_ARRAYS = ("words_in", "total", "telling_in", "numbers_in", "person", "legal", "form")
NAME_TEXTS = ("key", "joined", "whole", "acronym")


def name_table(forms: Sequence[NameForm]) -> NameTable:
    """Return names as arrays."""
    words = [form.tokens[:MOST_WORDS] for form in forms]
    every = [token for tokens in words for token in tokens]
    # Every word is taken apart once and kept, so that the same word is nearly always the same object.
    met = {id(token): token for token in every}
    number = dict(zip(met, range(len(met)), strict=True))
    token = np.array([number[id(token)] for token in every], dtype=np.int64)
    words_in = np.fromiter(map(len, words), np.int64, len(words))
    table = _elements(list(met.values()), token, words_in)
    return NameTable(
        **table,
        words_in=words_in.astype(np.int32),
        person=np.array([form.person for form in forms], dtype=np.bool_),
        legal=np.array([_legal_bits(form) for form in forms], dtype=np.uint16),
        form=np.array([_legal_key(form) for form in forms], dtype=np.uint32),
        key=in_memory(form.key for form in forms),
        joined=in_memory("".join([word.sound for word in form.tokens]) for form in forms),
        whole=in_memory(form.whole for form in forms),
        acronym=in_memory("" if form.person else form.acronym for form in forms),
    )


def _elements(distinct: Sequence[Token], token: Ints, words_in: Ints) -> dict[str, Any]:
    """Return the columns of a name table that follow from its words: single words, and neighbours joined.

    Args:
        distinct: The distinct words.
        token: Number of each word of each name, end to end.
        words_in: How many words each name has.
    """
    latin, sound = (in_memory(getattr(word, name) for word in distinct) for name in ("latin", "sound"))
    script = np.array([word.script for word in distinct], dtype=np.uint8)
    kind = np.array([word.kind for word in distinct], dtype=np.uint8)
    weight, telling = np.array([word.weight for word in distinct]), np.isin(kind, _TELLING)
    name, place = np.repeat(np.arange(len(words_in)), words_in), ranges(np.zeros_like(words_in), words_in)
    # A join stands for its first word's place and the next; stop words are not joined.
    first = np.flatnonzero((name[1:] == name[:-1]) & (kind[token[1:]] != _STOP) & (kind[token[:-1]] != _STOP))
    joins, join = np.unique(token[first] * len(distinct) + token[first + 1], return_inverse=True)
    one, other = joins // max(len(distinct), 1), joins % max(len(distinct), 1)
    joins_in = np.bincount(name[first], minlength=len(words_in))
    offset = starts(words_in + joins_in)
    at = np.concatenate((ranges(offset[:-1], words_in), ranges(offset[:-1] + words_in, joins_in)))
    order = np.argsort(at)
    columns = {
        "token": (token, len(distinct) + join, np.int32),
        "place": (1 << place, 3 << place[first], np.uint32),
        "weight": (weight[token], weight[token[first]] + weight[token[first + 1]], np.float32),
        "telling": (telling[token], telling[token[first]] * 1 + telling[token[first + 1]], np.uint8),
    }
    return {
        "words": Vocabulary.of(
            np.concatenate((latin, latin[one] + latin[other])),
            np.concatenate((sound, sound[one] + sound[other])),
            np.concatenate((script, script[one])),
            np.concatenate((kind, np.full(len(joins), _NAME, dtype=np.uint8))),
        ),
        "offset": offset,
        **{name: np.concatenate(parts)[order].astype(kind) for name, (*parts, kind) in columns.items()},
        "total": np.bincount(name, weight[token], len(words_in)).astype(np.float32),
        "telling_in": np.bincount(name, telling[token], len(words_in)).astype(np.uint8),
        "numbers_in": np.bincount(name, kind[token] == _NUMBER, len(words_in)).astype(np.uint8),
    }


def _legal_key(form: NameForm) -> int:
    return crc32("|".join(sorted(legal.canonical for legal in form.legal)).encode()) if form.legal else 0


def _legal_bits(form: NameForm) -> int:
    bits = 0
    for legal in form.legal:
        if legal.kind in LEGAL_CLASSES:
            bits |= 1 << LEGAL_CLASSES.index(legal.kind)
    return bits


def crossed(left: NameTable, right: NameTable, i: Ints, j: Ints) -> Cells:
    """Return every word of name ``i[n]`` with every word of name ``j[n]``.

    Returns:
        The pair number n, the element of the left table, the element of the right table.
    """
    return _crossed(left.offset[i], left.words_in[i], right.offset[j], right.words_in[j])


def crossed_joins(left: NameTable, right: NameTable, i: Ints, j: Ints) -> Cells:
    """Return every two words joined of one name with every word of the other, as ``crossed`` does."""
    words_left, words_right = left.words_in[i], right.words_in[j]
    joins_left = (left.offset[i + 1] - left.offset[i]) - words_left
    joins_right = (right.offset[j + 1] - right.offset[j]) - words_right
    one = _crossed(left.offset[i] + words_left, joins_left, right.offset[j], words_right)
    other = _crossed(left.offset[i], words_left, right.offset[j] + words_right, joins_right)
    pair, e, f = (np.concatenate(parts) for parts in zip(one, other, strict=True))
    return pair, e, f


def _crossed(left: Ints, width: Ints, right: Ints, height: Ints) -> Cells:
    height = height.astype(np.int64)
    row = np.repeat(np.arange(len(left)), width)
    across = height[row]
    return np.repeat(row, across), np.repeat(ranges(left, width), across), ranges(right[row], across)
