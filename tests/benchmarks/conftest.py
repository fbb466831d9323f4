from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True, scope="package")
def importable() -> Iterator[None]:
    """Make ``benchmarks`` importable: it belongs to the repository, not to the package."""
    sys.path.insert(0, str(_ROOT))
    yield
    sys.path.remove(str(_ROOT))


@pytest.fixture(scope="session")
def root() -> Path:
    """Folder of the repository."""
    return _ROOT
