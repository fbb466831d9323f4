"""Coverage first: which reporter's periods were reported, were partly kept secret, or are no data at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tidewaiter.flows.partial import Statement
from tidewaiter.flows.window import period_index, periods_between
from tidewaiter.model import CoverageState, country_name

_KEY = ("source", "flow", "every", "reporter")
#: Less than this share of a period's value that is kept secret is not worth a mark.
NOTABLE = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """What a source holds of one reporter in one direction of trade, month by month or year by year.

    Attributes:
        source: Name of the source.
        reporter: ISO 3166 alpha-2; `name` in words.
        flow: X, M, RX or RM.
        every: ``month`` or ``year``; months and years are never added up.
        first: First period the *source* has in any reporter of this direction; `last` the last. What a reporter lacks
            between them is no data.
        periods: How many periods lie between them; `reported` how many of them the reporter has in full.
        no_data: Periods it does not have.
        partial: Periods that were not over when the data came out: parts, that are compared with nothing.
        suppressed: Share of the value whose goods or partner are kept secret, by period, where there is any.
        undetailed: Share of the value that headings have and their subheadings lack, by period, where there is any.
        rows: Cells in all periods.
        released: Latest day of release, None where neither file nor user said it.
    """

    source: str
    reporter: str
    name: str
    flow: str
    every: str
    first: str
    last: str
    periods: int
    reported: int
    no_data: tuple[str, ...]
    partial: tuple[str, ...] = ()
    suppressed: Mapping[str, float] = field(default_factory=dict)
    undetailed: Mapping[str, float] = field(default_factory=dict)
    rows: int
    released: dt.date | None = None

    def states(self) -> Iterator[tuple[str, CoverageState]]:
        """Yield each period from first to last with its state."""
        lacking, partial = frozenset(self.no_data), frozenset(self.partial)
        for period in _between(self.first, self.last):
            if period in lacking:
                yield period, CoverageState.NO_DATA
            elif period in partial:
                yield period, CoverageState.PARTIAL
            elif max(self.suppressed.get(period, 0.0), self.undetailed.get(period, 0.0)) >= NOTABLE:
                yield period, CoverageState.SUPPRESSED
            else:
                yield period, CoverageState.REPORTED


def coverage_matrix(
    stated: Iterable[Mapping[str, Any]], partial: Collection[Statement] = frozenset()
) -> Iterator[CoverageRow]:
    """Arrange what is stated as a matrix, a row a reporter and direction.

    Args:
        stated: ``source, reporter, flow, period, rows, value, suppressed_rows, suppressed_value, undetailed_value,
            released``, one each source, reporter, flow and period.
        partial: Those that hold a part of their period.
    """
    cells = [{**cell, "every": "month" if len(cell["period"]) > 4 else "year"} for cell in stated]
    spans: dict[tuple[str, str, str], tuple[str, str]] = {}
    for cell in cells:
        key = (cell["source"], cell["flow"], cell["every"])
        first, last = spans.get(key, (cell["period"], cell["period"]))
        spans[key] = (min(first, cell["period"]), max(last, cell["period"]))
    for (source, flow, every, reporter), group in groupby(sorted(cells, key=_order), key=_order):
        known = {cell["period"]: cell for cell in group}
        first, last = spans[source, flow, every]
        every_period = _between(first, last)
        parts = tuple(period for period in sorted(known) if (source, reporter, flow, period) in partial)
        released = [cell["released"] for cell in known.values() if cell["released"]]
        yield CoverageRow(
            source=source,
            reporter=reporter,
            name=country_name(reporter),
            flow=flow,
            every=every,
            first=first,
            last=last,
            periods=len(every_period),
            reported=len(known) - len(parts),
            no_data=tuple(period for period in every_period if period not in known),
            partial=parts,
            suppressed=_shares(known, "suppressed_value"),
            undetailed=_shares(known, "undetailed_value"),
            rows=sum(cell["rows"] for cell in known.values()),
            released=max(released, default=None),
        )


def _order(cell: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(cell[name] for name in _KEY)


def _between(first: str, last: str) -> tuple[str, ...]:
    annual = len(first) == 4
    return periods_between(period_index(first), period_index(last), annual=annual)


def _shares(known: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, float]:
    """Return a part of the value as a share of it, where there is any; rows without a value count as all of it."""
    found = {}
    for period, cell in known.items():
        part, value = cell[name] or 0.0, cell["value"] or 0.0
        if part > 0:
            found[period] = round(min(part / value, 1.0), 4) if value > 0 else 1.0
        elif name == "suppressed_value" and cell["suppressed_rows"] and not value:
            found[period] = 1.0
    return found
