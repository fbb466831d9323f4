"""Letter grams of texts, compiled: runs of two or three letters, each a number."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.compiled import compiled
from tidewaiter.screening.sound_costs import of_each_symbol

#: Six bits a letter: distinct grams.
GRAMS = 1 << 18
#: Byte that begins each word of a text.
BREAK = "^"
_SYMBOLS = "abcdefghijklmnopqrstuvwxyzSCZXGTDNAE0123456789" + BREAK
#: Number of each byte in a gram; every other byte counts as one more letter.
_NUMBER = of_each_symbol({symbol: number for number, symbol in enumerate(_SYMBOLS, 1)}, len(_SYMBOLS) + 1)


@compiled
def grams_of(text: npt.NDArray[np.uint8], size: int, out: npt.NDArray[np.int32]) -> int:
    """Write the distinct grams of a text in order; return how many there are.

    Args:
        text: ASCII letters and digits, with ``BREAK`` where a word begins.
        size: Letters a gram, 2 or 3.
        out: Room for as many grams as the text has letters.
    """
    distinct = 0
    for at in range(len(text) - size + 1):
        gram = 0
        for letter in text[at : at + size]:
            gram = gram << 6 | _NUMBER[letter]
        # Names are short: putting each gram where it belongs costs less than sorting them, and less to compile.
        place = distinct
        while place and out[place - 1] > gram:
            place -= 1
        if place and out[place - 1] == gram:
            continue
        for later in range(distinct, place, -1):
            out[later] = out[later - 1]
        out[place] = gram
        distinct += 1
    return distinct
