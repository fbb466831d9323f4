"""Answers on standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tidewaiter.carried import CarriedPart
from tidewaiter.cli.options import chosen_format
from tidewaiter.model import UsageError
from tidewaiter.reports import Format, write
from tidewaiter.reports.views import (
    View,
    show_changes,
    show_explained,
    show_history,
    show_parts,
    show_rescreening,
    show_screening,
)
from tidewaiter.workspace import RescreenAnswer, ScreenAnswer
from tidewaiter.workspace.explaining import ExplainedGood
from tidewaiter.workspace.lists import ListChange, ListingState

#: Views of the answers that rooms above the reports give.
_VIEWS: Mapping[type, View] = {
    CarriedPart: show_parts,
    ExplainedGood: show_explained,
    ListChange: show_changes,
    ListingState: show_history,
    RescreenAnswer: show_rescreening,
    ScreenAnswer: show_screening,
}


def write_answers(
    answers: Iterable[object],
    asked: Format | None,
    *,
    views: Mapping[type, View] | None = None,
    out: Path | None = None,
) -> None:
    """Write answers in the format asked for, as they come.

    Args:
        answers: Answers of one kind.
        asked: The format asked for; None for a table on a terminal, else JSON Lines.
        views: Views that know the question too, where the answer does not repeat it.
        out: File to write instead of standard output. It appears whole, once the last answer is written, or not at all.
    """
    known = {**_VIEWS, **(views or {})}
    if out is None:
        write(answers, sys.stdout, chosen_format(asked), views=known)
        sys.stdout.flush()
        return
    with _whole_file(out) as stream:
        write(answers, stream, asked or Format.JSONL, views=known)


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """Open a file that takes its name, and the place of an earlier one, only when it was written to the end."""
    if path.exists() and not path.is_file():
        raise UsageError(f"--out: {path} is no file: name a file to write.")
    staged = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with staged.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        staged.replace(path)
    except OSError as error:
        raise UsageError(f"--out: {path} cannot be written: {error.strerror or error}.") from error
    finally:
        staged.unlink(missing_ok=True)
