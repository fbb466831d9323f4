"""Names of plain words are not searched for what only other names have; searching them changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.model import Schema
from tidewaiter.screening import parts, written
from tidewaiter.screening.words import legal_forms, numerals, read_table, words_of

_KINDS = ("title", "rank", "suffix", "noise", "person_noise", "particle", "stop", "generic", "place")
_WORDS = (
    *(word for kind in _KINDS for word in words_of(kind)),
    *(word for found in legal_forms().values() for phrase, _ in found for word in phrase),
    *numerals("cardinal"),
    *(word for row in read_table("name_notes.csv") for word in row["note"].split()),
    *("aka", "fka", "attn", "messrs", "and", "y", "No5", "O'Neil", "Zhere-Bin", "A.B.", "c/o", "kadyrka", "1984", "ex"),
)
_LETTERS = st.text("abcehkinorst", min_size=1, max_size=5)
_WORD = st.one_of(st.sampled_from(_WORDS), _LETTERS).flatmap(
    lambda word: st.sampled_from((word, word.upper(), word.title()))
)
_NAMES = st.lists(_WORD, max_size=6).flatmap(
    lambda words: st.sampled_from((" ", " ", "  ", ", ", "\t", " .")).map(lambda between: between.join(words))
)


@settings(max_examples=400)
@given(_NAMES)
def test_words_are_the_same_however_a_name_is_divided(name: str) -> None:
    quick = written.words_of_person(name), written.words_of_entity(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written, "plain_words", lambda _: [])
        assert (written.words_of_person(name), written.words_of_entity(name)) == quick


@st.composite
def plain_fields(draw: st.DrawFn) -> str:
    words = draw(st.lists(_WORD.filter(lambda word: word.isascii() and word.isalnum()), min_size=1, max_size=6))
    if draw(st.booleans()):
        words.insert(draw(st.integers(0, len(words))), draw(st.sampled_from(words)))
    return " ".join(words)


@settings(max_examples=400)
@given(plain_fields(), st.sampled_from((None, Schema.PERSON, Schema.ORGANIZATION)))
def test_a_field_of_plain_words_that_is_not_searched_has_no_second_name(name: str, schema: Schema | None) -> None:
    if schema is Schema.ORGANIZATION or not any(map(str.isdigit, name)):
        assert parts.parts_of(name, schema) == parts._parts(name, schema, ())
