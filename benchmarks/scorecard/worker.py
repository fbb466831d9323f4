"""Measures a saved index in a process of its own, which imports nothing but screening.

Run as ``python worker.py INDEX < queries.json``, where the queries are ``[[name, schema or null], ...]``; prints one
JSON object. The memory is the high-water mark of this program (``VmHWM``), which, unlike that of getrusage, does not
begin with its parent's.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import time
from pathlib import Path

from tidewaiter.model import Schema
from tidewaiter.screening import Query, Screener, ScreeningIndex

#: Queries asked before anything is timed, so that what is loaded and compiled once is not counted.
WARM_UP = 64
#: Most queries asked one by one.
SINGLE = 2000
DAY = dt.date(2026, 8, 1)


def peak_mb(pid: int | str = "self") -> int:
    """Return the most memory a program has held, in MB; this one unless another is named."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    return int(found.group(1)) // 1024 if found else 0


def main(directory: Path) -> None:
    """Load, ask one, ask some one by one, ask all."""
    queries = [Query(name=name, schema=Schema(schema) if schema else None) for name, schema in json.load(sys.stdin)]
    empty_mb = peak_mb()
    began = time.perf_counter()
    screener = Screener(ScreeningIndex.load(directory))
    load_ms = (time.perf_counter() - began) * 1000
    began = time.perf_counter()
    screener.screen(queries[:1], as_of=DAY)
    first_ms = (time.perf_counter() - began) * 1000
    screener.screen(queries[-WARM_UP:], as_of=DAY)
    wall, work = [], []
    for query in queries[:SINGLE]:
        began, began_work = time.perf_counter(), time.process_time()
        screener.screen([query], as_of=DAY)
        wall.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() - began_work) * 1000)
    single_mb = peak_mb()
    began, began_work = time.perf_counter(), time.process_time()
    hits = sum(map(len, screener.screen(queries, as_of=DAY)))
    measured = {
        "queries": len(queries),
        "hits": hits,
        "load_ms": load_ms,
        "first_ms": first_ms,
        "single_ms": wall,
        "single_cpu_ms": work,
        "wall_seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - began_work,
        "empty_mb": empty_mb,
        "single_mb": single_mb,
        "bulk_mb": peak_mb(),
    }
    sys.stdout.write(json.dumps(measured) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
