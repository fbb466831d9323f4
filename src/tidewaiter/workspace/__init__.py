"""The workspace: the one place that wires store, sources, rooms and clock together."""

from tidewaiter.workspace.facade import ScreenAnswer, Workspace, default_root, good_rows, package_root
from tidewaiter.workspace.lists import ListChange, ListingState, Lists
from tidewaiter.workspace.rescreening import RescreenAnswer

__all__ = [
    "ListChange",
    "ListingState",
    "Lists",
    "RescreenAnswer",
    "ScreenAnswer",
    "Workspace",
    "default_root",
    "good_rows",
    "package_root",
]
