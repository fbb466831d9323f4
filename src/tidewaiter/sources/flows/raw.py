"""A file of any form as a table of text cells in DuckDB, with the row each stands in.

Delimited text and Parquet are scanned by DuckDB where they lie. JSON answers of the statistical interfaces,
spreadsheets and text with broken quotes go through the row reader of `tidewaiter.sources.rows`, which loses no good
row.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidewaiter.model import RowError, UsageError
from tidewaiter.sources.flows import scan
from tidewaiter.sources.flows.collected import Collected, by_key
from tidewaiter.sources.flows.layout import heading_key
from tidewaiter.sources.rows import Headings, JsonRow, TableRow, Warn, read_rows

if TYPE_CHECKING:
    import duckdb

#: Headings a first line must have to be taken for the heading row.
_LEAST_KNOWN = 3
#: How a web page begins, and what the older Comtrade says in place of rows, within so many bytes.
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|\?xml)", re.IGNORECASE)
_NO_DATA, _ANSWER = b"No data matches your query", 4096
#: Lines looked at to tell JSON Lines from one document.
_LINES = 5
#: How Parquet, ZIP archives (spreadsheets among them) and gzip begin.
_PARQUET, _ARCHIVE, _PACKED = b"PAR1", b"PK\x03\x04", b"\x1f\x8b"
Reject = Callable[[RowError], None]


class Form(StrEnum):
    """What a file is, by its content."""

    PARQUET = "parquet"
    ARCHIVE = "archive"
    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True)
class RawFile:
    """A file and how it is opened.

    Attributes:
        path: The file; ``name`` how the user calls it.
        knows: Tells which headings (keys) some layout knows.
        reject: Receives rows that cannot be read at all.
        warn: Receives what a person should know of the file as a whole.
        encoding: Text encoding, where the user states it.
    """

    path: Path
    name: str
    knows: Callable[[str], bool]
    reject: Reject
    warn: Warn
    encoding: str | None = None

    def open(self, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
        """Make ``raw``: one text column a heading (by its key), ``beyond`` (cells after the last) and ``row``.

        Returns:
            Heading as the file writes it, by key.

        Raises:
            UsageError: when the file cannot be read as any form.
        """
        packed = self._magic.startswith(_PACKED)
        match self.form:
            case Form.PARQUET:
                return self._open_parquet(connection)
            case Form.ARCHIVE:
                self._refuse_archive()
                return self._open_rows(connection)
            case Form.JSON:
                return self._open_json(connection, packed=packed)
            case Form.TEXT:
                head = scan.beginning(self.path, packed=packed)
                self._refuse_page(head)
                return self._open_text(connection, head, packed=packed)

    @cached_property
    def form(self) -> Form:
        """What the file is."""
        if self._magic.startswith(_PARQUET):
            return Form.PARQUET
        if self._magic.startswith(_ARCHIVE):
            return Form.ARCHIVE
        head = scan.beginning(self.path, packed=self._magic.startswith(_PACKED))
        return Form.JSON if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"} else Form.TEXT

    @cached_property
    def _magic(self) -> bytes:
        with self.path.open("rb") as stream:
            return stream.read(8)

    def _refuse_archive(self) -> None:
        """Refuse a ZIP archive that is no spreadsheet; which of its files is meant, only the user knows."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                names = archive.namelist()
        except zipfile.BadZipFile:
            raise UsageError(
                f"{self.name} is a ZIP archive or spreadsheet, damaged or cut off: fetch it again."
            ) from None
        if "[Content_Types].xml" not in names:
            some = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
            raise UsageError(f"{self.name} is a ZIP archive ({some}): unpack it and import the files in it.")

    def _refuse_page(self, head: bytes) -> None:
        """Refuse a web page saved as data, and the sentence the older Comtrade answers instead of data."""
        if _PAGE.match(head):
            raise UsageError(f"{self.name} is a web page, not data: the service refused or moved; fetch it again.")
        if _NO_DATA in head[:_ANSWER]:
            raise UsageError(
                f"{self.name} is an answer without rows, which is no data and not zero: ask for other periods."
            )

    def _open_parquet(self, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
        import duckdb  # noqa: PLC0415  takes memory that only questions about flows are worth

        source = f"read_parquet({scan.quoted(str(self.path))}, file_row_number = true)"
        try:
            names = [name for name in connection.sql(f"from {source}").columns if name != "file_row_number"]
        except duckdb.Error as error:
            raise UsageError(f"{self.name} is no Parquet file, or cut off: {str(error).splitlines()[0]}") from None
        headings = by_key(names)
        cells = ", ".join(
            f'cast("{name.replace(chr(34), chr(34) * 2)}" as varchar) as "{key}"'
            for key, name in zip(headings, names, strict=True)
        )
        connection.execute(
            f"create view raw as select {cells}, null::varchar as beyond, file_row_number + 1 as row from {source}"  # noqa: S608 - names are quoted
        )
        return headings

    def _open_text(self, connection: duckdb.DuckDBPyConnection, head: bytes, *, packed: bool) -> dict[str, str]:
        import duckdb  # noqa: PLC0415

        encoding = self.encoding or scan.encoding_of(head)
        if self.encoding is None and encoding == "latin-1":
            self._warn_latin()
        names, delimiter = scan.first_line(head, encoding)
        known = sum(self.knows(heading_key(name)) for name in names)
        if encoding not in scan.SCANNED or known < _LEAST_KNOWN:  # other encodings, or headings further down
            return self._open_rows(connection, encoding, packed=packed)
        headings = by_key(names)
        query = scan.text_query(self.path, list(headings), delimiter, encoding, packed=packed)
        try:
            connection.execute(f"create view raw as {query}")
            # Every column is looked at: text that is not in the encoding is found here or nowhere.
            counts = ", ".join(f'count("{name}")' for name in (*headings, "beyond"))
            ((rows, *_),) = connection.sql(f"select count(row), {counts} from raw").fetchall()  # noqa: S608 - keys
        except duckdb.Error as error:
            connection.execute("drop view if exists raw")
            said = str(error).lower()
            if ("encod" in said or "unicode" in said) and self.encoding is None and encoding == "utf-8":
                return self._as_latin(connection, head, packed=packed)
            return self._open_rows(connection, encoding, packed=packed)
        if scan.count_lines(self.path, packed=packed) != rows + 1:
            # A cell that runs over lines, or an open quote that swallowed rows: only the row reader tells which. It
            # also numbers rows behind blank lines as an editor does.
            connection.execute("drop view raw")
            return self._open_rows(connection, encoding, packed=packed)
        return headings

    def _warn_latin(self) -> None:
        self.warn(
            f"{self.name}: not UTF-8; it was read as latin-1. Name the encoding with --encoding if it is another."
        )

    def _as_latin(self, connection: duckdb.DuckDBPyConnection, head: bytes, *, packed: bool) -> dict[str, str]:
        self._warn_latin()
        again = replace(self, encoding="latin-1")
        return again._open_text(connection, head, packed=packed)  # noqa: SLF001 - a file of this class

    def _open_rows(
        self, connection: duckdb.DuckDBPyConnection, encoding: str | None = None, *, packed: bool = False
    ) -> dict[str, str]:
        if packed:
            raise UsageError(
                f"{self.name}: the packed file has no heading row this source knows, or broken rows; unpack it first "
                "to see which."
            )
        knows = self.knows
        table = Collected(connection, self.name, self.reject)
        for row in read_rows(self.path, knows=lambda name: knows(heading_key(name)), warn=self.warn, encoding=encoding):
            match row:
                case Headings():
                    table.begin(row.names)
                case TableRow():
                    table.add(row.number, row.cells)
                case JsonRow():
                    table.add_object(row.number, row.data)
                case RowError():
                    self.reject(row)
        return table.finish(self.name)

    def _open_json(self, connection: duckdb.DuckDBPyConnection, *, packed: bool) -> dict[str, str]:
        """Open an answer of Comtrade (``{"data": [...]}``) or of the US Census (array of arrays), else JSON rows."""
        opened = gzip.open if packed else open
        try:
            with opened(self.path, "rb") as stream:
                data = json.load(stream)
        except json.JSONDecodeError as error:
            if not _json_lines(scan.beginning(self.path, packed=packed)):
                raise UsageError(
                    f"{self.name} is JSON that is damaged or cut off in line {error.lineno}, column {error.colno} "
                    f"({error.msg}): fetch it again."
                ) from None
            return self._open_rows(connection, packed=packed)
        except (UnicodeDecodeError, OSError):
            return self._open_rows(connection, packed=packed)  # the row reader says where
        rows = self._answered(data) if isinstance(data, dict) else data
        table = Collected(connection, self.name, self.reject)
        if rows and isinstance(rows[0], list):
            table.begin([str(name) for name in rows[0]])
            for number, cells in enumerate(rows[1:], start=2):
                table.add(number, cells)
        elif rows and isinstance(rows[0], dict):
            for number, row in enumerate(rows, start=1):
                table.add_object(number, row)
        return table.finish(self.name)

    def _answered(self, data: Mapping[str, Any]) -> list[Any]:
        """Return the rows of an answer; one that failed or is empty is refused, however it says so."""
        said = data.get("error") or data.get("message") or data.get("errorObject")
        rows = data.get("data", data.get("dataset"))
        if rows is None and not said and sum(self.knows(heading_key(name)) for name in data) >= _LEAST_KNOWN:
            return [data]  # JSON Lines of one line
        if said or not isinstance(rows, list):
            what = said or f"an object with {', '.join(list(data)[:5])}"
            raise UsageError(f"{self.name} holds no trade but the service's answer {str(what)[:200]!r}: ask it again.")
        if not rows:
            raise UsageError(
                f"{self.name} is an answer without rows, which is no data and not zero: ask for other periods."
            )
        return rows


def _json_lines(head: bytes) -> bool:
    """Tell whether some of the first lines is a JSON object by itself."""
    for line in head.splitlines()[:_LINES]:
        try:
            if isinstance(json.loads(line), dict):
                return True
        except ValueError:
            continue
    return False
