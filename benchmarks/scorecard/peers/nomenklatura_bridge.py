"""Runs a matcher of nomenklatura for the scorecard, in the interpreter that nomenklatura is installed in.

It imports nothing of Tidewaiter, which need not be installed there. Entities are FollowTheMoney's, as JSON
(``{"id", "schema", "properties": {name: [values]}}``). It reads requests until its input ends: a line that says what to
do, lines to do it with, and an empty line.

- ``{"do": "describe"}``: its versions.
- ``{"do": "pairs", "algorithm"}``, then ``{"left", "right"}`` lines: one ``{"score"}`` a pair.
- ``{"do": "search", "algorithm"}``, then ``{"listed": entity}`` lines and ``{"query": entity}`` lines, which may name
  their ``"candidates"`` by id: for each query, in order, ``{"hits": [[id, score], ...]}``, best first.

Each answer ends with ``{"measured": {...}}``: processor seconds of the work itself, without reading and starting, the
most memory the process has held, and of a search the milliseconds that scoring the candidates of each query took.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from followthemoney import Dataset, StatementEntity, model
from followthemoney.helpers import combine_names
from nomenklatura.blocker.index import Index
from nomenklatura.matching import get_algorithm
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

Line = dict[str, Any]
#: Most hits given back for a query.
LIMIT = 25
#: Queries the blocker is asked at a time.
TOGETHER = 100
_NUMBERS = itertools.count()
_PACKAGES = ("nomenklatura", "followthemoney", "rigour")


class Comparer:
    """A matcher of nomenklatura with its published defaults."""

    def __init__(self, name: str) -> None:
        algorithm = get_algorithm(name)
        if algorithm is None:
            raise SystemExit(f"nomenklatura has no matcher {name}")
        self._algorithm = algorithm
        self._config = algorithm.default_config()
        # Reference data are read at the first comparison, which is not to be timed.
        self.score(*(_entity({"id": side, "schema": "Person", "properties": {"name": ["Ann Lee"]}}) for side in "ab"))

    def score(self, query: Any, candidate: Any) -> float:  # noqa: ANN401 - entities of a library that is not here
        """Return the score of two entities."""
        return float(self._algorithm.compare(query, candidate, self._config).score)


def compare_pairs(comparer: Comparer, lines: Iterable[Line]) -> Iterator[Line]:
    pairs = [(_entity(_renamed(line["left"])), _entity(_renamed(line["right"]))) for line in lines]
    began = time.process_time()
    scores = [comparer.score(left, right) for left, right in pairs]
    seconds = time.process_time() - began
    yield from ({"score": score} for score in scores)
    yield {"measured": {"seconds": seconds, "pairs": len(pairs), "memory_mb": _peak_memory()}}


def search(comparer: Comparer, lines: Iterable[Line]) -> Iterator[Line]:
    """Score the candidates of each query: those it names, or those the blocker finds when none names any."""
    dataset = Dataset.make({"name": "scorecard", "title": "Scorecard"})
    store: Any = MemoryStore(dataset, Linker({}))
    queries: dict[str, Any] = {}
    candidates: dict[str, list[str]] = {}
    with store.writer() as writer:
        for line in lines:
            entity = StatementEntity.from_data(dataset, line.get("listed") or line["query"])
            if "listed" in line:
                writer.add_entity(entity)
                continue
            queries[str(entity.id)] = entity
            if "candidates" in line:
                candidates[str(entity.id)] = line["candidates"]
    view = store.default_view()
    began, built = time.process_time(), 0.0
    hits: dict[str, list[tuple[str, float]]] = {}
    scoring, scoring_cpu = [], []
    with tempfile.TemporaryDirectory() as folder:
        if not candidates:
            index: Any = Index(view, Path(folder))
            index.build()
            built = time.process_time() - began
        began, began_wall = time.process_time(), time.perf_counter()
        for query, entries in candidates.items() or _blocked(index, list(queries.values())):
            start, start_cpu = time.perf_counter(), time.process_time()
            scored = [(entry, comparer.score(queries[query], view.get_entity(entry))) for entry in entries]
            # Equal scores keep the order the candidates come in.
            hits[query] = sorted(scored, key=lambda hit: -hit[1])[:LIMIT]
            scoring.append((time.perf_counter() - start) * 1000)
            scoring_cpu.append((time.process_time() - start_cpu) * 1000)
        seconds, wall = time.process_time() - began, time.perf_counter() - began_wall
    yield from ({"hits": hits.get(query, [])} for query in queries)
    measured = {"build_seconds": built, "seconds": seconds, "wall_seconds": wall, "memory_mb": _peak_memory()}
    yield {"measured": {**measured, "scoring_ms": scoring, "scoring_cpu_ms": scoring_cpu}}


def _blocked(index: Any, queries: list[Any]) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401
    # The blocker drops words that are common in what it is asked together, which many queries at once would overdo.
    for start in range(0, len(queries), TOGETHER):
        for identifier, found in index.match_entities(queries[start : start + TOGETHER]):
            yield identifier.id, [entry.id for entry, _ in found]
    index.close()


def _entity(data: Line) -> Any:  # noqa: ANN401
    # As yente does with a query: a person's name parts are also read as a whole name.
    return combine_names(model.get_proxy(data))


def _renamed(data: Line) -> Line:
    # Entities are equal when their ids are, and matchers remember what they made of one: an id must never come twice.
    return {**data, "id": f"pair-{next(_NUMBERS)}"}


def _peak_memory() -> int:
    """Return the most memory this program has held, in MB; that of getrusage would begin with its parent's."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found.group(1)) // 1024 if found else 0


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        lines = [json.loads(each) for each in iter(sys.stdin.readline, "\n")]
        if request["do"] == "describe":
            answers: Iterable[Line] = [{"measured": {name: metadata.version(name) for name in _PACKAGES}}]
        else:
            work = {"pairs": compare_pairs, "search": search}[request["do"]]
            answers = work(Comparer(request["algorithm"]), lines)
        sys.stdout.writelines(json.dumps(answer) + "\n" for answer in answers)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
