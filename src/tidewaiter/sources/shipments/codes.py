"""HS codes as extracts write them: with points, cut by a spreadsheet, or of a country's own number of digits."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyarrow as pa

from tidewaiter.sources.orders.values import FaultError
from tidewaiter.sources.shipments.cells import Column, each

_SHORTENED = re.compile(r"^\d+(?:[.,]\d*)?[eE][+-]?\d+$")
_SEVERAL = re.compile(r"\d[\d.]{2,}\d\s*[/,;|]\s*\d[\d.]{2,}\d|\d{6,}\s+\d{6,}")
_NOT_DIGITS = re.compile(r"\D+")
#: Lengths that a code has when its leading zero was dropped. Some countries' own codes have as many digits: Japan's 9.
_ODD = frozenset({5, 7, 9})
#: Headings that HS 2012 to 2022 has in each chapter: the number of the last. Source: UNSD, HS code lists.
_LAST_HEADING: Mapping[int, int] = dict(enumerate((
    6, 10, 9, 10, 11, 4, 14, 14, 10, 8, 9, 14, 2, 4, 22, 5, 4, 6, 5, 9, 6, 9, 9, 4, 30, 21, 16, 53, 42, 6,
    5, 15, 7, 7, 7, 6, 7, 27, 26, 17, 15, 6, 4, 21, 4, 2, 7, 23, 11, 7, 13, 12, 11, 8, 16, 9, 5, 11, 11, 6,
    17, 17, 10, 6, 7, 3, 4, 15, 14, 20, 18, 29, 26, 19, 8, 16, 0, 6, 7, 7, 13, 15, 11, 87, 49, 9, 16, 7, 8, 33,
    14, 9, 7, 6, 8, 20, 6,
), start=1))  # fmt: skip
_LOST_REMEDY = "Format the column as text, and export it again."


def hs_codes(column: pa.Array) -> Column:
    """Return HS codes as digits; a code whose leading zero was lost gets it back.

    A code of 5, 7 or 9 digits has lost it when only so its heading exists. When its heading exists either way, the
    other codes of the column tell; where they do not, it is not read.

    Args:
        column: What `cells.texts` returns.
    """
    told = _told(column)
    return each(column, lambda text: _code(text, told), pa.string())


def _told(column: pa.Array) -> Mapping[int, bool]:
    """Return, by the length of codes that can be read in two ways, whether their leading zero was lost."""
    lost, whole, full = set(), set(), set()
    for text in column.drop_null().unique().to_pylist():
        digits = _plain(text)
        if len(digits) in _ODD:
            readings = _readings(digits)
            if readings == [f"0{digits}"]:
                lost.add(len(digits))
            elif readings == [digits]:
                whole.add(len(digits))
        else:
            full.add(len(digits))
    found = {}
    for length in _ODD:
        shortened = length in lost or length + 1 in full
        if shortened != (length in whole):
            found[length] = shortened
    return found


def _code(text: str, told: Mapping[int, bool]) -> str:
    if _SHORTENED.match(text):
        reason = f"{text!r} is a code that a spreadsheet has shortened: its last digits may be lost."
        raise FaultError(reason, _LOST_REMEDY)
    if _SEVERAL.search(text):
        raise FaultError(f"{text!r} names more than one code.", "Write a row for the goods of each code.")
    digits = _plain(text)
    if len(digits) in _ODD:
        digits = _odd(digits, text, told)
    if not 4 <= len(digits) <= 14 or digits.startswith(("00", "77")):
        raise FaultError(f"{text!r} is not an HS code.", "Write four digits or more, as text, such as 854231.")
    return digits


def _odd(digits: str, text: str, told: Mapping[int, bool]) -> str:
    readings = _readings(digits)
    if len(readings) == 2 and len(digits) in told:
        readings = [f"0{digits}" if told[len(digits)] else digits]
    if len(readings) == 2:
        raise FaultError(
            f"{text!r} can be of heading {digits[:4]}, or of 0{digits[:3]} with a lost leading zero.", _LOST_REMEDY
        )
    if not readings or len(readings[0]) == 5:
        raise FaultError(f"{text!r} has {len(digits)} digits, which is no HS code: one is missing.", _LOST_REMEDY)
    return readings[0]


def _readings(digits: str) -> list[str]:
    return [code for code in (digits, f"0{digits}") if _is_heading(code[:4])]


def _is_heading(four: str) -> bool:
    return 1 <= int(four[2:]) <= _LAST_HEADING.get(int(four[:2]), 0)


def _plain(text: str) -> str:
    return _NOT_DIGITS.sub("", text.removesuffix(".0"))
