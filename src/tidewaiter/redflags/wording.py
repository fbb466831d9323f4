"""Whether a text says one of a record's words, in any script, without regard to case and diacritics."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DOTLESS = str.maketrans({"ı": "i", "İ": "i", "ß": "ss", "ø": "o", "ł": "l"})
_CJK = 0x2E80


def fold(text: str) -> str:
    """Return text in lower case without diacritics."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_DOTLESS).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def says(text: str | None, words: tuple[str, ...]) -> str | None:
    """Return the first of the words that begins a word of the text (Chinese: that occurs in it), else None."""
    if not text:
        return None
    found = _pattern(words).search(fold(text))
    return found.group() if found else None


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [re.escape(fold(word)) for word in words]
    bounded = [part if ord(word[0]) >= _CJK else rf"(?<!\w){part}" for word, part in zip(words, parts, strict=True)]
    return re.compile("|".join(bounded))
