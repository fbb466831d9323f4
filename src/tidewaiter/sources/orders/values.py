"""One cell or JSON value to text or a choice. Blank is unknown; what cannot be read is a fault, never a guess."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tidewaiter.sources.rows import SPOILED, likely_encodings

#: What people write in a cell when they do not know. Not ``NA``, which is Namibia.
_PLACEHOLDERS = frozenset(
    {"", "-", "--", "—", "?", "n/a", "n.a.", "#n/a", "null", "none", "nan", "nil", "unknown", "not known", "tba", "tbd"}
)
_SHEET_ERRORS = frozenset({"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
#: Longest name, address or number read; longer ones are cells or rows that ran together, and name nobody.
LONGEST = 2000
_YES = frozenset({"yes", "y", "true", "t", "1", "x"})
_NO = frozenset({"no", "n", "false", "f", "0"})


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


def line(value: object) -> str | None:
    """Return a name, address or number as `text` does.

    Raises:
        FaultError: when it is longer than any is.
    """
    said = text(value)
    if said is not None and len(said) > LONGEST:
        reason = f"The text has {len(said):,} characters; a name, address or number has {LONGEST:,} at most."
        raise FaultError(reason, "Write one party a row; cells or rows may have run together here.")
    return said


def _whole(value: float | Decimal) -> str:
    """Return a number as text; a whole one without the ``.0`` spreadsheets add."""
    return str(int(value)) if math.isfinite(value) and value == int(value) else str(value)


def _checked_text(value: str) -> str | None:
    stripped = value.strip()
    if SPOILED.search(stripped):
        raise spoiled(stripped)
    if stripped in _SHEET_ERRORS:
        raise FaultError(f"The cell holds the spreadsheet error {stripped}.", "Repair the formula, or clear the cell.")
    return None if stripped.casefold() in _PLACEHOLDERS else stripped


def spoiled(value: str) -> FaultError:
    """Return why a text in which `SPOILED` is found cannot be read, and what to do about it."""
    if "\x00" in value:
        return FaultError("The text contains a NUL character.", "Write the file again as UTF-8 text.")
    if "\ufffd" in value:
        reason = "Letters were lost (the replacement character stands in their place)."
        return FaultError(reason, "State the encoding the file is in (--encoding), or export again as UTF-8.")
    try:
        likely = list(likely_encodings(value))
    except UnicodeEncodeError:  # half of a surrogate pair, escaped in JSON
        return FaultError("The text contains half of a surrogate pair.", "Export again from the source as UTF-8.")
    readings = "; ".join(f"as {name} it reads {read!r}" for name, read in likely)
    reason = f"The text is not UTF-8{f' ({readings})' if readings else ''}."
    told = f", such as --encoding {likely[0][0]}" if likely else ""
    return FaultError(reason, f"Save the file as UTF-8 (in Excel: CSV UTF-8), or state its encoding{told}.")


def is_blank(value: object) -> bool:
    """Tell whether a value says nothing: missing, blank, or a word for unknown."""
    return value is None or (isinstance(value, str) and value.strip().casefold() in _PLACEHOLDERS)


def readable(value: object) -> object:
    """Return a value as it stands, to be carried along; text that lost letters is refused."""
    if isinstance(value, str) and SPOILED.search(value):
        raise spoiled(value)
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
