"""The romanisation of Wade and Giles, in which names from Taiwan and older Chinese names are written."""

from __future__ import annotations

import re

_INITIALS = {
    "zh": "ch", "ch": "ch", "sh": "sh", "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "j": "ch",
    "q": "ch", "x": "hs", "r": "j", "z": "ts", "c": "ts",
}  # fmt: skip
_FINALS = {
    "ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh", "uo": "o", "ui": "ui", "iu": "iu",
}  # fmt: skip
#: Syllables that no rule gives, with the spellings used in names.
_WHOLE = {
    "zi": "tzu", "ci": "tzu", "si": "ssu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "er": "erh",
    "yi": "i", "ye": "yeh", "yan": "yen", "you": "yu", "yong": "yung", "yue": "yueh", "he": "ho", "ge": "ko",
    "ke": "ko", "e": "o", "guo": "kuo", "kuo": "kuo", "huo": "huo", "shuo": "shuo", "gui": "kuei", "kui": "kuei",
}  # fmt: skip
_SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([aeiou]\w*)")


def wade_giles(pinyin: str) -> str:
    """Return a syllable of pinyin without tone as Wade and Giles spell it, without apostrophes."""
    found = _SYLLABLE.fullmatch(pinyin)
    if pinyin in _WHOLE or found is None:
        return _WHOLE.get(pinyin, pinyin)
    initial, final = found.groups()
    return _INITIALS.get(initial, initial) + _FINALS.get(final, final)
