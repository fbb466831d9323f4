"""The family names of East Asia, and the readings of han characters, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tidewaiter.screening.scripts import romanize
from tidewaiter.screening.words import read_table

#: Characters of a Japanese family name.
LONGEST_JAPANESE = 3
#: Family names of Korea as their bearers spell them, where no system of romanisation does.
_KOREAN = frozenset(
    ("lee", "park", "choi", "choe", "jung", "chung", "yoon", "lim", "ahn", "shin", "pak", "paek", "ryu", "moon")
)

#: Initials of the Revised Romanization as McCune and Reischauer write them.
_NORTHERN_INITIALS = {"g": "k", "d": "t", "b": "p", "j": "ch"}


def has_han_family(whole: str, parts: Sequence[str]) -> bool:
    """Tell whether a name in han characters begins with a family name of China or Korea, or has one as a part.

    Han characters also spell foreign names by sound, and those have no other reading.
    """
    families = _table("han_families.csv")
    return whole[:1] in families or whole[:2] in families or any(part in families for part in parts)


def has_japanese_family(whole: str) -> bool:
    """Tell whether a name in han characters begins with a family name of Japan."""
    families = han_readings("japanese family")
    return any(whole[:length] in families for length in range(1, LONGEST_JAPANESE + 1))


def is_hangul_family(part: str) -> bool:
    """Tell whether a word in hangul is a family name of Korea."""
    return part in _table("hangul_families.csv")


def is_latin_family(word: str) -> bool:
    """Tell whether a word in lower case is a family name of China (in pinyin) or of Korea in Latin letters."""
    return word in _latin()


@cache
def han_readings(language: str) -> dict[str, tuple[str, ...]]:
    """Return the readings of one language by characters."""
    found: dict[str, list[str]] = {}
    for row in read_table("han_readings.csv"):
        if row["language"] == language:
            found.setdefault(row["characters"], []).append(row["reading"])
    return {characters: tuple(each) for characters, each in found.items()}


@cache
def _latin() -> frozenset[str]:
    korean = {romanize(family) for family in _table("hangul_families.csv")}
    return frozenset(
        {romanize(family) for family in _table("han_families.csv")} | korean | _KOREAN | set(map(_northern, korean))
    )


def _northern(family: str) -> str:
    """Return a Korean family name as it is spelt in the North and on lists, where the South writes another letter."""
    spelt = _NORTHERN_INITIALS.get(family[:1], family[:1]) + family[1:] if family[:2] != "ch" else family
    return spelt.replace("eo", "o").replace("eu", "u")


@cache
def _table(file: str) -> frozenset[str]:
    return frozenset(row["family"] for row in read_table(file))
