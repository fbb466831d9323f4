"""Measure and write the scorecard: ``make scorecard``, or ``python -m benchmarks.scorecard [DATA] [--quick]``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from benchmarks.scorecard.context import US_LISTS, Context  # noqa: E402 - the repository root must be on the path first
from benchmarks.scorecard.peers.client import PEER_PYTHON, Nomenklatura  # noqa: E402
from benchmarks.scorecard.render import Scorecard, target_lines, write  # noqa: E402
from benchmarks.scorecard.sections import SECTIONS  # noqa: E402
from benchmarks.scorecard.sources import sources  # noqa: E402
from benchmarks.scorecard.tables import NOT_INSTALLED, Cell, Section  # noqa: E402

_OPENING = """How well screening finds whom it should and leaves alone whom it should not, and how fast, beside its
peers, all measured in one run on one machine. Figures repeat exactly from run to run but for times and memory, which
are of this machine and of what else it was doing. A peer that is not installed is said to be so: no figure of a peer
is remembered from another run. The same tables, unrounded, are in `accuracy.json`, whose layout is
`benchmarks/scorecard/accuracy.schema.json`."""

_QUICK = "**This was a quick run**: fewer queries, and no list of a million names."


def main(words: list[str]) -> int:
    """Measure the sections asked for, and write the page and the file."""
    asked = _arguments(words)
    if not (asked.data / "names").is_dir():
        sys.stderr.write(f"The development data are not at {asked.data}; name their folder, or set TIDEWAITER_DATA.\n")
        return 2
    context = Context(asked.data, quick=asked.quick, peer=Nomenklatura(asked.peer_python))
    run = _run(context)
    card = Scorecard(
        title="Accuracy",
        opening=f"{_OPENING} {_QUICK}" if asked.quick else _OPENING,
        sections=[_measure(name, context) for name in asked.only],
        run=run,
        sources=sources(asked.data, US_LISTS),
    )
    folder = asked.out or ROOT / ("out/scorecard" if asked.quick else "docs/reference")
    write(card, folder, "accuracy")
    sys.stdout.writelines(f"{line}\n" for line in target_lines(card.targets))
    sys.stdout.write(f"written to {folder / 'accuracy.md'} and accuracy.json\n")
    return 0


def _arguments(words: list[str]) -> argparse.Namespace:
    beside = Path(os.environ.get("TIDEWAITER_DATA", ROOT.parent / "shared" / "data"))
    parser = argparse.ArgumentParser(prog="scorecard", description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=beside, help="folder of the development data")
    parser.add_argument("--quick", action="store_true", help="fewer queries, no list of a million names")
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=list(SECTIONS), help="sections to measure")
    parser.add_argument(
        "--out", type=Path, help="folder of the results (docs/reference, or of a quick run out/scorecard)"
    )
    parser.add_argument("--peer-python", help=f"interpreter that has nomenklatura (or {PEER_PYTHON})")
    return parser.parse_args(words)


def _measure(name: str, context: Context) -> Section:
    began = time.perf_counter()
    section = SECTIONS[name](context)
    sys.stderr.write(f"{name}: {time.perf_counter() - began:.0f} s\n")
    return section


def _run(context: Context) -> dict[str, Cell]:
    peer = context.peer.versions
    return {
        "size": "quick" if context.quick else "full",
        "tidewaiter": metadata.version("tidewaiter"),
        "nomenklatura": NOT_INSTALLED
        if peer is None
        else ", ".join(f"{name} {said}" for name, said in sorted(peer.items())),
        "rapidfuzz": metadata.version("rapidfuzz"),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "programs waiting for a processor at the start": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
