"""What speaks for and against a hit, in words."""

from __future__ import annotations

from collections.abc import Mapping

from tidewaiter.model import Feature
from tidewaiter.reports.wording import words

#: Features in words, when they speak for the two being one.
_FOR = {
    "agreement": "letters of the names agree",
    "evidence": "telling words agree",
    "same_legal_form": "same legal form, or none",
    "as_written": "written alike",
    "same_words": "same words, same order",
    "acronym": "one is the initials of the other",
    "acronym_within": "a word is the initials of others",
    "country": "country agrees",
    "birth_date": "birth date agrees",
    "identifier": "identifier agrees",
    "address": "address agrees",
    "verbatim": "written the same",
}
#: And when they speak against it.
_AGAINST = {
    "spelling": "spelling differs",
    "worst_word": "one word is spelled rather differently",
    "worst_edits": "several letters of one word changed",
    "only_trade": "nothing but trade words agrees",
    "other_word": "one word is rather another word",
    "distinct_words": "two well-known names that differ",
    "conflict_person": "words differ on both sides",
    "conflict_words": "words differ on both sides",
    "surplus_person": "words on one side only",
    "surplus_entity": "words on one side only",
    "surplus_words": "words on one side only",
    "single_word": "a single word agrees",
    "no_name": "only trade words or places agree, and more is asked",
    "lone_name": "the only name is spelled differently",
    "one_law": "other legal forms under one country's law",
    "crossed": "son and father exchanged",
    "initials": "matched through an initial",
    "other_script": "read from another script",
    "numbers": "numbers differ",
    "number_missing": "a number on one side only",
    "legal_form": "legal form differs",
    "country": "country differs",
    "birth_date": "birth date differs",
    "gender": "gender differs",
    "identifier": "identifier differs",
    "other_name": "the name is another",
    "address": "address differs",
    "schema": "another kind of party",
    "weak_alias": "the alias is a weak one",
    "part_of_name": "only a part of the name given",
}

#: Features that do not weigh, but say which name answers and how it was read.
_ASKED = {"alias": "asked as", "read_as": "read as"}


def which_name(features: Mapping[str, Feature]) -> list[tuple[str, str]]:
    """Return, each as a label and a text, which of the names given answers and how it was read, where that is said."""
    return [(label, features[name].detail) for name, label in _ASKED.items() if name in features]


def reasons(features: Mapping[str, Feature], *, most: int = 3) -> tuple[str, str]:
    """Return what speaks for and what speaks against, each as one line, the weightiest first.

    Args:
        features: Features of a hit or comparison, by name.
        most: Greatest number named on either side.
    """
    ranked = sorted(features.items(), key=lambda item: (-abs(item[1].weight), item[0]))
    return (
        _line([item for item in ranked if item[1].weight > 0], _FOR, most),
        _line([item for item in ranked if item[1].weight < 0], _AGAINST, most),
    )


def _line(ranked: list[tuple[str, Feature]], phrases: Mapping[str, str], most: int) -> str:
    said: dict[str, str] = {}
    for name, feature in ranked:
        phrase = phrases.get(name, words(name))
        said.setdefault(phrase, _measure(feature))
    return "; ".join(f"{phrase}{measure}" for phrase, measure in list(said.items())[:most])


def _measure(feature: Feature) -> str:
    return f" ({feature.detail})" if feature.detail else f" ({feature.weight:+.2f})"
