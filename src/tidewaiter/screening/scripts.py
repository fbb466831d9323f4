"""Writing systems: which script a word is in, and its reading in Latin letters.

The tables are the common romanisations (BGN/PCGN for Cyrillic, ISO 843 as passports have it for Greek, consonant
readings for Arabic and Hebrew, Hepburn for kana, Revised Romanization for hangul, pinyin for han characters); letters
without a table here are read by anyascii.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

from anyascii import anyascii


class Script(IntEnum):
    """Script a word was written in, as far as it changes how its romanisation is to be compared.

    Those up to `ALPHABET`, which are Greek, Armenian and Georgian, write every vowel: they can be compared letter by
    letter.
    """

    LATIN = 0
    CYRILLIC = 1
    ALPHABET = 2
    ARABIC = 3
    HEBREW = 4
    HAN = 5
    KANA = 6
    HANGUL = 7
    OTHER = 8


#: Han characters and hangul, each a syllable.
SYLLABLES = re.compile("[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
_RANGES = (
    (0x0370, 0x03FF, Script.ALPHABET),
    (0x1F00, 0x1FFF, Script.ALPHABET),
    (0x0530, 0x058F, Script.ALPHABET),
    (0x10A0, 0x10FF, Script.ALPHABET),
    (0x1C90, 0x1CBF, Script.ALPHABET),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0590, 0x05FF, Script.HEBREW),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFF, Script.ARABIC),
    (0x3040, 0x30FF, Script.KANA),
    (0x31F0, 0x31FF, Script.KANA),
    (0x3400, 0x9FFF, Script.HAN),
    (0xF900, 0xFAFF, Script.HAN),
    (0xAC00, 0xD7A3, Script.HANGUL),
)

_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ى": "y", "ة": "a", "ع": "a", "ء": "", "ئ": "y", "ؤ": "w",
    "ض": "dh", "ظ": "z", "ہ": "h", "ھ": "h", "ے": "y", "ں": "n", "ۀ": "h", "ڤ": "v", "ٹ": "t", "ڈ": "d", "ڑ": "r",
}  # fmt: skip
_HEBREW = {
    "א": "a", "ב": "b", "ו": "w", "ח": "kh", "כ": "k", "ך": "k", "ע": "a", "פ": "p", "ף": "f", "ק": "q", "ש": "sh",
    "צ": "ts", "ץ": "ts",
}  # fmt: skip
_HEBREW_MARKED = {"ג'": "j", "צ'": "ch", "ץ'": "ch", "ז'": "zh", "ת'": "th", "ד'": "dh"}
_CYRILLIC = {
    "ё": "e",
    "ь": "",
    "ъ": "",
    "ў": "w",
    "є": "ye",
    "ї": "yi",
    "ј": "y",
    "љ": "ly",
    "њ": "ny",
    "ћ": "ch",
    "ө": "o",
    "ү": "u",
}
#: Latin digraphs spelled out in Cyrillic letters, as in Korean and Thai names.
_CYRILLIC_DIGRAPHS = {"тх": "th", "пх": "ph", "кх": "kh", "гх": "gh"}
#: Greek letters that are read together (ISO 843, as passports have it), and Armenian ones as they are said.
_ALPHABET_DIGRAPHS = {
    "ου": "u", "μπ": "b", "ντ": "d", "γκ": "g", "γγ": "ng", "γχ": "nch", "γξ": "nx", "αυ": "av", "ευ": "ev", "ηυ": "iv",
    "αι": "e", "ει": "i", "οι": "i", "υι": "i", "τσ": "ts", "τζ": "tz",
    "ու": "u", "եւ": "ev",
}  # fmt: skip
_ALPHABET = {"υ": "y", "η": "i", "χ": "ch", "ω": "o", "և": "ev", "փ": "p", "ղ": "gh", "ձ": "dz", "ջ": "j", "ճ": "ch"}
#: Legal forms that stand for words: limited, joint stock, closed and open joint stock companies of Georgia and Armenia.
_ALPHABET_FORMS = {"შპს": "llc", "სს": "jsc", "սպը": "llc", "փբը": "cjsc", "բբը": "ojsc"}
#: Readings that names have of characters with more than one.
_HAN = {"长": "chang", "長": "chang", "都": "du", "佛": "fo"}
_KANA = {
    "シェ": "she", "ジェ": "je", "チェ": "che", "ティ": "ti", "ディ": "di", "デュ": "du", "テュ": "tu",
    "トゥ": "tu", "ドゥ": "du", "ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo", "フュ": "fu",
    "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo", "ヴュ": "vu", "ウィ": "wi", "ウェ": "we",
    "ウォ": "wo", "ツァ": "tsa", "ツィ": "tsi", "ツェ": "tse", "ツォ": "tso", "クァ": "kwa", "クィ": "kwi",
    "クェ": "kwe", "クォ": "kwo", "グァ": "gwa", "イェ": "ye", "シャ": "sha", "シュ": "shu", "ショ": "sho",
    "ジャ": "ja", "ジュ": "ju", "ジョ": "jo", "チャ": "cha", "チュ": "chu", "チョ": "cho", "ヂャ": "ja",
    "ヂュ": "ju", "ヂョ": "jo",
}  # fmt: skip
_KANA_GLIDES = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}
_KANA_I_ROW = {
    "キ": "k", "ギ": "g", "ニ": "n", "ヒ": "h", "ビ": "b", "ピ": "p", "ミ": "m", "リ": "r",
}  # fmt: skip
#: Syllables by which katakana writes a consonant without a vowel, and what they are no such ones before.
_PARTING = frozenset(
    ("ku", "gu", "su", "zu", "tsu", "nu", "fu", "bu", "pu", "mu", "ru", "vu", "to", "do", "shu", "chu", "ju")
)
_SOUNDED = frozenset("aeiouyw")
_INITIALS = ("g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_MEDIALS = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
)  # fmt: skip
_FINALS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l",
    "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t",
)  # fmt: skip


@lru_cache(maxsize=32768)
def script_of(word: str) -> Script:
    """Return the script of a word, decided by its first letter that is not Latin (kana decides over han)."""
    if word.isascii():
        return Script.LATIN
    found = Script.LATIN
    for char in word:
        script = _script_of(char)
        if script is Script.HAN:
            found = script
        elif script is not Script.LATIN:
            return script
    return found


@lru_cache(maxsize=8192)
def _script_of(char: str) -> Script:
    """Return the script of a letter; of what is no letter of any, Latin."""
    code = ord(char)
    if code < 0x0370:
        return Script.LATIN
    script = next((s for low, high, s in _RANGES if low <= code <= high), Script.OTHER)
    return Script.LATIN if script is Script.OTHER and not unicodedata.category(char).startswith("L") else script


@lru_cache(maxsize=8192)
def romanize(word: str) -> str:
    """Return the lower-case Latin reading of one word (letters, digits and nothing else).

    The reading is one plausible romanisation; the comparison allows for the others (see ``sounds``).
    """
    if word.isascii():
        return word.lower()
    script = script_of(word)
    if script is Script.KANA:
        word = _kana(word)
    elif script is Script.HANGUL:
        word = "".join(map(_hangul, word))
    elif script is Script.HEBREW:
        word = _hebrew(word)
    elif script is Script.ALPHABET:
        word = _alphabet(word.lower())
    elif script is Script.CYRILLIC:
        for native, latin in _CYRILLIC_DIGRAPHS.items():
            word = word.replace(native, latin)
    return word.translate(_LETTERS[script])


class _Letters(dict[int, str]):
    """The Latin letters that each letter of a script is read as, worked out when it is first met.

    Args:
        own: Letters with a reading of this project's own; all others are read by anyascii.
        unmarked: Whether vowel signs and other marks are left out.
    """

    def __init__(self, own: Mapping[str, str], *, unmarked: bool) -> None:
        super().__init__()
        self._own, self._unmarked = own, unmarked

    def __missing__(self, code: int) -> str:
        char = chr(code)
        marked = self._unmarked and unicodedata.category(char)[0] == "M"
        latin = "" if marked else anyascii(self._own.get(char, char))
        self[code] = "".join([letter for letter in latin.lower() if letter.isalnum()])
        return self[code]


_OWN_READINGS = {
    Script.CYRILLIC: _CYRILLIC,
    Script.ALPHABET: _ALPHABET,
    Script.ARABIC: _ARABIC,
    Script.HEBREW: _HEBREW,
    Script.HAN: _HAN,
}
_LETTERS = {
    script: _Letters(_OWN_READINGS.get(script, {}), unmarked=script in (Script.ARABIC, Script.HEBREW))
    for script in Script
}


def _alphabet(word: str) -> str:
    """Return a word without accents, with its legal form or the letters that are read together in Latin letters."""
    if word in _ALPHABET_FORMS:
        return _ALPHABET_FORMS[word]
    word = "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c)[0] != "M")
    for native, latin in _ALPHABET_DIGRAPHS.items():
        word = word.replace(native, latin)
    return word


def _hebrew(word: str) -> str:
    """Return a word with the letters that a stroke makes others in Latin letters."""
    word = "".join(c for c in word if unicodedata.category(c)[0] != "M").replace("׳", "'")
    for marked, latin in _HEBREW_MARKED.items():
        word = word.replace(marked, latin)
    return word


def _hangul(char: str) -> str:
    code = ord(char) - 0xAC00
    if not 0 <= code < 11172:
        return char
    return _INITIALS[code // 588] + _MEDIALS[code % 588 // 28] + _FINALS[code % 28]


def clustered(word: str) -> str:
    """Return a word in kana in Latin letters, without the vowels that only part the consonants of a foreign word.

    Katakana has no consonant without a vowel, so that ``kronshtadt`` is ``kuronshutato``; which vowels are the word's
    own it does not say. Of two such syllables the second lost its vowel, and both did only after ``s``.
    """
    read = [mora.translate(_LETTERS[Script.KANA]) for mora in _morae(word)]
    padded = [*read, "", ""]
    out = []
    for at, mora in enumerate(read):
        after, second = padded[at + 1 : at + 3]
        parts = _parts_consonants(mora, after)
        if parts and mora != "su" and _parts_consonants(after, second):
            parts = False
        out.append(mora[:-1] if parts else mora)
    return "".join(out)


def _parts_consonants(mora: str, after: str) -> bool:
    """Tell whether the vowel of a syllable may be there only because a consonant cannot stand alone."""
    return mora in _PARTING and after != "n" and after[:1] not in _SOUNDED


def _kana(word: str) -> str:
    return "".join(_morae(word))


def _morae(word: str) -> list[str]:
    """Return the syllables of a word in kana, those of two letters in Latin letters already."""
    katakana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in word).replace("ー", "").replace("ッ", "")
    out, at = [], 0
    while at < len(katakana):
        pair = katakana[at : at + 2]
        if pair in _KANA:
            out.append(_KANA[pair])
            at += 2
        elif len(pair) == 2 and pair[0] in _KANA_I_ROW and pair[1] in _KANA_GLIDES:
            out.append(_KANA_I_ROW[pair[0]] + _KANA_GLIDES[pair[1]])
            at += 2
        else:
            out.append(katakana[at])
            at += 1
    return out
