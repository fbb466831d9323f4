"""Harmonized System codes. A code means nothing without its vintage (the edition of the HS it is written in)."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Editions of the Harmonized System, by the year they entered into force.
VINTAGES = (1988, 1996, 2002, 2007, 2012, 2017, 2022)
_COMTRADE = {"H0": 1988, "H1": 1996, "H2": 2002, "H3": 2007, "H4": 2012, "H5": 2017, "H6": 2022}
_NOT_DIGITS = re.compile(r"[.\s-]")


@dataclass(frozen=True, slots=True, order=True)
class HsCode:
    """A Harmonized System code and its vintage.

    Attributes:
        code: Digits only, 2, 4, 6, 8, 10 or 12 of them; beyond six they are national.
        vintage: Year of the HS edition, None when it was not said.
    """

    code: str
    vintage: int | None = None

    @property
    def hs6(self) -> str | None:
        """The international subheading, or None for a code of chapter or heading level."""
        return self.code[:6] if len(self.code) >= 6 else None

    def __str__(self) -> str:
        """Return the code as the trade writes it, such as ``8542.31``."""
        head = self.code if len(self.code) <= 4 else f"{self.code[:4]}.{self.code[4:6]}"
        rest = [self.code[i : i + 2] for i in range(6, len(self.code), 2)]
        return ".".join([head, *rest])


def parse_hs(text: str | int, vintage: int | str | None = None) -> HsCode:
    """Read an HS code as people write it (``8542.31``, ``8542 31 90``, ``854231``).

    Args:
        text: The code, with or without dots and spaces. A number is read as its digits.
        vintage: A year, or Comtrade's ``H0`` to ``H6``.

    Raises:
        ValueError: when it is not 2 to 12 digits of even length, or its chapter does not exist.
    """
    digits = _NOT_DIGITS.sub("", str(text).strip())
    if not digits:
        raise ValueError(f"{text!r} is not an HS code: it must have 2 to 12 digits.")
    if not digits.isascii() or not digits.isdigit():
        raise ValueError(f"{text!r} is not an HS code: it has characters other than digits, dots and spaces.")
    if len(digits) % 2:
        raise ValueError(f"{text!r} is not an HS code: {len(digits)} digits (a leading zero may have been lost).")
    if not 2 <= len(digits) <= 12:
        raise ValueError(f"{text!r} is not an HS code: it must have 2 to 12 digits.")
    if digits[:2] == "00" or digits[:2] == "77":
        raise ValueError(f"{text!r} is not an HS code: chapter {digits[:2]} does not exist.")
    return HsCode(digits, parse_vintage(vintage))


def parse_vintage(vintage: int | str | None) -> int | None:
    """Read an HS vintage: a year (any year falls in the edition in force then) or Comtrade's H0 to H6."""
    if vintage is None or vintage == "":
        return None
    if isinstance(vintage, str) and vintage.upper() in _COMTRADE:
        return _COMTRADE[vintage.upper()]
    try:
        year = int(vintage)
    except ValueError:
        raise ValueError(f"{vintage!r} is not an HS vintage: give a year such as 2022, or H0 to H6.") from None
    past = [v for v in VINTAGES if v <= year]
    if not past or year > 2100:
        raise ValueError(f"{vintage!r} is not an HS vintage: the first edition is of 1988.")
    return past[-1]
