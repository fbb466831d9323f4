"""Names of organizations in scripts written without spaces: the words in them that are known, in English.

What a name is made of besides what is its own - trade words, places, legal forms, institutions and their numbers - is
translated on the lists, and what is its own is romanised. So the words that are known are put into English where they
stand, the longest first, and what is left stands by itself and is read by its script. Han characters are looked up in
one form, whether they are written in simplified, traditional or Japanese ones.
"""

from __future__ import annotations

import re
from functools import cache

from tidewaiter.screening.words import read_table

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_KATAKANA = "ァ-ヺー"
#: A number in han characters or digits after the character that makes it an ordinal, or before what is numbered.
_ORDINAL = re.compile(
    "第([〇零一二三四五六七八九十百]+|[0-9]+)|([〇零一二三四五六七八九十百]{2,})(?=研究|设计|所|院|厂|工厂)"
)
_DIGITS = {"〇": 0, "零": 0, **{char: value for value, char in enumerate("一二三四五六七八九", 1)}}
_TENS = {"十": 10, "百": 100}
#: What a place is, after its name.
_DIVISION = re.compile("省|市(?!场)|县|自治区|地区|区")
#: A town that is not known here, at the beginning of a name.
_TOWN = re.compile(f"(?<=^[{_HAN}]{{2}})市(?!场)|(?<=^[{_HAN}]{{3}})市(?!场)")
#: Where two scripts meet within a word, and the Japanese particle between two words.
_EDGE = re.compile(
    f"(?<=[{_KATAKANA}])(?=[^\\W{_KATAKANA}])|(?<=[^\\W{_KATAKANA}])(?=[ァ-ヺ])"
    f"|(?<=[{_KATAKANA}])社|(?<=[{_HAN}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[{_HAN}])|(?<=[{_HAN}{_KATAKANA}])の(?=[{_HAN}{_KATAKANA}])"
)
_KANA_TERM = re.compile(f"[{_KATAKANA}]+")
_KANA_LETTER = re.compile(f"[{_KATAKANA}]")
#: Letters of a word in kana up to which it is one only where it stands alone; a longer one may be joined on one side.
_SHORT_KANA = 3


def in_english(text: str, *, otherwise: bool = False) -> str:
    """Return a name with the words of it that are known in English, divided by blanks; in no set case.

    Args:
        text: The name as written.
        otherwise: Whether to take the second translation of words that have two.
    """
    folded = folded_han(text)
    if not _begins_term().search(folded):
        return _EDGE.sub(" ", text)
    out: list[str] = []
    at = 0
    while found := _begins_term().search(folded, at):
        start = found.start()
        out.append(text[at:start])
        ordinal = _ORDINAL.match(folded, start)
        if ordinal:
            out.append(f" {_value(ordinal[1] or ordinal[2])} ")
            at = ordinal.end()
        elif term := _term_at(folded, start):
            out.append(f" {_terms()[term][-1 if otherwise else 0]} ")
            at = start + len(term)
            division = _DIVISION.match(folded, at) if term in _places() else None
            at = division.end() if division else at
        else:
            out.append(text[start])
            at = start + 1
    out.append(text[at:])
    return _EDGE.sub(" ", _TOWN.sub(" ", "".join(out)))


def folded_han(text: str) -> str:
    """Return a text with the characters of terms in their simplified form; as long as it was."""
    return text if text.isascii() else text.translate(_variants())


def says_trade(text: str) -> bool:
    """Tell whether a name has a word that is known and is no place: it is no person's."""
    folded = folded_han(text)
    return any(
        (term := _term_at(folded, found.start())) and term not in _places() for found in _begins_term().finditer(folded)
    )


def _term_at(folded: str, start: int) -> str:
    """Return the longest term that stands at a place of a text; empty where none does."""
    for term in _by_first().get(folded[start], ()):
        if folded.startswith(term, start) and _stands(folded, start, term):
            return term
    return ""


def _stands(folded: str, start: int, term: str) -> bool:
    """Tell whether a word in katakana is one there, and not a part of another."""
    if not _KANA_TERM.fullmatch(term):
        return True
    end = start + len(term)
    before = start > 0 and _KANA_LETTER.match(folded, start - 1) is not None
    after = _KANA_LETTER.match(folded, end) is not None
    return not (before or after) if len(term) <= _SHORT_KANA else not (before and after)


def _value(number: str) -> int:
    """Return the value of a number in digits, or in han characters with or without tens."""
    if number.isascii():
        return int(number)
    if not any(char in _TENS for char in number):
        return int("".join(str(_DIGITS[char]) for char in number))
    total = digit = 0
    for char in number:
        if char in _TENS:
            total += max(digit, 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


@cache
def _variants() -> dict[int, str]:
    return {ord(row["variant"]): row["character"] for row in read_table("han_variants.csv")}


@cache
def _places() -> dict[str, str]:
    return {folded_han(row["written"]): row["english"] for row in read_table("east_asian_places.csv")}


@cache
def _terms() -> dict[str, list[str]]:
    """Return all words that are known, in the form in which they are looked up, with the one or two translations."""
    trade = {folded_han(row["term"]): row["english"] for row in read_table("terms.csv")}
    brands = {folded_han(row["written"]): row["name"] for row in read_table("brands.csv")}
    return {term: english.split("|") for term, english in (trade | _places() | brands).items()}


@cache
def _by_first() -> dict[str, list[str]]:
    """Return the terms by their first letter, longest first."""
    found: dict[str, list[str]] = {}
    for term in sorted(_terms(), key=len, reverse=True):
        found.setdefault(term[0], []).append(term)
    return found


@cache
def _begins_term() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(re.escape, _by_first())) + "第〇零一二三四五六七八九十百]")
