from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from tidewaiter.cli import main

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
    """Run the command line in this process, where what is asked is what a command answers, not how a process behaves.

    It answers as `run` does, and saves the two processor seconds in which a process loads libraries and law.
    """

    def call(*words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        given, out, err = (io.TextIOWrapper(io.BytesIO(text), "utf-8") for text in ((stdin or "").encode(), b"", b""))
        with (
            patch.dict(os.environ, environment, clear=True),
            patch.object(sys, "argv", ["tidewaiter", *words]),
            patch.object(sys, "stdin", given),
            redirect_stdout(out),
            redirect_stderr(err),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        return subprocess.CompletedProcess(words, int(ended.value.code or 0), _text(out), _text(err))

    return call


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()
