"""Builds what the service reads, in a process of its own: ``python -m tidewaiter.api.prepare ROOT DAY``.

To build the index of a state of the lists takes some seconds and a few hundred megabytes, which a process that then
runs for weeks would never give back. It maps the finished files instead.
"""

from __future__ import annotations

import datetime as dt
import logging
import subprocess
import sys
from pathlib import Path

from tidewaiter.api.open_screening.entities import Entities
from tidewaiter.store.locks import exclusive
from tidewaiter.workspace import Workspace

_LOG = logging.getLogger("tidewaiter.api")


def prepare_apart(space: Workspace, entities: Entities, day: dt.date) -> None:
    """See to it that index and entities of a day are on disk; where that fails, the service builds them in memory."""
    if space.index_folder(day).is_dir() and entities.file(day).is_file():
        return
    _LOG.info("The lists are being indexed: once for each state of them.")
    command = [sys.executable, "-m", "tidewaiter.api.prepare", str(space.root.absolute()), day.isoformat()]
    try:
        subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  this very interpreter
    except OSError as error:
        _LOG.warning("The lists could not be indexed apart: %s", error)
    except subprocess.CalledProcessError as error:
        _LOG.warning("The lists could not be indexed apart: %s", error.stderr.strip().rsplit("\n", 1)[-1])


def main(root: Path, day: dt.date) -> None:
    """Build index and entities; of several processes that are to, one does."""
    space = Workspace(root)
    folder = space.index_folder(day).parent
    folder.mkdir(parents=True, exist_ok=True)
    with exclusive(folder / ".lock"):
        Entities(space).of(day)


if __name__ == "__main__":
    main(Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2]))
