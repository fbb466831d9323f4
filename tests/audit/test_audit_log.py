"""The audit log: chained, append-only, safe against crashes and several writers."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.audit import GENESIS, AuditEntry, AuditLog, Head, check_records, entry_of, retain_until, seal
from tidewaiter.model import (
    Decision,
    Determination,
    Outcome,
    Snapshot,
    Transaction,
    UnusableWorkspaceError,
    Verdict,
    from_data,
    to_data,
)

DAY = dt.date(2026, 8, 12)
WHEN = dt.datetime(2026, 8, 12, 9, 30, tzinfo=dt.UTC)
SRC = Path(__file__).resolve().parents[2] / "src"


def _decision(order: str) -> Decision:
    return Decision(
        id=order,
        decision=Verdict.HOLD,
        license=Determination(id=order, outcome=Outcome.UNDETERMINED, as_of=DAY),
        reasons=("Şüpheli “hit”\nwith a line break",),
        as_of=DAY,
        snapshots=(Snapshot(list="us.bis.entity_list", date=DAY, sha256="ab" * 32, entries=3420),),
    )


def _entry(order: str = "PO-1") -> AuditEntry:
    return entry_of(
        _decision(order),
        command="check",
        input_sha256="cd" * 32,
        tidewaiter_version="0.1.0",
        transaction=Transaction(id=order, from_country="US", destination="TR"),
        who="export.control@example.com",
        when=WHEN,
        law_version="2026-07-09",
        law_sha256="ef" * 32,
        retention=retain_until(exported_on=DAY),
    )


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    found = AuditLog(tmp_path / "audit" / "audit.jsonl")
    found.extend(_entry(f"PO-{n}") for n in range(1, 6))
    return found


def _lines(log: AuditLog) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.path.read_text(encoding="utf-8").splitlines()]


def _rewrite(log: AuditLog, records: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in records)
    log.path.write_text(text, encoding="utf-8")


def test_records_come_back_as_they_were_put_in(log: AuditLog) -> None:
    records = list(log.records())
    assert [r.number for r in records] == [1, 2, 3, 4, 5]
    assert records[0].entry == _entry("PO-1")
    assert from_data(Decision, records[0].entry.decision) == _decision("PO-1")
    assert records[0].entry.transaction is not None
    assert records[0].entry.transaction["from"] == "US"
    assert records[0].entry.lists[0].sha256 == "ab" * 32
    assert records[0].entry.retention is not None
    assert records[0].entry.retention.until == dt.date(2031, 8, 12)


def test_each_record_carries_the_hash_of_the_one_before(log: AuditLog) -> None:
    records = list(log.records())
    assert records[0].previous == GENESIS
    assert [r.previous for r in records[1:]] == [r.hash for r in records[:-1]]
    assert log.head() == Head(number=5, hash=records[-1].hash)
    assert log.verify() == ()


def test_an_empty_log_is_sound(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "none.jsonl")
    assert (log.verify(), log.head(), list(log.records()), log.export(io.BytesIO())) == ((), Head(), [], Head())
    assert not log.path.exists()


def test_batches_and_single_records_make_the_same_chain(tmp_path: Path) -> None:
    one, many, stream = (AuditLog(tmp_path / name) for name in ("one", "many", "stream"))
    entries = [_entry(f"PO-{n}") for n in range(7)]
    for entry in entries:
        one.append(entry)
    many.extend(entries)
    assert stream.extend_all(entries, batch=3).number == 7
    assert one.path.read_bytes() == many.path.read_bytes() == stream.path.read_bytes()


def _change_decision(records: list[dict[str, Any]]) -> None:
    records[1]["entry"]["decision"]["decision"] = "release"


def _change_who(records: list[dict[str, Any]]) -> None:
    records[4]["entry"]["who"] = "somebody.else@example.com"


def _add_field(records: list[dict[str, Any]]) -> None:
    records[2]["entry"]["note"] = "approved"


def _remove(records: list[dict[str, Any]]) -> None:
    del records[2]


def _remove_first(records: list[dict[str, Any]]) -> None:
    del records[0]


def _swap(records: list[dict[str, Any]]) -> None:
    records[1], records[2] = records[2], records[1]


def _repeat(records: list[dict[str, Any]]) -> None:
    records.insert(3, records[2])


def _forge(records: list[dict[str, Any]]) -> None:
    """Change a record and give it a fitting hash of its own."""
    forged = seal(_entry("PO-FORGED"), Head(number=2, hash=records[2]["previous"]))
    records[2] = to_data(forged)


@pytest.mark.parametrize(
    ("tamper", "kind", "line"),
    [
        (_change_decision, "changed", 2),
        (_change_who, "changed", 5),
        (_add_field, "changed", 3),
        (_remove, "broken_link", 3),
        (_remove_first, "broken_link", 1),
        (_swap, "broken_link", 2),
        (_repeat, "broken_link", 4),
        (_forge, "broken_link", 4),
    ],
)
def test_tampering_is_found(
    log: AuditLog, tamper: Callable[[list[dict[str, Any]]], None], kind: str, line: int
) -> None:
    records = _lines(log)
    tamper(records)
    _rewrite(log, records)
    problems = log.verify()
    assert (problems[0].kind, problems[0].line) == (kind, line)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_changed_byte_is_found(data: st.DataObject) -> None:
    lines, head = [], Head()
    for n in range(3):
        record = seal(_entry(f"PO-{n}"), head)
        lines.append((json.dumps(to_data(record), ensure_ascii=False) + "\n").encode())
        head = Head(number=record.number, hash=record.hash)
    assert check_records(lines) == (head, ())
    index = data.draw(st.integers(0, 2))
    at = data.draw(st.integers(0, len(lines[index]) - 2))
    byte = data.draw(st.integers(32, 126).filter(lambda b: b != lines[index][at]))
    changed = lines[index][:at] + bytes([byte]) + lines[index][at + 1 :]
    try:
        same = json.loads(changed) == json.loads(lines[index])
    except ValueError:
        same = False
    if not same:  # white space between members may change and means nothing
        lines[index] = changed
        assert check_records(lines)[1] != ()


def test_a_line_that_is_no_record_is_named(log: AuditLog) -> None:
    text = log.path.read_text().splitlines(keepends=True)
    log.path.write_text("".join([text[0], "not a record\n", *text[1:]]))
    problems = log.verify()
    assert [(p.kind, p.line) for p in problems] == [("unreadable", 2)]


def test_a_cut_off_end_shows_against_a_noted_head(log: AuditLog) -> None:
    noted = log.head()
    _rewrite(log, _lines(log)[:3])
    assert log.verify() == ()  # the chain alone cannot know
    assert [p.kind for p in log.verify(noted=noted)] == ["shortened"]


def test_a_rewritten_log_shows_against_a_noted_head(log: AuditLog) -> None:
    noted = log.head()
    log.path.unlink()
    log.extend(_entry(f"PO-NEW-{n}") for n in range(6))
    assert log.verify() == ()
    assert [p.kind for p in log.verify(noted=noted)] == ["rewritten"]


def test_a_noted_head_stays_good_while_the_log_grows(log: AuditLog) -> None:
    noted = log.head()
    log.append(_entry("PO-6"))
    assert log.verify(noted=noted) == ()
    assert log.verify(noted=Head()) == ()


@pytest.mark.parametrize("kept", [1, 40, -2])
def test_a_torn_last_line_is_set_aside_and_nothing_is_lost(log: AuditLog, kept: int) -> None:
    whole = log.path.read_bytes()
    torn = whole.splitlines(keepends=True)[-1][:kept]
    log.path.write_bytes(whole + torn)
    assert [p.kind for p in log.verify()] == ["torn_tail"]
    assert log.head().number == 5
    assert log.append(_entry("PO-6")).number == 6
    assert log.verify() == ()
    assert [r.number for r in log.records()] == [1, 2, 3, 4, 5, 6]
    assert log.path.with_name("audit.jsonl.torn").read_bytes() == torn + b"\n"


def test_a_log_that_is_one_torn_line_starts_anew(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "a.jsonl")
    log.path.write_bytes(b'{"number":1,')
    assert log.append(_entry()).previous == GENESIS
    assert log.verify() == ()


def test_nothing_follows_a_record_that_was_changed(log: AuditLog) -> None:
    records = _lines(log)
    _change_who(records)
    _rewrite(log, records)
    before = log.path.read_bytes()
    with pytest.raises(UnusableWorkspaceError, match="audit verify"):
        log.append(_entry("PO-6"))
    assert log.path.read_bytes() == before


def test_nothing_follows_a_line_that_is_no_record(log: AuditLog) -> None:
    with log.path.open("a") as file:
        file.write("{}\n")
    with pytest.raises(UnusableWorkspaceError, match="not an audit record"):
        log.append(_entry("PO-6"))


def test_export_is_byte_for_byte_and_verifies(log: AuditLog) -> None:
    stream = io.BytesIO()
    assert log.export(stream) == log.head()
    assert stream.getvalue() == log.path.read_bytes()
    assert check_records(stream.getvalue().splitlines()) == (log.head(), ())


def test_threads_do_not_break_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: AuditLog(path).append(_entry(f"PO-{n}")), range(40)))
    log = AuditLog(path)
    assert log.verify() == ()
    assert sorted(r.entry.decision["id"] for r in log.records()) == sorted(f"PO-{n}" for n in range(40))


_WRITER = """
import datetime, sys
from pathlib import Path
from tidewaiter.audit import AuditEntry, AuditLog
for n in range(15):
    AuditLog(Path(sys.argv[1])).append(AuditEntry(command="check", input_sha256="", as_of=datetime.date(2026, 8, 12),
        tidewaiter_version="0", decision={"id": f"{sys.argv[2]}-{n}"}))
"""


def test_processes_do_not_break_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    env = os.environ | {"PYTHONPATH": str(SRC)}
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, str(path), str(w)], env=env) for w in range(3)]
    assert [w.wait(timeout=60) for w in writers] == [0, 0, 0]
    log = AuditLog(path)
    assert log.verify() == ()
    assert log.head().number == 45
    for writer in range(3):
        mine = [r.entry.decision["id"] for r in log.records() if r.entry.decision["id"].startswith(f"{writer}-")]
        assert mine == [f"{writer}-{n}" for n in range(15)]


def test_records_of_another_version_still_verify() -> None:
    """The hash covers what is stored, not what this version would store."""
    body = {"number": 1, "previous": GENESIS, "entry": {"command": "check", "field_of_another_version": 1}}
    from tidewaiter.audit.chain import digest

    line = json.dumps(body | {"hash": digest(body)})
    assert check_records([line])[1] == ()


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        entry_of(
            _decision("a"),
            command="check",
            input_sha256="",
            tidewaiter_version="0",
            when=dt.datetime(2026, 8, 12),  # noqa: DTZ001
        )
