"""Many names as arrays: the words of each, and adjacent words written together, as elements of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.bags import sound_bags
from tidewaiter.screening.compiled import compiled, lent
from tidewaiter.screening.keys import text_keys
from tidewaiter.screening.normalise import NameForm, Token
from tidewaiter.screening.ragged import bytes_of, ranges, sizes, starts
from tidewaiter.screening.vocabulary import CODE, CUT, Bytes, Vocabulary, vocabulary
from tidewaiter.screening.words import Kind, LegalForm
from tidewaiter.screening.written import as_spelled

Ints = npt.NDArray[Any]

#: Words of a name beyond this are not compared.
MOST_WORDS = 24
#: Sounds, and letters, of a whole name that are compared.
MOST_WRITTEN = 160
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
#: Whether a word of each kind is telling.
_TELLING = np.array([kind in (Kind.NAME, Kind.PLACE, Kind.GENERIC) for kind in Kind], dtype=np.bool_)
#: What ``_legal_facts`` are of a name without a legal form.
_NO_FORM = (0, 0, 0)
_NAME, _NUMBER, _STOP = int(Kind.NAME), int(Kind.NUMBER), int(Kind.STOP)


#: A word of a name, or two neighbours joined: the number of the word, the set of places it covers, how telling it is,
#: and how many names, places and trade words it covers.
ELEMENT = np.dtype([("word", np.int32), ("place", np.uint32), ("weight", np.float32), ("telling", np.uint32)])
#: A name taken apart.
#:
#: ``first`` is its first element: its ``words_in`` single words come first, then its joins up to ``elements_in``.
#: ``total`` is the weight of all words, ``telling_in`` the names, places and trade words and ``numbers_in`` the numbers
#: among them. ``person`` tells whether it was read as a person's name. ``legal`` is the set of the classes of its legal
#: forms, ``laws`` of the countries they are forms of, ``form`` the number of the set of its legal forms. ``key`` is the
#: number of the normalised name (``keys.text_key``), ``acronym`` of the first letters of its words (0 when there are
#: none), ``spelled`` of the name as written (``written.as_spelled``). ``joined_at`` and ``joined_in`` say where the
#: sound code of all words but legal forms stands in the table's text and ``bag`` is its bag (``bags.bag_of``),
#: ``whole_at`` and ``whole_in`` all words written together.
NAME = np.dtype(
    [
        ("first", np.int64),
        ("joined_at", np.int64),
        ("whole_at", np.int64),
        ("key", np.int64),
        ("acronym", np.int64),
        ("spelled", np.int64),
        ("laws", np.uint64),
        ("bag", np.uint64),
        ("form", np.uint32),
        ("total", np.float32),
        ("legal", np.uint16),
        ("words_in", np.uint8),
        ("elements_in", np.uint8),
        ("joined_in", np.uint8),
        ("whole_in", np.uint8),
        ("telling_in", np.uint8),
        ("numbers_in", np.uint8),
        ("person", np.uint8),
        ("unused", np.uint8, 7),
    ]
)


class NameTable(NamedTuple):
    """Names taken apart, as arrays that compiled code reads.

    Attributes:
        names: One ``NAME`` a name.
        elements: One ``ELEMENT`` a word or join, those of a name together.
        words: One ``WORD`` a distinct word.
        text: Spellings and sound codes of words and of whole names.
        groups: Numbers of the given names and trade words that words are forms of.
    """

    names: npt.NDArray[np.void]
    elements: npt.NDArray[np.void]
    words: npt.NDArray[np.void]
    text: Bytes
    groups: npt.NDArray[np.int32]

    @property
    def size(self) -> int:
        """How many names there are."""
        return len(self.names)


@compiled
def lent_table(table: NameTable) -> NameTable:
    """Return a table whose arrays are ``compiled.lent``."""
    return NameTable(lent(table.names), lent(table.elements), lent(table.words), lent(table.text), lent(table.groups))


def name_table(forms: Sequence[NameForm]) -> NameTable:
    """Return names as arrays."""
    tokens = [form.tokens[:MOST_WORDS] for form in forms]
    every = [token for words in tokens for token in words]
    # Every word is taken apart once and kept, so that the same word is nearly always the same object.
    met = {id(token): token for token in every}
    number = dict(zip(met, range(len(met)), strict=True))
    token = np.array([number[id(token)] for token in every], dtype=np.int64)
    names = np.zeros(len(forms), dtype=NAME)
    names["words_in"] = np.fromiter(map(len, tokens), np.int64, len(tokens))
    elements, spelled = _elements(list(met.values()), token, names)
    joined = ["".join(form.sounds) for form in forms]
    written, at = bytes_of([*joined, *(form.whole for form in forms)], MOST_WRITTEN)
    names["bag"] = sound_bags(written, at[: len(forms) + 1])
    at += len(spelled.text)
    names["joined_at"], names["whole_at"] = at[: len(forms)], at[len(forms) : -1]
    names["joined_in"], names["whole_in"] = sizes(at).reshape(2, len(forms))
    names["person"] = [form.person for form in forms]
    legal = [_legal_facts(form.legal) if form.legal else _NO_FORM for form in forms]
    names["legal"], names["laws"], names["form"] = zip(*legal, strict=True) if legal else ((), (), ())
    _fill_keys(forms, names)
    return NameTable(names, elements, spelled.words, np.concatenate((spelled.text, written)), spelled.groups)


def _fill_keys(forms: Sequence[NameForm], names: npt.NDArray[np.void]) -> None:
    """Fill in the numbers of names as normalised and as written, which for many is the same, and of acronyms."""
    texts, written = [form.key for form in forms], [as_spelled(form.text) for form in forms]
    names["key"] = names["spelled"] = text_keys(texts)
    other = [number for number, text in enumerate(texts) if text != written[number]]
    names["spelled"][other] = text_keys([written[number] for number in other])
    acronyms = {number: acronym for number, form in enumerate(forms) if (acronym := form.acronym)}
    names["acronym"][list(acronyms)] = text_keys(list(acronyms.values()))


def _elements(
    distinct: Sequence[Token], token: Ints, names: npt.NDArray[np.void]
) -> tuple[npt.NDArray[np.void], Vocabulary]:
    """Return the elements of names, single words and neighbours joined, and fill in what of the names follows.

    Args:
        distinct: The distinct words.
        token: Number of each word of each name, end to end.
        names: The names, of which ``words_in`` is known.
    """
    words_in = names["words_in"].astype(np.int64)
    latin, sound, *facts = zip(*distinct, strict=True) if distinct else ((),) * len(Token._fields)
    script, kind = (np.frombuffer(bytes(column), dtype=np.uint8) for column in facts[:2])
    weight = np.array(facts[2], dtype=np.float64)
    code, cut = (np.frombuffer(bytes(column), dtype=np.uint8) for column in facts[3:])
    telling = _TELLING[kind]
    name, place = np.repeat(np.arange(len(words_in)), words_in), ranges(np.zeros_like(words_in), words_in)
    # A join stands for its first word's place and the next; stop words are not joined.
    first = np.flatnonzero((name[1:] == name[:-1]) & (kind[token[1:]] != _STOP) & (kind[token[:-1]] != _STOP))
    joins, join = np.unique(token[first] * len(distinct) + token[first + 1], return_inverse=True)
    one, other = joins // max(len(distinct), 1), joins % max(len(distinct), 1)
    joins_in = np.bincount(name[first], minlength=len(words_in))
    names["elements_in"] = words_in + joins_in
    names["first"] = starts(words_in + joins_in)[:-1]
    at = np.concatenate((ranges(names["first"], words_in), ranges(names["first"] + words_in, joins_in)))
    elements = np.zeros(len(at), dtype=ELEMENT)
    elements["word"][at] = np.concatenate((token, len(distinct) + join))
    elements["place"][at] = np.concatenate((1 << place, 3 << place[first]))
    elements["weight"][at] = np.concatenate((weight[token], weight[token[first]] + weight[token[first + 1]]))
    elements["telling"][at] = np.concatenate((telling[token], telling[token[first]] * 1 + telling[token[first + 1]]))
    names["total"] = np.bincount(name, weight[token], len(words_in))
    names["telling_in"] = np.bincount(name, telling[token], len(words_in))
    names["numbers_in"] = np.bincount(name, kind[token] == _NUMBER, len(words_in))
    pairs = list(zip(one.tolist(), other.tolist(), strict=True))
    spelled = vocabulary(
        [*latin, *(latin[a] + latin[b] for a, b in pairs)],
        [*sound, *(sound[a] + sound[b] for a, b in pairs)],
        np.concatenate((script, script[one])),
        np.concatenate((kind, np.full(len(joins), _NAME, dtype=np.uint8))),
        np.concatenate((code * np.uint8(CODE) | cut * np.uint8(CUT), np.zeros(len(joins), dtype=np.uint8))),
    )
    spelled.words["joined"][len(distinct) :] = True
    return elements, spelled


def _legal_facts(legal: frozenset[LegalForm]) -> tuple[int, int, int]:
    """Return the classes of legal forms and the countries they are of as bits, and the number of their set.

    Two countries may share a bit.
    """
    classes = laws = 0
    for form in legal:
        if form.kind in LEGAL_CLASSES:
            classes |= 1 << LEGAL_CLASSES.index(form.kind)
        for country in form.law:
            laws |= 1 << crc32(country.encode()) % 64
    return classes, laws, crc32("|".join(sorted(form.canonical for form in legal)).encode())
