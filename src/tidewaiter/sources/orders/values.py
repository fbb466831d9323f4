"""One cell or JSON value to one fact. Blank is unknown; what cannot be read is a fault, never a guess."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tidewaiter.sources.rows import likely_encodings

#: What people write in a cell when they do not know. Not ``NA``, which is Namibia.
_PLACEHOLDERS = frozenset(
    {"", "-", "--", "—", "?", "n/a", "n.a.", "#n/a", "null", "none", "nan", "nil", "unknown", "not known", "tba", "tbd"}
)
_SHEET_ERRORS = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_SPOILED = re.compile("[\x00\ud800-\udfff\ufffd]")
_YES = frozenset({"yes", "y", "true", "t", "1", "x"})
_NO = frozenset({"no", "n", "false", "f", "0"})
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO_TIME = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})$")
_DAY_MONTH = re.compile(r"^(\d{1,2})[\s.-]+([a-z]+)\.?,?[\s-]+(\d{4})$")
_MONTH_DAY = re.compile(r"^([a-z]+)\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4})$")
_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{2}))?$")
_GROUPED = {
    ",": re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$"),
    ".": re.compile(r"^\d{1,3}(?:\.\d{3}){2,}$|^\d{1,3}(?:\.\d{3})+,\d+$"),
    " ": re.compile(r"^\d{1,3}(?: \d{3})+(?:[.,]\d+)?$"),
    "'": re.compile(r"^\d{1,3}(?:'\d{3})+(?:[.,]\d+)?$"),
}
_PLAIN = re.compile(r"^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$|^\d+,\d+$")
_AMBIGUOUS = re.compile(r"^[1-9]\d{0,2}\.\d{3}$")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_ISO_REMEDY = "Write dates as YYYY-MM-DD, such as 2024-08-07."
_NUMBER_REMEDY = "Write a plain number such as 12000.50."


@dataclass(eq=False)
class FaultError(ValueError):
    """A value that cannot be read: why, and what to do about it."""

    reason: str
    remedy: str


def text(value: object) -> str | None:
    """Return a value as text without surrounding blanks, or None when it is blank or says that it is unknown.

    Raises:
        FaultError: when the text has lost letters to a wrong encoding, or is no text.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return _checked_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | dt.date):
        raise FaultError(f"A {type(value).__name__} stands where text is expected.", "Write it as text.")
    if isinstance(value, float | Decimal):
        return None if math.isnan(value) else _whole(value)
    return str(value)


def _whole(value: float | Decimal) -> str:
    """Return a number as text; a whole one without the ``.0`` spreadsheets add."""
    return str(int(value)) if math.isfinite(value) and value == int(value) else str(value)


def _checked_text(value: str) -> str | None:
    stripped = value.strip()
    if _SPOILED.search(stripped):
        raise _spoiled(stripped)
    if stripped in _SHEET_ERRORS:
        raise FaultError(f"The cell holds the spreadsheet error {stripped}.", "Repair the formula, or clear the cell.")
    return None if stripped.casefold() in _PLACEHOLDERS else stripped


def _spoiled(value: str) -> FaultError:
    if "\x00" in value:
        return FaultError("The text contains a NUL character.", "Write the file again as UTF-8 text.")
    if "\ufffd" in value:
        reason = "Letters were lost in an earlier conversion (the replacement character stands in their place)."
        return FaultError(reason, "Export again from the source as UTF-8.")
    try:
        readings = "; ".join(f"as {name} it reads {read!r}" for name, read in likely_encodings(value))
    except UnicodeEncodeError:  # half of a surrogate pair, escaped in JSON
        return FaultError("The text contains half of a surrogate pair.", "Export again from the source as UTF-8.")
    reason = f"The text is not UTF-8{f' ({readings})' if readings else ''}."
    return FaultError(reason, "Save the file as UTF-8 (in Excel: CSV UTF-8), or state its encoding.")


