"""The command line: reads arguments, calls the workspace, renders answers. No logic of its own."""

from tidewaiter.cli.app import main

__all__ = ["main"]
