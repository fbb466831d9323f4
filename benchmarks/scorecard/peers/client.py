"""nomenklatura, the matcher inside yente, run in the interpreter it is installed in and spoken to in JSON lines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from tidewaiter.model import Listing, Schema
from tidewaiter.screening import Query

#: Environment variable that names the interpreter with nomenklatura.
PEER_PYTHON = "TIDEWAITER_PEER_PYTHON"
#: Where ``make peers`` puts it.
PEER_ENVIRONMENT = Path(__file__).parents[3] / ".venv-peers" / "bin" / "python"
_BRIDGE = Path(__file__).with_name("nomenklatura_bridge.py")

Properties = dict[str, list[str]]
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EntityPair:
    """Two entities of one FollowTheMoney schema, as property names and values."""

    schema: str
    query: Properties
    candidate: Properties


@dataclass(frozen=True, slots=True)
class Answer:
    """What the peer gave back, a line each, and what it took."""

    lines: list[Line]
    measured: dict[str, Any]


class Nomenklatura:
    """The peer, or the knowledge that it is not installed."""

    def __init__(self, python: str | None = None) -> None:
        beside = str(PEER_ENVIRONMENT) if PEER_ENVIRONMENT.exists() else sys.executable
        self._python = python or os.environ.get(PEER_PYTHON) or beside
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - open as long as the peer runs

    @cached_property
    def versions(self) -> dict[str, str] | None:
        """Versions of the peer's packages; None when it is not installed."""
        there = subprocess.run([self._python, "-c", "import nomenklatura"], capture_output=True, check=False)
        return None if there.returncode else self._ask(self._scorer, {"do": "describe"}, []).measured

    def score(self, algorithm: str, pairs: Sequence[EntityPair]) -> Answer | None:
        """Score pairs of entities; the lines are ``{"score"}``. None when the peer is not installed."""
        if self.versions is None:
            return None
        lines = (
            {
                "left": _entity(f"query-{number}", pair.schema, pair.query),
                "right": _entity(f"candidate-{number}", pair.schema, pair.candidate),
            }
            for number, pair in enumerate(pairs)
        )
        return self._ask(self._scorer, {"do": "pairs", "algorithm": algorithm}, lines)

    def search(
        self,
        algorithm: str,
        listings: Sequence[Listing],
        queries: Sequence[Query],
        candidates: Sequence[Sequence[str]] | None = None,
    ) -> Answer | None:
        """Search a list with the peer, in a process of its own, so that its memory is its own.

        Args:
            algorithm: The matcher.
            listings: The list.
            queries: What is looked for.
            candidates: Ids of the entries to score for each query; the peer's own blocker finds them when None.

        Returns:
            ``{"hits": [[id, score], ...]}``, one a query; None when the peer is not installed.
        """
        if self.versions is None:
            return None
        listed = (
            {"listed": _entity(entry.id, _schema(entry.schema), {"name": [name.text for name in entry.names]})}
            for entry in listings
        )
        asked = (
            {"query": _entity(f"query-{number}", _schema(query.schema), {"name": list(query.names)})}
            | ({} if candidates is None else {"candidates": list(candidates[number])})
            for number, query in enumerate(queries)
        )
        process = self._start()
        try:
            return self._ask(process, {"do": "search", "algorithm": algorithm}, chain(listed, asked))
        finally:
            _stop(process)

    def close(self) -> None:
        """Stop the peer's process."""
        if "_scorer" in self.__dict__:
            _stop(self._scorer)

    @cached_property
    def _scorer(self) -> subprocess.Popen[str]:
        return self._start()

    def _start(self) -> subprocess.Popen[str]:
        # What the peer logs goes to a file: a pipe that nobody reads would stop it.
        return subprocess.Popen(
            [self._python, str(_BRIDGE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
        )

    def _ask(self, process: subprocess.Popen[str], request: Line, lines: Iterable[Line]) -> Answer:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the peer's process was started without pipes")
        # The bridge answers when it has read everything, so that neither waits for the other with a full pipe.
        process.stdin.writelines(json.dumps(line) + "\n" for line in chain([request], lines))
        process.stdin.write("\n")
        process.stdin.flush()
        answers: list[Line] = []
        for text in process.stdout:
            answers.append(json.loads(text))
            if "measured" in answers[-1]:
                return Answer(answers[:-1], answers[-1]["measured"])
        self._log.seek(0)
        raise RuntimeError(f"nomenklatura stopped while it did {request}:\n{self._log.read()[-2000:]}")


def _stop(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.wait(30)


def _entity(number: str, schema: str, properties: Properties) -> Line:
    return {"id": number, "schema": schema, "properties": properties}


def _schema(schema: Schema | None) -> str:
    """Return the name FollowTheMoney has for a kind of party."""
    known = schema or Schema.ENTITY
    return "Airplane" if known is Schema.AIRCRAFT else known.value
