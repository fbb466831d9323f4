"""The command line in the process of the tests."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from subprocess import CompletedProcess
from unittest.mock import patch

import pytest

from tidewaiter.cli import main


def answered(words: Sequence[str], environment: Mapping[str, str], stdin: str = "") -> CompletedProcess[str]:
    """Return what a command answers, as a process of its own would, without the two processor seconds one begins with.

    Args:
        words: Arguments of ``tidewaiter``.
        environment: All variables it sees.
        stdin: What it reads from standard input.
    """
    given, out, err = (io.TextIOWrapper(io.BytesIO(text), "utf-8") for text in (stdin.encode(), b"", b""))
    with (
        patch.dict(os.environ, environment, clear=True),
        patch.object(sys, "argv", ["tidewaiter", *words]),
        patch.object(sys, "stdin", given),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return CompletedProcess(words, int(ended.value.code or 0), _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = stream.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()
