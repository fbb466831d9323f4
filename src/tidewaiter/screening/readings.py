"""All forms of a name: as it is written, in its further readings, and in English.

``normalise`` reads han characters as Mandarin in pinyin. The same characters may be a Korean or a Japanese name, or one
romanised by another reading (Cantonese, Hokkien, Taiwan); which it is the characters do not say. The readings are in
``data/han_readings.csv``. Names of organizations have further forms by script, with their known words in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from tidewaiter.model import Schema
from tidewaiter.screening import english_russian, english_unvowelled
from tidewaiter.screening.english_east_asian import says_trade
from tidewaiter.screening.families import LONGEST_JAPANESE, han_readings, has_han_family, has_japanese_family
from tidewaiter.screening.frequencies import information
from tidewaiter.screening.normalise import NameForm, normalise
from tidewaiter.screening.organization_readings import kana_readings, organization_readings
from tidewaiter.screening.scripts import Script, romanize, script_of
from tidewaiter.screening.syllables import DOT, is_korean
from tidewaiter.screening.tokens import Token, is_syllable
from tidewaiter.screening.wade_giles import wade_giles

#: Between the parts of a name; the middle dot is left out, since it divides names that are foreign to han characters.
_BETWEEN = re.compile(r"[\s,，、]+")
#: Han characters, hangul and kana.
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
#: The mark that repeats a character.
_AGAIN = "々"
#: Characters of a name; what is longer is no person's of East Asia.
_FEWEST, _MOST = 2, 7
#: Characters up to which a name is read as Korean or by a southern Chinese reading.
_MOST_SYLLABLES = 4
#: Readings of a Japanese name that are tried.
_MOST_JAPANESE = 4


def forms_of(text: str, schema: Schema | None = None) -> tuple[NameForm, ...]:
    """Return all forms of a name: as ``normalise`` takes it apart, in its further readings, and in English."""
    form = normalise(text, schema)
    if text.isascii():
        return (form,)
    if english_unvowelled.WITHOUT_VOWELS.search(text):
        return (form, *_without_vowels(text, schema))
    if not _EAST_ASIAN.search(text):
        english = english_russian.in_english(form) if schema is not Schema.PERSON else None
        return (form, english) if english else (form,)
    if schema is Schema.PERSON:
        return (form, *kana_readings(text, schema, text), *readings(text, schema))
    return (form, *organization_readings(text, schema), *readings(text, schema))


def as_read(form: NameForm) -> str | None:
    """Return the words of a name in another script as they are compared, in Latin letters; None of a Latin name.

    Legal forms are left out.
    """
    return form.key if script_of(form.text) is not Script.LATIN else None


@lru_cache(maxsize=4096)
def _without_vowels(text: str, schema: Schema | None) -> tuple[NameForm, ...]:
    """Return the name of an organization, or of what may be one, with its words of trade in English."""
    english = english_unvowelled.in_english(text) if schema in (None, Schema.ORGANIZATION) else None
    if english is None:
        return ()
    return (normalise(english, Schema.ORGANIZATION)._replace(text=text),)


@lru_cache(maxsize=4096)
def readings(text: str, schema: Schema | None = None) -> tuple[NameForm, ...]:
    """Return how a name in han characters or hangul may be read besides what ``normalise`` gives.

    Args:
        text: The name as written.
        schema: Kind of its bearer; only a person, or one who may be a person, has further readings.

    Returns:
        One name form a reading, each with the text as written; none for a name in another script. The best of the
        readings is the one that counts. One in hangul is read as a person's where that is not known and it may be.
    """
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    whole = "".join(parts)
    if schema not in (None, Schema.PERSON) or not _FEWEST <= len(whole) <= _MOST:
        return ()
    if {script_of(part) for part in parts} == {Script.HANGUL}:
        return (normalise(text, Schema.PERSON),) if schema is None and is_korean(parts) else ()
    if not _may_be_read(whole):
        return ()
    if schema is None and says_trade(whole):
        return ()
    seen = {normalise(text, schema).key}
    found: list[NameForm] = []
    if schema is Schema.PERSON and not (has_han_family(whole, parts) or has_japanese_family(whole)):
        found.append(normalise(DOT.join([*parts, ""]), schema)._replace(text=text))
    by_syllable = _by_syllable(whole) if has_han_family(whole, parts) else ()
    for spelt in (*by_syllable, *_japanese(parts)):
        form = normalise(spelt, Schema.PERSON)
        if form.key not in seen:
            seen.add(form.key)
            found.append(form._replace(text=text, tokens=tuple(map(_as_syllable, form.tokens))))
    return tuple(found)


@lru_cache(maxsize=8192)
def _as_syllable(word: Token) -> Token:
    """Return a word of a reading as one of another script, with no more weight than a syllable of one has.

    The costs of han sounds are those of pinyin, which this is not.
    """
    if word.script is not Script.LATIN:
        return word
    weight = information(word.latin, word.kind, syllable=True) if is_syllable(word.latin) else word.weight
    return word._replace(script=Script.OTHER, weight=min(weight, word.weight))


def _may_be_read(whole: str) -> bool:
    """Tell whether a name is in han characters, or in han characters and kana."""
    scripts = {script_of(char) for char in whole if char != _AGAIN}
    return Script.HAN in scripts and scripts <= {Script.HAN, Script.KANA}


def _by_syllable(whole: str) -> Iterator[str]:
    """Yield the readings in which a character is a syllable: in hangul, by southern readings, by Wade and Giles."""
    if len(whole) > _MOST_SYLLABLES or any(script_of(char) is not Script.HAN for char in whole):
        return
    for language, between in (("korean", ""), ("cantonese", " "), ("hokkien", " ")):
        table = han_readings(language)
        if all(char in table for char in whole):
            yield between.join(table[char][0] for char in whole)
    yield " ".join(wade_giles(romanize(char)) for char in whole)


def _japanese(parts: list[str]) -> Iterator[str]:
    """Yield the readings as family name and given name of Japan, where the family name is known."""
    families = han_readings("japanese family")
    whole = "".join(parts)
    lengths = [len(parts[0])] if len(parts) > 1 else range(min(LONGEST_JAPANESE, len(whole) - 1), 0, -1)
    for length in lengths:
        family, given = whole[:length], whole[length:]
        if family in families and given:
            pairs = product(families[family], _given(given))
            yield from (f"{one} {other}" for one, other in islice(pairs, _MOST_JAPANESE))
            return


def _given(given: str) -> list[str]:
    """Return the readings of a given name of Japan: the name's own, or those of its characters one after another."""
    if script_of(given) is Script.KANA:
        return [romanize(given)]
    known = han_readings("japanese given").get(given, ())
    characters = han_readings("japanese character")
    if known or not all(char in characters for char in given):
        return list(known)
    return ["".join(each) for each in islice(product(*(characters[char] for char in given)), _MOST_JAPANESE)]
