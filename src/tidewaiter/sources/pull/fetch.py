"""One request at a time to a service that limits them: paced, and asked again where asking again can help."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tidewaiter.model import UsageError

if TYPE_CHECKING:
    import httpx

#: Answers after which asking again can help: too many requests, and faults of the service.
_AGAIN = frozenset({429, 500, 502, 503, 504})
_LONGEST_WAIT = 120.0
_FORBIDDEN, _WRONG, _ERROR = frozenset({401, 403}), frozenset({400, 404, 422}), 400
_PARTIAL, _BEYOND_END = 206, 416
#: Bytes of a download after which a person is told how far it is.
_SAID_EVERY = 50_000_000


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

    def get(
        self,
        url: str,
        params: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        *,
        accept: Collection[int] = (),
    ) -> bytes:
        """Return the body of an answer.

        Args:
            url: Where to ask; `params` and `headers` what.
            params: Of the question.
            headers: Of the question.
            accept: Statuses beyond success whose body is an answer to read, too.

        Raises:
            UsageError: when the service refuses, does not answer after all attempts, or cannot be reached. Keys are
                sent in headers and parameters and never part of the message.
        """
        import httpx  # noqa: PLC0415  see `_client`

        for attempt in self._attempts(url):
            try:
                answer = self.client.get(url, params=dict(params), headers=dict(headers or {}))
            except httpx.TransportError as error:
                attempt.failed(f"{type(error).__name__}: {error}")
                continue
            if answer.status_code < _ERROR or answer.status_code in accept:
                return answer.content
            attempt.answered(url, answer)
        raise AssertionError  # the last attempt raised

    def download(self, url: str, target: Path, *, said: Callable[[str], None]) -> None:
        """Write a large file; one that broke off goes on where it was, as long as the service has the same file.

        Raises:
            UsageError: as `get` does; what was fetched is kept.
        """
        import httpx  # noqa: PLC0415  see `_client`

        part, tag = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.tag")
        for attempt in self._attempts(url):
            try:
                with self.client.stream("GET", url, headers=_rest_of(part, tag)) as answer:
                    if answer.status_code < _ERROR:
                        _save(answer, part, tag, said)
                        part.rename(target)
                        tag.unlink(missing_ok=True)
                        return
                    if answer.status_code == _BEYOND_END:  # longer than the file of the service: another file
                        part.unlink(missing_ok=True)
                    else:
                        attempt.answered(url, answer)
            except httpx.TransportError as error:
                attempt.failed(f"{type(error).__name__}: {error}")
        raise AssertionError  # the last attempt raised

    def _attempts(self, url: str) -> Iterator[_Attempt]:
        problem = ""
        for number in range(self.attempts):
            self._wait_for_turn()
            attempt = _Attempt(number, self.sleep)
            yield attempt
            problem = attempt.problem or problem
        raise UsageError(
            f"{url} did not answer after {self.attempts} attempts ({problem}): try later; what was fetched is kept."
        )

    def _wait_for_turn(self) -> None:
        now = self.clock()
        if self._last is not None and now - self._last < self.pace:
            self.sleep(self.pace - (now - self._last))
        self._last = self.clock()


@dataclass(slots=True)
class _Attempt:
    """One of several attempts: what went wrong with it, and how long to wait before the next."""

    number: int
    sleep: Callable[[float], None]
    problem: str = ""

    def failed(self, problem: str) -> None:
        self.problem = problem
        self.sleep(min(2.0**self.number, _LONGEST_WAIT))

    def answered(self, url: str, answer: httpx.Response) -> None:
        self.problem = f"HTTP {answer.status_code}"
        if answer.status_code not in _AGAIN:
            raise UsageError(_refusal(url, answer.status_code))
        self.sleep(_asked_to_wait(answer, self.number))


def _rest_of(part: Path, tag: Path) -> dict[str, str]:
    """Return headers that ask for what is missing of a file, if it is still the same; of all without a tag."""
    if not part.is_file() or not tag.is_file():
        return {}
    return {"Range": f"bytes={part.stat().st_size}-", "If-Range": tag.read_text(encoding="ascii")}


def _save(answer: httpx.Response, part: Path, tag: Path, said: Callable[[str], None]) -> None:
    mode = "ab" if answer.status_code == _PARTIAL else "wb"
    known = answer.headers.get("ETag", "")
    if known and not known.startswith("W/"):  # a weak tag does not promise the same bytes
        tag.write_text(known, encoding="ascii")
    else:
        tag.unlink(missing_ok=True)
    with part.open(mode) as stream:
        done = told = stream.tell()
        for block in answer.iter_bytes():
            done += stream.write(block)
            if done - told >= _SAID_EVERY:
                said(f"{part.stem}: {done / 1e6:,.0f} MB")
                told = done


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
