"""Compiles the room's functions ahead, in a process of its own: ``python -m tidewaiter.screening.prepare``.

Compiling takes some seconds and a few hundred megabytes, once a machine and version. A long-running service should
not keep that memory, and a batch should not wait in the middle, so the first index that is built or opened has it done
by a child process that then ends.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import subprocess
import sys
from functools import cache

from tidewaiter.screening.compiled import compiled_folder

_READY = "ready"
#: Set in the child process, so that it does not start one of its own.
_CHILD = "TIDEWAITER_PREPARING"
_log = logging.getLogger(__name__)


@cache
def prepare() -> None:
    """See to it that all compiled functions of this version are in the user's cache folder."""
    if os.environ.get(_CHILD) or (compiled_folder() / _READY).exists():
        return
    _log.info("Preparing screening: once on this machine, up to half a minute.")
    command = [sys.executable, "-m", "tidewaiter.screening.prepare"]
    done = subprocess.run(  # noqa: S603 - this very interpreter and module
        command, env={**os.environ, _CHILD: "1"}, capture_output=True, text=True, check=False
    )
    if done.returncode:  # each process then compiles for itself, in its own time
        _log.warning("Screening could not be prepared ahead: %s", done.stderr.strip().rsplit("\n", 1)[-1])


def compile_all() -> None:
    """Call every compiled function once, as real questions do."""
    from tidewaiter.model import ListedName, Listing, NameKind, Schema  # noqa: PLC0415 - needed in the child only
    from tidewaiter.screening import Query, Screener, ScreeningIndex, compare  # noqa: PLC0415

    names = ("Delta Harbour Machinery", "Ivan Petrov", "Иван Петров", "Kuzey Plant No. 5")
    listed = [
        Listing(
            id=name, list="custom.none", schema=Schema.ENTITY, names=(ListedName(text=name, kind=NameKind.PRIMARY),)
        )
        for name in names
    ]
    screener = Screener(ScreeningIndex.build(listed))
    screener.screen([Query(name=name) for name in (*names, "Delta Harbor")], as_of=dt.date.min, threshold=0.0)
    compare(names[0], names[1])
    compiled_folder().mkdir(parents=True, exist_ok=True)
    (compiled_folder() / _READY).touch()


if __name__ == "__main__":
    compile_all()
