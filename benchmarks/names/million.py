"""A list of a million names, made from the words of a real one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tidewaiter.model import ListedName, Listing

#: Longest name that is made, in words.
_MOST_WORDS = 8
#: Words of a text of n words grow as n to this power (Heaps' law; 0.4 to 0.7 is usual for names and text).
_HEAPS = 0.6
_SEED = 7

Strings = npt.NDArray[Any]


def made_names(names: Sequence[str], count: int, *, seed: int = _SEED) -> list[str]:
    """Return made names: as long as real ones, each word one that stands at that place in a real name.

    A list fifty times as long has many words that the short one has not, so part of the words are new: the head of one
    real word and the tail of another. Common words stay as common as they are.
    """
    rng = np.random.default_rng(seed)
    words = [name.split()[:_MOST_WORDS] for name in names]
    sizes = rng.choice([len(each) for each in words if each], count)
    made = [_column(rng, words, place, sizes, len(names)) for place in range(_MOST_WORDS)]
    return [" ".join(str(made[place][row]) for place in range(size)) for row, size in enumerate(sizes.tolist())]


def _column(
    rng: np.random.Generator, words: list[list[str]], place: int, sizes: npt.NDArray[Any], known: int
) -> Strings:
    """Return a word for every row that is long enough, blanks for the others."""
    real: Strings = np.array([each[place] for each in words if len(each) > place] or [""], dtype=object)
    column: Strings = np.full(len(sizes), "", dtype=object)
    rows = np.flatnonzero(sizes > place)
    column[rows] = rng.choice(real, len(rows))
    vocabulary = len(set(real.tolist()))
    wanted = int(vocabulary * ((len(sizes) / max(known, 1)) ** _HEAPS - 1))
    if wanted > 0 and len(rows):
        # A new word is met twice on average, as rare words of a real list are.
        heads, tails = rng.choice(real, wanted), rng.choice(real, wanted)
        blends = np.array(
            [head[: len(head) // 2 + 1] + tail[len(tail) // 2 :] for head, tail in zip(heads, tails, strict=True)],
            dtype=object,
        )
        where = rng.choice(rows, min(2 * wanted, len(rows)), replace=False)
        column[where] = rng.choice(blends, len(where))
    return column


def listings(seeds: Sequence[Listing], count: int, *, seed: int = _SEED) -> list[Listing]:
    """Return the seeds, and made entries of one name each, until there are ``count`` names."""
    names = [name.text for entry in seeds for name in entry.names]
    made = made_names(names, max(count - len(names), 0), seed=seed)
    return [
        *seeds,
        *(
            Listing(
                id=f"made:{number}",
                list="made.names",
                schema=seeds[number % len(seeds)].schema,
                names=(ListedName(text=text),),
            )
            for number, text in enumerate(made)
        ),
    ]
