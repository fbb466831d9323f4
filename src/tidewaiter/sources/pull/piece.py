"""A question to a service in pieces it can answer, each kept on disk, so that a pull that broke off goes on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from tidewaiter.model import UsageError
from tidewaiter.sources.pull.fetch import Fetcher

LOG = "pulled.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a question.

    Attributes:
        url: Where to ask; ``params`` what, without the key.
        name: Beginning of the name of its file; ``ending`` its end.
    """

    url: str
    params: Mapping[str, str]
    name: str
    ending: str = ".json"

    @property
    def file(self) -> str:
        """Name of its file: the same question has the same name."""
        asked = json.dumps([self.url, dict(sorted(self.params.items()))])
        return f"{self.name}-{hashlib.sha256(asked.encode()).hexdigest()[:10]}{self.ending}"


class NoDataError(UsageError):
    """The service has no data for a piece, which is not zero."""


class Pull(Protocol):
    """A question to one service."""

    @property
    def source(self) -> str:
        """Source its answers are imported as."""

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the question."""

    @property
    def accept(self) -> Collection[int]:
        """Statuses beyond success whose body is an answer of the service, for `smaller` to read."""

    def secret(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return parameters and headers that carry the key."""

    def smaller(self, piece: Piece, answer: bytes) -> Iterable[Piece]:
        """Return smaller pieces where the service cut the answer off, nothing where it is whole.

        Raises:
            UsageError: when the answer says that it failed, or cannot be made smaller.
            NoDataError: when it says that there are no data.
        """

    def released(self, answer: bytes) -> dt.date | None:
        """Return the day of release an answer states of itself, None where it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """A piece that was answered.

    Attributes:
        file: Its file; ``sha256`` its hash.
        pulled: Day of the pull; ``released`` the day of release it states of itself, None where it does not.
        fetched: False where it was there already.
    """

    file: str
    pulled: dt.date
    sha256: str
    fetched: bool
    released: dt.date | None = None


def pull(
    question: Pull, folder: Path, fetcher: Fetcher, *, today: dt.date, again: bool = False, said: Callable[[str], None]
) -> Iterator[Pulled]:
    """Fetch every piece of a question and yield it; pieces that are there are not fetched again.

    Args:
        question: What is asked.
        folder: Folder the answers are kept in, with a log of days and hashes beside them.
        fetcher: Fetches.
        today: Day of the pull.
        again: Fetch pieces that are there, too: a revision.
        said: Receives what a person should know.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = logged(folder)
    waiting = list(question.pieces())
    while waiting:
        piece = waiting.pop(0)
        target = folder / piece.file
        if target.is_file() and piece.file in known and not again:
            yield known[piece.file]
            continue
        params, headers = question.secret()
        body = fetcher.get(piece.url, {**piece.params, **params}, headers, accept=question.accept)
        try:
            parts = list(question.smaller(piece, body))
        except NoDataError as error:
            said(str(error))
            continue
        if parts:
            said(f"{piece.name}: cut off by the service, asked again in {len(parts)} parts")
            waiting = [*parts, *waiting]
            continue
        partial = target.with_suffix(".part")
        partial.write_bytes(body)
        partial.rename(target)
        done = Pulled(
            file=piece.file,
            pulled=today,
            sha256=hashlib.sha256(body).hexdigest(),
            fetched=True,
            released=question.released(body),
        )
        log(folder, done, url=piece.url, params=dict(piece.params))
        yield done


def log(folder: Path, done: Pulled, **asked: Any) -> None:  # noqa: ANN401 - what was asked is the service's own
    """Write what was fetched to the log of a folder."""
    with (folder / LOG).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(done) | asked, default=str) + "\n")


def logged(folder: Path) -> dict[str, Pulled]:
    """Return what was fetched into a folder before, by file.

    Raises:
        UsageError: when the log is damaged.
    """
    path = folder / LOG
    found: dict[str, Pulled] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        try:
            data = json.loads(line)
            day = dt.date.fromisoformat(data["pulled"])
            released = dt.date.fromisoformat(data["released"]) if data.get("released") else None
            found[data["file"]] = Pulled(
                file=data["file"], pulled=day, sha256=data["sha256"], fetched=False, released=released
            )
        except (ValueError, KeyError):
            raise UsageError(f"{path} is damaged: remove the folder and pull again.") from None
    return found
