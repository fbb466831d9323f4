"""Count the words of listed names and addresses: writes two tables of ``screening/data``.

Run it again when the lists have changed much: ``python benchmarks/names/token_frequencies.py DATA_DIR``. A word
counts once an entry, so that an entry with many aliases does not make its own name common. Rare words are left out: a
word not in the table is rare.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from tidewaiter.screening.addresses import normalise_address
from tidewaiter.screening.normalise import normalise
from tidewaiter.screening.words import Kind
from tidewaiter.sources.lists import read_list_file

NAME_FILES = ("us_csl/csl_2026-07-31_compact.json.gz",)
ADDRESS_FILES = ("us_bis/bis_entity_list_2026-07.json", "us_bis/bis_meu_2026-07.json", "us_bis/dpl_2026-06-18.csv")
LEAST_NAMES, LEAST_ADDRESSES = 3, 5
TABLES = Path(__file__).parents[2] / "src/tidewaiter/screening/data"


def write(counts: Counter[str], least: int, file: str) -> None:
    rows = sorted((word, count) for word, count in counts.items() if count >= least)
    with (TABLES / file).open("w", newline="", encoding="utf-8") as sink:
        writer = csv.writer(sink, lineterminator="\n")
        writer.writerow(["token", "count"])
        writer.writerows(rows)
    print(f"{file}: {len(rows)} words")


def main(data: Path) -> None:
    names: Counter[str] = Counter()
    for file in NAME_FILES:
        for entry in read_list_file(data / "lists" / file).listings:
            forms = [normalise(name.text, entry.schema) for name in entry.names]
            names.update({t.latin for form in forms for t in form.tokens if t.kind is not Kind.NUMBER})
    write(names, LEAST_NAMES, "token_frequencies.csv")
    addresses: Counter[str] = Counter()
    for file in ADDRESS_FILES:
        for entry in read_list_file(data / "lists" / file).listings:
            addresses.update({word for a in entry.addresses for word in normalise_address(a.full).words})
    write(addresses, LEAST_ADDRESSES, "address_frequencies.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
