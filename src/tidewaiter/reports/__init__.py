"""Renderers: tables for machines and spreadsheets, text for terminals, one HTML page a check."""

from tidewaiter.reports.check_report import CheckReport
from tidewaiter.reports.rows import DECISION_COLUMNS, REJECTED_COLUMNS, decision_row, determination_row, rows_of
from tidewaiter.reports.tables import (
    Format,
    JsonLine,
    json_line,
    print_table,
    write,
    write_csv,
    write_json,
    write_jsonl,
)
from tidewaiter.reports.text import decision_text, determination_text

__all__ = [
    "DECISION_COLUMNS",
    "REJECTED_COLUMNS",
    "CheckReport",
    "Format",
    "JsonLine",
    "decision_row",
    "decision_text",
    "determination_row",
    "determination_text",
    "json_line",
    "print_table",
    "rows_of",
    "write",
    "write_csv",
    "write_json",
    "write_jsonl",
]
