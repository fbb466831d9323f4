"""``python -m tidewaiter`` is the command line."""

from __future__ import annotations

import subprocess
import sys


def test_the_package_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tidewaiter", "--help"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "check" in done.stdout
