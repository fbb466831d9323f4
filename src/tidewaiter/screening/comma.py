"""What a comma says of the order of a person's name: ``LAST, First Middle`` is First Middle LAST."""

from __future__ import annotations

from tidewaiter.screening.families import is_latin_family
from tidewaiter.screening.words import words_of

#: Kinds of words that stand behind a comma and are no given name.
_BEHIND = ("suffix", "title", "rank")


def in_order(plain: str) -> str:
    """Return a person's name in lower case with the given names first, where a comma says which they are.

    A family name of China or Korea stays ahead of the given name, as it is written there. A suffix (``Jr.``) is no
    given name and stays last; with more commas, or digits behind one, the comma says nothing of the order.
    """
    parts = [part.strip() for part in plain.split(",")]
    behind = [part for part in parts[1:] if _is_behind(part)]
    given = [part for part in parts[1:] if part and part not in behind]
    if len(given) != 1 or not parts[0] or any(map(str.isdigit, given[0])) or is_latin_family(parts[0]):
        return plain
    return " ".join([given[0], parts[0], *behind])


def _is_behind(part: str) -> bool:
    words = [word.strip(".") for word in part.split()]
    return bool(words) and all(any(word in words_of(kind) for kind in _BEHIND) for word in words)
