from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def home(indexed: Callable[[str], Path]) -> Path:
    """The workspace the command line is run in."""
    return indexed("home")


@pytest.fixture(scope="session")
def run(home: Path) -> Run:
    """Run the command line as a user does: a process of its own, standard output and error apart."""

    def call(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tidewaiter.cli", *words],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            env={"TIDEWAITER_WORKSPACE": str(home), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        )

    return call
