"""Compiling ahead, in a process of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tidewaiter.screening import prepare as module
from tidewaiter.screening.prepare import compile_all, prepare

SCREENS = """
import datetime as dt
from tidewaiter.screening import Query, Screener, ScreeningIndex, compare
print(compare("Invented Plant No. 5", "Invented Plant No. 6").score)
"""


@pytest.fixture(autouse=True)
def unprepared() -> None:
    prepare.cache_clear()


def test_what_was_prepared_is_not_prepared_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "compiled_folder", lambda: tmp_path)
    (tmp_path / "ready").touch()
    started: list[object] = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_: started.append(command))
    prepare()
    assert not started


def test_a_child_that_fails_is_told_and_nothing_else_happens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "compiled_folder", lambda: tmp_path / "none")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    logger = logging.getLogger("tidewaiter.screening.prepare")
    monkeypatch.setattr(logger, "propagate", True)
    with caplog.at_level(logging.INFO, logger=logger.name):
        prepare()
    # A record is captured twice where a command has told of the preparing before, in the same process.
    assert [record.levelname for record in dict.fromkeys(caplog.records)] == ["INFO", "WARNING"]


def test_all_is_compiled_and_marked_as_ready(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "compiled_folder", lambda: tmp_path / "new")
    compile_all()
    assert (tmp_path / "new" / "ready").exists()


def test_a_folder_that_cannot_be_written_to_leaves_screening_to_compile_for_itself(tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where a folder should be")
    environment = {**os.environ, "XDG_CACHE_HOME": str(blocked), "TIDEWAITER_PREPARING": "1"}
    done = subprocess.run([sys.executable, "-c", SCREENS], env=environment, capture_output=True, text=True, check=True)
    assert 0 <= float(done.stdout) < 0.5
    assert done.stderr.count("cannot be written to") == 1
