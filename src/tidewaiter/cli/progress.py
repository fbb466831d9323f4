"""What a person sees on standard error while a command works."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tidewaiter.model import RowError, Snapshot

T = TypeVar("T")

_SHOWN = 20
#: What compiles once a machine logs here; a person who waits for it is told.
_PREPARING = logging.getLogger("tidewaiter.screening.prepare")


class Messages:
    """Progress, notes and rejected rows on standard error; counts what was rejected."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.console = Console(stderr=True, highlight=False, soft_wrap=True)
        self.rejected = 0
        _tell_of_preparing(self)

    def reject(self, error: RowError) -> None:
        """Count a row that could not be used and say so; after the first twenty only the total is said."""
        self.rejected += 1
        if self.rejected <= _SHOWN:
            self.console.print(str(error), markup=False, style="yellow")

    def note(self, text: str) -> None:
        """Say something worth knowing, unless quiet."""
        if not self.quiet:
            self.console.print(text, markup=False, style="dim")

    def warn(self, text: str) -> None:
        """Say something that must be seen, even when quiet."""
        self.console.print(text, markup=False, style="bold yellow")

    def track(self, rows: Iterable[T], label: str, *, printed: bool = True) -> Iterator[T]:
        """Pass rows through under a progress bar.

        Args:
            rows: What is worked through.
            label: What the bar counts.
            printed: The rows are printed as they come; on a terminal the bar gives way to the first of them.
        """
        with self._progress() as progress:
            task = progress.add_task(label, total=None)
            for row in rows:
                if printed and sys.stdout.isatty():
                    progress.stop()
                yield row
                progress.advance(task)

    @contextmanager
    def counting(self, label: str) -> Iterator[Callable[[int], None]]:
        """Show a progress bar for work that reports how many rows it has done since the last time."""
        with self._progress() as progress:
            task = progress.add_task(label, total=None)
            yield lambda rows: progress.advance(task, rows)

    @contextmanager
    def working(self, label: str) -> Iterator[Callable[[str], None]]:
        """Show that something is worked on whose length is not known; what is given can say what comes next."""
        with self._progress() as progress:
            task = progress.add_task(label, total=None)
            yield lambda text: progress.update(task, description=text)

    def _progress(self) -> Progress:
        return Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            disable=self.quiet or not self.console.is_terminal,
            transient=True,
        )

    def about_lists(self, snapshots: Iterable[Snapshot]) -> None:
        """Say once what must be said about the lists used: stale, or rebuilt for an earlier date."""
        for snapshot in snapshots:
            if snapshot.note:
                self.note(f"{snapshot.list}: {snapshot.note}")

    def exit_code(self) -> int:
        """Return 1 when rows were rejected, and say how many; else 0."""
        if not self.rejected:
            return 0
        more = self.rejected - _SHOWN
        tail = f" ({more} more not shown)" if more > 0 else ""
        self.console.print(f"{self.rejected} row(s) could not be used{tail}.", style="yellow")
        return 1


class _Notes(logging.Handler):
    """Passes log records on as notes."""

    def __init__(self, messages: Messages) -> None:
        super().__init__()
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        """Say the record's message; a warning also when quiet."""
        say = self._messages.warn if record.levelno >= logging.WARNING else self._messages.note
        say(record.getMessage())


def _tell_of_preparing(messages: Messages) -> None:
    """Have the latest messages, of several in one process, tell of the preparing."""
    for handler in [known for known in _PREPARING.handlers if isinstance(known, _Notes)]:
        _PREPARING.removeHandler(handler)
    _PREPARING.addHandler(_Notes(messages))
    _PREPARING.setLevel(logging.INFO)
    _PREPARING.propagate = False
