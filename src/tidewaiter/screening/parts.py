"""The names within a name field: in brackets, after ``a/k/a``, in a second script, of two people, beside a note.

The name field of a real order holds more than a name. The whole is always compared as it is written, since a listed
name may hold a bracket, a stroke or an ``and`` itself; what a person would read out of it as a name of its own is
compared besides, and the best of them counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tidewaiter.model import Schema, UnknownCountryError, resolve_country
from tidewaiter.screening.normalise import Token, normalise
from tidewaiter.screening.scripts import Script, script_of
from tidewaiter.screening.words import (
    Kind,
    any_of,
    country_words,
    is_place,
    legal_forms,
    read_table,
    same_given_names,
    words_of,
)

#: Most names read out of one field.
_MOST = 8
#: Letters of a word that is a name by itself, and how telling the words of a name must be together.
_LONG, _TELLING = 5, 0.55
#: What a field without one of these, and without a note, has no second name by: a quick look at most fields.
_MARKS = frozenset("()[]{}（）【】〔〕/／;|&＆+0123456789")
#: Letters of Latin and of another script in one field.
_MIXED = re.compile("[A-Za-z].*[\u0370-\uffff]|[\u0370-\uffff].*[A-Za-z]")
_ANY_LATIN = re.compile("[A-Za-z]")
#: Where notes begin that no space divides from the names.
_ANY_SIGN = re.compile("[\u2e80-\U0010ffff]")
_BRACKETS = re.compile(r"[(\[{（【〔]([^()\[\]{}（）【】〔〕]*)(?:[)\]}）】〕]|$)")
_STROKE = re.compile(r"(?<=[^\W\d_]{2})\s*[/／]\s*(?=[^\W\d_]{2})|\s*[;|]\s*")
_JOINERS = frozenset(("and", "und", "et", "y", "ve", "и", "та", "і"))
_AND = re.compile(rf"\s+({'|'.join(sorted(_JOINERS))})\s+|\s*([&＆+])\s*", re.IGNORECASE)
#: A year or a date that stands after a name, with what introduces it.
_DATE = re.compile(
    r"[\s,]*\b(?:d\.?o\.?b\.?|born|b\.|geb\.?|г\.?\s?р\.?)?[\s:]*"
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:18|19|20)\d\d|(?:18|19|20)\d\d(?:[./-]\d{1,2}[./-]\d{1,2})?)\s*(?:г\.?\s?р?\.?)?\s*$",
    re.IGNORECASE,
)
_EAST = frozenset({Script.HAN, Script.KANA, Script.HANGUL})
_ENDS = " \t\r\n,:;-–—([{（"
_EDGES = " \t\r\n,.:;-–—\"'«»“”„()[]{}（）"


@dataclass(frozen=True, slots=True)
class Part:
    """A name within a name field.

    Attributes:
        text: As written there.
        beside: Whether it names somebody else than the party, such as who is behind ``c/o``.
        said: Whether the field itself says that it is a name, as ``formerly`` does.
        guessed: Whether what was left out may belong to the name: a town nobody stated, a word written twice.
    """

    text: str
    beside: bool = False
    said: bool = False
    guessed: bool = False


def parts_of(text: str, schema: Schema | None = None, places: tuple[str, ...] = ()) -> tuple[Part, ...]:
    """Return the names within a name field besides the whole of it; most fields have none.

    A part counts where it is a name of its own: two words at least for a person, a telling word for another party.

    Args:
        text: The name as written, in any script.
        schema: Kind of its bearer, None when it is not known.
        places: Town and countries of the party: what of them is written after a person's name is no part of it.
    """
    return () if _is_plain(text, schema, places) else _parts(text, schema, places)


def _is_plain(text: str, schema: Schema | None, places: tuple[str, ...]) -> bool:
    """Tell at a glance that a field has nothing by which it could be divided."""
    lower = text.lower()
    words = lower.split()
    of_people = schema in (Schema.PERSON, None)
    letters = "".join(words)
    # Plain words with a blank between them: only a date after a person's name makes a difference there, besides words.
    if letters.isascii() and (letters.isalpha() if of_people else letters.isalnum()) and " ".join(words) == lower:
        if not _first_words().isdisjoint(words) and _notes().search(text):
            return False
        if len(set(words)) < len(words) and _once(words) != words:
            return False
    elif _may_be_divided(text, lower, words):
        return False
    return not of_people or len(words) < 3 or (_JOINERS.isdisjoint(words) and not _is_where(words[-1], places))


def _may_be_divided(text: str, lower: str, words: Sequence[str]) -> bool:
    """Tell whether a field that has more than plain words in it may be divided."""
    if not _MARKS.isdisjoint(text) or not _first_words().isdisjoint(words) or "ex-" in lower:
        return True
    if len(set(words)) < len(words):
        return True
    if text.isascii():
        return False
    # Most fields are in one script, which takes two short looks to tell.
    mixed = _ANY_LATIN.search(text) and _MIXED.search(text)
    return bool(mixed or (_ANY_SIGN.search(text) and _signs().search(text)))


@lru_cache(maxsize=4096)
def _parts(text: str, schema: Schema | None, places: tuple[str, ...]) -> tuple[Part, ...]:
    found = [Part(text)]
    for divide in (_noted, _divided, _by_script, _people, _bare):
        found = [each for part in found for each in divide(part, schema, places)]
    known = {text.strip(_EDGES).casefold()}
    out: list[Part] = []
    for part in found:
        name = " ".join(part.text.lstrip(_EDGES).rstrip(_ENDS).split())
        key = name.rstrip(".").casefold()
        if key not in known and _is_name(name, schema, said=part.said):
            known.add(key)
            out.append(replace(part, text=name))
    return tuple(out[:_MOST])


def _noted(part: Part, schema: Schema | None, _: tuple[str, ...]) -> Iterator[Part]:
    """Divide at brackets, and before ``formerly``, ``c/o`` and the like."""
    found = list(_BRACKETS.finditer(part.text))
    if schema is not Schema.PERSON:
        found = [each for each in found if _is_apart(part.text, each)]
    outside = part.text
    for each in reversed(found):
        outside = f"{outside[: each.start()]} {outside[each.end() :]}"
    for text in (outside, *(each[1] for each in found)):
        yield from _at_notes(text, part, schema)


def _is_apart(text: str, bracket: re.Match[str]) -> bool:
    """Tell whether a bracket is no part of an organization's name, as "(Group)" and "(Shanghai)" are.

    What says nothing but trade, place or legal form belongs to the name, and so does a bracket in the middle of it.
    """
    inside, after = bracket[1], text[bracket.end() :]
    if _notes().search(inside) or not (inside.isascii() or not _MIXED.search(text)):
        return True
    at_end = not any(token.kind is not Kind.STOP for token in normalise(f"x {after}", Schema.ORGANIZATION).tokens[1:])
    return at_end and any(token.kind is Kind.NAME for token in normalise(inside).tokens) and not _is_country(inside)


def _at_notes(text: str, part: Part, schema: Schema | None) -> Iterator[Part]:
    """Divide at notes; at titles and offices in a person's name only, where a word of trade may be the same."""
    at, before = 0, part
    for note in _notes().finditer(text):
        relation = _relations().get(_spelt(note.group()), "also")
        if relation == "title" and schema is not Schema.PERSON:
            continue
        yield replace(before, text=text[at : note.start()])
        at, before = note.end(), Part("", beside=relation == "beside", said=relation == "also")
    yield replace(before, text=text[at:])


