"""Tables of the fields of the model's nouns, from their types and docstrings."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import re
import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from docs.generate.markdown import code, prose, sentence, table
from pydantic.fields import FieldInfo

from tidewaiter.model import PartialDate

_ENTRY = re.compile(r"^    (\w+): (.*)$")
#: What a docstring calls nothing is null in JSON.
_NOTHING = re.compile(r"\bNone\b")
_PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    dt.date: "date",
}


def fields_table(noun: type, extra: Mapping[str, str] | None = None) -> str:
    """Return the table of a noun's fields in their JSON names: type, and meaning from the docstring.

    Args:
        noun: A dataclass of the model.
        extra: For some fields, a third column (empty for the others); no such column when None.

    Raises:
        LookupError: when the docstring does not explain a field.
    """
    rows = [(code(name), kind, meaning) for name, kind, meaning in fields_of(noun)]
    if extra is None:
        return table(("field", "type", "meaning"), rows)
    return table(("field", "type", "column", "meaning"), [(n, k, extra.get(n.strip("`"), ""), m) for n, k, m in rows])


def fields_of(noun: type) -> list[tuple[str, str, str]]:
    """Return (JSON name, type, meaning) of each field of a noun."""
    meanings, hints = attributes(noun), get_type_hints(noun, include_extras=True)
    found = []
    for field in dataclasses.fields(noun):
        if field.name not in meanings:
            raise LookupError(f"{noun.__name__}.{field.name}: explain the field under Attributes in the docstring.")
        found.append((json_name(field.name, hints[field.name]), json_type(hints[field.name]), meanings[field.name]))
    return found


def attributes(noun: type) -> dict[str, str]:
    """Return the meaning of each field as the docstring gives it under ``Attributes``."""
    _, _, listed = inspect.cleandoc(noun.__doc__ or "").partition("Attributes:\n")
    found: dict[str, str] = {}
    name = ""
    for line in listed.splitlines():
        if entry := _ENTRY.match(line):
            name = entry[1]
            found[name] = entry[2]
        elif name and line.startswith("        "):
            found[name] += f" {line.strip()}"
    return {field: _NOTHING.sub("null", sentence(text)) for field, text in found.items()}


def summary(noun: type) -> str:
    """Return what the docstring says before its ``Attributes``."""
    said, _, _ = inspect.cleandoc(noun.__doc__ or "").partition("Attributes:\n")
    return _NOTHING.sub("null", prose(said))


def json_name(name: str, hint: Any) -> str:  # noqa: ANN401
    """Return the name a field has in JSON."""
    if get_origin(hint) is Annotated:
        aliases = [info.alias for info in hint.__metadata__ if isinstance(info, FieldInfo) and info.alias]
        return str(aliases[0]) if aliases else name
    return name


def json_type(hint: Any) -> str:  # noqa: ANN401
    """Return what a field holds in JSON, in words; the other nouns and vocabularies are linked."""
    if hint == PartialDate:
        return "date, month or year"
    if get_origin(hint) is Annotated:
        return json_type(hint.__origin__)
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [json_type(part) for part in get_args(hint) if part is not type(None)]
        return f"{' or '.join(kinds)}, or null"
    if get_origin(hint) is tuple:
        return f"list of {json_type(get_args(hint)[0])}"
    if get_origin(hint) is dict:
        return f"object of {json_type(get_args(hint)[1])} by name"
    if isinstance(hint, type) and (dataclasses.is_dataclass(hint) or issubclass(hint, StrEnum)):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return _PLAIN[hint]


def values_of(vocabulary: type[StrEnum]) -> str:
    """Return the values of a vocabulary as code."""
    return ", ".join(code(value.value) for value in vocabulary)
