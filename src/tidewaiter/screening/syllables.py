"""Which words of a person's name in han characters or hangul are names of East Asia, a syllable each.

A name of China or Korea is a family name and one or two syllables, with or without a space between them. What is
longer spells a foreign name by sound and is read as one word a part, as katakana is; so is a name in hangul without a
family name. One in han characters without a family name that is known here is read in both ways (``readings``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tidewaiter.screening.families import is_hangul_family
from tidewaiter.screening.scripts import SYLLABLES, Script, script_of

#: The dot between the parts of a foreign name spelled in han characters.
DOT = "·"
_FOREIGN_NAME = re.compile(f"[{DOT}・•‧]")
_FOUR = re.compile("(?<![\u3400-\u9fff])([\u3400-\u9fff]{2})([\u3400-\u9fff]{2})(?![\u3400-\u9fff])")
#: Syllables of a family name and of a given name; characters of a name that is written without a space.
_LONGEST_PART, _MOST = 2, 4


def divided(words: Sequence[str], text: str) -> list[str]:
    """Return the words of a person's name, those that are of East Asia divided into syllables.

    Args:
        words: The words of the name, in any script.
        text: The name they are of; a dot between parts tells a foreign name.
    """
    if not SYLLABLES.search(text) or _FOREIGN_NAME.search(text):
        return list(words)
    scripts = [script_of(word) for word in words]
    korean = is_korean([word for word, script in zip(words, scripts, strict=True) if script is Script.HANGUL])
    by_syllable = {Script.HAN: True, Script.HANGUL: korean}
    return [
        part
        for word, script in zip(words, scripts, strict=True)
        for part in (word if by_syllable.get(script, False) and len(word) <= _MOST else (word,))
    ]


def in_pairs(text: str) -> str:
    """Return a text with each run of four han characters divided in the middle, as names of firms are in pinyin."""
    return _FOUR.sub(r"\1 \2", text)


def is_korean(parts: Sequence[str]) -> bool:
    """Tell whether words in hangul are a family name and a given name, in either order, or written as one."""
    if len(parts) == 1:
        (whole,) = parts
        return any(
            is_hangul_family(whole[:length]) and length < len(whole) <= length + _LONGEST_PART
            for length in range(1, _LONGEST_PART + 1)
        )
    if len(parts) == 2:
        return any(is_hangul_family(part) for part in parts) and max(map(len, parts)) <= _LONGEST_PART
    return len(parts) > 1 and all(len(part) == 1 for part in parts)
