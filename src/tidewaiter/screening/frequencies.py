"""How telling a word is: the rarer on the lists, the more its agreement says.

``data/token_frequencies.csv`` counts words over the names of the lists carried with the project;
``data/common_names.csv`` gives names that are common in the world a floor, since few of their bearers are listed, and
``data/common_words.csv`` does so for words of the dictionary. What is known in Russian or Turkish is as often met
as its English. The same tables serve an index and a bare comparison, so that a pair of names has one score whatever it
is compared within.
"""

from __future__ import annotations

import math
from functools import cache

from tidewaiter.screening.russian import russian_words
from tidewaiter.screening.turkish import turkish_words
from tidewaiter.screening.words import Kind, common_words, read_table

#: Share of a rare name's information that a word of each kind carries.
_FACTOR = {
    Kind.NAME: 1.0,
    Kind.GENERIC: 0.45,
    Kind.PLACE: 0.6,
    Kind.NUMBER: 0.6,
    Kind.INITIAL: 0.35,
    Kind.PARTICLE: 0.1,
    Kind.TITLE: 0.03,
    Kind.LEGAL: 0.0,
    Kind.STOP: 0.02,
}
#: Short words are weak evidence however rare: two letters are met by chance.
_LENGTH_CAP = {0: 0.0, 1: 0.3, 2: 0.5, 3: 0.7, 4: 0.9}
#: Toneless syllables of han and hangul names are few.
_SYLLABLE_CAP = 0.45
_FLOOR = 0.3
#: A patronymic is often left out.
_PATRONYMIC = (
    "ovich", "evich", "ovych", "evych", "ovitch", "evitch", "ovic", "ovna", "evna", "ivna", "oglu", "qizi", "kyzy",
)  # fmt: skip
_PATRONYMIC_SHARE = 0.6
#: Entries or bearers from which a word is known as a word of its own.
_KNOWN = 5
#: How often a word of the dictionary counts as met, at the least.
_WORD = 10


@cache
def _counts() -> tuple[dict[str, int], float]:
    counts = {row["token"]: int(row["count"]) for row in read_table("token_frequencies.csv")}
    scale = math.log(max(sum(counts.values()), 2))
    for row in read_table("common_names.csv"):
        counts[row["token"]] = max(int(row["count"]), counts.get(row["token"], 0))
    for word in common_words():
        for form in (word, word + "s"):
            counts[form] = max(_WORD, counts.get(form, 0))
    for form, translated in (*russian_words().items(), *turkish_words().items()):
        counts[form] = max(counts.get(form, 0), *[counts.get(word, _WORD) for word in translated.english])
    return counts, scale


@cache
def _rarity() -> dict[str, float]:
    """Return the self-information of the words met, over that of a word never seen."""
    counts, scale = _counts()
    return {word: max(1.0 - math.log1p(count) / scale, _FLOOR) for word, count in counts.items()}


def information(latin: str, kind: Kind, *, syllable: bool = False) -> float:
    """Return the weight of a word in [0, 1].

    Its self-information over that of a word never seen, scaled by its kind.
    """
    rarity = _rarity().get(latin, 1.0)
    cap = _SYLLABLE_CAP if syllable else _LENGTH_CAP.get(len(latin), 1.0)
    share = 1.0
    if kind is Kind.NAME and latin.endswith(_PATRONYMIC) and _is_patronymic(latin):
        share = _PATRONYMIC_SHARE
    return share * _FACTOR[kind] * min(rarity, cap)


def is_known(latin: str) -> bool:
    """Tell whether a word is met so often that it is a word of its own rather than a mistyping of another."""
    return _counts()[0].get(latin, 0) >= _KNOWN


def known_words() -> list[str]:
    """Return the words that ``is_known`` tells of."""
    return [word for word, count in _counts()[0].items() if count >= _KNOWN]


def _is_patronymic(latin: str) -> bool:
    return any(latin.endswith(ending) and len(latin) - len(ending) >= 3 for ending in _PATRONYMIC)
