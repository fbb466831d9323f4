"""Delimited text scanned by DuckDB where it lies: encoding, delimiter, headings, and the query that reads the rows."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

from tidewaiter.model import UsageError
from tidewaiter.sources.rows.text import detect_encoding

_HEAD = 1 << 20
_DELIMITERS = ("\t", ";", "|", ",")
_BEYOND = ("beyond1", "beyond2")  # cells a data row may have after the last heading: a trailing comma, or a fault
#: Encodings DuckDB reads itself.
SCANNED = frozenset({"utf-8", "latin-1"})


def beginning(path: Path, *, packed: bool) -> bytes:
    """Return the first part of a file, unpacked.

    Raises:
        UsageError: when it is packed but damaged.
    """
    with gzip.open(path) if packed else path.open("rb") as stream:
        try:
            return stream.read(_HEAD)
        except (OSError, EOFError):
            raise UsageError(f"{path.name} is packed but damaged or cut off: fetch it again.") from None


def encoding_of(head: bytes) -> str:
    """Tell the encoding by the beginning: the mark or zeros of UTF-16, UTF-8, else latin-1 as Comtrade writes it."""
    if (unicode := detect_encoding(head)) not in {"utf-8", "utf-8-sig"}:
        return unicode
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:  # else the part ends inside a character
            return "latin-1"
    return "utf-8"


def first_line(head: bytes, encoding: str) -> tuple[list[str], str]:
    """Return the headings of the first line and the delimiter between them."""
    text = head.decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")
    line = next(iter(text.splitlines()), "")
    delimiter = max(_DELIMITERS, key=line.count)
    return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])], delimiter


def count_lines(path: Path, *, packed: bool) -> int:
    """Return the number of lines up to the last that is not blank."""
    last = 0
    with gzip.open(path) if packed else path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.isspace():
                last = number
    return last


def text_query(path: Path, keys: Sequence[str], delimiter: str, encoding: str, *, packed: bool) -> str:
    """Return the query that scans delimited text.

    The headings are read by us, and the rows by position with room for two cells more, because the web extracts of
    Comtrade end each data row, but not the headings, in a comma.
    """
    columns = ", ".join(f"'{key}': 'VARCHAR'" for key in (*keys, *_BEYOND))
    options = {
        "columns": "{" + columns + "}",
        "header": "false",
        "skip": "1",
        "auto_detect": "false",
        "delim": quoted(delimiter),
        "quote": "'\"'",
        "escape": "'\"'",
        "null_padding": "true",
        "parallel": "false",  # quoted line ends together with null_padding allow no other
        "encoding": quoted(encoding),
        "compression": "'gzip'" if packed else "'none'",
    }
    said = ", ".join(f"{name} = {value}" for name, value in options.items())
    cells = ", ".join(f'"{key}"' for key in keys)
    return (
        f"select {cells}, coalesce(nullif(trim({_BEYOND[0]}), ''), nullif(trim({_BEYOND[1]}), '')) as beyond, "  # noqa: S608 - names are keys of letters and digits
        f"row_number() over () + 1 as row from read_csv({quoted(str(path))}, {said})"
    )


def quoted(text: str) -> str:
    """Return text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