def is_blank(value: object) -> bool:
    """Tell whether a value says nothing: missing, blank, or a word for unknown."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in _PLACEHOLDERS)


def readable(value: object) -> object:
    """Return a value as it stands, to be carried along; text that lost letters is refused."""
    if isinstance(value, str) and _SPOILED.search(value):
        raise _spoiled(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def choice(known: dict[str, str], what: str) -> Callable[[object], str | None]:
    """Return a reader of one of a set of values, given by their folded spellings (see `folded`)."""

    def read(value: object) -> str | None:
        said = text(value)
        if said is None:
            return None
        found = known.get(folded(said))
        if found is None:
            options = ", ".join(dict.fromkeys(known.values()))
            raise FaultError(f"{said!r} is not {what}.", f"Use one of: {options}.")
        return found

    return read


def folded(said: str) -> str:
    """Return a word without regard to case, blanks, hyphens and underscores: letters and digits only."""
    return "".join(c for c in said.casefold() if c.isalnum())


def flag(value: object) -> bool | None:
    """Return yes or no, or None when unknown."""
    if isinstance(value, bool):
        return value
    said = text(value)
    if said is None:
        return None
    word = said.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise FaultError(f"{said!r} is neither yes nor no.", "Write yes or no, or leave it blank when unknown.")


def day(value: object) -> dt.date | None:
    """Return a whole date, or None when unknown.

    ISO, dates with a month in words, and numbers in one possible order are read; dots mean day first, as wherever they
    are used. ``03/04/2024`` is refused with both readings.
    """
    if isinstance(value, dt.datetime):
        return _plausible(value.date(), value.isoformat())
    if isinstance(value, dt.date):
        return _plausible(value, value.isoformat())
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise FaultError(f"{value!r} is a number, not a date{_serial(value)}.", _ISO_REMEDY)
    said = text(value)
    return None if said is None else _day(said)


def partial_day(value: object) -> str | None:
    """Return a date known to the day, month or year as ISO text, or None when unknown."""
    if isinstance(value, int) and not isinstance(value, bool) and _FIRST_YEAR <= value <= _LAST_YEAR:
        return str(value)
    said = text(value) if not isinstance(value, dt.date) else None
    if said is not None and (found := _PARTIAL.match(said)):
        if not (_FIRST_YEAR <= int(found[1]) <= _LAST_YEAR and 1 <= int(found[2] or 1) <= 12):
            raise FaultError(f"{said!r} is not a date.", "Write YYYY, YYYY-MM or YYYY-MM-DD.")
        return said
    whole = day(value)
    return None if whole is None else whole.isoformat()


@lru_cache(maxsize=4096)
def _day(said: str) -> dt.date:
    if iso := _ISO_TIME.match(said):
        said = iso[1]
    if found := _YEAR_FIRST.match(said) or _COMPACT.match(said):
        return _calendar(said, int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.match(said):
        return _year_last(said, int(found[1]), int(found[3]), int(found[4]), dotted=found[2] == ".")
    words = said.casefold()
    if (found := _DAY_MONTH.match(words)) and found[2] in _MONTHS:
        return _calendar(said, int(found[3]), _MONTHS[found[2]], int(found[1]))
    if (found := _MONTH_DAY.match(words)) and found[1] in _MONTHS:
        return _calendar(said, int(found[3]), _MONTHS[found[1]], int(found[2]))
    raise FaultError(f"{said!r} is not a date{_serial(said)}.", _ISO_REMEDY)


def _year_last(said: str, first: int, second: int, year: int, *, dotted: bool) -> dt.date:
    if dotted or first > 12 or first == second:
        return _calendar(said, year, second, first)
    if second > 12:
        return _calendar(said, year, first, second)
    readings = f"{year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}"
    raise FaultError(f"{said!r} can mean {readings}.", _ISO_REMEDY)


def _calendar(said: str, year: int, month: int, day_: int) -> dt.date:
    try:
        return _plausible(dt.date(year, month, day_), said)
    except FaultError:
        raise
    except ValueError:
        raise FaultError(f"{said!r} is not a day of the calendar.", _ISO_REMEDY) from None


def _plausible(found: dt.date, said: str) -> dt.date:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise FaultError(f"{said!r} is outside the years {_FIRST_YEAR} to {_LAST_YEAR}.", _ISO_REMEDY)
    return found


def _serial(value: object) -> str:
    """Say what a spreadsheet's day number would mean, when a value looks like one."""
    try:
        number = float(str(value))
    except ValueError:
        return ""
    if not 20000 <= number <= 75000:
        return ""
    return f" (a spreadsheet's day number? it would be {dt.date(1899, 12, 30) + dt.timedelta(days=int(number))})"


def number(value: object) -> float | None:
    """Return a number of zero or more, or None when unknown.

    Thousands separators are read where they leave one meaning: ``12,000.50``, ``12.000,50``, ``12 000``, ``12,000``.
    ``12.000`` is refused with both readings, because a value a thousand times too small can open an exception.
    """
    return _checked_number(value, limit=None)


def percent(value: object) -> float | None:
    """Return a percentage from 0 to 100, with or without its sign, or None when unknown."""
    said = value.strip().removesuffix("%").rstrip() if isinstance(value, str) else value
    return _checked_number(said, limit=100.0)


def dollars(value: object) -> float | None:
    """Return an amount of US dollars, or None when unknown. Another currency is refused, never converted."""
    if isinstance(value, str):
        value = re.sub(r"^(?:US\s?\$|USD|\$)\s*|\s*(?:USD|US\$|\$)$", "", value.strip(), flags=re.IGNORECASE)
        if re.search(r"^[€£¥₺₽]|[€£¥₺₽]$|\b(?:EUR|GBP|JPY|CNY|RMB|TRY|TL|RUB|HKD|AED|CHF)\b", value, re.IGNORECASE):
            raise FaultError(f"{value!r} is not in US dollars.", "Convert it: the column is value_usd.")
    return number(value)


def _checked_number(value: object, *, limit: float | None) -> float | None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        amount = float(value)
        if isinstance(value, float) and math.isnan(amount):
            return None
    else:
        said = text(value)
        if said is None:
            return None
        amount = _number(said, bounded=limit is not None)
    if not math.isfinite(amount) or amount < 0:
        raise FaultError(f"{value!r} is not a number of zero or more.", _NUMBER_REMEDY)
    if limit is not None and amount > limit:
        raise FaultError(f"{value!r} is more than {limit:g}.", f"Write a percentage from 0 to {limit:g}.")
    return amount


@lru_cache(maxsize=4096)
def _number(said: str, *, bounded: bool) -> float:
    plain = re.sub(r"[\u00a0\u2007\u202f]", " ", said).replace("’", "'").removeprefix("+")
    if _AMBIGUOUS.match(plain) and not bounded:
        whole, rest = plain.split(".")
        raise FaultError(f"{said!r} can mean {whole}{rest} or {float(plain)}.", _NUMBER_REMEDY)
    for mark, pattern in _GROUPED.items():
        if pattern.match(plain) and not (bounded and mark == ","):
            return float(plain.replace(mark, "").replace(",", "."))
    if _PLAIN.match(plain):
        return float(plain.replace(",", "."))
    raise FaultError(f"{said!r} is not a number of zero or more.", _NUMBER_REMEDY)
