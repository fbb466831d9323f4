"""Where the headings of a table stand: below title rows, or merged over two rows as spreadsheets do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tidewaiter.model import RowError
from tidewaiter.sources.rows.raw import Headings, HeadingTest, Warn

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FoundHeadings:
    """Headings and how many of them the caller knows. ``first`` and ``last`` are positions in the rows looked at."""

    headings: Headings
    known: int
    first: int
    last: int


def find_headings(rows: Sequence[tuple[int, Sequence[object]]], knows: HeadingTest) -> FoundHeadings | None:
    """Find the row, or two rows, with the most headings the caller knows; the first of equals, one row before two.

    Args:
        rows: The first rows of the table with their numbers.
        knows: Tells which headings the caller knows.

    Returns:
        None when every row is blank. Where no heading is known, the first row that is not blank.
    """
    found: FoundHeadings | None = None
    names = [tuple(_label(cell) for cell in cells) for _, cells in rows]
    for i, (number, _) in enumerate(rows):
        if not any(names[i]):
            continue
        one = _found(number, names[i], knows, i, i)
        if found is None or one.known > found.known:
            found = one
    for i in range(len(rows) - 1):
        if any(names[i]) and any(names[i + 1]):
            two = _found(rows[i + 1][0], _merged(names[i], names[i + 1], knows), knows, i, i + 1)
            if found is not None and two.known > found.known:
                found = two
    return found


def say_what_was_skipped(
    file: str, rows: Sequence[tuple[int, Sequence[object]]], found: FoundHeadings, warn: Warn
) -> None:
    """Warn of title rows above the headings, and of headings over two rows, so that a misreading is seen."""
    first, last = rows[found.first][0], rows[found.last][0]
    titles = [number for number, cells in rows[: found.first] if any(_label(cell) for cell in cells)]
    if titles:
        warn(f"{file}: the headings were found in row {first}; {len(titles)} row(s) above were not read.")
    if last > first:
        warn(f"{file}: the headings stand in rows {first} and {last} and were read together.")


def said_twice(file: str, headings: Headings, keys: Sequence[str | None]) -> RowError | None:
    """Return the error of a table of which two columns mean one thing, since either could be the one that is meant.

    Args:
        file: Name of the file in messages.
        headings: The headings as they stand there.
        keys: What each of them means, None where nothing.
    """
    for at, key in enumerate(keys):
        if key is not None and key in keys[:at]:
            first, second = headings.names[keys.index(key)], headings.names[at]
            reason = f"Columns {first!r} and {second!r} both mean {key}."
            return RowError(file, headings.number or None, second, reason, "Remove or rename one of them.")
    return None


def _found(number: int, names: tuple[str, ...], knows: HeadingTest, first: int, last: int) -> FoundHeadings:
    while names and not names[-1]:
        names = names[:-1]
    known = sum(1 for name in names if name and knows(name))
    return FoundHeadings(Headings(number, names), known, first, last)


def _merged(groups: Sequence[str], names: Sequence[str], knows: HeadingTest) -> tuple[str, ...]:
    """Join a row of merged group headings with the row below: the group reaches to the next group."""
    joined: list[str] = []
    group = ""
    for i in range(max(len(groups), len(names))):
        own = groups[i] if i < len(groups) else ""
        name = names[i] if i < len(names) else ""
        group = own or group
        both = f"{group} {name}".strip()
        joined.append(own if not name else name if knows(name) and not knows(both) else both)
    return tuple(joined)


def _label(cell: object) -> str:
    """Return a heading in one line, in which bytes of a wrong encoding can be shown."""
    return _UNREADABLE.sub("\ufffd", " ".join(str(cell).split())) if cell is not None else ""
