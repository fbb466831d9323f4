"""Indexes that are measured in a process of their own: built, saved, and given to the worker."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.scorecard.statistics import SEED

from tidewaiter.model import Listing
from tidewaiter.screening import Query, ScreeningIndex

_WORKER = Path(__file__).with_name("worker.py")


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a fresh process measured; the fields of ``worker.py``, and building and saving beside."""

    names: int
    entries: int
    build_seconds: float
    disk_mb: float
    measured: dict[str, Any]

    @property
    def rate(self) -> float:
        """Queries a second of processor time."""
        return float(self.measured["queries"] / self.measured["cpu_seconds"])

    @property
    def wall_rate(self) -> float:
        """Queries a second."""
        return float(self.measured["queries"] / self.measured["wall_seconds"])

    def quantile(self, name: str, share: float) -> float:
        """Return a quantile of ``single_ms`` or ``single_cpu_ms``."""
        return float(np.quantile(self.measured[name], share))


def measure(listings: Sequence[Listing], queries: Sequence[Query]) -> Fresh:
    """Build and save an index of listings, and measure it in a fresh process.

    The queries are mixed, so that any part of them is like the whole.
    """
    mixed = np.random.default_rng(SEED).permutation(len(queries)).tolist()
    with tempfile.TemporaryDirectory(prefix="tidewaiter-scorecard-") as folder:
        directory = Path(folder) / "index"
        began = time.process_time()
        ScreeningIndex.build(listings).save(directory)
        build_seconds = time.process_time() - began
        disk_mb = sum(file.stat().st_size for file in directory.rglob("*") if file.is_file()) / 2**20
        measured = _measure_saved(directory, [queries[number] for number in mixed])
    names = sum(len(entry.names) for entry in listings)
    return Fresh(names, len(listings), build_seconds, disk_mb, measured)


def _measure_saved(directory: Path, queries: Sequence[Query]) -> dict[str, Any]:
    """Measure a saved index in a fresh process."""
    asked = json.dumps([[query.name, query.schema and query.schema.value] for query in queries])
    done = subprocess.run(
        [sys.executable, str(_WORKER), str(directory)], input=asked, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the worker stopped:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found
