"""Pairs of names with their score: one with what it rests on, many as a table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from tidewaiter.reports.likeness import reasons, which_name
from tidewaiter.reports.views.page import STRONG, Column, Page

_PAIR = ("name1", "name2")
_LABEL = 9


def show_comparisons(pairs: Iterator[Mapping[str, Any]], page: Page) -> None:
    """Print scored pairs; each has ``name1``, ``name2``, ``score``, ``features`` and the caller's other columns."""
    first = list(itertools.islice(pairs, 2))
    if len(first) == 1:
        _pair(page, first[0])
        return
    others = [key for key in first[0] if key not in {*_PAIR, "score", "features", "schema"}] if first else []
    columns = (Column("score", "right"), *(Column(name, whole=False) for name in (*_PAIR, *others)))
    rows = (
        (f"{pair['score']:.3f}", *(str(pair.get(name) or "") for name in (*_PAIR, *others)))
        for pair in itertools.chain(first, pairs)
    )
    page.table(columns, rows)


def _pair(page: Page, pair: Mapping[str, Any]) -> None:
    speaks_for, speaks_against = reasons(pair["features"], most=6)
    page.facts(
        [
            ("score", Text(f"{pair['score']:.3f}", style=STRONG)),
            ("name 1", str(pair["name1"])),
            ("name 2", str(pair["name2"])),
            ("schema", str(pair.get("schema") or "")),
            *which_name(pair["features"]),
            ("for", speaks_for),
            ("against", speaks_against),
        ],
        label=_LABEL,
    )
