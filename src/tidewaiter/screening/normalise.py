"""From a name as written to its tokens: script, case, punctuation, legal forms, numbers and weights of words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tidewaiter.model import Schema
from tidewaiter.screening.organizations import entity_tokens
from tidewaiter.screening.people import person_tokens
from tidewaiter.screening.tokens import Token as Token  # noqa: PLC0414 - the words of a name form are part of it
from tidewaiter.screening.words import Kind, LegalForm
from tidewaiter.screening.written import words_of_entity, words_of_person

_PERSONAL = frozenset((Kind.NAME, Kind.INITIAL, Kind.PARTICLE))
#: Words that give an acronym no letter.
_UNSAID = frozenset((Kind.STOP, Kind.PARTICLE, Kind.NUMBER))


class NameForm(NamedTuple):
    """A name taken apart.

    Attributes:
        text: As written.
        tokens: Words in order, legal forms taken out.
        legal: Legal forms found.
        whole: All words written together, legal forms included.
        person: Whether it is a person's name, or may be one where the kind of party is not known.
        latin: The tokens in Latin letters; ``sounds`` their sound codes, ``kinds`` what they do in the name.
    """

    text: str
    tokens: tuple[Token, ...]
    legal: frozenset[LegalForm]
    whole: str
    person: bool
    latin: tuple[str, ...]
    sounds: tuple[str, ...]
    kinds: tuple[Kind, ...]

    @property
    def acronym(self) -> str:
        """First letters of the words of an entity's name, where there are at least two."""
        if self.person:
            return ""
        letters = [word[0] for word, kind in zip(self.latin, self.kinds, strict=True) if kind not in _UNSAID]
        return "".join(letters) if len(letters) > 1 else ""

    @property
    def key(self) -> str:
        """The words in order, joined: equal keys are the same name but for case, punctuation and legal form."""
        return " ".join(self.latin)


@lru_cache(maxsize=4096)
def normalise(text: str, schema: Schema | None = None) -> NameForm:
    """Take a name apart.

    Args:
        text: The name as written, in any script.
        schema: Kind of its bearer; decides whether titles and initials or legal forms and trade words are looked for.
    """
    if schema is Schema.PERSON:
        tokens = person_tokens(words_of_person(text))
        latin, sounds, kinds = columns(tokens)
        return NameForm(text, tokens, frozenset(), "".join(latin), True, latin, sounds, kinds)
    tokens, legal, whole = entity_tokens(*words_of_entity(text))
    latin, sounds, kinds = columns(tokens)
    personal = schema is None and not legal and _looks_personal(kinds)
    return NameForm(text, tokens, legal, whole, personal, latin, sounds, kinds)


def columns(tokens: Sequence[Token]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Kind, ...]]:
    """Return the words in Latin letters, their sound codes and what they do, as ``NameForm`` has them."""
    if not tokens:
        return (), (), ()
    latin, sounds, _, kinds, *_ = zip(*tokens, strict=True)
    return latin, sounds, kinds


def _looks_personal(kinds: Sequence[Kind]) -> bool:
    """Tell whether a name of an unknown party may be a person's: two to four words, none of trade and no number."""
    names = kinds.count(Kind.NAME) + kinds.count(Kind.INITIAL)
    return 2 <= names <= 4 and _PERSONAL.issuperset(kinds)
