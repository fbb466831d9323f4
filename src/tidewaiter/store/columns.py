"""Frozen dataclasses as Arrow columns and back, derived from their type hints.

A field of a model class becomes a column of the Arrow type its hint asks for: text, whole number, truth value, date,
code (``StrEnum``), nested dataclass (struct) and tuple (list), each of them nullable when the hint allows None. Because
the columns follow the hints, a field added to the model is stored without a change here, and no field can be forgotten;
a file written before the field existed is read with the field's default.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
from collections import deque
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise, repeat
from typing import Any, NamedTuple, TypeAlias, Union, get_args, get_origin, get_type_hints

import numpy as np
import pyarrow as pa

#: A resolved type hint: a class, ``X | None`` or ``tuple[X, ...]``.
Hint: TypeAlias = Any

_PLAIN: dict[Hint, pa.DataType] = {str: pa.string(), int: pa.int32(), bool: pa.bool_(), dt.date: pa.date32()}


class Column(NamedTuple):
    """One field of a dataclass: its name, resolved type hint and default (``dataclasses.MISSING`` when it has none)."""

    name: str
    hint: Hint
    default: Any


@cache
def columns_of(cls: type) -> tuple[Column, ...]:
    """Return the fields of a dataclass as columns, in order."""
    hints = get_type_hints(cls)
    return tuple(Column(f.name, hints[f.name], f.default) for f in dataclasses.fields(cls))


@cache
def arrow_type(hint: Hint) -> pa.DataType:
    """Return the Arrow type that holds every value of a type hint.

    Raises:
        TypeError: when the hint is none of the kinds this module stores.
    """
    kind = _without_none(hint)
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin: object = get_origin(kind)
    if origin is tuple:
        return pa.list_(arrow_type(_element(kind)))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return pa.string()
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return pa.struct([pa.field(column.name, arrow_type(column.hint)) for column in columns_of(kind)])
    raise TypeError(f"{hint!r} has no Arrow column: add it to tidewaiter.store.columns")


def to_array(values: Sequence[Any], hint: Hint) -> pa.Array:
    """Return values of one type hint as an Arrow array of ``arrow_type(hint)``; None becomes null."""
    kind, arrow = _without_none(hint), arrow_type(hint)
    if pa.types.is_list(arrow):
        present = [() if v is None else v for v in values]
        offsets = np.zeros(len(values) + 1, dtype=np.int32)
        np.cumsum([len(v) for v in present], out=offsets[1:])
        elements = to_array([element for v in present for element in v], _element(kind))
        return pa.ListArray.from_arrays(pa.array(offsets), elements, type=arrow, mask=_nulls(values))
    if pa.types.is_struct(arrow):
        children = [
            to_array([None if v is None else getattr(v, column.name) for v in values], column.hint)
            for column in columns_of(kind)
        ]
        return pa.StructArray.from_arrays(children, fields=list(arrow), mask=_nulls(values))
    return pa.array(values, type=arrow)


def from_array(array: pa.Array, hint: Hint) -> list[Any]:
    """Return an Arrow array as a list of Python values of its type hint: the inverse of :func:`to_array`."""
    kind = _without_none(hint)
    if pa.types.is_list(array.type) or pa.types.is_struct(array.type):
        if array.null_count:
            return _with_gaps(array, hint)
        return _tuples(array, _element(kind)) if pa.types.is_list(array.type) else _objects(array, kind)
    if pa.types.is_integer(array.type) or pa.types.is_boolean(array.type):
        plain: list[Any] = array.to_pylist()
        return plain
    values: list[Any] = array.to_numpy(zero_copy_only=False).tolist()
    if issubclass(kind, StrEnum):
        codes: dict[str | None, Any] = {None: None, **{member.value: member for member in kind}}
        return [codes[v] for v in values]
    return values


def _objects(array: pa.StructArray, cls: type) -> list[Any]:
    # Filled field by field, not by calling the constructor: half the time for a list of 25,000 entries, because a
    # frozen class sets each field through object.__setattr__. The classes have slots and no __post_init__; a test
    # holds that.
    made: list[Any] = list(map(object.__new__, repeat(cls, len(array))))
    children = dict(zip((field.name for field in array.type), array.flatten(), strict=True))
    for name, hint, default in columns_of(cls):
        if name not in children and default is dataclasses.MISSING:
            raise KeyError(f"the stored columns lack {name!r} of {cls.__name__}, which has no default")
        values = from_array(children[name], hint) if name in children else repeat(default, len(array))
        if default is not None and name in children and children[name].null_count:
            # A field that cannot be None is null only where tables were joined of which one lacks the field.
            values = [default if value is None else value for value in values]
        deque(map(cls.__dict__[name].__set__, made, values), maxlen=0)
    return made


def _tuples(array: pa.ListArray, element: Hint) -> list[tuple[Any, ...]]:
    offsets = array.offsets.to_pylist()
    elements = tuple(from_array(array.values, element))
    return [elements[start:end] for start, end in pairwise(offsets)]


def _with_gaps(array: pa.Array, hint: Hint) -> list[Any]:
    valid = array.is_valid()
    present: Iterator[Any] = iter(from_array(array.filter(valid), hint))
    return [next(present) if there else None for there in valid.to_pylist()]


def _nulls(values: Sequence[Any]) -> pa.Array | None:
    return pa.array([v is None for v in values], type=pa.bool_()) if any(v is None for v in values) else None


def _without_none(hint: Hint) -> Hint:
    origin: object = get_origin(hint)
    if origin in {Union, types.UnionType}:
        (hint,) = (h for h in get_args(hint) if h is not type(None))
    return hint


def _element(kind: Hint) -> Hint:
    return get_args(kind)[0]
