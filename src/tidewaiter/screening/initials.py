"""Names of which a part may be written as its first letter: a key for each initial and each other word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.keys import text_key
from tidewaiter.screening.normalise import NameForm
from tidewaiter.screening.ragged import ranges
from tidewaiter.screening.words import Kind

#: Words of a name of which any may be abbreviated; longer names are found by what is written out.
_MOST_WORDS = 5
#: Most names looked at for one initial and word.
_MOST = 200


def initial_keys(forms: Sequence[NameForm]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Return the keys under which names are found by an initial and a word, in order, and the name of each."""
    found = sorted((key, number) for number, form in enumerate(forms) for key in _keys_of(form))
    keys, names = zip(*found, strict=True) if found else ((), ())
    return np.array(keys, dtype=np.int64), np.array(names, dtype=np.int32)


def by_initials(
    keys: npt.NDArray[np.int64], names: npt.NDArray[np.int32], forms: Sequence[NameForm]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return pairs of a name with an initial and an indexed name that has the word and begins a word so."""
    asked = [(number, key) for number, form in enumerate(forms) if (key := _asked_key(form)) is not None]
    if not asked:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    row, wanted = (np.array(column, dtype=np.int64) for column in zip(*asked, strict=True))
    first, after = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, side="right")
    count = np.minimum(after - first, _MOST)
    return np.repeat(row, count), names[ranges(first, count)].astype(np.int64)


def _keys_of(form: NameForm) -> Iterable[int]:
    words = [token.latin for token in form.tokens if token.kind is Kind.NAME]
    if not form.person or not 2 <= len(words) <= _MOST_WORDS:
        return set()
    return {_key(other[0], word) for word, other in permutations(words, 2)}


def _asked_key(form: NameForm) -> int | None:
    """Return the key of a name that is one word and otherwise initials."""
    kinds = form.kinds
    if Kind.INITIAL not in kinds or kinds.count(Kind.NAME) != 1:
        return None
    return _key(form.latin[kinds.index(Kind.INITIAL)], form.latin[kinds.index(Kind.NAME)])


def _key(initial: str, word: str) -> int:
    return text_key(f"{initial} {word}")
