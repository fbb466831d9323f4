"""The further readings of an organization's name in han characters or kana.

``normalise`` puts the words that are known into English and reads what is left as Mandarin in pinyin, or kana by
Hepburn. What is left in han characters may spell a foreign name by sound, and then each character stands for less than
its syllable; it may be Korean, where the name says that it is of Korea or is of a form that firms of North Korea have
in Japanese lists; it may begin with a Japanese family name. What is left in katakana is mostly foreign, and its
consonants stand together where katakana parts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from tidewaiter.model import Schema
from tidewaiter.screening.english_east_asian import folded_han, in_english
from tidewaiter.screening.families import LONGEST_JAPANESE, han_readings
from tidewaiter.screening.normalise import NameForm, normalise
from tidewaiter.screening.scripts import Script, clustered
from tidewaiter.screening.tokens import token
from tidewaiter.screening.words import read_table

#: What is left in han characters, and words in kana.
_LEFT = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_KANA = re.compile("[ぁ-ゖァ-ヺー]+")
#: What says that a name is of Korea.
_KOREAN = re.compile("朝鲜|韩国|平壤|(?<!株式)(?<!有限)(?<!合同)会社")
_JAPANESE = re.compile("(?:株式|有限|合同)会社")
#: Characters from which what is left may spell a foreign name by sound.
_FEWEST_SOUNDS = 3


def organization_readings(text: str, schema: Schema | None) -> Iterator[NameForm]:
    """Yield the further readings of a name, each with the text as written.

    Args:
        text: The name as written.
        schema: Kind of its bearer, who is no person.
    """
    english, other = in_english(text), in_english(text, otherwise=True)
    if other != english:
        yield normalise(other, schema)._replace(text=text)
    yield from kana_readings(english, schema, text)
    left = _LEFT.findall(english)
    if not left:
        return
    folded = folded_han(text)
    if _KOREAN.search(folded):
        table = han_readings("korean")
        if all(char in table for run in left for char in run):
            read = _LEFT.sub(lambda run: "".join(table[char][0] for char in run[0]), english)
            yield normalise(read, schema)._replace(text=text)
    sounds = _sounds()
    if sum(map(len, left)) >= _FEWEST_SOUNDS and all(char in sounds for run in left for char in run):
        spelt = _read(english, _LEFT, lambda run: "".join(sounds[char] for char in run), Script.OTHER, schema)
        yield spelt._replace(text=text)
    if _JAPANESE.search(folded) and any(_family(run) for run in left):
        yield _read(english, _LEFT, _with_family, Script.OTHER, schema)._replace(text=text)


def kana_readings(english: str, schema: Schema | None, text: str) -> Iterator[NameForm]:
    """Yield a name with its words in kana as foreign words, whose consonants may stand together.

    Args:
        english: The name with the words that are known in English.
        schema: Kind of its bearer.
        text: The name as written.
    """
    if _KANA.search(english):
        yield _read(english, _KANA, clustered, Script.KANA, schema)._replace(text=text)


def _read(
    english: str, left: re.Pattern[str], read: Callable[[str], str], script: Script, schema: Schema | None
) -> NameForm:
    """Return a name with what is left of one script read in a way that its characters alone are not."""
    as_read = {word for run in left.findall(english) for word in read(run).split()}
    form = normalise(left.sub(lambda run: f" {read(run[0])} ", english), schema)
    words = [token(word.latin, script, word.kind) if word.latin in as_read else word for word in form.tokens]
    return form._replace(tokens=tuple(words), sounds=tuple([word.sound for word in words]))


def _family(run: str) -> str:
    """Return the Japanese family name that what is left begins with; empty where it does with none."""
    families = han_readings("japanese family")
    return next((run[:length] for length in range(LONGEST_JAPANESE, 0, -1) if run[:length] in families), "")


def _with_family(run: str) -> str:
    family = _family(run)
    return f"{han_readings('japanese family')[family][0]} {run[len(family) :]}" if family else run


@cache
def _sounds() -> dict[str, str]:
    """Return what the characters that spell foreign names by sound stand for, in every form they are written in."""
    return {row["character"]: row["sound"] for row in read_table("han_sounds.csv")}
