"""One request at a time to a service that limits them: paced, and asked again where asking again can help."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tidewaiter.model import UsageError

if TYPE_CHECKING:
    import httpx

#: Answers after which asking again can help: too many requests, and faults of the service.
_AGAIN = frozenset({429, 500, 502, 503, 504})
_LONGEST_WAIT = 120.0
_FORBIDDEN, _WRONG, _ERROR = frozenset({401, 403}), frozenset({400, 404, 422}), 400


def _client() -> httpx.Client:
    import httpx  # noqa: PLC0415  takes memory that only a pull is worth

    return httpx.Client(timeout=120.0, follow_redirects=True)


@dataclass(slots=True)
class Fetcher:
    """Fetches from one service.

    Attributes:
        client: The connection; tests give one to a server of their own.
        pace: Least seconds between two requests.
        attempts: How often one request is made.
        sleep: Waits; `clock` tells the time in seconds. Tests give their own.
    """

    client: httpx.Client = field(default_factory=_client)
    pace: float = 6.0
    attempts: int = 5
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: float | None = None

    def get(self, url: str, params: Mapping[str, str], headers: Mapping[str, str] | None = None) -> bytes:
        """Return the body of an answer.

        Raises:
            UsageError: when the service refuses, does not answer after all attempts, or cannot be reached. Keys are
                sent in headers and parameters and never part of the message.
        """
        import httpx  # noqa: PLC0415  see `_client`

        problem = ""
        for attempt in range(self.attempts):
            self._wait_for_turn()
            try:
                answer = self.client.get(url, params=dict(params), headers=dict(headers or {}))
            except httpx.TransportError as error:
                problem = f"{type(error).__name__}: {error}"
                self.sleep(min(2.0**attempt, _LONGEST_WAIT))
                continue
            if answer.status_code < _ERROR:
                return answer.content
            problem = f"HTTP {answer.status_code}"
            if answer.status_code not in _AGAIN:
                raise UsageError(_refusal(url, answer.status_code))
            self.sleep(_asked_to_wait(answer, attempt))
        raise UsageError(
            f"{url} did not answer after {self.attempts} attempts ({problem}): try later; what was fetched is kept."
        )

    def _wait_for_turn(self) -> None:
        now = self.clock()
        if self._last is not None and now - self._last < self.pace:
            self.sleep(self.pace - (now - self._last))
        self._last = self.clock()


def _asked_to_wait(answer: httpx.Response, attempt: int) -> float:
    """Return the seconds the service asks for, else twice as many as before."""
    said = answer.headers.get("Retry-After", "")
    return min(float(said) if said.isdigit() else 2.0**attempt, _LONGEST_WAIT)


def _refusal(url: str, status: int) -> str:
    if status in _FORBIDDEN:
        return f"{url} refuses the key (HTTP {status}): set the environment variable of the service to a valid one."
    if status in _WRONG:
        return f"{url} does not understand the question (HTTP {status}): check countries, goods and months."
    return f"{url} answered with HTTP {status}."
