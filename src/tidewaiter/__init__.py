"""Tidewaiter: an open export-control system.

``Workspace`` answers what the command line and the service answer: check, screen, license, goods, lists.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidewaiter.workspace import Workspace

__version__ = version("tidewaiter")
__all__ = ["Workspace", "__version__"]


def __getattr__(name: str) -> object:
    """Import the workspace when it is first asked for, so that a room can be imported alone."""
    if name == "Workspace":
        from tidewaiter.workspace import Workspace  # noqa: PLC0415

        return Workspace
    raise AttributeError(f"module 'tidewaiter' has no attribute {name!r}")
