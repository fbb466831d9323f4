"""Answers on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from tidewaiter.carried import CarriedPart
from tidewaiter.cli.options import chosen_format
from tidewaiter.reports import Format, write
from tidewaiter.reports.views import View, show_changes, show_history, show_parts, show_rescreening, show_screening
from tidewaiter.workspace import RescreenAnswer, ScreenAnswer
from tidewaiter.workspace.lists import ListChange, ListingState

#: Views of the answers that rooms above the reports give.
_VIEWS: Mapping[type, View] = {
    CarriedPart: show_parts,
    ListChange: show_changes,
    ListingState: show_history,
    RescreenAnswer: show_rescreening,
    ScreenAnswer: show_screening,
}


def write_answers(answers: Iterable[object], asked: Format | None, *, views: Mapping[type, View] | None = None) -> None:
    """Write answers to standard output in the format asked for, as they come.

    Args:
        answers: Answers of one kind.
        asked: The format asked for; None for a table on a terminal, else JSON Lines.
        views: Views that know the question too, where the answer does not repeat it.
    """
    write(answers, sys.stdout, chosen_format(asked), views={**_VIEWS, **(views or {})})
    sys.stdout.flush()
