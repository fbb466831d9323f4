"""How functions of this room are compiled to machine code, and how they are lent arrays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy.typing as npt
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from tidewaiter.compiled import Compiler

Array = npt.NDArray[Any]
#: A row of a structured array: compiled code reads its fields as attributes, of which a type checker knows nothing.
Record = Any
#: Decorates functions of arrays and numbers.
compiled = Compiler(Path(__file__).parent)


def compiled_folder() -> Path:
    """Return where the machine code of this version of the room is kept."""
    return compiled.folder


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


@intrinsic  # type: ignore[untyped-decorator]
def fetch(typing_context: object, array: Record, at: Record) -> Record:  # noqa: ARG001 - numba gives it
    """Have the processor fetch a place of an array from memory, and go on meanwhile.

    What is looked at next may stand anywhere in an index of a million names; asked for some steps ahead, it is there
    when it is needed. A row of a structured array is fetched from its first to its last byte.
    """

    def generate(context: Record, builder: Record, signature: object, arguments: Sequence[Record]) -> object:  # noqa: ARG001
        made = context.make_array(array)(context, builder, arguments[0])
        first = cgutils.get_item_pointer(context, builder, array, made, [arguments[1]], wraparound=False)
        number, byte = ir.IntType(32), ir.IntType(8)
        kind = ir.FunctionType(ir.VoidType(), [byte.as_pointer(), number, number, number])
        ask = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        first = builder.bitcast(first, byte.as_pointer())
        size = context.get_abi_sizeof(context.get_data_type(array.dtype))
        for offset in {0, size - 1}:
            place = builder.gep(first, [ir.IntType(64)(offset)])
            builder.call(ask, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate
