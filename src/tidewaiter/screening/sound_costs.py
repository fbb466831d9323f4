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


#: Costs by which sounds are sorted where a cost is only bounded.
TIERS = (0.1, 0.3, 0.5, 0.7, 1.0)
#: Room for rounding.
_SLACK = 1e-6
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


@cache
def within_reach() -> npt.NDArray[np.uint64]:
    """Return, by script, side, code of a sound and tier, the sounds it becomes for less than that tier's cost.

    Side 0 is the native reading, 1 the Latin spelling. A set has the bit ``byte & 63`` of each sound; where leaving the
    sound out costs less than the tier, it has all bits.
    """
    bits = np.zeros(CODES, dtype=np.uint64)
    for byte in range(256):
        bits[CODE[byte]] |= np.uint64(1) << np.uint64(byte & 63)
    by_side = np.stack((costs(), costs().transpose(0, 2, 1)), axis=1)
    sets = np.zeros((*by_side.shape[:3], len(TIERS)), dtype=np.uint64)
    for tier, cost in enumerate(TIERS):
        near = by_side < cost - _SLACK
        sets[..., tier] = np.bitwise_or.reduce(np.where(near[..., 1:], bits[1:], np.uint64(0)), axis=-1)
        sets[..., tier][near[..., 0]] = ~np.uint64(0)
    return sets
