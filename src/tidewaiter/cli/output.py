"""Answers on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from tidewaiter.cli.options import chosen_format
from tidewaiter.reports import Format, write


def write_answers(answers: Iterable[object], asked: Format | None) -> None:
    """Write answers to standard output in the format asked for, as they come."""
    write(answers, sys.stdout, chosen_format(asked))
    sys.stdout.flush()
