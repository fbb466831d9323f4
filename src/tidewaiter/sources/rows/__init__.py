"""Rows of a user's file, whatever its form, as a stream of bounded memory.

CSV in any usual delimiter, JSON Lines or a JSON array, Parquet and XLSX, by content rather than by name, from a path or
``-`` for standard input. Rows come numbered as a person counts them; a row that cannot be read comes as a `RowError`
and the rows around it still come.
"""

from tidewaiter.sources.rows.columnar import no_rows
from tidewaiter.sources.rows.decimals import DecimalMark, parse_mark
from tidewaiter.sources.rows.headings import said_twice
from tidewaiter.sources.rows.raw import Headings, HeadingTest, JsonRow, RawRow, TableRow, Warn, in_part, log_warning
from tidewaiter.sources.rows.read import Stream, read_row_stream, read_rows
from tidewaiter.sources.rows.spoiled import SPOILED, text_column
from tidewaiter.sources.rows.text import likely_encodings

__all__ = [
    "SPOILED",
    "DecimalMark",
    "HeadingTest",
    "Headings",
    "JsonRow",
    "RawRow",
    "Stream",
    "TableRow",
    "Warn",
    "in_part",
    "likely_encodings",
    "log_warning",
    "no_rows",
    "parse_mark",
    "read_row_stream",
    "read_rows",
    "said_twice",
    "text_column",
]
