"""Many names, and any pairs of them compared: for joining the names of one set, of which there may be millions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.model import Schema
from tidewaiter.screening.features import LEGAL_FORM, NUMBERS, ONE_LAW, SAME_WORDS, name_features
from tidewaiter.screening.keys import skeleton
from tidewaiter.screening.model import score_model
from tidewaiter.screening.names import NameTable, name_table
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.overlap import Words, overlap, words_in_arrays
from tidewaiter.screening.prepare import prepare
from tidewaiter.screening.ragged import starts
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.tokens import Token
from tidewaiter.screening.words import Kind

Ints = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

#: Names taken apart at a time: what is left of a name afterwards is its rows of arrays.
_NAMES = 50_000
#: Pairs compared at a time.
_PAIRS = 500_000
#: Log odds of names that are not worth comparing.
FAR = -12.0


@dataclass(frozen=True, slots=True)
class NamesCompared:
    """What comparing pairs of names found, one entry a pair.

    Attributes:
        log_odds: That the names are one party's, by the screening model; `FAR` where they share too little.
        same_words: Whether the words are the same and in the same order; legal forms do not count.
        other_form: Whether both have a legal form of one country's law and these differ.
        other_number: Whether each has a number the other has not.
        shared: Bits of words that both have (`screening.overlap`); `differ` the lesser, `surplus` the greater of the
            bits of words that only one of them has.
    """

    log_odds: Floats
    same_words: npt.NDArray[np.bool_]
    other_form: npt.NDArray[np.bool_]
    other_number: npt.NDArray[np.bool_]
    shared: Floats
    differ: Floats
    surplus: Floats


@dataclass(frozen=True, slots=True)
class ReadNames:
    """Names taken apart.

    Attributes:
        at: Where the words of each name begin in `word`, and the end of the last.
        word: Numbers of the words of all names, end to end, legal forms left out.
        latin: Each distinct word in Latin letters.
        sound: The sound code of each; `consonants` the classes of its consonants.
        telling: How telling each word is by the lists of the world, in [0, 1].
        key: A number that is equal for equal words in the same order.
        form: A number that is equal for equal sets of legal forms.
    """

    at: npt.NDArray[np.int64]
    word: npt.NDArray[np.int64]
    latin: list[str]
    sound: list[str]
    consonants: list[str]
    telling: Floats
    key: npt.NDArray[np.int64]
    form: npt.NDArray[np.int64]
    table: NameTable
    words: Words

    def compare(self, i: Ints, j: Ints, worth: Floats) -> NamesCompared:
        """Compare name ``i[n]`` with name ``j[n]``; the order of the two does not matter.

        Args:
            i: Numbers of names.
            j: Numbers of the names they are compared with.
            worth: Of each distinct word, in bits.
        """
        log_odds = np.full(len(i), FAR)
        flags = np.zeros((3, len(i)), dtype=np.bool_)
        model = score_model()
        for first in range(0, len(i), _PAIRS):
            part = slice(first, first + _PAIRS)
            rows, done = name_features(self.table, self.table, i[part], j[part], every=False)
            log_odds[part][done] = model.log_odds(rows[done])
            flags[0, part] = rows[:, SAME_WORDS] > 0
            flags[1, part] = (rows[:, LEGAL_FORM] > 0) & (rows[:, ONE_LAW] > 0)
            flags[2, part] = rows[:, NUMBERS] > 0
        shared = overlap(self.words, self.at, self.word, worth, i, j)
        return NamesCompared(np.maximum(log_odds, FAR), *flags, *shared.T)


def read_names(names: Sequence[str]) -> ReadNames:
    """Take names of organizations apart, each once.

    Args:
        names: Distinct names as written, in any script.
    """
    prepare()
    words: dict[tuple[str, str, bool], int] = {}
    tables, counts, numbers, telling = [], [], [], []
    for first in range(0, len(names), _NAMES):
        forms = [normalise(name, Schema.ORGANIZATION) for name in names[first : first + _NAMES]]
        tables.append(name_table(forms))
        counts += [len(form.tokens) for form in forms]
        for form in forms:
            for token in form.tokens:
                met = len(words)
                number = words.setdefault((token.latin, token.sound, token.script is not Script.LATIN), met)
                if number == met:
                    telling.append(_telling(token))
                numbers.append(number)
    table = _joined(tables)
    latin, sound = [word[0] for word in words], [word[1] for word in words]
    foreign = np.array([word[2] for word in words], dtype=np.bool_)
    return ReadNames(
        at=starts(np.array(counts, dtype=np.int64)),
        word=np.array(numbers, dtype=np.int64),
        latin=latin,
        sound=sound,
        consonants=[skeleton(heard) for heard in sound],
        telling=np.array(telling, dtype=np.float64),
        key=table.names["key"].copy() if table.size else np.zeros(0, dtype=np.int64),
        form=table.names["form"].astype(np.int64),
        table=table,
        words=words_in_arrays(latin, sound, foreign),
    )


def _telling(token: Token) -> float:
    return 0.0 if token.kind in (Kind.STOP, Kind.TITLE, Kind.LEGAL) else token.weight


def _joined(tables: Sequence[NameTable]) -> NameTable:
    """Return tables of names as one."""
    if not tables:
        return name_table([])
    elements = words = text = groups = 0
    for table in tables:
        table.names["first"] += elements
        table.names["joined_at"] += text
        table.names["whole_at"] += text
        table.elements["word"] += words
        table.words["letters_at"] += text
        table.words["sounds_at"] += text
        table.words["groups_at"] += groups
        elements += len(table.elements)
        words += len(table.words)
        text += len(table.text)
        groups += len(table.groups)
    return NameTable(*(np.concatenate(parts) for parts in zip(*tables, strict=True)))
