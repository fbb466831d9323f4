"""Days as extracts of many countries write them; which of day and month comes first is told by the file as a whole."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.model import UsageError
from tidewaiter.sources.orders.days import day
from tidewaiter.sources.orders.values import FaultError
from tidewaiter.sources.shipments.cells import Column, each
from tidewaiter.sources.shipments.day_numbers import are_day_numbers, day_number

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_SLASHED = re.compile(r"^(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})\b(?!\d)")
_DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{2})$")
_UTC = re.compile(r"^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?Z$")
_WORDED = re.compile(r"^(\d{1,2})[\s.\-/]+([^\W\d]{3,})\.?[\s.,\-/']+(\d{4}|\d{2})$")
_HAN = re.compile(r"^(\d{4})年(\d{1,2})月(?:(\d{1,2})日?)?$")
_YEAR_MONTH = re.compile(r"^(\d{4})[-/.](\d{1,2})$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[/.](\d{4})$")
_WORD_YEAR = re.compile(r"^([^\W\d]{3,})[ .\-/]+(\d{4})$")
#: What follows the year in Russian and Ukrainian.
_OF_THE_YEAR = re.compile(r"\s*(?:г|года|р|року)\.?$", re.IGNORECASE)
_REMEDY = "Write dates as YYYY-MM-DD, such as 2024-08-07."
_ORDER_REMEDY = "Say which comes first with --dates day-first or --dates month-first, or write dates as YYYY-MM-DD."
#: Beginnings of the names of months, without accents: English, Russian, Ukrainian, Turkish, Spanish, Portuguese,
#: French, German.
_MONTHS = (
    "jan янв січ oca ene",
    "feb фев лют sub fev",
    "mar мар бер mrz",
    "apr апр кві nis abr avr",
    "may мая маи тра mai",
    "jun июн чер haz juin",
    "jul июл лип tem juil",
    "aug авг сер agu ago aou",
    "sep сен вер eyl set",
    "oct окт жов eki okt out",
    "nov ноя лис kas",
    "dec дек гру ara dic dez",
)
_MONTH = {stem: number for number, stems in enumerate(_MONTHS, start=1) for stem in stems.split()}


@dataclass(slots=True)
class DayOrder:
    """Which of day and month comes first in a file, as far as it is known.

    Attributes:
        order: ``day_first``, ``month_first``, or None.
        stated: Whether a person or the layout says so, and with it that the year comes last.
        mixed: Whether the file has dates of either order, so that none tells of the others.
        undecided: A date that could be read both ways when the order was not known.
        numbered: Whether bare numbers are day numbers of a spreadsheet; None while there was none.
        numbers: Cells read so, `first_number` the first of them.
    """

    order: str | None = None
    stated: bool = False
    mixed: bool = False
    undecided: str | None = None
    numbered: bool | None = None
    numbers: int = 0
    first_number: str | None = None

    def look(self, column: pa.Array) -> None:
        """Learn from the dates of a batch that can be read in one order only.

        Raises:
            UsageError: when they tell too late: dates before them were set aside.
        """
        if self.order is not None or self.mixed:
            return
        texts = column.drop_null().unique().to_pylist()
        parts = [found for text in texts if (found := _SLASHED.match(text)) and len(found[3]) == 4]
        day_first, month_first = any(int(p[1]) > 12 for p in parts), any(int(p[2]) > 12 for p in parts)
        self.mixed = day_first and month_first
        if day_first != month_first:
            self.order = DAY_FIRST if day_first else MONTH_FIRST
            if self.undecided is not None:
                said = self.order.replace("_", "-")
                raise UsageError(
                    f"{self.undecided!r} can be read both ways, and only later dates of the file are {said}: state it "
                    f"with --dates {said}."
                )

    def look_for_numbers(self, column: pa.Array, last: dt.date) -> None:
        """Learn from the first batch that has any whether bare numbers are day numbers, and count those that are."""
        texts = column.drop_null().unique()
        if self.numbered is None:
            self.numbered = are_day_numbers(texts, last)
        if not self.numbered:
            return
        found = pa.array([text for text in texts.to_pylist() if day_number(text, last) is not None], pa.string())
        if len(found):
            self.numbers += pc.sum(pc.is_in(column, found)).as_py()
            self.first_number = self.first_number or found[0].as_py()


def parse_order(text: str) -> str:
    """Read what a person says of the order of dates: ``day-first`` or ``month-first``.

    Raises:
        UsageError: when it is neither.
    """
    plain = text.strip().casefold().replace("-", "_").replace(" ", "_")
    if plain not in {DAY_FIRST, MONTH_FIRST}:
        raise UsageError(f"--dates {text}: write day-first or month-first.")
    return plain


def days(
    column: pa.Array, order: DayOrder, utc_offset_minutes: int = 0, last: dt.date | None = None
) -> tuple[Column, pa.Array]:
    """Return days, and how precise each was stated (``day`` or ``month``).

    Args:
        column: What `cells.texts` returns.
        order: What is known of the file, which the column adds to.
        utc_offset_minutes: What the local time is ahead of times stated in UTC.
        last: Last day a record can be of, which tells the century of years of two digits.
    """
    end = last or dt.date(_LAST_YEAR, 12, 31)
    order.look(column)
    order.look_for_numbers(column, end)
    reader = _Reader(order, dt.timedelta(minutes=utc_offset_minutes), end)
    found = each(column, reader.day, pa.date32())
    return found, each(column, lambda text: "month" if reader.month(text) else "day", pa.string()).values


def not_later(found: Column, texts: pa.Array, last: dt.date | None) -> Column:
    """Return days without those after the last one, each with its reason by the text it was read from."""
    if last is None:
        return found
    later = pc.fill_null(pc.greater(found.values, pa.scalar(last)), False)
    if not pc.any(later).as_py():
        return found
    faults = {
        text: (f"{text!r} lies too far in the future.", "Correct the date, or leave the row out.")
        for text in texts.filter(later).unique().to_pylist()
    }
    return Column(pc.if_else(later, pa.scalar(None, pa.date32()), found.values), found.faults | faults)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one text; what the orders reader knows of dates is left to it."""

    order: DayOrder
    offset: dt.timedelta
    last: dt.date

    def day(self, text: str) -> dt.date:
        if month := self.month(text):
            return month
        if utc := _UTC.match(text):
            moment = dt.datetime.fromisoformat(f"{utc[1]}T{utc[2]}:{utc[3]}")
            return (moment + self.offset).date()
        if self.order.numbered and (numbered := day_number(text, self.last)):
            return numbered
        plain = _OF_THE_YEAR.sub("", text)
        if found := _DOTTED.match(plain):
            return self._calendar(text, found[3], int(found[2]), int(found[1]))
        if (found := _WORDED.match(plain)) and (number := _month_number(found[2])):
            return self._calendar(text, found[3], number, int(found[1]))
        if found := _HAN.match(plain):
            return self._calendar(text, found[1], int(found[2]), int(found[3]))
        if found := _SLASHED.match(plain):
            return self._slashed(text, found)
        return _plausible(day(plain), text)

    def month(self, text: str) -> dt.date | None:
        """Return the first of a month that is stated without a day."""
        plain = _OF_THE_YEAR.sub("", text)
        if (found := _HAN.match(plain)) and found[3] is None:
            return _first_of(int(found[1]), int(found[2]))
        if found := _YEAR_MONTH.match(plain):
            return _first_of(int(found[1]), int(found[2]))
        if found := _MONTH_YEAR.match(plain):
            return _first_of(int(found[2]), int(found[1]))
        if (found := _WORD_YEAR.match(plain)) and (number := _month_number(found[1])):
            return _first_of(int(found[2]), number)
        return None

    def _slashed(self, text: str, found: re.Match[str]) -> dt.date:
        if len(found[3]) == 2 and not self.order.stated:
            raise FaultError(f"{text!r} does not say which of its numbers is the year.", _ORDER_REMEDY)
        first, second, order = int(found[1]), int(found[2]), self.order.order
        if order is None and (first > 12 or second > 12 or first == second):
            order = MONTH_FIRST if second > 12 else DAY_FIRST
        if order is None:
            month_first, day_first = (
                self._calendar(text, found[3], *pair) for pair in ((first, second), (second, first))
            )
            self.order.undecided = text
            raise FaultError(f"{text!r} can mean {day_first} or {month_first}.", _ORDER_REMEDY)
        month, day_ = (second, first) if order == DAY_FIRST else (first, second)
        return self._calendar(text, found[3], month, day_)

    def _calendar(self, text: str, year: str, month: int, day_: int) -> dt.date:
        full = int(year)
        if len(year) == 2:
            full += 2000 if 2000 + full <= self.last.year else 1900
        try:
            return _plausible(dt.date(full, month, day_), text)
        except ValueError:
            raise FaultError(f"{text!r} is not a day of the calendar.", "Correct the date.") from None


def _month_number(word: str) -> int | None:
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return _MONTH.get(plain[:4]) or _MONTH.get(plain[:3])


def _first_of(year: int, month: int) -> dt.date | None:
    return dt.date(year, month, 1) if 1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR else None


def _plausible(found: dt.date | None, text: str) -> dt.date:
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise FaultError(f"{text!r} is no date of a shipment.", _REMEDY)
    return found
