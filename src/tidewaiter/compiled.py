"""Functions of arrays compiled to machine code by numba, kept on disk so that a machine compiles them once.

The rooms that compile, screening and networks, each have a `Compiler` of their own.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

import numba
import platformdirs

_Function = TypeVar("_Function", bound=Callable[..., object])
_log = logging.getLogger(__name__)


class Compiler:
    """Decorates functions of arrays and numbers, which are compiled on their first call.

    They then run without the interpreter's lock, and are put whole into the compiled functions that call them: a call
    would copy every array handed over, seven numbers each, which took two thirds of the time of comparing names. The
    machine code is kept in the user's cache folder under a name made from the sources of the room: numba by itself
    would go on using a caller whose callee, in another file, has changed.
    Where that folder cannot be written to, every process compiles anew.

    Args:
        room: Folder of the room's sources.
    """

    def __init__(self, room: Path) -> None:
        self._room = room

    def __call__(self, function: _Function) -> _Function:
        """Return what compiles the function on its first call."""
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(self.folder)
        try:
            made = numba.njit(cache=self._can_be_kept, nogil=True, forceinline=True)(function)
        finally:
            numba.config.CACHE_DIR = before
        return cast("_Function", made)

    @cached_property
    def folder(self) -> Path:
        """Where the machine code of this version of the room is kept."""
        digest = hashlib.sha256(Path(__file__).read_bytes())
        for source in sorted(self._room.rglob("*.py")):
            digest.update(source.read_bytes())
        kept = platformdirs.user_cache_path("tidewaiter", appauthor=False) / "compiled"
        return kept / f"{self._room.name}-{digest.hexdigest()[:16]}"

    @cached_property
    def _can_be_kept(self) -> bool:
        """Whether the folder can be written to; where it cannot, numba would choose another by itself."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            said = "%s cannot be written to: every process compiles %s anew (see XDG_CACHE_HOME)."
            _log.warning(said, self.folder, self._room.name)
            return False
        return os.access(self.folder, os.W_OK)
