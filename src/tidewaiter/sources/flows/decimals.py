"""The decimal mark of a statistical file: one for all of it, so that no part of it is read otherwise than the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tidewaiter.model import UsageError
from tidewaiter.sources.flows.layout import Bound
from tidewaiter.sources.flows.scan import quoted
from tidewaiter.sources.rows.decimals import NAME, OPEN, OTHER, TELLING, ambiguous

if TYPE_CHECKING:
    import duckdb


#: Numbers with a comma or two points: where a file has none, there is nothing to be settled or taken out.
_ODD = r".*,.*|.*\..*\..*"


class _Seen(NamedTuple):
    """A number, the heading it stands under, and its row."""

    row: int
    heading: str
    text: str


def reading_macro(
    connection: duckdb.DuckDBPyConnection, bound: Bound, file: str, *, stated: str | None, written: bool
) -> str:
    """Return SQL that makes ``flow_plain(cell)``: a number of the file with a point and nothing between thousands.

    Args:
        connection: Has ``raw``.
        bound: The layout of the file.
        file: Its name in messages.
        stated: Its decimal mark, where the user states it.
        written: Its numbers are text as somebody wrote it; else a program wrote them, with a point.

    Raises:
        UsageError: when some numbers have a decimal comma and some a point, or none tells which it is.
    """
    if stated is None and not _first(connection, bound, _ODD):
        unclear = _first(connection, bound, OPEN["."]) if written and not bound.layout.ungrouped else None
        if unclear and not _first(connection, bound, TELLING["."]):
            raise ambiguous(file, unclear.text)
        return "create or replace macro flow_plain(cell) as cell"
    return _macro(stated or _mark(connection, bound, file, written=written))


def _mark(connection: duckdb.DuckDBPyConnection, bound: Bound, file: str, *, written: bool) -> str:
    """Return the mark that the numbers of ``raw`` tell."""
    comma, point = _first(connection, bound, TELLING[","]), _first(connection, bound, TELLING["."])
    if comma and point:
        raise UsageError(
            f"{file}: row {comma.row} has {comma.text!r} ({comma.heading}) and row {point.row} has {point.text!r} "
            f"({point.heading}): write all numbers of a file alike, such as 12000.50, or state --decimal comma or "
            "--decimal point, which sets the other rows aside."
        )
    if comma or point:
        return "," if comma else "."
    unclear = _first(connection, bound, OPEN[","]) or (_first(connection, bound, OPEN["."]) if written else None)
    if unclear:
        raise ambiguous(file, unclear.text)
    return "."


def _first(connection: duckdb.DuckDBPyConnection, bound: Bound, pattern: str) -> _Seen | None:
    """Return the first number that is written so, in any column of numbers; the rows after it are not read."""
    cells = list(bound.numbers.values())
    if not cells:
        return None
    marked = "(contains({0}, ',') or {0} like '%.%.%')" if pattern == _ODD else "({0} like '%.%' or contains({0}, ','))"
    tests = [f"({marked.format(cell)} and regexp_full_match(flow_close({cell}), {quoted(pattern)}))" for cell in cells]
    found = connection.execute(
        f"select row, {', '.join(cells)} from raw where {' or '.join(tests)} limit 1"  # noqa: S608 - keys and constant patterns
    ).fetchall()
    if not found:
        return None
    ((row, *texts),) = found
    heading, text = next(
        (heading, text)
        for heading, text in zip(bound.numbers, texts, strict=True)
        if text and re.fullmatch(pattern, re.sub(r"\s", "", text))
    )
    return _Seen(row, heading, text)


def _macro(mark: str) -> str:
    """Return the macro for a mark; a number that contradicts it says so, and is then none."""
    other = OTHER[mark]
    against = f" (against the decimal {NAME[mark]} of the file)"
    m, o = (f"\\{sign}" if sign == "." else sign for sign in (mark, other))
    grouped = rf"[+-]?\d{{1,3}}({o}\d{{2,3}})*{o}\d{{3}}({m}\d*)?"
    return (
        "create or replace macro flow_plain(cell) as case "
        f"when not contains(cell, '{other}') then {'cell' if mark == '.' else 'replace(cell, chr(44), chr(46))'} "
        f"when regexp_full_match(flow_close(cell), {quoted(grouped)}) "
        f"then replace(replace(flow_close(cell), '{other}', ''), '{mark}', '.') "
        f"when regexp_full_match(flow_close(cell), {quoted(TELLING[other])}) then cell || {quoted(against)} "
        "else cell end"
    )
