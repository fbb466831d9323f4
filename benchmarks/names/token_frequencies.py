"""Count the words of listed names: writes ``screening/data/token_frequencies.csv``.

Run it again when the lists have changed much: ``python benchmarks/names/token_frequencies.py DATA_DIR``. A word counts once an entry, so
that an entry with many aliases does not make its own name common. Words of fewer than three entries are left out: they are rare.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.words import Kind
from tidewaiter.sources.lists import read_list_file

FILES = ("us_csl/csl_2026-07-31_compact.json.gz",)
LEAST = 3
TABLE = Path(__file__).parents[2] / "src/tidewaiter/screening/data/token_frequencies.csv"


def main(data: Path) -> None:
    counts: Counter[str] = Counter()
    for file in FILES:
        for entry in read_list_file(data / "lists" / file).listings:
            words: set[str] = set()
            for name in entry.names:
                words.update(t.latin for t in normalise(name.text, entry.schema).tokens if t.kind is not Kind.NUMBER)
            counts.update(words)
    rows = sorted((word, count) for word, count in counts.items() if count >= LEAST)
    with TABLE.open("w", newline="", encoding="utf-8") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(["token", "count"])
        writer.writerows(rows)
    print(f"{len(rows)} words of {sum(counts.values())} written to {TABLE}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
