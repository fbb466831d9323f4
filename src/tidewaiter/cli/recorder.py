"""Puts decisions on the audit record; the workspace keeps it, for every interface."""

from tidewaiter.workspace.recorder import Recorder, input_hash

__all__ = ["Recorder", "input_hash"]
