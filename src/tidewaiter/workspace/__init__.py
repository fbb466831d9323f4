"""The workspace: the one place that wires store, sources, rooms and clock together."""

from tidewaiter.workspace.facade import Workspace, default_root, package_root
from tidewaiter.workspace.lists import ListChange, ListingState, Lists
from tidewaiter.workspace.rescreening import RescreenAnswer
from tidewaiter.workspace.rows import good_rows
from tidewaiter.workspace.screening import ScreenAnswer, Screening

__all__ = [
    "ListChange",
    "ListingState",
    "Lists",
    "RescreenAnswer",
    "ScreenAnswer",
    "Screening",
    "Workspace",
    "default_root",
    "good_rows",
    "package_root",
]
