"""The names within a listed name: a short form in brackets, another spelling behind a stroke, what it is also known as.

Lists write several names into one. Which parts of it are names of the party by themselves is judged more strictly than
in the name field of an order (``parts``), since a part of a listed name that is none answers whoever is asked about:
``(Suzhou)``, ``(birth name)``, ``Armata/Frontul/Partidul``.
"""

from __future__ import annotations

import re

from tidewaiter.model import Schema
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.parts import Part, parts_of
from tidewaiter.screening.scripts import Script, script_of
from tidewaiter.screening.words import Kind

#: Letters from which a word in capitals is a short form, and capitals in it.
_LETTERS, _CAPITALS = 4, 3
#: Weight of the words of a name behind a stroke, and how many of them are names.
_TELLING, _NAMES = 1.0, 2
#: What parts one name from the next.
_MARKS = ("(", "[", "（", "/", "|", ";", ",", "a/k/a", "aka", "also known as", "and ")
_WORD = re.compile(r"[^\W\d_]+")


def names_within(text: str, schema: Schema | None = None) -> tuple[Part, ...]:
    """Return the names within a listed name that surely are names of the party, besides the whole of it.

    Args:
        text: The name as the list writes it, in any script.
        schema: Kind of its bearer, None when it is not known.
    """
    parts = parts_of(text, schema)
    if not parts or any(_mixes_scripts(word) for word in _WORD.findall(text)):
        return ()
    known, found = {normalise(text, schema).key}, []
    for part in parts:
        key = normalise(part.text, schema).key
        if key not in known and not part.guessed and (part.said or _is_sure(part, text, schema)):
            known.add(key)
            found.append(part)
    return tuple(found)


def _is_sure(part: Part, text: str, schema: Schema | None) -> bool:
    inside = f"({part.text})" in text or f"[{part.text}]" in text
    if part.beside:
        return schema is Schema.PERSON or _tells(part.text, schema)
    if not inside and not _is_ahead(part.text, text):
        return False
    outside = text.partition("(")[0].strip()
    if len(part.text.split()) == 1:
        first_of_two = not inside and text.count("/") == 1 and "(" not in text
        return _is_short_form(part.text) or first_of_two
    if not inside:
        return True
    return _is_short_form(outside) or _script(part.text) is not _script(outside)


def _is_ahead(part: str, text: str) -> bool:
    """Tell whether a part is what stands ahead of a bracket, a stroke or another mark."""
    return text.startswith(part) and text[len(part) :].lstrip().casefold().startswith(_MARKS)


def _is_short_form(text: str) -> bool:
    """Tell whether a word is written as letters that stand for words are: KRRTI, GosNIImash."""
    return len(text) >= _LETTERS and text.isalpha() and sum(map(str.isupper, text)) >= _CAPITALS


def _tells(text: str, schema: Schema | None) -> bool:
    names = [token for token in normalise(text, schema).tokens if token.kind is Kind.NAME]
    return len(names) >= _NAMES and sum(token.weight for token in names) >= _TELLING


def _script(text: str) -> Script:
    return script_of("".join(_WORD.findall(text)))


def _mixes_scripts(word: str) -> bool:
    """Tell whether a word has a letter of another script that looks like its own: nothing is to be divided there."""
    return not word.isascii() and {"LATIN", "OTHER"} == {
        "LATIN" if script_of(char) is Script.LATIN else "OTHER" for char in word
    }