def _divided(part: Part, schema: Schema | None, _: tuple[str, ...]) -> Iterator[Part]:
    """Divide at strokes and bars where each side is a name, or where one is a person's."""
    sides = _STROKE.split(part.text)
    if len(sides) > 1 and (schema is Schema.PERSON or all(_is_name(side, schema) for side in sides)):
        yield replace(part, text=sides[0])
        yield from (Part(side, beside=True) for side in sides[1:])
    else:
        yield part


def _by_script(part: Part, schema: Schema | None, _: tuple[str, ...]) -> Iterator[Part]:
    """Divide where the script changes, where each run is a name by itself."""
    if part.text.isascii():
        yield part
        return
    runs: list[tuple[object, list[str]]] = []
    for word in re.split(r"(?<=[\x00-\x7f])(?=[\u2e80-\u9fff\uac00-\ud7af])|\s+", part.text):
        script = _script(word)
        if runs and script in (None, runs[-1][0]):
            runs[-1][1].append(word)
        else:
            runs.append((script, [word]))
    names = [" ".join(words) for _, words in runs]
    whole = len({script for script, _ in runs}) == len(runs) > 1 and all(_is_name(name, schema) for name in names)
    yield from (replace(part, text=name) for name in names) if whole else (part,)


def _people(part: Part, schema: Schema | None, _: tuple[str, ...]) -> Iterator[Part]:
    """Divide two people: ``Ivan and Maria Petrov`` are Ivan Petrov and Maria Petrov."""
    joined = list(_AND.finditer(part.text)) if schema in (Schema.PERSON, None) else []
    if len(joined) != 1:
        yield part
        return
    first, second = part.text[: joined[0].start()].split(), part.text[joined[0].end() :].split()
    own, others = len(_own(first)), len(_own(second))
    known = first and second and (schema is not None or (_is_given(first[0]) and _is_given(second[0])))
    # Ortega y Gasset is one man; Ortega & Co is not a second one.
    if not known or (others < 2 and joined[0][1] and joined[0][1].casefold() != "and"):
        yield part
        return
    if own == 1 and others > 1:
        first = [*first, *second[1:]]
    for side in (first, second):
        yield replace(part, text=" ".join(side))


