"""What it costs to take one sound for another, by the script it was read from (``data/letter_costs.csv``)."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from tidewaiter.screening.scripts import Script
from tidewaiter.screening.words import read_table

#: Sounds in the order of their codes; 0 is a gap, and what is none of them has the last code.
SYMBOLS = "abcdefghijklmnopqrstuvwxyzSCZXGTDNAE"
CODES = len(SYMBOLS) + 2
NUMBERS = {symbol: code for code, symbol in enumerate(SYMBOLS, 1)}


def of_each_symbol(values: dict[str, int], other: int) -> npt.NDArray[np.uint8]:
    """Return a table by byte: the value of each symbol, and another for every other byte."""
    table = np.full(256, other, dtype=np.uint8)
    for symbol, value in values.items():
        table[ord(symbol)] = value
    return table


#: Code of each byte of a sound code.
CODE = of_each_symbol(NUMBERS, CODES - 1)


@cache
def costs() -> npt.NDArray[np.float32]:
    """Return costs by script, code of the native reading and code of the Latin spelling; code 0 is a gap."""
    table = np.ones((len(Script), CODES, CODES), dtype=np.float32)
    diagonal = np.arange(CODES)
    table[:, diagonal, diagonal] = 0.0
    number = NUMBERS | {"": 0}
    for row in read_table("letter_costs.csv"):
        script = Script[row["script"].upper()]
        table[script, number[row["native"]], number[row["latin"]]] = float(row["cost"])
    return table
