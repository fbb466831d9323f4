"""From a name as written to its tokens: script, case, punctuation, legal forms, numbers and weights of words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from tidewaiter.model import Schema
from tidewaiter.screening.people import person_tokens
from tidewaiter.screening.scripts import Script, romanize, script_of
from tidewaiter.screening.tokens import SYLLABIC, token
from tidewaiter.screening.tokens import Token as Token  # noqa: PLC0414 - the words of a name form are its public part
from tidewaiter.screening.words import (
    Kind,
    LegalForm,
    is_place,
    legal_forms,
    long_legal_words,
    numerals,
    terms,
    words_of,
)

_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`‘´ʹ′](?=\w)|['’ʼ`‘´ʹ′]")
_DOTTED = re.compile(r"\b(?:\w\.[ ]?){2,}(?!\w)|\b(?:\w\.){2,}\w?\b")
#: Care-of and form-of-address prefixes that are letters and a stroke.
_NOISE = re.compile(r"^\s*(?:c/o|m/s\b\.?|attn\b[.:]?|attention:|messrs\b\.?|m/[vt]\b|s/s\b)|\b(?:a|f|n)/?k/?a\b")
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_PERSONAL = (Kind.NAME, Kind.INITIAL, Kind.PARTICLE)
#: The dot between the parts of a foreign name spelled in han characters.
_FOREIGN_NAME = re.compile(r"[·・•‧]")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name taken apart.

    Attributes:
        text: As written.
        tokens: Words in order, legal forms taken out.
        legal: Legal forms found.
        whole: All words written together, legal forms included.
        person: Whether it is a person's name, or may be one where the kind of party is not known.
    """

    text: str
    tokens: tuple[Token, ...]
    legal: frozenset[LegalForm]
    whole: str
    person: bool

    @property
    def acronym(self) -> str:
        """First letters of the words of an entity's name, where there are at least two."""
        letters = [token.latin[0] for token in self.tokens if token.kind not in (Kind.STOP, Kind.PARTICLE, Kind.NUMBER)]
        return "".join(letters) if len(letters) > 1 and not self.person else ""

    @property
    def key(self) -> str:
        """The words in order, joined: equal keys are the same name but for case, punctuation and legal form."""
        return " ".join(token.latin for token in self.tokens)


@lru_cache(maxsize=65536)
def normalise(text: str, schema: Schema | None = None) -> NameForm:
    """Take a name apart.

    Args:
        text: The name as written, in any script.
        schema: Kind of its bearer; decides whether titles and initials or legal forms and trade words are looked for.
    """
    person = schema is Schema.PERSON
    words = [read for read in map(_read, _split(text, person=person)) if read[0]]
    whole = "".join(latin for latin, _ in words)
    if person:
        return NameForm(text, person_tokens(words), frozenset(), whole, person)
    words, legal = _take_legal_forms(words)
    tokens = [token(latin, script, kind) for latin, script, kind in _entity_kinds(_read_numbers(words))]
    personal = schema is None and not legal and _looks_personal(tokens)
    return NameForm(text, tuple(tokens), frozenset(legal), whole, personal)


def _looks_personal(tokens: list[Token]) -> bool:
    """Tell whether a name of an unknown party may be a person's: two to four words, none of trade and no number."""
    names = sum(token.kind in (Kind.NAME, Kind.INITIAL) for token in tokens)
    return 2 <= names <= 4 and all(token.kind in _PERSONAL for token in tokens)


@lru_cache(maxsize=262144)
def _read(word: str) -> tuple[str, Script]:
    return romanize(word), script_of(word)


def _split(text: str, *, person: bool) -> list[str]:
    if not text.isascii():
        # The Turkish capital dotted I has no lower case of one letter.
        text = _replace_terms(unicodedata.normalize("NFKC", text.replace("İ", "I")))
    text = _NOISE.sub(" ", text.lower())
    if "." in text and not person:
        text = _DOTTED.sub(lambda found: found.group().replace(".", "").replace(" ", "") + " ", text)
    text = _APOSTROPHES.sub("", text.replace("&", " and "))
    words = _WORD.findall(text) if text.isascii() else _words(text)
    if person and not _FOREIGN_NAME.search(text):
        return [part for word in words for part in _syllables(word)]
    if person:
        return words
    return _join_letters(words)


def _words(text: str) -> list[str]:
    """Return runs of letters and digits with their marks: vowel signs belong to the words of many scripts."""
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text).split()


def _replace_terms(text: str) -> str:
    for term, english in terms().items():
        if term in text:
            text = text.replace(term, f" {english} ")
    return text


def _syllables(word: str) -> list[str]:
    """Han and hangul names of up to four characters are family name and given name, a syllable each."""
    return list(word) if 1 < len(word) <= 4 and script_of(word) in SYLLABIC else [word]


def _join_letters(words: list[str]) -> list[str]:
    out: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1 and word.isascii() and word.isalpha():
            run.append(word)
            continue
        if run:
            out.append("".join(run))
            run = []
        if word:
            out.append(word)
    return out


def _take_legal_forms(words: list[tuple[str, Script]]) -> tuple[list[tuple[str, Script]], set[LegalForm]]:
    table = legal_forms()
    latin = [word for word, _ in words]
    kept: list[tuple[str, Script]] = []
    found: set[LegalForm] = set()
    at = 0
    while at < len(words):
        for phrase, form in table.get(latin[at], ()):
            end = at + len(phrase)
            at_edge = at == 0 or all(word in table for word in latin[end:])
            if tuple(latin[at:end]) == phrase and (at_edge or len("".join(phrase)) > 2):
                found.add(form)
                at = end
                break
        else:
            kept.append(words[at])
            at += 1
    return (kept, found) if kept else (words, set())


def _read_numbers(words: list[tuple[str, Script]]) -> list[tuple[str, Script, Kind | None]]:
    """Number words, ordinals and Roman numerals become digits: Brigade Forty-Four is Brigade 44."""
    cardinal, roman, ordinal = numerals("cardinal"), numerals("roman"), numerals("ordinal")
    out: list[tuple[str, Script, Kind | None]] = []
    tens = 0
    for index, (latin, script) in enumerate(words):
        value = cardinal.get(latin, ordinal.get(latin))
        if value is None and index > 0:
            value = roman.get(latin)
        if value is None and (match := _ORDINAL.match(latin)):
            value = int(match.group(1))
        if value is None and latin.isdigit():
            value = int(latin)
        if value is not None and tens and value < 10:
            out[-1] = (str(tens + value), script, Kind.NUMBER)
            tens = 0
            continue
        tens = value if value is not None and latin in cardinal and 20 <= value < 100 and value % 10 == 0 else 0
        out.append((latin, script, None) if value is None else (str(value), script, Kind.NUMBER))
    return out


def _entity_kinds(words: list[tuple[str, Script, Kind | None]]) -> list[tuple[str, Script, Kind]]:
    return [(latin, script, _entity_kind(latin) if kind is None else kind) for latin, script, kind in words]


@lru_cache(maxsize=65536)
def _entity_kind(latin: str) -> Kind:
    if latin in words_of("stop") or latin in words_of("noise"):
        return Kind.STOP
    if latin in words_of("particle"):
        return Kind.PARTICLE
    if latin in words_of("generic"):
        return Kind.GENERIC
    if any(char.isdigit() for char in latin):
        return Kind.NUMBER
    if len(latin) == 1:
        return Kind.INITIAL
    if len(latin) >= 6 and extractOne(latin, long_legal_words(), scorer=OSA.distance, score_cutoff=1):
        return Kind.LEGAL
    return Kind.PLACE if is_place(latin) else Kind.NAME
