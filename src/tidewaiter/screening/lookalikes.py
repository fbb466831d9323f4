"""Letters of Latin among Cyrillic ones, and the other way round, that were typed because they look the same."""

from __future__ import annotations

import re

_LATIN, _CYRILLIC = "ABCEHIKMOPTXYaceiopxy", "АВСЕНІКМОРТХУасеіорху"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_ANY_LATIN, _ANY_CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")
_WORD = re.compile("[A-Za-z\u0400-\u04ff]+")
#: Words of one letter, as ``с ограниченной ответственностью`` has one.
_ALONE = re.compile("(?<![^ ])[aciAC](?![^ ])")


def in_one_script(text: str) -> str:
    """Return a text of which each word has letters of Latin or of Cyrillic only, as far as lookalikes make it so.

    The greater part of a word decides; a letter that stands alone among Cyrillic words is Cyrillic.
    """
    if not (_ANY_CYRILLIC.search(text) and _ANY_LATIN.search(text)):
        return text
    text = _WORD.sub(_of_one_script, text)
    alone = _ALONE.sub("", text)
    return text if _ANY_LATIN.search(alone) else text.translate(_TO_CYRILLIC)


def _of_one_script(word: re.Match[str]) -> str:
    letters = word[0]
    latin = len(_ANY_LATIN.findall(letters))
    if not 0 < latin < len(letters):
        return letters
    table, other = (_TO_LATIN, _ANY_CYRILLIC) if 2 * latin > len(letters) else (_TO_CYRILLIC, _ANY_LATIN)
    changed = letters.translate(table)
    return letters if other.search(changed) else changed
