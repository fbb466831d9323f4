"""Many names as arrays: the words of each, and adjacent words written together, as elements of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.normalise import NameForm
from tidewaiter.screening.vocabulary import Vocabulary, VocabularyBuilder
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
_TELLING = (Kind.NAME, Kind.PLACE, Kind.GENERIC)


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
    person: npt.NDArray[np.bool_]
    legal: npt.NDArray[np.uint16]
    form: npt.NDArray[np.uint32]
    key: Sequence[str]
    joined: Sequence[str]
    whole: Sequence[str]
    acronym: Sequence[str]

    def __len__(self) -> int:
        return len(self.offset) - 1

    def only(self, numbers: Ints) -> NameTable:
        """Return a table of some of the names, in the order given, with the same vocabulary."""
        size = self.offset[numbers + 1] - self.offset[numbers]
        offset = np.concatenate(([0], np.cumsum(size))).astype(np.int64)
        element = np.repeat(self.offset[numbers] - offset[:-1], size) + np.arange(offset[-1])
        listed = numbers.tolist()
        return NameTable(
            words=self.words,
            offset=offset,
            **dict[str, Any]({name: getattr(self, name)[element] for name in _OF_ELEMENT}),
            **dict[str, Any]({name: getattr(self, name)[numbers] for name in _OF_NAME}),
            **dict[str, Any]({name: [texts[n] for n in listed] for name, texts in self._texts().items()}),
        )

    def _texts(self) -> dict[str, Sequence[str]]:
        return {"key": self.key, "joined": self.joined, "whole": self.whole, "acronym": self.acronym}


_OF_ELEMENT = ("token", "place", "weight", "telling")
_OF_NAME = ("words_in", "total", "person", "legal", "form")


def name_table(forms: Sequence[NameForm]) -> NameTable:
    """Return names as arrays."""
    builder = VocabularyBuilder()
    token: list[int] = []
    place: list[int] = []
    weight: list[float] = []
    telling: list[int] = []
    offset = [0]
    total: list[float] = []
    for form in forms:
        words = form.tokens[:MOST_WORDS]
        numbers = [builder.add(word.latin, word.sound, word.script, word.kind) for word in words]
        token += numbers
        place += [1 << position for position in range(len(words))]
        weight += [word.weight for word in words]
        telling += [word.kind in _TELLING for word in words]
        for position, (word, following) in enumerate(pairwise(words)):
            if Kind.STOP in (word.kind, following.kind):
                continue
            token.append(
                builder.add(word.latin + following.latin, word.sound + following.sound, word.script, Kind.NAME)
            )
            place.append(3 << position)
            weight.append(word.weight + following.weight)
            telling.append((word.kind in _TELLING) + (following.kind in _TELLING))
        offset.append(len(token))
        total.append(sum(word.weight for word in words))
    return NameTable(
        words=builder.build(),
        offset=np.array(offset, dtype=np.int64),
        words_in=np.array([min(len(form.tokens), MOST_WORDS) for form in forms], dtype=np.int32),
        token=np.array(token, dtype=np.int32),
        place=np.array(place, dtype=np.uint32),
        weight=np.array(weight, dtype=np.float32),
        telling=np.array(telling, dtype=np.uint8),
        total=np.array(total, dtype=np.float32),
        person=np.array([form.person for form in forms], dtype=np.bool_),
        legal=np.array([_legal_bits(form) for form in forms], dtype=np.uint16),
        form=np.array(
            [crc32("|".join(sorted(f.canonical for f in form.legal)).encode()) for form in forms], dtype=np.uint32
        ),
        key=[form.key for form in forms],
        joined=["".join(word.sound for word in form.tokens) for form in forms],
        whole=[form.whole for form in forms],
        acronym=[form.acronym for form in forms],
    )


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
    width, height = width.astype(np.int64), height.astype(np.int64)
    cells = width * height
    pair = np.repeat(np.arange(len(left)), cells)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(cells) - cells, cells)
    across = height[pair]
    return pair, left[pair] + within // across, right[pair] + within % across
