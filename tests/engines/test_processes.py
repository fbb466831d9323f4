"""Work over processes: order, bounded reading, clear failures, and nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from tests.engines.tasks import Double, Fail

from tidewaiter.engines import in_processes, usable_cores
from tidewaiter.engines.processes import _Worker
from tidewaiter.model import EngineError, TidewaiterError, UsageError

ROOT = Path(__file__).parents[2]


def test_answers_come_in_the_order_of_the_batches_from_several_processes() -> None:
    batches = [list(range(start, start + 3)) for start in range(0, 60, 3)]
    found = list(in_processes(Double(), batches, workers=2))
    assert [numbers for _, numbers in found] == [[2 * number for number in batch] for batch in batches]
    processes = {process for process, _ in found}
    assert len(processes) == 2
    assert os.getpid() not in processes


def test_batches_are_read_only_as_fast_as_answers_are_taken() -> None:
    read: list[int] = []

    def batches() -> Iterator[list[int]]:
        for number in range(1, 1000):
            read.append(number)
            yield [number]

    for taken, _ in zip(range(1, 20), in_processes(Double(), batches(), workers=2), strict=False):
        assert len(read) <= taken + 5
    assert len(read) < 30


@pytest.mark.parametrize(
    ("how", "kind", "said"),
    [
        ("open", EngineError, "the index is not there"),
        ("raise", EngineError, "ValueError: no such thing"),
        ("die", EngineError, "fewer --workers"),
    ],
)
def test_a_failing_worker_ends_it_with_a_clear_error(how: str, kind: type[TidewaiterError], said: str) -> None:
    taken: list[int] = []
    with pytest.raises(kind, match=said):
        taken.extend(in_processes(Fail(how, at=8), range(10_000), workers=2))


def test_answers_before_a_failure_are_whole_and_in_order() -> None:
    running = in_processes(Fail("raise", at=8), range(10_000), workers=2)
    assert [next(running) for _ in range(8)] == list(range(8))
    with pytest.raises(EngineError):
        next(running)


def test_an_error_of_the_reader_ends_the_workers_too() -> None:
    def batches() -> Iterator[list[int]]:
        yield [1]
        raise UsageError("the file is gone")

    with pytest.raises(UsageError, match="the file is gone"):
        list(in_processes(Double(), batches(), workers=2))


_PROGRAM = """
import sys
from tests.engines.tasks import Slow
from tidewaiter.engines import in_processes

if __name__ == "__main__":
    for answer in in_processes(Slow(sys.argv[1]), range(100), workers=2):
        print(answer, flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent_however_it_goes(how: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    (tmp_path / "seen").mkdir()
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    parent = subprocess.Popen(
        [sys.executable, str(program), str(tmp_path / "seen")], env={**os.environ, "PYTHONPATH": path}
    )
    _wait_until(lambda: len(list((tmp_path / "seen").iterdir())) == 2)
    workers = [int(file.name) for file in (tmp_path / "seen").iterdir()]
    assert all(_runs(worker) for worker in workers)
    parent.send_signal(how)
    parent.wait(60)
    _wait_until(lambda: not any(_runs(worker) for worker in workers))


def test_a_worker_whose_answers_are_no_longer_wanted_ends_silently(capfd: pytest.CaptureFixture[str]) -> None:
    worker = _Worker(Double())
    worker._answered.close()  # as after Ctrl-C, where a worker may see this pipe closed before the other
    worker.ask([1])
    worker.process.join(timeout=60)
    assert worker.process.exitcode == 0
    assert capfd.readouterr().err == ""
    worker.end()


def test_at_least_one_core_is_usable() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


def _runs(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wait_until(true: Callable[[], bool]) -> None:
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about within a minute")
