"""How a romanised word sounds: digraphs become one symbol, doubled letters one letter.

Two spellings of one foreign name differ mostly in digraphs (``kh``/``h``, ``ou``/``u``), doubling and vowels. The
code keeps one symbol a sound, so that a letter-by-letter comparison lines up; how near two symbols are is in
``data/letter_costs.csv``.
"""

from __future__ import annotations

import re

from tidewaiter.screening.scripts import Script
from tidewaiter.screening.words import any_of

#: Symbols for the sounds English writes with two letters.
_DIGRAPHS = {
    "tsch": "C", "shch": "S", "sch": "S", "tch": "C", "dzh": "j", "sh": "S", "ch": "C", "cz": "C", "zh": "Z",
    "kh": "X", "gh": "G", "th": "T", "dh": "d", "ph": "f", "ck": "k", "cq": "k", "qu": "kw", "ng": "N", "ts": "c",
    "tz": "c", "dj": "j", "ou": "u", "oo": "u", "ee": "i", "ii": "i", "yi": "i", "iy": "i", "yy": "i", "ij": "i",
    "ue": "u", "oe": "o", "ae": "e", "ai": "e", "ay": "e", "ei": "e", "ey": "e", "x": "ks", "rh": "r",
}  # fmt: skip
_PINYIN = {"zh": "j", "ch": "C", "sh": "S", "x": "S", "q": "C", "z": "c", "ng": "N", "yi": "i", "yu": "u", "wu": "u"}
_HANGUL = {"lr": "r", "eo": "A", "eu": "E", "ae": "e", "ch": "C", "ng": "N", "oe": "e"}
_KANA = {"sh": "S", "ch": "C", "ts": "c"}
_SEMITIC = {"sh": "S", "ch": "C", "zh": "Z", "kh": "X", "gh": "G", "th": "T", "dh": "D", "ts": "c"}
_TABLES = {
    # Cyrillic has one letter for Latin h and kh.
    Script.CYRILLIC: _DIGRAPHS | {"kh": "h"},
    Script.HAN: _PINYIN,
    Script.HANGUL: _HANGUL,
    Script.KANA: _KANA,
    Script.ARABIC: _SEMITIC,
    Script.HEBREW: _SEMITIC,
}


_CODES = {script: (any_of(table), table) for script in Script for table in (_TABLES.get(script, _DIGRAPHS),)}
#: A ``j`` before a consonant or at the end is the ``y`` of German, Polish and Baltic spelling.
_GLIDE = re.compile(r"(?<=.)j(?![aeiouy])")
#: A ``y`` that no vowel follows is a vowel.
_VOWEL_Y = re.compile(r"(?<=.)y(?![aeiou])")
#: An ``h`` after a vowel at the end is silent: Sarah, Fatimah.
_SILENT_H = re.compile(r"(?<=[aeiou])h$")
_DOUBLED = re.compile(r"(.)\1+")
#: Scripts that write a doubled consonant once: two that stand side by side have a vowel between them (``mddy`` is
#: Madadi), but for the article before an ``l``.
_CONSONANTAL = frozenset((Script.ARABIC, Script.HEBREW))
_DOUBLED_IN_CONSONANTAL = re.compile(r"([aeiouwyl])\1+")
#: A first letter of these scripts that carries any vowel.
_CARRIER = "A"


def sound(latin: str, script: Script = Script.LATIN) -> str:
    """Return the sound code of a romanised word.

    Args:
        latin: Lower-case Latin letters and digits, as ``scripts.romanize`` gives them.
        script: Script the word was written in: pinyin ``x`` is not English ``x``.
    """
    if script is Script.LATIN:
        if latin.endswith("h"):
            latin = _SILENT_H.sub("", latin)
        if "j" in latin:
            latin = _GLIDE.sub("y", latin)
    if script <= Script.ALPHABET and "y" in latin:
        latin = _VOWEL_Y.sub("i", latin)
    pattern, table = _CODES[script]
    coded = pattern.sub(lambda found: table[found[0]], latin) if pattern.search(latin) else latin
    doubled = _DOUBLED
    if script in _CONSONANTAL:
        doubled = _DOUBLED_IN_CONSONANTAL
        if coded.endswith("ah"):
            coded = coded[:-1]
        if coded.startswith("a"):
            coded = _CARRIER + coded[1:]
    return doubled.sub(r"\1", coded) if doubled.search(coded) else coded
