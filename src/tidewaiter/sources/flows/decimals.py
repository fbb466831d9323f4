"""The decimal mark of a statistical file: one for all of it, so that no part of it is read otherwise than the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tidewaiter.model import UsageError
from tidewaiter.sources.flows.layout import Bound
from tidewaiter.sources.flows.scan import quoted
from tidewaiter.sources.rows.decimals import NAME, OPEN, OTHER, TELLING, ambiguous

if TYPE_CHECKING:
    import duckdb


class _Seen(NamedTuple):
    """A number, the heading it stands under, and its row."""

    row: int
    heading: str
    text: str


def decimal_mark(connection: duckdb.DuckDBPyConnection, bound: Bound, file: str, *, written: bool) -> str:
    """Return the mark that the numbers of ``raw`` tell; a point where they have none.

    Args:
        connection: Has ``raw``.
        bound: The layout of the file.
        file: Its name in messages.
        written: Its numbers are text as somebody wrote it; else a program wrote them, with a point.

    Raises:
        UsageError: when some numbers have a decimal comma and some a point, or none tells which it is.
    """
    patterns = {"," + kind: found[","] for kind, found in (("told", TELLING), ("open", OPEN))}
    patterns |= {"." + kind: found["."] for kind, found in (("told", TELLING), ("open", OPEN))}
    seen = _first(connection, bound, patterns)
    comma, point = seen.get(",told"), seen.get(".told")
    if comma and point:
        raise UsageError(
            f"{file}: row {comma.row} has {comma.text!r} ({comma.heading}) and row {point.row} has {point.text!r} "
            f"({point.heading}): write all numbers of a file alike, such as 12000.50, or state --decimal comma or "
            "--decimal point, which sets the other rows aside."
        )
    if comma or point:
        return "," if comma else "."
    if unclear := seen.get(",open") or (seen.get(".open") if written else None):
        raise ambiguous(file, unclear.text)
    return "."


def _first(connection: duckdb.DuckDBPyConnection, bound: Bound, patterns: dict[str, str]) -> dict[str, _Seen]:
    """Return the first number of each pattern in any column of numbers."""
    marked = "(contains({cell}, ',') or contains({cell}, '.')) and regexp_full_match(flow_close({cell}), {pattern})"
    asked = [
        (kind, heading, marked.format(cell=cell, pattern=quoted(pattern)), cell)
        for kind, pattern in patterns.items()
        for heading, cell in bound.numbers.items()
    ]
    if not asked:
        return {}
    columns = ", ".join(f"min(row) filter ({test}), arg_min({cell}, row) filter ({test})" for _, _, test, cell in asked)
    (found,) = connection.execute(f"select {columns} from raw").fetchall()  # noqa: S608 - keys and constant patterns
    seen: dict[str, _Seen] = {}
    for (kind, heading, _, _), row, text in zip(asked, found[::2], found[1::2], strict=True):
        if row is not None and (kind not in seen or row < seen[kind].row):
            seen[kind] = _Seen(row, heading, text)
    return seen


def reading_macro(mark: str) -> str:
    """Return SQL that makes ``flow_plain(cell)``: a number of the file with a point and no blanks.

    One that contradicts the mark says so, and is then no number.
    """
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
