"""What the one who starts the service decides."""

from __future__ import annotations

from dataclasses import dataclass

#: Names by which a machine calls itself.
LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits of the service.

    Attributes:
        max_body: Greatest size of a request body, in bytes.
        max_batch: Most queries in one request of the open screening API.
        hosts: Names in the ``Host`` header that are answered; None answers any. On the own machine only its own names
            are answered, so that no web page can reach the service under a name that it makes point there.
        apart: Whether what takes much memory to build, once a state of the lists, is built by a process that then ends.
        refresh: Seconds between looks for list snapshots that another process has published; 0 never looks.
    """

    max_body: int = 64 * 1024 * 1024
    max_batch: int = 500
    hosts: tuple[str, ...] | None = LOCAL_NAMES
    apart: bool = False
    refresh: float = 60.0
