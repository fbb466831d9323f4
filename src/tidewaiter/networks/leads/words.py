"""Words in addresses, names and activities that say something about a company, from ``data/words.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from anyascii import anyascii

_GAPS = re.compile(r"[^0-9a-z]+")


def plain(text: str) -> str:
    """Return text as lower-case Latin words with one blank between them; the empty string when nothing is left."""
    return _GAPS.sub(" ", anyascii(text).lower()).strip()


@cache
def word_lists() -> Mapping[str, Any]:
    """Return the lists of the data file."""
    text = resources.files("tidewaiter.networks").joinpath("data", "words.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _pattern(*path: str) -> re.Pattern[str]:
    found: Any = word_lists()
    for part in path:
        found = found[part]
    spelled = sorted({plain(str(word)) for word in found} - {""}, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![0-9a-z])(?:{'|'.join(map(re.escape, spelled))})(?![0-9a-z])")


def says(text: str, *path: str) -> str | None:
    """Return the word of a list that a text has as a whole word, or None.

    Args:
        text: Already `plain`.
        path: Keys of the list in the data file.
    """
    found = _pattern(*path).search(text)
    return found.group() if found else None
