"""Fixtures shared by the whole suite, and how it is spread over the workers of pytest-xdist.

`make test` starts a worker a core. The tests of a file run in one worker, in their order, and so do those of a room
whose files share a dear fixture; files with slow tests are begun first, so that none of them is left to the end.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest

_BESIDE = Path(__file__).resolve().parents[1].parent / "shared" / "data"
#: Rooms whose files share a fixture that is dear: a cluster, a service in a process of its own, simulated worlds.
_SHARING = ("spark", "api", "flows", "world")

# How long a test takes says little where others run beside it.
hypothesis.settings.register_profile("beside others", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("beside others")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what holds slow tests first, the cluster before all; the rest stays in its order."""
    groups = {item: _group(item.nodeid) for item in items}
    slow = {groups[item] for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (groups[item] != "spark", groups[item] not in slow))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each worker one group after another, in the order of the tests."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False  # it would go by the number of tests
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = _group  # pytest 9.2 does not show `--dist loadgroup` the names it adds to tests
    return scheduler


def _group(nodeid: str) -> str:
    """Return what runs in one worker: a file, or a room."""
    file = nodeid.partition("::")[0]
    room = file.split("/")[1]
    return room if room in _SHARING else file


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Folder of the development data (real lists, law, trade, names), which is not part of the repository."""
    path = Path(os.environ.get("TIDEWAITER_DATA", _BESIDE))
    if not path.is_dir():
        pytest.skip("the development data are not beside the repository")
    return path


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Make the folder of a new workspace in which the index over the carried lists is already there.

    Building it takes ten processor seconds, and most tests do not ask how it came to be: it is built once a run, by
    the worker that needs it first, and copied.
    """
    from tidewaiter.store.locks import exclusive
    from tidewaiter.workspace import Workspace

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    pattern, day = shared / "indexed", dt.date(2026, 8, 1)

    def make(name: str) -> Path:
        with exclusive(shared / "indexed.lock"):
            Workspace(pattern, today=lambda: day).screener(day)
        return shutil.copytree(pattern, tmp_path_factory.mktemp(name), dirs_exist_ok=True)

    return make
