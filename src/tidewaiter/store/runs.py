"""Runs of many stages on disk. A stage is a folder that is there whole or not at all, so a run goes on where it ended.

``<root>/networks/<run>/<stage>/*.parquet``. A run is named by everything its result depends on; the last few are kept.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Runs kept beside the newest.
KEPT = 6


@dataclass(frozen=True, slots=True)
class Run:
    """One run: a folder of stages.

    Attributes:
        folder: Its folder; made with the first stage.
    """

    folder: Path

    @property
    def name(self) -> str:
        """Name of the run."""
        return self.folder.name

    def stage(self, name: str) -> Path:
        """Return the folder of a stage, which need not exist."""
        return self.folder / name

    def has(self, name: str) -> bool:
        """Tell whether a stage is complete."""
        return self.stage(name).is_dir()


class RunStore:
    """The runs of a workspace.

    Args:
        root: Folder of the workspace.
    """

    def __init__(self, root: Path) -> None:
        self.folder = root / "networks"

    def open(self, kind: str, name: str) -> Run:
        """Return a run by its kind and name, as the newest of its kind; those long not asked for are removed."""
        run = Run(self.folder / f"{kind}-{name}")
        run.folder.mkdir(parents=True, exist_ok=True)
        used, now = run.folder / ".used", time.time_ns()
        used.touch()
        os.utime(used, ns=(now, now))  # the time a file system gives by itself is coarse
        ranked = sorted(self._of(kind), key=lambda other: (other / ".used").stat().st_mtime_ns, reverse=True)
        for old in ranked[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
        return run

    def runs(self, kind: str, stages: Sequence[str] = ()) -> tuple[Run, ...]:
        """Return the runs of a kind that have some stages, the one asked for last first."""
        found = sorted(self._of(kind), key=lambda folder: (folder / ".used").stat().st_mtime_ns, reverse=True)
        return tuple(run for run in map(Run, found) if all(map(run.has, stages)))

    def _of(self, kind: str) -> list[Path]:
        return [folder for folder in self.folder.glob(f"{kind}-*") if (folder / ".used").is_file()]

    @staticmethod
    def note(run: Run, facts: dict[str, Any]) -> None:
        """Write beside the stages what the run rests on, for people."""
        (run.folder / "run.json").write_text(json.dumps(facts, indent=1, default=str) + "\n", encoding="utf-8")
