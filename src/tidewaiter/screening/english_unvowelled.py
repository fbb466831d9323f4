"""Names of organizations in scripts without vowels, with the words that are translated in them as English words.

Lists name a ministry or a bank of an Arabic, Persian or Hebrew name by its translation as often as by its sound. The
words of institutions, trades, legal forms and places (``data/script_words.csv``) are put into English here, with the
article, a conjunction or a preposition that is written on to them left out; other words stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from tidewaiter.screening.words import read_table

#: Letters of the scripts with words in the table.
WITHOUT_VOWELS = re.compile("[\u0590-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufeff]")
#: Letters that Arabic and Persian write in two ways, or leave out the marks of.
_ONE_WAY = str.maketrans(
    {"ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ۀ": "ه", "ؤ": "و"}
)
#: What parts or joins letters within a word without being seen, and the stroke that makes a word longer.
_UNSEEN = re.compile("[\u0640\u200b-\u200f\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]+(?:[\"״'׳][^\W_]+)*")
#: What is written on to a noun, longest first, and the letters of a noun that are left at the least.
_WRITTEN_ON = ("وال", "بال", "لل", "ال", "ول", "و", "ب", "ل", "ה", "ו", "ל", "ב")
_FEWEST = 3
#: English of words that stand between others, and alone make no name one of an organization.
_BETWEEN = frozenset(("and", "in", "of", "from", "for"))


def in_english(text: str) -> str | None:
    """Return a name with its words of trade, institutions and places in English, in English order.

    These languages put the noun before what qualifies it, English puts it last: the words are turned round.

    Args:
        text: The name as written.

    Returns:
        None where no word is translated, or the name is in another script.
    """
    if not WITHOUT_VOWELS.search(text):
        return None
    written = _WORD.findall(unicodedata.normalize("NFKC", text))
    words = [_plain(word) for word in written]
    found = list(_read(written, words))
    if all(own or word in _BETWEEN for own, word in found):
        return None
    return " ".join(word for _, word in reversed(found))


def _read(written: list[str], words: list[str]) -> Iterator[tuple[bool, str]]:
    """Yield the English of a phrase or a word, or the word as written; with whether it is as written."""
    at = 0
    while at < len(words):
        for phrase, english in _phrases().get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield False, english
                at += len(phrase)
                break
        else:
            found = _single(words[at])
            yield (found is None), (written[at] if found is None else found)
            at += 1


def _single(word: str) -> str | None:
    """Return the English of a word, alone or with what is written on to it."""
    table = _words()
    if word in table:
        return table[word]
    for before in _WRITTEN_ON:
        rest = word.removeprefix(before)
        if rest != word and len(rest) >= _FEWEST and rest in table:
            return table[rest]
    return None


def _plain(word: str) -> str:
    bare = "".join(char for char in _UNSEEN.sub("", word) if unicodedata.category(char)[0] != "M")
    return bare.translate(_ONE_WAY).replace("״", '"').replace("׳", "'")


@cache
def _words() -> dict[str, str]:
    return {_plain(row["words"]): row["english"] for row in read_table("script_words.csv") if " " not in row["words"]}


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the phrases by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for row in read_table("script_words.csv"):
        phrase = tuple(_plain(word) for word in row["words"].split())
        if len(phrase) > 1:
            found[phrase[0]].append((phrase, row["english"]))
    for phrases in found.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    return dict(found)
