from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.command import answered

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def home(indexed: Callable[[str], Path]) -> Path:
    """The workspace the command line is run in."""
    return indexed("home")


@pytest.fixture(scope="session")
def environment(home: Path) -> dict[str, str]:
    """All a command knows of its surroundings."""
    return {"TIDEWAITER_WORKSPACE": str(home), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2] / "src")}


@pytest.fixture(scope="session")
def run(environment: dict[str, str]) -> Run:
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
            env=environment,
        )

    return call


@pytest.fixture(scope="session")
def ask(environment: dict[str, str]) -> Run:
    """Run the command line in this process: for what a command answers, not for how a process behaves."""

    def call(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return answered(words, environment, stdin or "")

    return call
