"""Folder of the real lists, and a writer of small ones."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from tidewaiter.sources.lists import ListFile, read_list_file

Reader = Callable[[str], ListFile]


@pytest.fixture(scope="session")
def lists_dir(data_dir: Path) -> Path:
    """Folder of the real lists."""
    return data_dir / "lists"


@pytest.fixture(scope="session")
def read_real(lists_dir: Path) -> Reader:
    """Read a real list once a session."""
    return functools.cache(lambda name: read_list_file(lists_dir / name))


@pytest.fixture
def read_text(tmp_path: Path) -> Callable[[str, str], ListFile]:
    """Write a small list under a name and read it."""

    def read(name: str, text: str) -> ListFile:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_list_file(path)

    return read
