"""One way in for every form of file: recognised by content, opened, streamed."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from tidewaiter.model import RowError, UsageError
from tidewaiter.sources.rows.columnar import read_parquet, read_workbook
from tidewaiter.sources.rows.delimited import read_delimited
from tidewaiter.sources.rows.json_rows import read_json
from tidewaiter.sources.rows.raw import HeadingTest, RawRow, Warn, log_warning
from tidewaiter.sources.rows.text import checked_encoding, detect_encoding, error_handler, looks_binary

_HEAD = 65536
_JSON_NAMES = frozenset({".json", ".jsonl", ".ndjson"})
_TABLE_NAMES = frozenset({".csv", ".tsv", ".txt"})
#: Forms people send by mistake, by their first bytes, and what to do.
_OTHER_FORMS = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel file (.xls) or a workbook with a password",
        "Save it as .xlsx without a password.",
    ),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it first."),
    (b"%PDF", "a PDF", "Export the table as XLSX or CSV UTF-8."),
    (b"<", "a web page or XML", "Export the table as XLSX, CSV UTF-8 or JSON Lines."),
)


@dataclass(frozen=True, slots=True)
class Stream:
    """A file that is open already, under the name it goes by; whoever opened it closes it."""

    name: str
    binary: BinaryIO

    def __str__(self) -> str:
        return self.name


def read_rows(
    path: str | Path | Stream,
    *,
    knows: HeadingTest = bool,
    warn: Warn = log_warning,
    encoding: str | None = None,
    alike: bool = False,
) -> Iterator[RawRow]:
    """Stream the rows of a CSV, JSON Lines, JSON, Parquet or XLSX file.

    A table's headings come first, then its rows; memory does not grow with the file. Text is read as UTF-8 or, with
    its mark, UTF-16: bytes that are not reach the caller as surrogate characters, so that only rows whose used cells
    are affected need be refused.

    Args:
        path: A file, one that is open, or ``-`` for standard input.
        knows: Tells which headings the caller knows, to find the heading row and the delimiter.
        warn: Receives what a person should know about the file as a whole.
        encoding: The text encoding, where the user states it.
        alike: Whether all sheets of a workbook that have the same known headings are read, one after the other.

    Raises:
        UsageError: when there is no such file, it is a folder, or the encoding does not exist.
    """
    request = _Request(path, knows, warn, checked_encoding(encoding) if encoding else None, alike)
    if not isinstance(path, Stream) and request.file != "-":
        _check_path(Path(path))
    return _stream(request)


def read_row_stream(
    file: str, stream: BinaryIO, *, knows: HeadingTest = bool, warn: Warn = log_warning, encoding: str | None = None
) -> Iterator[RawRow]:
    """Stream rows as `read_rows` does from what is no file of this machine.

    Args:
        file: Name it is called by in messages.
        stream: Its bytes, which are rewound once they are recognised.
        knows: Tells which headings the caller knows.
        warn: Receives what a person should know about the file as a whole.
        encoding: The text encoding, where the user states it.
    """
    head = stream.read(_HEAD)
    stream.seek(0)
    request = _Request(file, knows, warn, checked_encoding(encoding) if encoding else None)
    return _recognised(request, stream, head)


@dataclass(frozen=True, slots=True)
class _Request:
    source: str | Path | Stream
    knows: HeadingTest
    warn: Warn
    encoding: str | None
    alike: bool = False

    @property
    def file(self) -> str:
        return str(self.source)


def _check_path(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name one file in it.")
    if not path.exists():
        raise UsageError(f"{path} does not exist: check the name and the folder.")


def _stream(request: _Request) -> Iterator[RawRow]:
    with ExitStack() as stack:
        try:
            binary = stack.enter_context(_opened(request.source))
            head = binary.read(_HEAD)
            binary.seek(0)
        except OSError as error:
            raise UsageError(f"{request.file} cannot be read: {error.strerror or error}.") from error
        yield from _recognised(request, binary, head)


def _opened(source: str | Path | Stream) -> AbstractContextManager[BinaryIO]:
    if isinstance(source, Stream):
        return nullcontext(source.binary)
    return _standard_input() if str(source) == "-" else Path(source).open("rb")


@contextmanager
def _standard_input() -> Iterator[BinaryIO]:
    """Copy standard input to a temporary file, so that memory stays bounded and every form can be read."""
    with tempfile.TemporaryFile() as spooled:
        shutil.copyfileobj(sys.stdin.buffer, spooled)
        spooled.seek(0)
        yield cast("BinaryIO", spooled)


def _recognised(request: _Request, binary: BinaryIO, head: bytes) -> Iterator[RawRow]:
    if head.startswith(b"PAR1"):
        yield from read_parquet(request.file, binary)
    elif head.startswith(b"PK\x03\x04"):
        yield from read_workbook(request.file, binary, request.knows, request.warn, alike=request.alike)
    elif refused := _refused(request, head):
        yield refused
    else:
        yield from _read_text(request, binary, request.encoding or detect_encoding(head), head)


def _read_text(request: _Request, binary: BinaryIO, encoding: str, head: bytes) -> Iterator[RawRow]:
    text = io.TextIOWrapper(binary, encoding=encoding, errors=error_handler(encoding), newline="")
    try:
        if _is_json(request.file, head, encoding):
            yield from read_json(request.file, text)
        else:
            yield from read_delimited(request.file, text, request.knows, request.warn)
    finally:
        text.detach()


def _refused(request: _Request, head: bytes) -> RowError | None:
    file = request.file
    if not head.strip():
        return RowError(file, None, None, "The file is empty.", "Give a file with a heading row and data rows.")
    for mark, form, remedy in _OTHER_FORMS:
        if head.lstrip().startswith(mark):
            return RowError(file, None, None, f"This is {form}.", remedy)
    if request.encoding is None and looks_binary(head):
        return RowError(file, None, None, "This is not a text file.", "Give CSV UTF-8, JSON Lines, Parquet or XLSX.")
    return None


def _is_json(file: str, head: bytes, encoding: str) -> bool:
    suffix = Path(file).suffix.lower()
    begins = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")[:1]
    return suffix in _JSON_NAMES or (begins in {"{", "["} and suffix not in _TABLE_NAMES)
