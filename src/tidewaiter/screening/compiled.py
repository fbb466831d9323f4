"""Functions compiled to machine code by numba, kept on disk so that a machine compiles them once."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy.typing as npt
import platformdirs
from numba.core import cgutils
from numba.extending import intrinsic

_Function = TypeVar("_Function", bound=Callable[..., object])
Array = npt.NDArray[Any]
#: A row of a structured array: compiled code reads its fields as attributes, of which a type checker knows nothing.
Record = Any
_log = logging.getLogger(__name__)


def compiled(function: _Function) -> _Function:
    """Compile a function of arrays and numbers on its first call; it then runs without the interpreter's lock.

    The machine code is kept in the user's cache folder under a name made from the source of this room: numba by itself
    would go on using a caller whose callee, in another file, has changed.
    """
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(compiled_folder())
    try:
        made = numba.njit(cache=_can_be_kept(), nogil=True)(function)
    finally:
        numba.config.CACHE_DIR = before
    return cast("_Function", made)


@cache
def _can_be_kept() -> bool:
    """Tell whether the cache folder can be written to; where it cannot, numba would choose another by itself."""
    folder = compiled_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        _log.warning("%s cannot be written to: every process compiles screening anew (see XDG_CACHE_HOME).", folder)
        return False
    return os.access(folder, os.W_OK)


@cache
def compiled_folder() -> Path:
    """Return where the machine code of this version of the room is kept."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return platformdirs.user_cache_path("tidewaiter", appauthor=False) / "compiled" / digest.hexdigest()[:16]


@intrinsic  # type: ignore[untyped-decorator]
def lent(typing_context: object, array: Record) -> Record:  # noqa: ARG001 - numba gives it
    """Return an array that does not own its memory, for use in compiled code while the caller holds the array itself.

    Compiled code counts who owns an array on every call it is handed to, with an instruction that stops the processor;
    an array that owns nothing is not counted. A third of the time of a search went there. Only what the interpreter
    handed in may be lent: compiled code gives up an array of its own after the last line that names it.
    """

    def generate(context: Record, builder: object, signature: object, arguments: Sequence[object]) -> object:  # noqa: ARG001
        made = context.make_array(array)(context, builder, arguments[0])
        made.meminfo = cgutils.get_null_value(made.meminfo.type)
        made.parent = cgutils.get_null_value(made.parent.type)
        return made._getvalue()  # noqa: SLF001 - how numba's own intrinsics return a structure

    return array(array), generate
