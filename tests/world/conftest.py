from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.world import FirmWorld, World, make_firms, make_world


@pytest.fixture(scope="session")
def small() -> World:
    return make_world(7)


@pytest.fixture(scope="session")
def firms(small: World) -> FirmWorld:
    return make_firms(small.economy)


@pytest.fixture(scope="session")
def folder(small: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("world")
    small.write(out)
    return out
