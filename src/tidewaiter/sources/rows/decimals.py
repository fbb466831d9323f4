"""Which of comma and point is the decimal mark, as the numbers tell that can be read in one way only.

``12,5`` and ``1.234,5`` tell a decimal comma, ``12.5`` and ``1,234,567`` a decimal point; ``1,234`` and ``1.234`` tell
nothing. Patterns are plain enough for Python and DuckDB alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tidewaiter.model import UsageError

OTHER = {".": ",", ",": "."}
NAME = {".": "point", ",": "comma"}
_IN_PATTERN = {".": r"\.", ",": ","}


def _telling(mark: str) -> str:
    m, o = _IN_PATTERN[mark], _IN_PATTERN[OTHER[mark]]
    return (
        rf"[+-]?(?:0?{m}\d+|0{m}\d*|\d+{m}(?:\d\d?|\d{{4,}})?|\d{{4,}}{m}\d+|\d+{m}\d+[eE][+-]?\d+"
        rf"|\d{{1,3}}(?:{o}\d{{2,3}})*{o}\d{{3}}{m}\d*|\d{{1,3}}(?:{o}\d{{2,3}})+{o}\d{{3}})"
    )


def _amount(mark: str) -> str:
    m, o = _IN_PATTERN[mark], _IN_PATTERN[OTHER[mark]]
    return rf"\+?(?:\d+{m}?\d*(?:[eE][+-]?\d{{1,2}})?|{m}\d+|[1-9]\d{{0,2}}(?:{o}\d{{2,3}})*{o}\d{{3}}(?:{m}\d*)?)"


#: Numbers that can be read with this mark only, by mark; `OPEN` those that can be read with either: with this one as
#: the decimal mark, or with it between thousands.
TELLING = {mark: _telling(mark) for mark in OTHER}
OPEN = {mark: rf"[+-]?[1-9]\d{{0,2}}{_IN_PATTERN[mark]}\d{{3}}" for mark in OTHER}
#: Numbers by decimal mark: plain, with an exponent, or in groups of three digits (in India of two but the last).
AMOUNT = {mark: re.compile(_amount(mark)) for mark in OTHER}
_TELLING = {mark: re.compile(pattern) for mark, pattern in TELLING.items()}
#: What stands around a number: currencies, units, blanks between thousands.
BESIDE = re.compile(r"[^\d.,eE+-]")
_OPEN = {mark: re.compile(pattern) for mark, pattern in OPEN.items()}


class DecimalMark:
    """The one decimal mark of a file that is read in parts.

    Until a number tells the mark, numbers that tell nothing are read with a decimal point. Should a later one tell a
    comma, or none tell anything where there were commas, the file is not to be used: it would be wrong by a thousand.

    Args:
        file: Name of the file in messages.
        stated: The mark, where the layout or the user states it.
    """

    def __init__(self, file: str, stated: str | None = None) -> None:
        self._file, self._told = file, stated
        self._open: dict[str, str] = {}  # the first number that told nothing, by the mark in it

    @property
    def mark(self) -> str:
        """The mark to read with."""
        return self._told or "."

    @property
    def told(self) -> bool:
        """Whether the mark is known."""
        return self._told is not None

    def tell(self, mark: str) -> None:
        """Take a mark as known.

        Raises:
            UsageError: when numbers that told nothing were read otherwise before.
        """
        self._told = mark
        if mark == "," and self._open:
            text = next(iter(self._open.values()))
            raise UsageError(
                f"{self._file}: {text!r} stands before the first number that shows a decimal comma: state the mark "
                "with --decimal comma."
            )

    def look(self, texts: Iterable[str]) -> None:
        """Look at numbers of one part of the file; where both marks are told, the more frequent one is taken."""
        marked = [BESIDE.sub("", text) for text in texts if "," in text or "." in text]
        votes = {mark: sum(bool(_TELLING[mark].fullmatch(text)) for text in marked) for mark in OTHER}
        if any(votes.values()):
            self.tell("," if votes[","] > votes["."] else ".")
            return
        for mark, pattern in _OPEN.items():
            if mark not in self._open and (found := next(filter(pattern.fullmatch, marked), None)):
                self._open[mark] = found

    def settle(self) -> None:
        """Tell that the file is at its end.

        Raises:
            UsageError: when the mark was not told and numbers could be read with either.
        """
        if not self.told and self._open:
            raise ambiguous(self._file, self._open.get(",") or self._open["."])


def parse_mark(text: str) -> str:
    """Return the decimal mark that ``point`` or ``comma`` names.

    Raises:
        UsageError: when it is neither.
    """
    for mark, name in NAME.items():
        if text.strip().casefold() in {mark, name}:
            return mark
    raise UsageError(f"--decimal {text}: write point or comma.")


def ambiguous(file: str, text: str) -> UsageError:
    """Return the error of a file whose numbers can be read with either mark."""
    mark = "," if "," in text else "."
    plain, whole = text.replace(",", "."), text.replace(mark, "")
    return UsageError(
        f"{file}: {text!r} can be {plain} or {whole}, and no number of the file shows which: state the decimal mark "
        "with --decimal point or --decimal comma."
    )
