"""Commodity codes as each customs writes them: the edition of the day, with or without national digits."""

from __future__ import annotations

import zlib

import numpy as np
import pyarrow as pa

from tidewaiter.world.economy import Economy
from tidewaiter.world.goods import AFTER, BEFORE
from tidewaiter.world.places import Ints

_DIGITS = {
    "RU": 10,
    "KZ": 10,
    "KG": 10,
    "AM": 10,
    "UZ": 10,
    "TR": 10,
    "CN": 10,
    "GE": 8,
    "AE": 8,
    "HK": 8,
    "IN": 8,
    "US": 10,
}
_SUBHEADINGS = 3


class Codes:
    """Codes of the goods of a world.

    Args:
        economy: The world.
        edition_month: Month from which each country uses HS 2022.
    """

    def __init__(self, economy: Economy, edition_month: Ints) -> None:
        self._edition_month = edition_month
        self._most = max(len(used) for good in economy.goods for used in good.codes.values())
        goods, countries = economy.goods, economy.country
        self._ladder = np.ones((2, len(goods), self._most))
        written: list[str] = []
        for number, edition in enumerate((BEFORE, AFTER)):
            for at, good in enumerate(goods):
                shares = np.cumsum(good.shares[edition])
                self._ladder[number, at, : len(shares)] = shares
                codes = [good.codes[edition][min(k, len(shares) - 1)] for k in range(self._most)]
                written += [
                    _national(code, country, k) for code in codes for country in countries for k in range(_SUBHEADINGS)
                ]
        self._written = pa.array(written, pa.string())
        self._shape = (2, len(goods), self._most, len(countries), _SUBHEADINGS)

    def of(self, good: Ints, reporter: Ints, month: Ints, draw: np.ndarray) -> pa.Array:
        """Return the code each record states.

        Args:
            good: Good as declared; `reporter` customs; `month` of the record.
            draw: Two random numbers for each, [2, record].
        """
        edition = (month >= self._edition_month[reporter]).astype(np.intp)
        which = (draw[0][:, None] >= self._ladder[edition, good]).sum(axis=1)
        which = np.minimum(which, self._most - 1)
        national = np.minimum((draw[1] ** 2 * _SUBHEADINGS).astype(np.intp), _SUBHEADINGS - 1)
        at = np.ravel_multi_index((edition, good, which, reporter, national), self._shape)
        return self._written.take(pa.array(at))


def _national(code: str, country: str, which: int) -> str:
    """Return a code with the national digits of a country, which mean nothing here."""
    digits = _DIGITS.get(country, (6, 8, 10)[zlib.crc32(country.encode()) % 3])
    tail = zlib.crc32(f"{country}{code[:4]}{which}".encode()) % 9000 + 1000
    return (code + f"{tail}"[: digits - 6]) if digits > 6 else code
