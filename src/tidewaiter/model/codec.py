"""The one way objects become JSON and JSON becomes objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def adapter(cls: type[T]) -> TypeAdapter[T]:
    """Return the (cached) pydantic adapter of a model class."""
    found = _ADAPTERS.get(cls)
    if found is None:
        found = _ADAPTERS[cls] = TypeAdapter(cls)
    return found


def to_data(obj: object) -> dict[str, Any]:
    """Return a model object as plain JSON-ready data, keys in field order."""
    data: dict[str, Any] = adapter(type(obj)).dump_python(obj, mode="json", by_alias=True)
    return data


def to_json(obj: object) -> str:
    """Return a model object as one line of JSON, keys in field order: the same object always gives the same bytes."""
    return adapter(type(obj)).dump_json(obj, by_alias=True).decode()


def from_data(cls: type[T], data: Mapping[str, Any]) -> T:
    """Build a model object from plain data.

    Raises:
        pydantic.ValidationError: naming each field that does not fit.
    """
    return adapter(cls).validate_python(data)


def from_json(cls: type[T], text: str | bytes) -> T:
    """Build a model object from JSON text.

    Raises:
        pydantic.ValidationError: naming each field that does not fit.
    """
    return adapter(cls).validate_json(text)
