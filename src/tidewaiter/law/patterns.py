"""Whether an ECCN, a heading of goods or a text falls under what a rule names."""

from __future__ import annotations

import re
from functools import lru_cache

from tidewaiter.law.tables import split_eccn
from tidewaiter.law.tri import Tri, any_of

_PATTERN = re.compile(r"^([0-9*][A-E*][0-9*]{3})((?:\.[a-z0-9]+)*)$")
_SEGMENT = re.compile(r"[a-z]+|[0-9]+")


@lru_cache(maxsize=65536)
def eccn_in(code: str, patterns: tuple[str, ...]) -> Tri:
    """Tell whether an ECCN falls under one of the patterns.

    Args:
        code: ECCN of any paragraph depth.
        patterns: ECCNs or patterns with ``*`` for any character, such as ``3A001.a`` or ``**6**.y``.

    Returns:
        Unknown when the code is coarser than a pattern (``3A001`` against ``3A001.a``).
    """
    return any_of(_against(code, pattern) for pattern in patterns)


def _against(code: str, pattern: str) -> Tri:
    split, shape = split_eccn(code), _PATTERN.match(pattern)
    if split is None or shape is None:
        return Tri.NO
    entry, path = split
    if any(want not in ("*", have) for want, have in zip(shape.group(1), entry, strict=True)):
        return Tri.NO
    wanted = tuple(_SEGMENT.findall(shape.group(2)))
    if path[: len(wanted)] == wanted:
        return Tri.YES
    return Tri.UNKNOWN if wanted[: len(path)] == path else Tri.NO


@lru_cache(maxsize=65536)
def hs_in(hs: str, prefixes: tuple[str, ...], exceptions: tuple[str, ...] = ()) -> bool:
    """Tell whether an HS code stands under one of the chapters, headings or subheadings, and not under an exception."""
    return hs.startswith(prefixes) and not (exceptions and hs.startswith(exceptions))


@lru_cache(maxsize=256)
def _words(terms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=len, reverse=True)
    joined = "|".join(re.escape(term).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?") for term in longest_first)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=65536)
def words_in(text: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms found in a text as whole words, in order, each once."""
    return tuple(dict.fromkeys(found.lower() for found in _words(terms).findall(text))) if terms else ()


def without(text: str, terms: tuple[str, ...]) -> str:
    """Return a text without the terms, so that a word of theirs ("without a license") is not read as a hedge."""
    return _words(terms).sub(" ", text) if terms else text
