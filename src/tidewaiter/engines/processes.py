"""Work over several processes of this machine: in order, in bounded memory, and no process outlives its parent.

Each worker has a pipe of its own for batches and one for answers, with no lock or queue that it shares with others. So
a worker that is killed, at whatever moment, is seen at once by the end of its pipe, and takes nothing with it; the
pools of the standard library can wait for ever for a lock that a killed worker held.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pickle import UnpicklingError
from typing import Any, Generic, TypeVar

from tidewaiter.engines.task import Task
from tidewaiter.model import EngineError, TidewaiterError

B = TypeVar("B")
A = TypeVar("A")

#: Batches a worker holds beside the answers waiting to be taken: one to work on and one to go on with.
_AHEAD = 2


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_processes(task: Task[B, A], batches: Iterable[B], *, workers: int) -> Iterator[A]:
    """Answer batches in worker processes; the answers come in the order of the batches.

    Workers start from nothing (the start method ``spawn``), so a program that calls this must guard its own start with
    ``if __name__ == "__main__"``. Batches go to the workers in turn, and are read only as fast as answers are taken.

    Args:
        task: Opened once in each worker.
        batches: Read in this process.
        workers: Number of processes.

    Raises:
        EngineError: when a worker fails or is killed. The answers given before are whole and right.
    """
    staff: list[_Worker[B, A]] = []
    try:
        with _undisturbed():
            staff.extend(_Worker(task) for _ in range(workers))
        asked: deque[_Worker[B, A]] = deque()
        for number, batch in enumerate(batches):
            if len(asked) == workers * _AHEAD:
                yield asked.popleft().answer()
            worker = staff[number % workers]
            worker.ask(batch)
            asked.append(worker)
        while asked:
            yield asked.popleft().answer()
    finally:
        for worker in staff:
            worker.end()
        for worker in staff:
            worker.process.join()


class _Worker(Generic[B, A]):
    """One process, seen from its parent."""

    def __init__(self, task: Task[B, A]) -> None:
        context = multiprocessing.get_context("spawn")
        asked, self._asking = context.Pipe(duplex=False)
        self._answered, answering = context.Pipe(duplex=False)
        self.process = context.Process(target=_serve, args=(task, asked, answering), daemon=True)
        self.process.start()
        asked.close()  # the worker now holds the only other end, so that its death ends the pipe
        answering.close()

    def ask(self, batch: B) -> None:
        try:
            self._asking.send(batch)
        except OSError as error:
            raise _killed() from error

    def answer(self) -> A:
        try:
            answer, failure = self._answered.recv()
        except (EOFError, OSError, UnpicklingError) as error:
            raise _killed() from error
        if failure is not None:
            message, trace = failure
            failed = EngineError(message)
            failed.add_note(trace)
            raise failed
        found: A = answer
        return found

    def end(self) -> None:
        """Close the pipes, which ends the process whatever it is doing."""
        self._asking.close()
        self._answered.close()


def _killed() -> EngineError:
    return EngineError(
        "A worker process ended before its work was done; most often the memory was used up. "
        "The answers already given are right, the rest is missing: run it again with fewer --workers."
    )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back an interrupt while processes are started, so that no child sees it half awake."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In the worker -------------------------------------------------------------------------------------------------------


def _serve(task: Task[Any, Any], asked: Connection, answering: Connection) -> None:
    """Answer batches until the parent closes the pipe.

    The task is opened with the first batch, so that its errors reach the parent as any other.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent ends its workers itself
    batches: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(asked, batches), daemon=True).start()
    answer: Callable[[Any], Any] | None = None
    while True:
        batch = batches.get()
        reply: tuple[Any, tuple[str, str] | None]
        try:
            first, answer = answer is None, answer or task.open()
            reply = (answer(batch), None)
            if first:
                _keep_what_is_loaded()
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent is told
            reply = (None, _failure(error))
        _send(answering, reply)


def _keep_what_is_loaded() -> None:
    """Leave what is loaded by now out of the search for garbage, which would walk through all of it again and again."""
    gc.collect()
    gc.freeze()


def _send(answering: Connection, reply: tuple[Any, tuple[str, str] | None]) -> None:
    """Give an answer back; a parent that is gone, or wants no more, has closed the pipe and the process ends silently.

    The parent closes both pipes at once, so either of the two threads may be the first to see it.
    """
    try:
        answering.send(reply)
    except OSError:
        os._exit(0)


def _receive(asked: Connection, batches: queue.SimpleQueue[Any]) -> None:
    """Take in batches while others are worked on, so that neither side waits for the other to read.

    When the parent closes the pipe or is gone, however it went, the process ends at once.
    """
    try:
        while True:
            batches.put(asked.recv())
    except (EOFError, OSError):
        os._exit(0)
    except Exception:  # noqa: BLE001 - a batch that cannot be read; the parent sees the process end
        traceback.print_exc()
        os._exit(1)


def _failure(error: Exception) -> tuple[str, str]:
    said = str(error) if isinstance(error, TidewaiterError) else f"{type(error).__name__}: {error}"
    return f"A worker process failed: {said}", traceback.format_exc()
