"""Company resolution compared with other tools on the same worlds.

``python -m benchmarks.networks.compare_peers WORLD --python PYTHON``: PYTHON is that of an environment with splink 5,
which is no dependency of the project.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.networks.world_files import plain_errors
from benchmarks.networks.worlds import known_world, pairwise

from tidewaiter.networks.companies.identities import Identities, identities
from tidewaiter.networks.companies.resolution import resolve
from tidewaiter.networks.companies.text_columns import NONE, taken
from tidewaiter.screening.reader import Reader

PEER = Path(__file__).with_name("peer_splink.py")


def fields(parties: Identities) -> pa.Table:
    """Return identities as a peer reads them."""
    names = parties.names
    words, at = names.word.tolist(), names.at.tolist()
    text = [" ".join(names.latin[word] for word in words[at[n] : at[n + 1]]) for n in range(len(at) - 1)]
    columns = {
        "identity": pa.array(np.arange(parties.size)),
        "name": pa.array([text[name] if name != NONE else None for name in parties.name.tolist()], pa.string()),
        "tax_id": pa.array(
            [parties.tax_ids[tax] if tax != NONE else None for tax in parties.tax.tolist()], pa.string()
        ),
    }
    root = taken(parties.root, parties.name)
    numbers = {"root": root, "country": parties.country, "phone": parties.phone, "mail": parties.mail}
    for name, value in {**numbers, "building": parties.building}.items():
        columns[name] = pa.array(value, pa.int64(), mask=value == NONE)
    return pa.table(columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("--python", required=True)
    asked = parser.parse_args()
    world = known_world(asked.world)
    spelling, true = world.appearances
    found = np.asarray(resolve(world.spellings, Reader()).resolved["company"].fill_null(-1))
    print("tidewaiter", *(f"{x:.4f}" for x in (*pairwise(found, world.company), *pairwise(found[spelling], true))))
    parties = identities(world.spellings, Reader())
    with tempfile.TemporaryDirectory() as place:
        source, target = Path(place) / "identities.parquet", Path(place) / "clusters.parquet"
        pq.write_table(fields(parties), source)
        subprocess.run([asked.python, str(PEER), str(source), str(target)], check=True)
        table = pq.read_table(target)
    of = np.full(parties.size, NONE)
    of[np.asarray(table["identity"])] = np.asarray(table["cluster_id"])
    peer = taken(of, parties.of)
    print("splink", *(f"{x:.4f}" for x in (*pairwise(peer, world.company), *pairwise(peer[spelling], true))))


if __name__ == "__main__":
    with plain_errors():
        main()
