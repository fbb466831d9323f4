"""Any other answer: its fields as labelled facts, or as a table when there are several with few fields."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tidewaiter.reports.rows import Row, rows_of
from tidewaiter.reports.views.page import Column, Page
from tidewaiter.reports.wording import words

#: Columns beyond which a table cannot be read: a column needs this much room on average.
_ROOM = 16


def show_facts(objects: Iterator[object], page: Page) -> None:
    """Print model objects or mappings of which no view is known."""
    rows = itertools.chain.from_iterable(map(rows_of, objects))
    first = list(itertools.islice(rows, 2))
    everything = itertools.chain(first, rows)
    keys = tuple(dict.fromkeys(name for row in first for name in row))
    if len(first) > 1 and len(keys) * _ROOM <= page.width:
        page.table(
            [Column(words(key), whole=False) for key in keys],
            (tuple(row.get(key, "") for key in keys) for row in everything),
        )
        return
    for number, row in enumerate(everything):
        if number:
            page.blank()
        _facts(page, row)


def _facts(page: Page, row: Row) -> None:
    page.facts((words(name), value) for name, value in row.items())
