"""Functions of arrays compiled to machine code by numba, kept on disk so that a machine compiles them once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar, cast

import numba
import platformdirs

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """Compile a function of arrays and numbers on its first call.

    The machine code is kept in the user's cache folder, under a name made from the source of this room: numba by itself
    would go on using a caller whose callee, in another file, has changed. Where that folder cannot be written to, every
    process compiles anew.
    """
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(_folder())
    try:
        made = numba.njit(cache=_can_be_kept(), nogil=True)(function)
    finally:
        numba.config.CACHE_DIR = before
    return cast("_Function", made)


@cache
def _can_be_kept() -> bool:
    try:
        _folder().mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(_folder(), os.W_OK)


@cache
def _folder() -> Path:
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return (
        platformdirs.user_cache_path("tidewaiter", appauthor=False) / "compiled" / f"networks-{digest.hexdigest()[:16]}"
    )
