"""What words of other languages stand for in English."""

from __future__ import annotations

from typing import NamedTuple

from tidewaiter.screening.words import Kind

#: Kinds of word by their names in the tables of languages.
KINDS = {"trade": Kind.GENERIC, "place": Kind.PLACE, "name": Kind.NAME, "stop": Kind.STOP}


class Translated(NamedTuple):
    """What a word of another language stands for.

    Attributes:
        english: English for it, in one word or several, the usual first; nothing for what is not said in English.
        kind: What it does in a name: tells the trade, the place, or organizations of one trade apart, or nothing.
    """

    english: tuple[str, ...]
    kind: Kind
