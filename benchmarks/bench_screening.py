"""Accuracy, speed and memory of screening, on the labelled sets and the real lists of the development data.

Run ``python benchmarks/bench_screening.py [DATA_DIR]``. Times are of one core; memory is of a fresh process that
loads the saved index.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.names import datasets  # noqa: E402 - the repository root must be on the path first

from tidewaiter.model import Listing, Schema  # noqa: E402
from tidewaiter.screening import DEFAULT_THRESHOLD, Query, Screener, ScreeningIndex, compare_many  # noqa: E402
from tidewaiter.sources.lists import read_list_file  # noqa: E402

DAY = dt.date(2026, 8, 1)
ALERTS = 0.002
FALSE_POSITIVES = 0.01
#: Parties with an address whose screening is timed.
LOCATED = 2_000
LIST_FILES = (
    "us_csl/csl_2026-07-31_compact.json.gz",
    "us_bis/bis_entity_list_2026-07.json",
    "us_bis/bis_meu_2026-07.json",
    "us_bis/dpl_2026-06-18.csv",
)

#: Prints the high-water mark of its own program: the one of getrusage would begin with its parent's.
_MEMORY = r"""
import datetime, pathlib, re, sys
from tidewaiter.screening import Query, Screener, ScreeningIndex
screener = Screener(ScreeningIndex.load(pathlib.Path(sys.argv[1])))
screener.screen([Query(name=f"Huawei Technologies {n}") for n in range(600)], as_of=datetime.date(2026, 8, 1))
print(int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path("/proc/self/status").read_text()).group(1)) // 1024)
"""

Floats = npt.NDArray[np.float64]


def scores(pairs: list[datasets.Pair]) -> Floats:
    return np.array([found.score for found in compare_many(pairs)])


def line(label: str, *cells: str) -> None:
    print(f"{label:44s}" + "".join(f"{cell:>16s}" for cell in cells))


def pair_report(label: str, found: datasets.LabelledPairs) -> None:
    score = scores(found.pairs)
    if found.match.all():
        line(label, f"n={len(score)}", f"recall {np.mean(score >= DEFAULT_THRESHOLD):.3f}")
        return
    cells = (f"n={len(score)}", f"AUC {datasets.auc(found.match, score):.4f}")
    line(label, *cells, f"F1 {datasets.f1(found.match, score, DEFAULT_THRESHOLD):.4f}")


def transliteration_report(data: Path) -> None:
    for script, names in datasets.transliterations(data).items():
        right = scores([(native, latin, None) for native, latin in names])
        size = len(names)
        shifts: list[datasets.Pair] = [
            (names[i][0], names[(i + shift * 37) % size][1], None) for shift in range(1, 11) for i in range(size)
        ]
        threshold = float(np.quantile(scores(shifts), 1 - FALSE_POSITIVES))
        line(f"transliterated {script}", f"n={size}", f"recall {np.mean(right > threshold):.3f}", "at 1 % FP")


def search_report(data: Path) -> None:
    listings = datasets.sdn_listings(data)
    screener = Screener(ScreeningIndex.build(listings))
    queries, corruption = datasets.corrupted_queries(data)
    names = {entry.id: {name.text.casefold() for name in entry.names} for entry in listings}
    hits = screener.screen(queries, as_of=DAY, threshold=0.0, limit=10)
    first = [
        bool(found) and _same(found[0].listing_id, query.id or "", names)
        for query, found in zip(queries, hits, strict=True)
    ]
    within = [any(hit.listing_id == query.id for hit in found) for query, found in zip(queries, hits, strict=True)]
    right = np.array(
        [
            max((h.score for h in found if h.listing_id == q.id), default=0.0)
            for q, found in zip(queries, hits, strict=True)
        ]
    )
    people = datasets.negative_queries(data)
    top = np.array(
        [found[0].score if found else 0.0 for found in screener.screen(people, as_of=DAY, threshold=0.0, limit=1)]
    )
    threshold = float(np.sort(top)[::-1][int(len(top) * ALERTS)])
    line("corrupted list names", f"n={len(queries)}", f"at 1 {np.mean(first):.4f}", f"at 10 {np.mean(within):.4f}")
    line("  where 0.2 % of the unlisted alert", f"> {threshold:.3f}", f"recall {np.mean(right > threshold):.4f}")
    said = right >= DEFAULT_THRESHOLD
    line(
        "  at the default threshold",
        f">= {DEFAULT_THRESHOLD}",
        f"recall {np.mean(said):.4f}",
        f"alerts {np.mean(top >= DEFAULT_THRESHOLD):.4f}",
    )
    by_corruption: dict[str, list[bool]] = {}
    for kind, found in zip(corruption, (right > threshold).tolist(), strict=True):
        by_corruption.setdefault(kind, []).append(found)
    for kind, found in sorted(by_corruption.items()):
        line(f"    {kind}", f"n={len(found)}", f"recall {np.mean(found):.3f}")
    speed_report(screener, {"corrupted list names": queries, "people on no list": people})


def _same(found: str, wanted: str, names: dict[str, set[str]]) -> bool:
    """Entries that share a name cannot be told apart by it."""
    return found == wanted or bool(names[found] & names[wanted])


def speed_report(screener: Screener, sets: dict[str, list[Query]]) -> None:
    for label, queries in sets.items():
        start = time.process_time()
        screener.screen(queries, as_of=DAY)
        line(
            f"throughput, {label}",
            f"n={len(queries)}",
            f"{len(queries) / (time.process_time() - start):,.0f}/s",
            "one core",
        )
    times = []
    for query in sets["corrupted list names"][:500]:
        start = time.perf_counter()
        screener.screen([query], as_of=DAY)
        times.append((time.perf_counter() - start) * 1e3)
    line("single query", f"p50 {np.quantile(times, 0.5):.2f} ms", f"p99 {np.quantile(times, 0.99):.2f} ms")


def list_report(data: Path, directory: Path) -> None:
    listings: list[Listing] = []
    for file in LIST_FILES:
        listings += read_list_file(data / "lists" / file).listings
    start = time.process_time()
    index = ScreeningIndex.build(listings)
    line(
        "all US lists",
        f"{len(index):,} entries",
        f"{index.name_count:,} names",
        f"built {time.process_time() - start:.1f} s",
    )
    index.save(directory)
    start = time.perf_counter()
    screener = Screener(ScreeningIndex.load(directory))
    line("  saved and loaded", f"{(time.perf_counter() - start) * 1e3:.0f} ms")
    wanted = [(entry, name) for entry in listings if not entry.address_only for name in entry.names]
    queries = [Query(name=name.text, schema=None if e.schema is Schema.ENTITY else e.schema) for e, name in wanted]
    start = time.process_time()
    found = screener.screen(queries, as_of=DAY, limit=3)
    speed = len(queries) / (time.process_time() - start)
    names: dict[str, set[str]] = defaultdict(set)
    for entry in listings:
        names[entry.id] |= {name.text.casefold() for name in entry.names}
    lost = Counter(
        entry.list
        for (entry, name), hits in zip(wanted, found, strict=True)
        if not hits or (hits[0].listing_id != entry.id and name.text.casefold() not in names[hits[0].listing_id])
    )
    held = screener.index.in_force(DAY)
    line("  exact names and aliases found first", f"n={len(queries):,}", f"not {sum(lost.values())}", f"{speed:,.0f}/s")
    line("  entries in force", f"{int(held.sum()):,}")
    addresses = [a.full for entry in listings for a in entry.addresses if a.full.strip()]
    located = [Query(name=name.text, address=addresses[n * 7 % len(addresses)]) for n, (_, name) in enumerate(wanted)]
    located = located[:: max(len(located) // LOCATED, 1)]
    start = time.process_time()
    screener.screen(located, as_of=DAY)
    speed = len(located) / (time.process_time() - start)
    line("  parties with the address of another", f"n={len(located):,}", f"{speed:,.0f}/s", "one core")
    done = subprocess.run([sys.executable, "-c", _MEMORY, str(directory)], check=True, capture_output=True, text=True)
    line("  memory of a process that loads it", f"{done.stdout.strip()} MB")


def main(data: Path) -> None:
    cases = datasets.labelled_pairs(data, "name_cases")
    pair_report("labelled pairs", cases)
    hand: Any = np.isin(cases.group, datasets.HAND_LABELLED)
    pair_report("  hand-labelled groups", cases.only(hand))
    pair_report("  made companies", cases.only(cases.group == "synth_companies"))
    pair_report("  made people", cases.only(cases.group == "synth_people"))
    pair_report("whole entities", datasets.entity_checks(data))
    pair_report("company pairs", datasets.labelled_pairs(data, "company_pairs_easonanalytica"))
    pair_report("across scripts", datasets.labelled_pairs(data, "cross_script_pairs"))
    treated = datasets.rows(data / "names" / "un_treated_pairs.csv")
    same = scores([(row["query_name"], row["true_name"], "Person") for row in treated])
    line("lightly changed UN names", f"n={len(same)}", f"recall {np.mean(same >= DEFAULT_THRESHOLD):.4f}")
    transliteration_report(data)
    search_report(data)
    with tempfile.TemporaryDirectory() as directory:
        list_report(data, Path(directory))
    line("peak memory of this run", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    beside = os.environ.get("TIDEWAITER_DATA", str(ROOT.parent / "shared" / "data"))
    chosen = Path(sys.argv[1] if len(sys.argv) > 1 else beside)
    if not chosen.is_dir():
        print(f"The development data are not at {chosen}; name their folder as the argument.")
        sys.exit(0)
    main(chosen)
