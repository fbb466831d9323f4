"""Answers as JSON Lines, JSON, CSV and tables."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tidewaiter.model import Decision, Item, RowError, Transaction, UsageError, from_json, to_json
from tidewaiter.reports import (
    DECISION_COLUMNS,
    REJECTED_COLUMNS,
    Format,
    decision_row,
    print_table,
    rows_of,
    write,
    write_csv,
    write_json,
    write_jsonl,
)
from tidewaiter.reports.rows import cell

Checked = tuple[Transaction, Decision]


def _decisions(orders: list[Checked]) -> list[Decision]:
    return [decision for _, decision in orders]


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_json_lines_read_back_as_the_same_objects(orders: list[Checked]) -> None:
    stream = io.StringIO()
    assert write_jsonl(_decisions(orders), stream) == len(orders)
    assert [from_json(Decision, line) for line in stream.getvalue().splitlines()] == _decisions(orders)
    assert stream.getvalue().splitlines()[0] == to_json(orders[0][1])


def test_a_transaction_keeps_the_names_of_the_interface() -> None:
    stream = io.StringIO()
    write_jsonl([{"order": Transaction(id="a", from_country="US", item=Item(eccn="EAR99"))}], stream)
    assert json.loads(stream.getvalue())["order"]["from"] == "US"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array(orders: list[Checked], count: int) -> None:
    stream = io.StringIO()
    assert write_json(_decisions(orders)[:count], stream) == count
    assert [row["id"] for row in json.loads(stream.getvalue())] == [d.id for d in _decisions(orders)[:count]]


def test_decisions_csv_has_one_row_an_order_and_fixed_columns(orders: list[Checked]) -> None:
    stream = io.StringIO()
    assert write_csv(_decisions(orders), stream) == len(orders)
    rows = _read(stream.getvalue())
    assert tuple(rows[0]) == DECISION_COLUMNS
    assert [row["id"] for row in rows] == [d.id for d in _decisions(orders)]
    by_id = {row["id"]: row for row in rows}
    stop = by_id["PO-2001"]
    assert (stop["decision"], stop["outcome"], stop["prohibited"]) == ("stop", "required", "false")
    assert stop["sections"] == "744.11(a) | 746.8(a)(3)"
    assert stop["exceptions"] == "LVS=no"
    assert stop["as_of"] == "2026-08-12"
    assert by_id["PO-2003"]["prohibited"] == "true"


def test_decisions_csv_names_the_best_hit_of_every_party(orders: list[Checked]) -> None:
    row = decision_row(next(d for _, d in orders if d.id == "PO-2001"))
    consignee, bank = row["hits"].split(" | ")
    assert consignee.startswith("ultimate_consignee ASR INTERNATIONAL TRADE LTD: match 0.973 us.bis.entity_list ")
    assert consignee.endswith("[us.bis.entity_list:3f1c9a]")
    assert bank == "bank Anadolu Kredi Bankası (invented): no match found"


def test_decisions_csv_carries_flags_questions_and_lists(orders: list[Checked]) -> None:
    row = decision_row(next(d for _, d in orders if d.id == "PO-3001"))
    assert row["red_flags"].startswith("transshipment_hub (hold): Common high-priority item")
    questions = row["missing"].split(" | ")
    assert len(questions) == len(set(questions)) == 3
    assert row["snapshots"].split(" | ")[0] == "us.bis.entity_list@2026-07-31 9f2c41d07ab3"


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@SUM(A1)", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert cell(text) == "'" + text


def test_negative_numbers_are_not_text() -> None:
    assert cell(-2.5) == "-2.5"


def test_cells_say_unknown_by_being_empty() -> None:
    assert [cell(v) for v in (None, "", True, 0, ["a", "b"], {"k": None})] == [
        "",
        "",
        "true",
        "0",
        "a | b",
        '{"k":null}',
    ]


def test_a_screening_answer_has_a_row_a_hit_and_one_when_there_is_none(orders: list[Checked]) -> None:
    hits = next(d for _, d in orders if d.id == "PO-2001").screening[0].hits
    found = list(rows_of({"id": "q1", "hits": [*hits, *hits], "as_of": dt.date(2026, 8, 12)}))
    assert [(row["id"], row["rank"], row["list"]) for row in found] == [
        ("q1", "1", "us.bis.entity_list"),
        ("q1", "2", "us.bis.entity_list"),
    ]
    none = list(rows_of({"id": "q2", "hits": [], "as_of": dt.date(2026, 8, 12)}))
    assert [(row["id"], row["rank"], row["list"], row["as_of"]) for row in none] == [("q2", "", "", "2026-08-12")]
    assert tuple(found[0]) == tuple(none[0])


def test_rejected_rows_have_their_columns(rejections: list[RowError]) -> None:
    stream = io.StringIO()
    write_csv(rejections, stream, columns=REJECTED_COLUMNS)
    rows = _read(stream.getvalue())
    assert (rows[0]["row"], rows[0]["column"], rows[0]["id"]) == ("9", "destination", "PO-4001")
    assert rows[1]["id"] == ""


def test_an_empty_stream_still_has_its_header() -> None:
    stream = io.StringIO()
    assert write_csv([], stream, columns=REJECTED_COLUMNS) == 0
    assert stream.getvalue() == "file,row,column,id,reason,remedy\n"


def test_a_field_without_column_stops_the_file_instead_of_being_lost() -> None:
    with pytest.raises(UsageError, match=r"Row 2 .*b.* jsonl"):
        write_csv([{"a": 1}, {"a": 2, "b": 3}], io.StringIO())


def test_rows_are_written_as_they_come() -> None:
    stream = io.StringIO()

    def answers() -> Iterator[dict[str, Any]]:
        yield {"id": "first"}
        assert "first" in stream.getvalue()
        yield {"id": "second"}

    for form in (Format.JSONL, Format.JSON, Format.CSV):
        stream = io.StringIO()
        assert write(answers(), stream, form) == 2


def test_tables_show_what_matters_and_leave_empty_columns_out(orders: list[Checked]) -> None:
    stream = io.StringIO()
    assert print_table(_decisions(orders)[:2], stream, width=140) == 2
    text = stream.getvalue()
    assert "PO-1001" in text
    assert "release" in text
    assert "sections" not in text  # both are empty


def test_long_tables_come_in_pages_with_a_header_each(orders: list[Checked]) -> None:
    stream = io.StringIO()
    assert print_table(_decisions(orders), stream, width=160, page=5) == len(orders)
    assert stream.getvalue().count("decision") == 3


def test_a_terminal_does_not_obey_names() -> None:
    stream = io.StringIO()
    print_table([{"name": "\x1b[2J[bold]x[/bold]\u202egpj"}], stream, width=80)
    assert "\x1b" not in stream.getvalue()
    assert "\u202e" not in stream.getvalue()
    assert r"\x1b[2J[bold]x[/bold]\u202egpj" in stream.getvalue()


def test_an_empty_table_says_so() -> None:
    stream = io.StringIO()
    assert write([], stream, "table") == 0
    assert "Nothing to show" in stream.getvalue()


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"'xml'.*jsonl, json, csv, table"):
        write([], io.StringIO(), "xml")


def test_something_else_than_an_answer_is_refused() -> None:
    with pytest.raises(TypeError, match="str"):
        list(rows_of("text"))
