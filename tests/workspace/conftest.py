from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tidewaiter.workspace import Workspace

TODAY = dt.date(2026, 8, 1)


@pytest.fixture(scope="session")
def space(indexed: Callable[[str], Path]) -> Workspace:
    """A workspace over the carried lists and law, on a fixed day."""
    return Workspace(indexed("workspace"), today=lambda: TODAY)


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    """A workspace without any list."""
    (tmp_path / "carried").mkdir()
    return Workspace(tmp_path / "own", today=lambda: TODAY, carried=tmp_path / "carried")