def _bare(part: Part, schema: Schema | None, places: tuple[str, ...]) -> Iterator[Part]:
    """Leave out a date or a place after a person's name, and what is written twice."""
    yield part
    words, guessed = part.text.split(), False
    if schema in (Schema.PERSON, None):
        words = _DATE.sub("", part.text).split()
        while len(words) > 2 and _is_where(words[-1], places):
            guessed |= words.pop().strip(_EDGES).casefold() not in places
    once = _once(words)
    if len(once) > 1 and once != part.text.split():
        yield replace(part, text=" ".join(once), guessed=guessed or once != words)


def _once(words: list[str]) -> list[str]:
    """Leave out the second of two equal words, or halves, that follow one another."""
    folded, half = [word.casefold() for word in words], len(words) // 2
    if len(words) > 3 and folded[:half] == folded[half:]:
        return words[:half]
    return [word for at, word in enumerate(words) if not at or folded[at] != folded[at - 1]]


def _is_where(word: str, places: tuple[str, ...]) -> bool:
    bare = word.strip(_EDGES).casefold()
    return bare in places or bare in _places()


def _is_name(text: str, schema: Schema | None, *, said: bool = False) -> bool:
    """Tell whether a part is a name of its own."""
    tokens = normalise(text.strip(_EDGES), schema).tokens
    if schema is Schema.PERSON:
        return len(_own([token.latin for token in tokens if token.kind is Kind.NAME])) > 1
    names = [token for token in tokens if token.kind is Kind.NAME]
    if len(names) == 1 and names[0].latin in legal_forms():
        return False
    if len(names) == 1 and ((not said and not _stands_alone(names[0])) or names[0].latin in _common()):
        return False
    return sum(token.weight for token in names) >= _TELLING


def _stands_alone(name: Token) -> bool:
    return len(name.latin) >= _LONG or (name.script is not Script.LATIN and len(name.latin) > 2)


def _is_country(text: str) -> bool:
    try:
        return bool(resolve_country(text))
    except UnknownCountryError:
        return False


def _own(words: list[str]) -> list[str]:
    """Return the words of a person's name that are no titles, places or initials."""
    return [word for word in words if not _is_title(word.strip(_EDGES).casefold()) and len(word.strip(_EDGES)) > 1]


def _is_title(word: str) -> bool:
    kinds = ("title", "rank", "suffix", "noise", "person_noise", "particle")
    return word in _places() or any(word in words_of(kind) for kind in kinds)


def _is_given(word: str) -> bool:
    return word.casefold() in same_given_names() or word.casefold() in _common()


def _script(word: str) -> object:
    letters = next((char for char in word if char.isalpha()), None)
    if letters is None:
        return None
    script = script_of(letters)
    return "east" if script in _EAST else script


@cache
def _common() -> frozenset[str]:
    """Return given and family names that are common in the world."""
    return frozenset(row["token"] for row in read_table("common_names.csv")) | same_given_names().keys()


@cache
def _places() -> frozenset[str]:
    """Return countries and towns whose names are not also names of people."""
    return frozenset(word for word in (*words_of("place"), *country_words()) if is_place(word)) - _common()


@cache
def _relations() -> dict[str, str]:
    return {_spelt(row["note"]): row["relation"] for row in read_table("name_notes.csv")} | {"ex": "also"}


@cache
def _first_words() -> frozenset[str]:
    """Return the words that notes begin with, as they may stand in a field."""
    first = [note.split()[0] for note in _relations()]
    return frozenset(word + end for word in first for end in ("", ".", ":", ","))


@cache
def _signs() -> re.Pattern[str]:
    """Return the pattern of notes in han characters, which no space divides from the names."""
    return any_of(note for note in _notes_as_written() if _ANY_SIGN.match(note))


@cache
def _notes() -> re.Pattern[str]:
    """Return the pattern of what introduces another name; ``ex`` not at the beginning, since names begin with it."""
    spaced = any_of(note for note in _notes_as_written() if not _ANY_SIGN.match(note))
    words = spaced.pattern.replace(r"\ ", r"\s+")
    latin = rf"(?<![^\W_])(?:ex-(?=\w)|(?:(?<=[\s(,])ex(?=[. ])|{words})(?![^\W_])[.:]?)"
    return re.compile(rf"{latin}|(?:{_signs().pattern})[：:]?", re.IGNORECASE)


def _notes_as_written() -> list[str]:
    return [row["note"] for row in read_table("name_notes.csv")]


def _spelt(note: str) -> str:
    return " ".join(note.casefold().strip(" .:：-").split())
