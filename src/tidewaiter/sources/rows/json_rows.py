"""JSON objects as a stream: one a line, or the elements of one array, or objects printed over several lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn, TextIO

from tidewaiter.model import RowError
from tidewaiter.sources.rows.raw import MAX_CHARACTERS, JsonRow

_CHUNK = 65536
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|"', re.DOTALL)
_REMEDY = "Write one JSON object a line (JSON Lines), or one array of objects."


def read_json(file: str, stream: TextIO) -> Iterator[JsonRow | RowError]:
    """Stream the objects of a JSON file: JSON Lines, one array, or objects printed over several lines."""
    first = stream.readline(MAX_CHARACTERS)
    while first and not first.strip():
        first = stream.readline(MAX_CHARACTERS)
    text = first.strip()
    if text.startswith("[") or (text.startswith("{") and text[-1] in "{[,:"):
        rows = _sequence(file, first, stream)
    else:
        rows = _lines(file, stream)
        stream.seek(0)
    empty = True
    for row in rows:
        empty = False
        yield row
    if empty:
        yield RowError(file, None, None, "The file has no rows.", _REMEDY)


def _lines(file: str, stream: TextIO) -> Iterator[JsonRow | RowError]:
    number = 0
    while line := stream.readline(MAX_CHARACTERS):
        number += 1
        if len(line) >= MAX_CHARACTERS:
            while (rest := stream.readline(MAX_CHARACTERS)) and not rest.endswith(("\n", "\r")):
                pass
            reason = f"The line is longer than {MAX_CHARACTERS:,} characters."
            yield RowError(file, number, None, reason, _REMEDY)
        elif line.strip(" \t\r\n\x1a\ufeff"):
            yield _object(file, number, line.strip("\ufeff\x1a"))


def _sequence(file: str, text: str, stream: TextIO) -> Iterator[JsonRow | RowError]:
    """Yield the objects of an array or of a run of objects; a malformed one is set aside at its closing bracket."""
    text = text.lstrip()
    array = text.startswith("[")
    depth, number = 0, 0
    start = at = int(array)
    while True:
        for token in _TOKEN.finditer(text, at):
            mark = token.group()
            if mark == '"':  # a string that goes on in the next chunk
                break
            at = token.end()
            if mark in "{[":
                if depth == 0:
                    number += 1
                    yield from _between(file, number, text[start : token.start()])
                    start = token.start()
                depth += 1
            elif mark in "}]":
                depth -= 1
                if depth < 0:
                    yield from _between(file, number + 1, text[start : token.start()] + text[at:])
                    return
                if depth == 0:
                    yield _object(file, number, text[start:at])
                    start = at
        text, at, start = text[start:], at - start, 0
        more = stream.read(_CHUNK)
        if not more or len(text) > MAX_CHARACTERS:
            yield from _cut_off(file, number, text, inside=depth > 0 or array)
            return
        text += more


def _between(file: str, number: int, text: str) -> Iterator[RowError]:
    """Yield an error when something other than commas and blanks stands between two objects."""
    if stray := text.strip(" \t\r\n,"):
        yield RowError(file, number, None, f"{stray[:40]!r} stands between two objects.", _REMEDY)


def _cut_off(file: str, number: int, text: str, *, inside: bool) -> Iterator[RowError]:
    if inside or text.strip():
        reason = "A JSON value is not closed, or the file is cut off here; what follows was not read."
        yield RowError(file, max(number, 1), None, reason, "Write the file again, as one JSON object a line.")


class _RefusedError(ValueError):
    """Valid for Python's reader, and not an order: a repeated key, or a number that is none."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _RefusedError(f"The key {twice!r} stands twice in one object.")
    return data


def _constant(name: str) -> NoReturn:
    raise _RefusedError(f"{name} is not a number.")


def _object(file: str, number: int, text: str) -> JsonRow | RowError:
    try:
        data = json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except _RefusedError as error:
        return RowError(file, number, None, str(error), "Leave unknown facts out, or write null; write each key once.")
    except json.JSONDecodeError as error:
        reason = f"This is not JSON: {error.msg} at character {error.pos + 1}."
        return RowError(file, number, None, reason, _REMEDY)
    except (RecursionError, ValueError) as error:
        return RowError(file, number, None, f"This JSON cannot be read: {error}.", _REMEDY)
    if not isinstance(data, dict):
        return RowError(file, number, None, f"This is a JSON {type(data).__name__}, not an object.", _REMEDY)
    return JsonRow(number, data)
