from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tidewaiter.world import Scale, make_world
from tidewaiter.world.settings import SIZES

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


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a world of a fifth of the small one's records, as it is written: nothing was run on it."""
    folder = tmp_path_factory.mktemp("worlds") / "fresh"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SIZES, Scale.SMALL, replace(SIZES[Scale.SMALL], chains=600, shipments=8_000))
        make_world(43, Scale.SMALL).write(folder)
    return folder
