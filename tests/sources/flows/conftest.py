"""A file of any layout, imported into a workspace of its own."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tidewaiter.model import RowError
from tidewaiter.store.flow_import import FlowImport
from tidewaiter.workspace.flows import Flows

DAY = dt.date(2026, 8, 7)


class Imported:
    """An import, what was said about it, and its rows by column name."""

    def __init__(self, flows: Flows, done: FlowImport, rejected: list[RowError], said: list[str]) -> None:
        self.flows, self.done, self.rejected, self.said = flows, done, rejected, said

    @property
    def rows(self) -> list[dict[str, Any]]:
        with self.flows.store.connect() as connection:
            rows: list[dict[str, Any]] = (
                self.flows.store.relation(connection)
                .order("flow, period, reporter, partner, hs")
                .to_arrow_table()
                .to_pylist()
            )
        return rows

    def total(self, **wanted: object) -> float:
        """Return the value of rows that are no parents and have these cells."""
        return sum(
            float(row["value"])
            for row in self.rows
            if not row["parent"] and all(row[name] == value for name, value in wanted.items())
        )


Import = Callable[..., Imported]


@pytest.fixture
def take_in(tmp_path: Path) -> Import:
    """Import text, bytes or a file as a source."""

    def call(given: str | bytes | Path, source: str, *, file: str = "given.csv", **options: Any) -> Imported:
        path = given if isinstance(given, Path) else tmp_path / file
        if not isinstance(given, Path):
            data = given.encode() if isinstance(given, str) else given
            path.write_bytes(gzip.compress(data) if file.endswith(".gz") else data)
        flows = Flows(tmp_path / "space", lambda: DAY)
        rejected: list[RowError] = []
        said: list[str] = []
        done = flows.import_file(path, source, rejected=rejected.append, warn=said.append, **options)
        return Imported(flows, done, rejected, said)

    return call
