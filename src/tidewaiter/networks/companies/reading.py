"""What company resolution asks of whoever reads names and addresses; the workspace hands it the screening room's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class NamesCompared(Protocol):
    """What comparing pairs of names found, one entry a pair.

    Attributes:
        log_odds: That the names are one party's by themselves.
        same_words: Whether the words are the same in the same order, legal forms left out.
        other_form: Whether both have a legal form of one country's law and these differ.
        other_number: Whether each has a number the other has not.
        shared: Bits of words that both have; `differ` the lesser, `surplus` the greater of the bits that only one has.
    """

    @property
    def log_odds(self) -> Floats: ...  # noqa: D102 - see the class
    @property
    def same_words(self) -> Bools: ...  # noqa: D102
    @property
    def other_form(self) -> Bools: ...  # noqa: D102
    @property
    def other_number(self) -> Bools: ...  # noqa: D102
    @property
    def shared(self) -> Floats: ...  # noqa: D102
    @property
    def differ(self) -> Floats: ...  # noqa: D102
    @property
    def surplus(self) -> Floats: ...  # noqa: D102


class ReadNames(Protocol):
    """Names taken apart.

    Attributes:
        at: Where the words of each name begin in `word`, and the end of the last.
        word: Numbers of the words of all names, end to end, legal forms left out.
        latin: Each distinct word in Latin letters; `sound` how it sounds, and `consonants` the classes of its
            consonants, which survive another spelling.
        telling: How telling each word is in the world at large, in [0, 1].
        key: Equal for equal words in the same order.
        form: Equal for equal sets of legal forms.
    """

    @property
    def at(self) -> Ints: ...  # noqa: D102 - see the class
    @property
    def word(self) -> Ints: ...  # noqa: D102
    @property
    def latin(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def sound(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def consonants(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def telling(self) -> Floats: ...  # noqa: D102
    @property
    def key(self) -> Ints: ...  # noqa: D102
    @property
    def form(self) -> Ints: ...  # noqa: D102

    def compare(self, i: Ints, j: Ints, worth: Floats) -> NamesCompared:
        """Compare name ``i[n]`` with name ``j[n]``, where each distinct word is worth so many bits."""
        ...


class ReadAddresses(Protocol):
    """Addresses taken apart.

    Attributes:
        at: Where the words of each address begin in `word`, and the end of the last.
        word: Numbers of the distinct words of each address.
        numbers_at: Likewise for `number`, its house numbers.
        unit: Equal for equal floors and doors; 0 where none is named.
        size: How many distinct words there are.
    """

    @property
    def at(self) -> Ints: ...  # noqa: D102 - see the class
    @property
    def word(self) -> Ints: ...  # noqa: D102
    @property
    def numbers_at(self) -> Ints: ...  # noqa: D102
    @property
    def number(self) -> Ints: ...  # noqa: D102
    @property
    def unit(self) -> Ints: ...  # noqa: D102
    @property
    def size(self) -> int: ...  # noqa: D102

    def compare(self, i: Ints, j: Ints, worth: Floats) -> npt.NDArray[Any]:
        """Compare address ``i[n]`` with address ``j[n]``.

        Returns:
            0 other or unknown, 1 another house of the street, 2 the place without house numbers, 3 the building, 4 the
            building and the unit.
        """
        ...


class Reader(Protocol):
    """Reads names and addresses, each distinct one once."""

    def names(self, names: Sequence[str]) -> ReadNames:
        """Take distinct names of companies apart."""
        ...

    def addresses(self, texts: Sequence[str]) -> ReadAddresses:
        """Take distinct addresses apart."""
        ...
