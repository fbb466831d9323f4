"""Fixtures shared by the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Folder of the development data (real lists, law, trade, names), which is not part of the repository."""
    path = Path(os.environ.get("TIDEWAITER_DATA", _BESIDE))
    if not path.is_dir():
        pytest.skip("the development data are not beside the repository")
    return path
