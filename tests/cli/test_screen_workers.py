"""``tidewaiter screen`` over several processes: the same bytes, clear failures, nothing half-written or left over."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import psutil
import pytest
from tests.cli.conftest import Run

SRC = Path(__file__).parents[2] / "src"
LISTED = ("Huawei Technologies Co., Ltd.", "Karasani Diş Ticaret", "Mahan Air", "Azu International Ltd Sti")


def _write(file: Path, rows: int) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "name", "country"])
        for number in range(rows):
            name = LISTED[number % 4] if number % 50 < 4 else f"Invented Example {number} Trading Ltd"
            writer.writerow([f"r{number}", name, ("TR", "Atlantis")[number == 77]])
    return file


def test_workers_give_the_same_bytes_and_reject_the_same_rows(run: Run, tmp_path: Path) -> None:
    file = _write(tmp_path / "rows.csv", 1200)
    one, two = (run("screen", str(file), "--workers", workers, "--as-of", "2026-08-01") for workers in "12")
    assert two.stdout == one.stdout
    assert one.stdout.count("\n") == 1199
    assert '"listing_id"' in one.stdout
    assert (one.returncode, two.returncode) == (1, 1)
    assert two.stderr == one.stderr
    assert "rows.csv:79:country" in one.stderr


@pytest.mark.parametrize("form", ["json", "table"])
def test_every_format_is_the_same_from_workers(run: Run, tmp_path: Path, form: str) -> None:
    file = _write(tmp_path / "rows.csv", 40)
    one, two = (run("screen", str(file), "--workers", workers, "--format", form, "--quiet") for workers in "12")
    assert one.stdout == two.stdout
    assert "Azu International" in one.stdout


def test_orders_are_decided_and_reported_the_same_by_workers(run: Run) -> None:
    orders = str(resources.files("tidewaiter") / "examples" / "orders_bad.csv")
    one, two = (run("check", orders, "--workers", workers, "--no-audit") for workers in "12")
    assert two.stdout == one.stdout
    assert (two.returncode, two.stderr) == (1, one.stderr)
    assert one.stdout.count("\n") == 2


def test_a_file_is_written_whole(run: Run, tmp_path: Path) -> None:
    file, out = _write(tmp_path / "rows.csv", 60), tmp_path / "out" / "answers.jsonl"
    out.parent.mkdir()
    printed = run("screen", str(file), "--quiet")
    out.write_text("an earlier file", encoding="utf-8")
    done = run("screen", str(file), "--out", str(out), "--workers", "2", "--quiet")
    assert (done.returncode, done.stdout) == (0, "")
    assert out.read_text("utf-8") == printed.stdout
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize(("out", "said"), [(".", "is no file"), ("missing/answers.jsonl", "cannot be written")])
def test_a_file_that_cannot_be_written_is_said(run: Run, tmp_path: Path, out: str, said: str) -> None:
    done = run("screen", "--name", "Huawei", "--out", str(tmp_path / out))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def running(home: Path, tmp_path: Path, run: Run) -> Iterator[subprocess.Popen[str]]:
    """A long screening over two workers, in a process group of its own as a terminal would give it."""
    run("screen", "--name", "Huawei", "--quiet")  # builds the index, so that what runs below is the screening
    file = _write(tmp_path / "rows.csv", 200_000)
    words = ["screen", str(file), "--workers", "2", "--out", str(tmp_path / "answers.jsonl")]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background work would ignore it
    parent = subprocess.Popen(
        [sys.executable, "-m", "tidewaiter.cli", *words],
        env={"TIDEWAITER_WORKSPACE": str(home), "PATH": "", "PYTHONPATH": str(SRC)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before)
    staged = tmp_path / f".answers.jsonl-{parent.pid}"
    _wait_until(lambda: staged.exists() and staged.stat().st_size > 0)
    yield parent
    if parent.poll() is None:
        parent.kill()


def test_an_interrupt_ends_everything_and_leaves_no_file(running: subprocess.Popen[str], tmp_path: Path) -> None:
    children = psutil.Process(running.pid).children(recursive=True)
    assert len(children) >= 2
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Traceback" not in said
    _gone, alive = psutil.wait_procs(children, timeout=60)
    assert not alive
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def test_a_killed_worker_ends_with_a_clear_error_and_no_file(running: subprocess.Popen[str], tmp_path: Path) -> None:
    workers = [p for p in psutil.Process(running.pid).children() if "spawn_main" in " ".join(p.cmdline())]
    assert len(workers) == 2
    workers[0].kill()
    _, said = running.communicate(timeout=120)
    assert running.returncode == 2
    assert "A worker process ended before its work was done" in said
    assert "Traceback" not in said
    _gone, alive = psutil.wait_procs(workers, timeout=60)
    assert not alive
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def _wait_until(true: Callable[[], bool]) -> None:
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about within a minute")
