"""The name of an organization in Russian as it is in English, as far as its words are known (``russian``)."""

from __future__ import annotations

from functools import lru_cache

from tidewaiter.screening.normalise import NameForm, columns
from tidewaiter.screening.organizations import entity_tokens
from tidewaiter.screening.russian import russian_words
from tidewaiter.screening.scripts import Script
from tidewaiter.screening.tokens import Token


def in_english(form: NameForm) -> NameForm | None:
    """Return a name in Cyrillic letters with the words that are known in English; None where none of them is.

    What is no word but a name of its own (``Калашников``) stays as it is written.
    """
    if all(word.script is not Script.CYRILLIC or word.latin not in russian_words() for word in form.tokens):
        return None
    tokens = tuple([each for word in form.tokens for each in _words(word)])
    latin, sounds, kinds = columns(tokens)
    return form._replace(tokens=tokens, whole="".join(latin), latin=latin, sounds=sounds, kinds=kinds)


def is_translated(form: NameForm, before: NameForm) -> bool:
    """Tell whether a name form is what ``in_english`` makes of the one before it (``readings.forms_of``)."""
    return form.text is before.text and before.tokens[0].script <= Script.CYRILLIC


@lru_cache(maxsize=8192)
def _words(word: Token) -> tuple[Token, ...]:
    known = russian_words().get(word.latin) if word.script is Script.CYRILLIC else None
    return entity_tokens(known.english[0].split(), ())[0] if known else (word,)
