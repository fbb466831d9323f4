"""The HTTP service: the same questions as the command line, and the open screening API. No logic of its own."""

from tidewaiter.api.app import create_app
from tidewaiter.api.settings import Settings

__all__ = ["Settings", "create_app"]
