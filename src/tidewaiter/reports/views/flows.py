"""Trade statistics in a terminal: the coverage matrix, a line a reporter and a sign a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from tidewaiter.flows.coverage import CoverageRow
from tidewaiter.model import CoverageState
from tidewaiter.reports.views.page import QUIET, STRONG, Column, Page

#: Signs that differ without color: full, half, low for a part of a period, and a dot where nothing is known.
SIGNS: Mapping[CoverageState, str] = {
    CoverageState.REPORTED: "█",
    CoverageState.SUPPRESSED: "▒",
    CoverageState.PARTIAL: "▁",
    CoverageState.NO_DATA: "·",
}


MEANING: Mapping[CoverageState, str] = {
    CoverageState.REPORTED: "reported",
    CoverageState.SUPPRESSED: "partly suppressed or missing",
    CoverageState.PARTIAL: "not over when the data came out: a part",
    CoverageState.NO_DATA: "no data, which is not zero",
}
_LONGEST = 24
_QUARTER = 3
#: Columns a page needs beside the signs: the reporter, what is covered, and the gaps.
_BESIDE = 34


def show_coverage(rows: Iterator[CoverageRow], page: Page) -> None:
    """Print a matrix a source, direction and length of period; months that find no room are shown by quarter."""
    for number, ((source, flow, every), group) in enumerate(groupby(rows, lambda r: (r.source, r.flow, r.every))):
        members = list(group)
        if number:
            page.blank()
        first, last = members[0].first, members[0].last
        months = every == "month"
        quarters = months and members[0].periods * 1.2 + _BESIDE > page.width
        page.say(f"{source}, {flow}: {first} to {last}, a sign a {'quarter' if quarters else every}", STRONG)
        years = list(_by_year(members[0], quarters=quarters)) if months else [f"{first}-{last}"]
        columns = (Column("reporter"), Column("covered", "right"), *(Column(year) for year in years))
        page.table(columns, (_line(row, quarters=quarters) for row in members))
    page.blank()
    legend = "   ".join(f"{sign} {MEANING[state]}" for state, sign in SIGNS.items())
    page.say(legend, QUIET)


def _line(row: CoverageRow, *, quarters: bool) -> tuple[str, ...]:
    signs = _by_year(row, quarters=quarters).values()
    cells = signs if row.every == "month" else ["".join(signs)]
    return (f"{row.reporter} {row.name}"[:_LONGEST], f"{row.reported}/{row.periods}", *cells)


def _by_year(row: CoverageRow, *, quarters: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    size = _QUARTER if quarters else 1
    for year, group in groupby(row.states(), lambda pair: pair[0][:4]):
        states = [state for _, state in group]
        found[year] = "".join(SIGNS[_together(states[i : i + size])] for i in range(0, len(states), size))
    return found


def _together(states: Sequence[CoverageState]) -> CoverageState:
    return states[0] if len(set(states)) == 1 else CoverageState.SUPPRESSED
